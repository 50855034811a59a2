/** What is said after a statement that succeeded: `Table created.`, `3 rows updated.` */
import type { Token } from '@cicd-oracle/lexer'

const rows = (n: number): string => (n === 1 ? '1 row' : `${n} rows`)
const DONE: Readonly<Record<string, string>> = {
  CREATE: 'created',
  ALTER: 'altered',
  DROP: 'dropped',
  TRUNCATE: 'truncated',
  RENAME: 'renamed',
  COMMENT: 'created'
}
const FIXED: Readonly<Record<string, string>> = {
  COMMIT: 'Commit complete.',
  ROLLBACK: 'Rollback complete.',
  SAVEPOINT: 'Savepoint created.',
  GRANT: 'Grant succeeded.',
  REVOKE: 'Revoke succeeded.',
  COMMENT: 'Comment created.',
  RENAME: 'Table renamed.',
  TRUNCATE: 'Table truncated.',
  LOCK: 'Table(s) Locked.',
  EXPLAIN: 'Explained.',
  CALL: 'Call completed.',
  BEGIN: 'PL/SQL procedure successfully completed.',
  DECLARE: 'PL/SQL procedure successfully completed.',
  '<<': 'PL/SQL procedure successfully completed.'
}
const SET: Readonly<Record<string, string>> = {
  TRANSACTION: 'Transaction set.',
  ROLE: 'Role set.',
  CONSTRAINT: 'Constraint set.',
  CONSTRAINTS: 'Constraint set.'
}
const CHANGED: Readonly<Record<string, string>> = { INSERT: 'created', UPDATE: 'updated', DELETE: 'deleted', MERGE: 'merged' }
const FILLERS: ReadonlySet<string> = new Set([
  'OR',
  'REPLACE',
  'PUBLIC',
  'GLOBAL',
  'PRIVATE',
  'TEMPORARY',
  'UNIQUE',
  'BITMAP',
  'FORCE',
  'NO',
  'NOFORCE',
  'EDITIONABLE',
  'NONEDITIONABLE'
])

/** undefined: nothing to say (a query speaks for itself). */
export function feedbackOf(tokens: readonly Token[], rowsAffected: number): string | undefined {
  const words = tokens
    .slice(0, 12)
    .filter(t => t.kind === 'word' || t.kind === 'operator')
    .map(t => t.value)
  const [first, second] = words
  if (Object.hasOwn(FIXED, first)) return FIXED[first]
  if (Object.hasOwn(CHANGED, first)) return `${rows(rowsAffected)} ${CHANGED[first]}.`
  if (first === 'SET') return SET[second]
  if (!Object.hasOwn(DONE, first)) return undefined
  const object = objectOf(words)
  return object && `${object} ${DONE[first]}.`
}

/** `Package body`, from CREATE OR REPLACE PACKAGE BODY. */
export function objectOf(words: readonly string[]): string | undefined {
  const at = words.findIndex((w, i) => i > 0 && !FILLERS.has(w))
  if (at < 0) return undefined
  const two = words[at + 1] === 'BODY' || words[at] === 'MATERIALIZED' ? `${words[at]} ${words[at + 1]}` : words[at]
  return two[0] + two.slice(1).toLowerCase()
}

/** `107 rows selected.` from SET FEEDBACK's threshold on; none at all are always named. */
export function selectedRows(n: number, feedback: number): string | undefined {
  if (feedback === 0) return undefined
  if (n === 0) return 'no rows selected'
  return n >= feedback ? `${rows(n)} selected.` : undefined
}
