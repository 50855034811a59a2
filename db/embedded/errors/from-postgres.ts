/**
 * PostgreSQL's errors as Oracle's. DETAIL of a constraint violation holds the whole row and is never shown.
 * SQLSTATEs: PostgreSQL manual, appendix A.
 */
import { stripSuffix } from '../catalog/physical-names'
import type { PgError, PgErrorFields } from '../postgres/pg-error'
import type { StatementKind } from '../sql/statement'
import { oraError } from './messages'
import { OraError } from './ora-error'

export interface ErrorContext {
  readonly kind: StatementKind
  /** Oracle's name of a PostgreSQL name that was cut at 63 bytes. */
  readonly logical?: (physical: string) => string
  /** Told of an error without a row in the table: a bug of ours. */
  readonly log?: (line: string) => void
}

type Rule = (f: PgErrorFields, c: ErrorContext) => OraError

const plain = (code: number): Rule => () => oraError(code)
const name = (physical: string | undefined, c: ErrorContext): string => (physical === undefined ? '?' : (c.logical?.(physical) ?? physical))
/** A temporary table is `owner.table` in PostgreSQL's schema of the session (catalog/physical-names.ts). */
function place(f: PgErrorFields, c: ErrorContext): { owner: string; table: string } {
  const table = name(f.table, c)
  if (!f.schema?.startsWith('pg_temp')) return { owner: name(f.schema, c), table }
  const dot = table.indexOf('.')
  return { owner: table.slice(0, dot), table: table.slice(dot + 1) }
}
const constraint = (f: PgErrorFields, c: ErrorContext): string => `${place(f, c).owner}.${stripSuffix(name(f.constraint, c))}`
const column = (f: PgErrorFields, c: ErrorContext): string => `"${place(f, c).owner}"."${place(f, c).table}"."${name(f.column, c)}"`

/** First match wins; `text` is looked for in the message. */
interface TextRule {
  readonly text: string
  readonly rule: Rule
}
const byText = (rules: readonly TextRule[], otherwise: Rule): Rule => (f, c) => (rules.find(r => f.message.includes(r.text))?.rule ?? otherwise)(f, c)

/** Oracle's own number in MESSAGE, arguments in DETAIL: raised by the functions of schema ora. */
const raised: Rule = f => oraError(Number(f.message), f.detail ? f.detail.split('\x1f') : [])

const RULES: Readonly<Record<string, Rule>> = {
  OR000: raised,
  '23505': (f, c) => oraError(c.kind === 'ddl' ? 2299 : 1, [constraint(f, c)]),
  '23502': (f, c) => {
    if (c.kind === 'ddl') return oraError(2296, [`${place(f, c).owner}.${name(f.column, c)}`])
    return oraError(c.kind === 'update' || c.kind === 'delete' ? 1407 : 1400, [column(f, c)]) // DELETE: ON DELETE SET NULL of a child
  },
  '23514': (f, c) => oraError(c.kind === 'ddl' ? 2293 : 2290, [constraint(f, c)]),
  '23503': (f, c) => {
    if (c.kind === 'ddl') return oraError(2298, [constraint(f, c)])
    return oraError(f.message.startsWith('insert or update') ? 2291 : 2292, [constraint(f, c)])
  },
  '22001': (f, c) => {
    const [actual = '?', maximum = '?'] = f.detail?.split(',') ?? []
    return f.column ? oraError(12899, [column(f, c), actual, maximum]) : oraError(1401)
  },
  '22003': (f, c) => (f.detail?.includes('precision') ? plain(1438) : plain(1426))(f, c),
  '22P02': plain(1722),
  '22012': plain(1476),
  '21000': byText([{ text: 'affect row a second time', rule: plain(30926) }], plain(1427)),
  P0003: plain(1422),
  P0002: plain(1403),
  '22013': () => oraError(1428, ['0']),
  '22014': () => oraError(1428, ['0']),
  '22016': () => oraError(1428, ['0']),
  '2201E': (_, c) => oraError(1428, [c.kind]),
  '2201F': (_, c) => oraError(1428, [c.kind]),
  '55P03': byText([{ text: 'lock timeout', rule: (_, c) => oraError(c.kind === 'ddl' || c.kind === 'lock' ? 54 : 30006) }], plain(54)),
  '40P01': plain(60),
  '40001': plain(8177),
  '57014': plain(1013),
  '25006': plain(1456),
  '55000': byText([
    { text: 'currval', rule: f => oraError(8002, [/"([^"]*)"/.exec(f.message)?.[1] ?? '?']) },
    { text: ' view ', rule: plain(1732) }
  ], unmapped),
  '0A000': byText([
    { text: ' of view ', rule: plain(1733) },
    { text: 'FOR UPDATE', rule: plain(2014) },
    { text: 'FULL JOIN', rule: () => oraError(3001, ['FULL JOIN on a condition other than equality']) }
  ], unmapped),
  '44000': plain(1402),
  '2200H': f => oraError(8004, [/"([^"]*)"/.exec(f.message)?.[1] ?? '?', f.message.includes('maximum') ? 'exceeds MAXVALUE' : 'goes below MINVALUE']),
  '3B001': plain(1086),
  '2BP01': plain(2449),
  '42830': plain(2270),
  '22007': plain(1861),
  '22008': plain(1839),
  '22009': plain(1882),
  '22023': byText([{ text: 'time zone', rule: plain(1882) }], unmapped),
  '2201B': byText(
    [
      { text: 'parentheses', rule: plain(12725) },
      { text: 'brackets', rule: plain(12726) },
      { text: 'backreference', rule: plain(12727) },
      { text: 'range', rule: plain(12728) }
    ],
    unmapped
  ),
  '42P01': plain(942),
  '54001': byText([{ text: 'stack depth', rule: plain(36) }], unmapped),
  '53200': plain(4030),
  '53100': plain(1653)
}

/** Neither hidden nor ORA-00600, which would make drivers drop the connection: both texts, and a line in the log. */
function unmapped(f: PgErrorFields, c: ErrorContext): OraError {
  c.log?.(`no rule for SQLSTATE ${f.code}: ${f.message}${f.where ? ` (${f.where.split('\n')[0]})` : ''}`)
  return new OraError(604, `error occurred at recursive SQL level 1\nPostgreSQL ${f.code}: ${f.message}`)
}

export function fromPostgres(error: PgError, context: ErrorContext): OraError {
  return (RULES[error.fields.code] ?? unmapped)(error.fields, context)
}

/** COMMIT failed and everything is rolled back: two lines, as Oracle stacks them. */
export function commitFailed(error: PgError, context: ErrorContext): OraError {
  const cause = fromPostgres(error, { ...context, kind: 'transaction' })
  return new OraError(2091, `transaction rolled back\n${cause.message}`)
}
