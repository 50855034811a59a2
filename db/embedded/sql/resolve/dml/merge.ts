/** MERGE. Source: SQL Language Reference, MERGE. */
import { oraError } from '../../../errors/messages'
import { refuse } from '../../../errors/ora-error'
import { columnPgType } from '../../ddl/column-type'
import { joinSql, type Sql, sql } from '../../expr'
import type { Translation } from '../../statement'
import type { MergeStatement } from '../../tree'
import { PG_TYPE } from '../../types'
import { resolveSource } from '../from'
import { type Job, translation } from '../job'
import type { Env, Resolver, Scope } from '../model'
import { requirePrivilege } from '../objects'
import { makeResolver } from '../resolver'
import { ownColumn, pathText } from '../scope'
import { ownNodes, sequenceReferences, usesRownum } from '../walk'
import { assignedNames, requiredIn, setClause, setColumn } from './assignments'
import { checkWidth, insertColumns, valuesRow } from './insert-columns'
import { columnName, refuseErrorLog, resolveTarget, type Target } from './target'

export function translateMerge(job: Job, node: MergeStatement): Translation {
  const r = makeResolver(job.text, job.context, job.catalog)
  refuseErrorLog(node.logErrors)
  if (usesRownum([node.on, node.update, node.insert])) refuse('ROWNUM in MERGE', node.start)
  const target = resolveTarget(
    r,
    node.target,
    node.update ? 'UPDATE' : 'INSERT',
    node.update ? assignedNames(node.update.set) : node.insert?.columns?.map((c) => c.name)
  )
  r.changing = target.object
  if (node.update && node.insert)
    requirePrivilege(
      target.object,
      'INSERT',
      node.target.name!,
      r.context,
      r.catalog,
      node.insert.columns?.map((c) => c.name)
    )
  if (node.update?.deleteWhere) requirePrivilege(target.object, 'DELETE', node.target.name!, r.context, r.catalog)
  const source = resolveSource(r, node.source)
  const scope: Scope = {
    ...target.scope,
    sources: [target.source, ...source.sources],
    columns: [...target.scope.columns, ...source.columns]
  }
  checkUpdated(node, target, scope)
  const on = r.condition(node.on, { scope, clause: 'on' }).sql
  const clauses = [
    ...matched(r, node, target, scope),
    ...notMatched(r, node, target, { ...scope, sources: source.sources, columns: source.columns })
  ]
  return translation(job, r, {
    kind: 'merge',
    result: 'count',
    sql: sql`merge into ${target.relation} as ${target.alias} using ${source.sql} on ${on}${clauses}`
  })
}

/** ORA-38104: the ON clause reads a column that is updated. */
function checkUpdated(node: MergeStatement, target: Target, scope: Scope): void {
  const updated = new Set(node.update?.set.flatMap((a) => a.columns.map((c) => setColumn(target, c).name)))
  for (const n of ownNodes(node.on)) {
    if (n.type !== 'column') continue
    const found = ownColumn(scope, n.path)
    const mine = found && target.source.columns.includes(found)
    if (mine && updated.has(found.name)) throw oraError(38104, [n.path.length > 1 ? pathText(n.path) : `"${n.path[0].name}"`], n.start)
  }
}

const and = (parts: readonly (Sql | undefined)[]): Sql => parts.flatMap((p) => (p === undefined ? [] : [sql` and (${p})`]))

function matched(r: Resolver, node: MergeStatement, target: Target, scope: Scope): Sql[] {
  const { update } = node
  if (!update) return []
  const env: Env = { scope, clause: 'set', sequences: oneSequence(update.set) }
  const set = setClause(r, target, update.set, env, requiredIn(target))
  const where = update.where && r.condition(update.where, { scope, clause: 'where' }).sql
  const change = sql` when matched${and([where])} then update set ${set.sql}`
  if (!update.deleteWhere) return [change]
  if (oneSequence(update.set) && [...sequenceReferences(update.set)].length > 0)
    refuse('MERGE … DELETE with a sequence in SET', update.start)
  const gone = r.condition(update.deleteWhere, { scope: updatedScope(target, scope, set.values, set.columns.length), clause: 'where' }).sql
  return [sql` when matched${and([where, gone])} then delete`, change]
}

/** DELETE WHERE sees the row as updated: each column as it will be stored. */
function updatedScope(target: Target, scope: Scope, values: ReadonlyMap<string, Sql>, count: number): Scope {
  if (values.size !== count) refuse('MERGE … DELETE with a subquery of several columns in SET')
  const moved = new Map(
    target.source.columns.map((c) => {
      const stored = values.get(c.name)
      const column = target.object.columns.find((x) => x.name === c.name)!
      const made = stored === undefined ? c.expr.sql : sql`((${stored})::${columnPgType(column.type)}::${PG_TYPE[column.type.kind]})`
      return [c, { ...c, expr: { ...c.expr, sql: made, nullable: true } }] as const
    })
  )
  const swap = <T>(c: T): T => (moved.get(c as never) as T | undefined) ?? c
  return { ...scope, sources: scope.sources.map((s) => ({ ...s, columns: s.columns.map(swap) })), columns: scope.columns.map(swap) }
}

function notMatched(r: Resolver, node: MergeStatement, target: Target, scope: Scope): Sql[] {
  const { insert } = node
  if (!insert) return []
  const columns = insertColumns(target, insert.columns)
  checkWidth(columns, insert.values.length, insert)
  if (!oneSequence(insert.values)) refuse('several sequence references in one MERGE … INSERT', insert.start)
  rejectTarget(insert.values, target, scope)
  const row = valuesRow(r, target, columns, insert.values, { scope, clause: 'values', sequences: true })
  const where = insert.where && r.condition(insert.where, { scope, clause: 'where' }).sql
  return [
    sql` when not matched${and([where])} then insert (${joinSql(row.columns.map(columnName), ', ')}) values (${joinSql(row.values, ', ')})`
  ]
}
/** ORA-38101: a new row has no target columns to read. */
function rejectTarget(values: readonly unknown[], target: Target, scope: Scope): void {
  for (const n of ownNodes(values as object[])) {
    if (n.type !== 'column' || ownColumn(scope, n.path)) continue
    if (ownColumn(target.scope, n.path)) throw oraError(38101, [pathText(n.path)], n.start)
  }
}
const oneSequence = (tree: unknown): boolean => [...sequenceReferences(tree as object)].length <= 1
