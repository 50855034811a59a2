/** INSERT. Source: SQL Language Reference, INSERT. */
import { regclass } from '../../../catalog/physical-names'
import { oraError } from '../../../errors/messages'
import { joinSql, type Sql, sql } from '../../expr'
import type { Translation } from '../../statement'
import type { ExprNode, InsertStatement } from '../../tree'
import { outputColumn } from '../from-item'
import { type Job, translation } from '../job'
import type { Env, Resolver } from '../model'
import { makeResolver } from '../resolver'
import { EMPTY_SCOPE } from '../scope'
import { columnNames, derived, printSelect } from '../select-parts'
import { sequenceColumns } from '../sequences'
import { sequenceReferences } from '../walk'
import { checkWidth, insertColumns, storedValue, valuesRow } from './insert-columns'
import { returning } from './returning'
import { columnName, refuseErrorLog, resolveTarget, type Target } from './target'

export function translateInsert(job: Job, node: InsertStatement): Translation {
  const r = makeResolver(job.text, job.context, job.catalog)
  refuseErrorLog(node.logErrors)
  const target = resolveTarget(
    r,
    node.target,
    'INSERT',
    node.columns?.map((c) => c.name)
  )
  if (node.query) r.changing = target.object
  if (node.returning && node.query) throw oraError(933, [], node.returning.start)
  const made = node.record
    ? insertRecord(r, target, node, node.record)
    : node.values
      ? insertValues(r, target, node)
      : insertQuery(r, target, node)
  const back = returning(r, node.returning, target, 'INSERT')
  // ORA-04091 spares the BEFORE ROW triggers of one row.
  if (!node.query && r.catalog.meetsMutation?.(target.object.owner, target.object.name))
    r.before.push(`select ora.single_row(${regclass(target.object.owner, target.object.name)})`)
  return translation(job, r, {
    kind: 'insert',
    result: back ? 'returning' : 'count',
    sql: sql`insert into ${target.relation} as ${target.alias} ${made}${back?.sql ?? ''}`,
    returning: back?.columns,
    returned: back?.binds
  })
}

function insertValues(r: Resolver, target: Target, node: InsertStatement): Sql {
  const values = node.values!
  const columns = insertColumns(target, node.columns)
  checkWidth(columns, values.length, node.columns?.[0] ?? node.target)
  const references = [...sequenceReferences(values.filter((v) => v !== 'default'))]
  // One number for the row, however often a sequence is written.
  if (references.length > 1) {
    const alias = r.alias('q')
    const drawn = sequenceColumns(r, references, alias)
    const row = valuesRow(r, target, columns, values, { scope: { ...EMPTY_SCOPE, sequences: drawn.columns }, clause: 'values' })
    const made = printSelect({ items: row.values, from: sql`(${printSelect({ items: drawn.items })}) as ${alias}` })
    return sql`(${joinSql(row.columns.map(columnName), ', ')}) ${made}`
  }
  const env: Env = { scope: EMPTY_SCOPE, clause: 'values', sequences: true }
  const row = valuesRow(r, target, columns, values, env)
  if (row.columns.length === 0) return 'default values'
  return sql`(${joinSql(row.columns.map(columnName), ', ')}) values (${joinSql(row.values, ', ')})`
}

/** PL/SQL: VALUES record gives a value to every column, in order. */
function insertRecord(r: Resolver, target: Target, node: InsertStatement, record: ExprNode): Sql {
  const columns = insertColumns(target, node.columns)
  const fields = r.context.surroundings?.record?.(record)
  if (!fields) throw oraError(906, [], record.start)
  checkWidth(columns, fields.length, node.columns?.[0] ?? node.target)
  const values = columns.map((column, i) => storedValue(r, target, column, fields[i]))
  return sql`(${joinSql(columns.map(columnName), ', ')}) values (${joinSql(values, ', ')})`
}

function insertQuery(r: Resolver, target: Target, node: InsertStatement): Sql {
  const columns = insertColumns(target, node.columns)
  const query = r.query(node.query!, { sequences: true })
  checkWidth(columns, query.columns.length, node.columns?.[0] ?? node.target)
  const alias = r.alias('q')
  const names = columnNames(columns.length)
  const values = query.exprs.map((e, i) => storedValue(r, target, columns[i], { ...outputColumn(e, `${alias}.${names[i]}`), span: e.span }))
  const list = joinSql(columns.map(columnName), ', ')
  if (values.every((v, i) => v === `${alias}.${names[i]}`)) return sql`(${list}) ${query.sql}`
  return sql`(${list}) ${printSelect({ items: values, from: derived(query.sql, alias, columns.length) })}`
}
