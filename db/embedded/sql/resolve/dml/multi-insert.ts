/** INSERT ALL, INSERT FIRST: one statement; the source is read once, each target has an INSERT of its own. */
import { oraError } from '../../../errors/messages'
import { joinSql, type Sql, sql } from '../../expr'
import type { Translation } from '../../statement'
import type { ExprNode, InsertInto, MultiInsertStatement } from '../../tree'
import { outputColumn } from '../from-item'
import { type Job, translation } from '../job'
import type { Resolver, Scope, ScopeColumn } from '../model'
import { makeResolver } from '../resolver'
import { EMPTY_SCOPE } from '../scope'
import { columnNames, derived, printSelect } from '../select-parts'
import { sequenceColumns } from '../sequences'
import { sequenceReferences } from '../walk'
import { checkWidth, insertColumns, storedValue, valuesRow } from './insert-columns'
import { columnName, resolveTarget, type Target } from './target'

export function translateMultiInsert(job: Job, node: MultiInsertStatement): Translation {
  const r = makeResolver(job.text, job.context, job.catalog)
  for (const s of sequenceReferences(node.query)) throw oraError(2287, [], s.start)
  const targets = node.branches.map((b) =>
    b.into.map((into) =>
      resolveTarget(
        r,
        into.target,
        'INSERT',
        into.columns?.map((c) => c.name)
      )
    )
  )
  const query = r.query(node.query, {})
  const [source, inner] = [r.alias('w'), r.alias('q')]
  const columns = query.exprs.map((e, i): ScopeColumn => ({ name: query.columns[i].name, expr: outputColumn(e, `${source}.c${i + 1}`) }))
  const references = [...sequenceReferences(node.branches)]
  const sequences = references.length > 0 ? sequenceColumns(r, references, source) : undefined
  const names = columnNames(columns.length)
  const items = [...names.map((n) => `${inner}.${n}`), ...(sequences?.items ?? [])]
  const scope: Scope = { ...EMPTY_SCOPE, sources: [{ alias: source, columns }], columns, sequences: sequences?.columns }

  const inserts: { name: string; sql: Sql }[] = []
  const earlier: Sql[] = []
  node.branches.forEach((branch, b) => {
    const own = branch.when && r.condition(branch.when, { scope, clause: 'where' }).sql
    const none = earlier.map((c) => sql`(${c}) is not true`)
    const chosen = branch.otherwise ? none : own === undefined ? [] : node.first ? [...none, own] : [own]
    if (own !== undefined) earlier.push(own)
    branch.into.forEach((into, i) => {
      const where: Sql = chosen.length > 0 ? sql` where ${joinSql(chosen, ' and ')}` : ''
      inserts.push({ name: r.alias('i'), sql: insertInto(r, targets[b][i], into, scope, columns, source, where) })
    })
  })
  // The command tag of this SELECT counts all inserted rows.
  const labels = [...names, ...(sequences?.items ?? []).map((_, i) => `s${i + 1}`)]
  const ctes = [
    sql`${source}(${labels.join(', ')}) as materialized (${printSelect({ items, from: derived(query.sql, inner, names.length) })})`,
    ...inserts.map((i) => sql`${i.name} as (${i.sql} returning 1)`)
  ]
  const all = joinSql(
    inserts.map((i) => `select 1 from ${i.name}`),
    ' union all '
  )
  return translation(job, r, { kind: 'insert', result: 'count', sql: sql`with ${joinSql(ctes, ', ')} ${all}` })
}

function insertInto(
  r: Resolver,
  target: Target,
  into: InsertInto,
  scope: Scope,
  source: readonly ScopeColumn[],
  alias: string,
  where: Sql
): Sql {
  const columns = insertColumns(target, into.columns)
  const head = (names: Sql): Sql => sql`insert into ${target.relation} as ${target.alias} (${names})`
  if (into.values) {
    checkWidth(columns, into.values.length, into)
    const row = valuesRow(r, target, columns, into.values as readonly (ExprNode | 'default')[], { scope, clause: 'select' })
    return sql`${head(joinSql(row.columns.map(columnName), ', '))} select ${joinSql(row.values, ', ')} from ${alias}${where}`
  }
  checkWidth(columns, source.length, into)
  const values = source.map((c, i) => storedValue(r, target, columns[i], c.expr))
  return sql`${head(joinSql(columns.map(columnName), ', '))} select ${joinSql(values, ', ')} from ${alias}${where}`
}
