/** CREATE INDEX. Function-based ones keep their expression; BITMAP and storage words change no answer. */
import { phys, qualified } from '../../catalog/physical-names'
import type { StoredIndex, StoredTable } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import { quoteLiteral, quoteName } from '../expr'
import type { Translation } from '../statement'
import type { CreateIndex } from '../tree'
import { compileIndexExpression } from './compile-expression'
import { type DdlContext, newName, resolveName } from './ddl-context'
import { DdlPlan } from './ddl-plan'
import { storedExpression } from './stored-expression'
import { requireUnused } from './temporary-use'

export function createIndex(statement: CreateIndex, ddl: DdlContext): Translation {
  const { owner, name } = newName(statement.name, ddl)
  const table = indexedTable(statement, owner, ddl)
  if (owner !== table.owner) refuse('an index in another schema than its table', statement.name.start)
  if (ddl.catalog.findIndex(owner, name)) throw oraError(955, [], statement.name.object.start)
  const plan = new DdlPlan(ddl.catalog)
  const index = indexOf(statement, name, table, plan.newId(), ddl)
  const same = (other: StoredIndex): boolean =>
    other.columns.length === index.columns.length &&
    index.columns.every(
      (c, i) =>
        (index.expressions[i]?.sql ?? c) === (other.expressions[i]?.sql ?? other.columns[i]) && index.descending[i] === other.descending[i]
    )
  if (ddl.catalog.indexesOf(table.owner, table.name).some(same)) throw oraError(1408, [], statement.columns[0].value.start)
  plan.put(index)
  if (table.temporary) requireUnused(table, plan)
  else if (index.unique) plan.check(duplicates(index, table))
  return plan.build()
}

function indexedTable(statement: CreateIndex, owner: string, ddl: DdlContext): StoredTable {
  const at = resolveName(statement.table, ddl)
  const object = ddl.catalog.find(at.owner, at.name)
  if (object?.kind === 'view' && ddl.catalog.isVisible(ddl.context.user, at.owner, at.name)) throw oraError(1702, [], statement.table.start)
  if (object?.kind !== 'table') throw oraError(942, [], statement.table.start)
  const { user } = ddl.context
  const any = ddl.catalog.hasSystemPrivilege(user, 'CREATE ANY INDEX') && at.owner !== 'SYS'
  if (!any && !ddl.catalog.hasObjectPrivilege(user, 'INDEX', at.owner, at.name))
    throw oraError(ddl.catalog.isVisible(user, at.owner, at.name) ? 1031 : 942, [], statement.table.start)
  if (!any && owner !== user) throw oraError(1031)
  return object
}

/** A function-based part is a hidden column, SYS_NC, five digits, `$`. */
function indexOf(statement: CreateIndex, name: string, table: StoredTable, id: number, ddl: DdlContext): StoredIndex {
  const columns: string[] = []
  const expressions: StoredIndex['expressions'][number][] = []
  for (const { value, text } of statement.columns) {
    const plain = value.type === 'column' ? table.columns.find((c) => c.name === value.path[value.path.length - 1].name) : undefined
    const compiled = plain ? undefined : compileIndexExpression(value, table, ddl)
    const type = plain?.type ?? compiled?.type
    if (type && ['CLOB', 'BLOB', 'LONG'].includes(type.kind)) throw oraError(2327, [type.kind === 'LONG' ? 'LONG' : 'LOB'], value.start)
    if (plain && columns.includes(plain.name)) throw oraError(957, [], value.start)
    columns.push(plain?.name ?? `SYS_NC${String(table.columns.length + columns.length + 1).padStart(5, '0')}$`)
    expressions.push(compiled ? { text: storedExpression(text, table), sql: compiled.sql } : null)
  }
  return {
    kind: 'index',
    id,
    owner: table.owner,
    name,
    tableOwner: table.owner,
    tableName: table.name,
    unique: statement.unique,
    bitmap: statement.bitmap || undefined,
    columns,
    expressions,
    descending: statement.columns.map((c) => c.descending)
  }
}

function duplicates(index: StoredIndex, table: StoredTable): string {
  const parts = index.columns.map((c, i) => index.expressions[i]?.sql ?? quoteName(phys(c)))
  const present = parts.map((p) => `(${p}) is not null`).join(' or ')
  return `select 1452, ${quoteLiteral(index.name)} where exists (select from ${qualified(table.owner, table.name)}
    where ${present} group by ${parts.join(', ')} having pg_catalog.count(*) > 1)`
}
