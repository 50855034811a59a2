/** CREATE TABLE. SQL Language Reference, "CREATE TABLE". */
import { qualified, temporaryRelation } from '../../catalog/physical-names'
import type { StoredTable } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import type { Translation } from '../statement'
import type { CreateTable } from '../tree'
import { columnPgType } from './column-type'
import { copyQuery, type QueryColumns, queryColumns } from './create-table-as'
import { type DdlContext, newName, requireCreate } from './ddl-context'
import { DdlPlan } from './ddl-plan'
import { columnDefinition } from './physical-table'
import { recompileViews } from './recompile-views'
import { buildColumns } from './table-columns'
import { addConstraints, type PlacedConstraint } from './table-constraints'

export function createTable(statement: CreateTable, ddl: DdlContext): Translation {
  const { owner, name } = newName(statement.name, ddl)
  requireCreate('TABLE', owner, ddl)
  if (ddl.catalog.rowNamed(owner, name)) throw oraError(955, [], statement.name.object.start)
  if (statement.temporary && statement.asQuery) refuse('CREATE GLOBAL TEMPORARY TABLE … AS SELECT', statement.start)
  const plan = new DdlPlan(ddl.catalog)
  const empty: StoredTable = {
    kind: 'table',
    owner,
    name,
    id: plan.newId(),
    columns: [],
    constraints: [],
    ...(statement.temporary && { temporary: statement.temporary, relation: temporaryRelation(owner, name) })
  }

  const query = statement.asQuery && queryColumns(statement, statement.asQuery, ddl)
  const built = query ? columnsOfQuery(query) : buildColumns(statement.columns, empty, plan, ddl)
  if (!built.columns.some((c) => !c.invisible)) throw oraError(built.columns.length ? 54039 : 904, [':'])
  const organization = statement.ignored.includes('ORGANIZATION INDEX') ? 'INDEX' : undefined
  const table: StoredTable = { ...empty, columns: built.columns, organization }
  if (organization && !hasPrimaryKey(statement)) throw oraError(25175)
  plan.put(table)

  for (const text of query?.before ?? []) plan.run(text)
  const definitions = table.columns.map((c) => columnDefinition(c, columnPgType(c.type)))
  if (!statement.temporary) plan.run(`create table ${qualified(owner, name)} (${definitions.join(', ')})`)
  if (query) plan.run(copyQuery(table, query))
  addConstraints(table, [...built.constraints, ...statement.constraints.map((definition) => ({ definition }))], plan, ddl)
  recompileViews(plan, ddl)
  return plan.build()
}

const hasPrimaryKey = (statement: CreateTable): boolean =>
  [...statement.constraints, ...statement.columns.flatMap((c) => c.constraints)].some((c) => c.kind === 'PRIMARY KEY')

const columnsOfQuery = (query: QueryColumns): { columns: StoredTable['columns']; constraints: PlacedConstraint[] } => ({
  columns: query.columns,
  constraints: query.constraints
})
