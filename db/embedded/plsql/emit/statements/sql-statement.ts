/** Static SQL: SELECT INTO, DML with RETURNING INTO, LOCK TABLE. */
import { plsError } from '../../../errors/pls-messages'
import type { Scope } from '../../model'
import { sqlStatement as resolveSql, type StaticStatement } from '../../resolve'
import type { SqlStatement } from '../../tree'
import { type Code, line } from '../code'
import type { Frame } from '../frame'
import { collections, singleRow, storeCollection } from './into'

type Node = SqlStatement['statement']

export function sqlStatement(f: Frame, s: SqlStatement, scope: Scope): readonly Code[] {
  const { statement } = s
  const made = resolveSql(f.unit.c, statement, scope)
  if (statement.type === 'query') return selectInto(f, statement, made, scope)
  const into = 'returning' in statement ? statement.returning?.targets : undefined
  const at = f.unit.line(s.start)
  const run = into?.bulk ? dmlBulk(f, statement, into, made, scope) : dml(f, into, made, scope)
  if (statement.type === 'lock-table') return [line([...preparing(made), run].join(' '), at, { effect: true })]
  return [dmlLine(f, [...preparing(made), run].join(' '), at)]
}

const OUTSIDE_QUERIES = "if coalesce(current_setting('ora.queries', true), '') not in ('', '0') then perform ora.raise(14551); end if; "
/** A query may call what changes rows, as long as it does not do so. */
export const dmlLine = (f: Frame, text: string, at: number): Code =>
  line(`${f.options.kind === 'BLOCK' || f.options.kind === 'TRIGGER' ? '' : OUTSIDE_QUERIES}${text}`, at, { effect: true })

/** Steps before the statement itself. */
export const preparing = (made: StaticStatement): readonly string[] =>
  made.steps.slice(0, -1).map(step => `perform ${step.replace(/^\s*select\s/i, '')};`)
export const lastStep = (made: StaticStatement): string => made.steps[made.steps.length - 1]

function selectInto(f: Frame, node: Extract<Node, { type: 'query' }>, made: StaticStatement, scope: Scope): readonly Code[] {
  if (!node.into) throw plsError(428, [], node.start)
  const at = f.unit.line(node.start)
  const text = node.into.bulk ? selectBulk(f, node.into, made, scope) : selectRow(f, node.into, made, scope)
  return [line([...preparing(made), text].join(' '), at, { effect: made.effect })]
}

type Into = NonNullable<Extract<Node, { type: 'query' }>['into']>

function selectRow(f: Frame, into: Into, made: StaticStatement, scope: Scope): string {
  const { variables, store } = singleRow(f, into, made.columns, scope, 'sql', true)
  return `sql_rowcount := 0; sql_found := false; ${startsStatement(lastStep(made))} into strict ${variables.join(', ')};
sql_rowcount := 1; sql_found := true; ${store}`
}

/** plpgsql knows a statement by its first word. */
const startsStatement = (query: string): string => (/^\s*(select|with)\s/i.test(query) ? query : `select * from (${query}) q$`)

function selectBulk(f: Frame, into: Into, made: StaticStatement, scope: Scope): string {
  const names = made.columns.map((_, i) => `q$.c$${i + 1}`)
  const collected = collections(f, into, made.columns, names, scope, 'sql')
  const arrays = collected.map(one => f.declare('bulk', one.type.pg))
  const items = collected.map(one => `coalesce(array_agg(${one.element}), '{}')`)
  const list = made.columns.map((_, i) => `c$${i + 1}`).join(', ')
  return `select ${[...items, 'count(*)'].join(', ')} into ${[...arrays, 'sql_rowcount'].join(', ')} from (${lastStep(made)}) q$ (${list});
sql_found := sql_rowcount > 0; ${collected.map((one, i) => storeCollection(f, one, arrays[i], into)).join(' ')}`
}

const COUNT = 'get diagnostics sql_rowcount = row_count; sql_found := sql_rowcount > 0;'

export function dml(f: Frame, into: Into | undefined, made: StaticStatement, scope: Scope): string {
  // Of a statement that fails they tell that there was no row.
  const first = f.unit.asksSqlAttributes ? 'sql_rowcount := 0; sql_found := false; ' : ''
  if (!into) return `${first}${lastStep(made)}; ${COUNT}`
  const { variables, store } = singleRow(f, into, made.columns, scope, 'sql', false)
  return `${first}${lastStep(made)} into ${variables.join(', ')}; ${COUNT}
if sql_found then ${store} end if;`
}

/** Elements are added to `arrays`, when they are given. */
export function dmlBulk(f: Frame, node: Node, into: Into, made: StaticStatement, scope: Scope, arrays?: readonly string[]): string {
  const variables = made.columns.map(column => f.declare('into', column.pgType))
  const collected = collections(f, into, made.columns, variables, scope, 'sql')
  const own = arrays ?? collected.map(one => f.declare('bulk', one.type.pg))
  const add = collected.map((one, i) => `${own[i]} := array_append(${own[i]}, ${one.element});`)
  const store = collected.map((one, i) => storeCollection(f, one, own[i], node))
  return `sql_rowcount := 0; ${arrays ? '' : own.map(a => `${a} := '{}';`).join(' ')}
for ${variables.join(', ')} in ${lastStep(made)} loop sql_rowcount := sql_rowcount + 1; ${add.join(' ')} end loop;
sql_found := sql_rowcount > 0; ${store.join(' ')}`
}
