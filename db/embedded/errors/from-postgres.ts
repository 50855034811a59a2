/** PostgreSQL's errors as Oracle's. DETAIL of a constraint violation holds the whole row and is never shown. */
import { stripSuffix } from '../catalog/physical-names'
import type { PgError, PgErrorFields } from '../postgres/pg-error'
import type { StatementKind } from '../sql/statement'
import { hasMessage, oraError } from './messages'
import { OraError } from './ora-error'
import { SQLSTATES, type SqlstateArgument, type SqlstateRule } from './sqlstates'

export interface ErrorContext {
  readonly kind: StatementKind
  /** Oracle's name of a PostgreSQL name that was cut at 63 bytes. */
  readonly logical?: (physical: string) => string
  /** Told of an error without a row in the table: a bug of ours. */
  readonly log?: (line: string) => void
}

const name = (physical: string | undefined, c: ErrorContext): string => (physical === undefined ? '?' : (c.logical?.(physical) ?? physical))
/** A temporary table is `owner.table` in PostgreSQL's schema of the session (catalog/physical-names.ts). */
function place(f: PgErrorFields, c: ErrorContext): { owner: string; table: string } {
  const table = name(f.table, c)
  if (!f.schema?.startsWith('pg_temp')) return { owner: name(f.schema, c), table }
  const dot = table.indexOf('.')
  return { owner: table.slice(0, dot), table: table.slice(dot + 1) }
}
const quoted = (f: PgErrorFields): string => /"([^"]*)"/.exec(f.message)?.[1] ?? '?'
const detailOf = (f: PgErrorFields, i: number): string => f.detail?.split(',')[i] ?? '?'

function argument(what: SqlstateArgument, f: PgErrorFields, c: ErrorContext): string {
  switch (what) {
    case 'constraint':
      return `${place(f, c).owner}.${stripSuffix(name(f.constraint, c))}`
    case 'column':
      return `"${place(f, c).owner}"."${place(f, c).table}"."${name(f.column, c)}"`
    case 'owner.column':
      return `${place(f, c).owner}.${name(f.column, c)}`
    case 'detail 1':
      return detailOf(f, 0)
    case 'detail 2':
      return detailOf(f, 1)
    case 'quoted':
      return quoted(f)
    default:
      return what.slice(1)
  }
}

/** Frames of our own helpers: what they run counts as what called them. */
const HELPER = /^PL\/pgSQL function (ora\.|inline_)/
/** Places where plpgsql runs a query without saying so in a line of its own. */
const QUERY = / at (FOR over SELECT rows|FOR over cursor|FETCH|OPEN)$/

/**
 * What was running when it happened, as `ora.verb_of` (catalog/sql/31-plsql-errors.sql) reads it from a context: the verb of a
 * SQL statement; 'plsql': an expression or call of PL/SQL itself; undefined: nothing of PL/SQL.
 */
export function verbIn(where: string): string | undefined {
  let statement: string | undefined
  for (const line of where.split('\n')) {
    const verb = /^SQL statement "\s*(\w+)/.exec(line)
    if (verb) statement = verb[1].toLowerCase()
    else if (HELPER.test(line)) statement = undefined
    else if (line.startsWith('PL/pgSQL function ')) {
      if (statement !== undefined && !line.endsWith(' at PERFORM')) return statement
      return QUERY.test(line) ? 'select' : 'plsql'
    }
  }
  return statement
}

/** The kind of SQL statement, also of one inside PL/SQL; undefined for an expression of PL/SQL itself. */
function verbOf(f: PgErrorFields, c: ErrorContext): string | undefined {
  const verb = verbIn(f.where ?? '') ?? c.kind
  return verb === 'plsql' ? undefined : verb
}

function fits(rule: SqlstateRule, f: PgErrorFields, verb: string | undefined): boolean {
  if (rule.state !== f.code) return false
  if (rule.verbs && (verb === undefined || !rule.verbs.includes(verb))) return false
  if (rule.in && (rule.in === 'plsql') !== (verb === undefined)) return false
  if (rule.message !== undefined && !f.message.includes(rule.message)) return false
  if (rule.detail !== undefined && !f.detail?.includes(rule.detail)) return false
  return !rule.column || f.column !== undefined
}

/** Schema ora raises with Oracle's own number in MESSAGE and the arguments in DETAIL; COLUMN names an exception of the program's own. */
const RAISED = 'OR000'
const SEPARATOR = '\x1f'

export interface ErrorFacts {
  /** 1 with `ident` for an exception that a program declared. */
  readonly code: number
  readonly ident: string
  readonly args: readonly string[]
}

/** Undefined: no row of the table fits. */
export function factsOf(f: PgErrorFields, c: ErrorContext): ErrorFacts | undefined {
  if (f.code === RAISED) return { code: Number(f.message), ident: f.column ?? '', args: f.detail ? f.detail.split(SEPARATOR) : [] }
  const verb = verbOf(f, c)
  const rule = SQLSTATES.find(r => fits(r, f, verb))
  return rule && { code: rule.code, ident: '', args: (rule.args ?? []).map(a => argument(a, f, c)) }
}

/** Lines of the stack below come behind it, when there are some. */
export function fromPostgres(error: PgError, context: ErrorContext): OraError {
  const facts = factsOf(error.fields, context)
  if (!facts || (facts.ident === '' && !hasMessage(facts.code))) return unmapped(error.fields, context)
  return facts.ident === '' ? oraError(facts.code, facts.args) : oraError(6510)
}

/** Neither hidden nor ORA-00600, which would make drivers drop the connection: both texts, and a line in the log. */
function unmapped(f: PgErrorFields, c: ErrorContext): OraError {
  c.log?.(`no rule for SQLSTATE ${f.code}: ${f.message}${f.where ? ` (${f.where.split('\n')[0]})` : ''}`)
  return new OraError(604, `error occurred at recursive SQL level 1\nPostgreSQL ${f.code}: ${f.message}`)
}

/** COMMIT failed and everything is rolled back: two lines, as Oracle stacks them. */
export function commitFailed(error: PgError, context: ErrorContext): OraError {
  const cause = fromPostgres(error, { ...context, kind: 'transaction' })
  return new OraError(2091, `transaction rolled back\n${cause.message}`)
}
