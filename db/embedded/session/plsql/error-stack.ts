/** The ORA-06512 lines of an error that came out of PL/SQL. */
import type { Query } from '../../catalog/load-catalog'
import { OraError } from '../../errors/ora-error'
import type { PgErrorFields } from '../../postgres/pg-error'
import { quoteLiteral } from '../../sql/expr'

/** Characters of a context that are looked at: recursion may make it very long. */
const LONGEST = 100_000
/** Of a recursion without end nobody needs them all. */
const MOST_LINES = 60
/** Any function but our own helpers. */
const UNIT = /^PL\/pgSQL function (?!ora\.|inline_)/m

/**
 * The error with the stack that PostgreSQL's context tells, below what a handler that raised it anew knew (HINT). `query`: the server's own
 * connection.
 */
export async function withStack(query: Query, error: OraError, fields: PgErrorFields): Promise<OraError> {
  const where = (fields.where ?? '').slice(0, LONGEST)
  if (!fields.hint && !UNIT.test(where)) return error
  return stacked(query, error, [fields.hint ?? '', where].filter(part => part !== '').join('\n'))
}

/** `stack` as ora.error has it: lines of a context, and lines of our own behind chr(1). */
export async function stacked(query: Query, error: OraError, stack: string): Promise<OraError> {
  if (stack === '') return error
  const [[lines]] = await query(`select ora.stack_of(${quoteLiteral(stack)})`)
  return lines ? new OraError(error.code, `${error.text}\n${lines.split('\n').slice(0, MOST_LINES).join('\n')}`, error.offset) : error
}
