/** Static SQL: statements and queries through the SQL translator, with the program's names behind the columns. */
import { regclass } from '../../catalog/physical-names'
import type { ObjectKey, StoredView } from '../../catalog/stored-objects'
import { refuse } from '../../errors/ora-error'
import { plsError } from '../../errors/pls-messages'
import { lockTable } from '../../sql/ddl/transaction'
import type { Expr, Span, Sql } from '../../sql/expr'
import { UTC_ZONE } from '../../sql/resolve/convert'
import { translateDelete } from '../../sql/resolve/dml/delete'
import { translateInsert } from '../../sql/resolve/dml/insert'
import { translateMerge } from '../../sql/resolve/dml/merge'
import { translateMultiInsert } from '../../sql/resolve/dml/multi-insert'
import { translateUpdate } from '../../sql/resolve/dml/update'
import type { Job } from '../../sql/resolve/job'
import { translateQuery } from '../../sql/resolve/translate-query'
import type { ColumnInfo, StatementKind, Step, Surroundings, Translation } from '../../sql/statement'
import type { ExprNode, QueryNode } from '../../sql/tree'
import { type OraType, PG_TYPE } from '../../sql/types'
import type { Compiler, Scope } from '../model'
import type { SqlStatement } from '../tree'
import { type RecordField, type RecordType, scalar } from '../types'
import { checkTriggers } from '../units/check-triggers'
import { analysis, anyValue, staticAnalysis } from './analysis'
import { programCollection } from './names'
import { lookup } from './scopes'
import { recordType } from './type-names'
import { fieldOf, isComposite, variableValue } from './values'

/** A column of a query or of RETURNING; `value('tmp3')` is the value that came into that variable of `pgType`. */
export interface StaticColumn {
  readonly name: string
  readonly type: OraType
  readonly pgType: string
  value(variable: Sql, at?: Span): Expr
}
export interface StaticStatement {
  readonly kind: StatementKind
  /** SQL to put into plpgsql; all before the last are run by `perform` of the same text without its leading "select". */
  readonly steps: readonly string[]
  /** To be run behind it, by `perform` too. */
  readonly after: readonly string[]
  /** Of the last step: what SELECT and RETURNING give. */
  readonly columns: readonly StaticColumn[]
  /** Must be undone like DML: it changes rows or locks them. */
  readonly effect: boolean
}

/** INTO clauses are the emitter's: `columns` tells what comes. */
export function sqlStatement(c: Compiler, node: SqlStatement['statement'], scope: Scope): StaticStatement {
  const job = jobOf(c, scope, node.type === 'query')
  // A stored unit meets its tables' triggers when it runs.
  if (c.unit === '' && node.type !== 'lock-table') checkTriggers(node, c.context, c.catalog)
  switch (node.type) {
    case 'query':
      return queryOf(c, node, scope)
    case 'insert':
      return finished(c, job, translateInsert(job, node))
    case 'multi-insert':
      return finished(c, job, translateMultiInsert(job, node))
    case 'update':
      return finished(c, job, translateUpdate(job, node))
    case 'delete':
      return finished(c, job, translateDelete(job, node))
    case 'merge':
      return finished(c, job, translateMerge(job, node))
    case 'lock-table':
      return finished(c, job, lockTable(node, { context: job.context, catalog: c.catalog as never }))
  }
}

export const queryOf = (c: Compiler, node: QueryNode, scope: Scope): StaticStatement => {
  const job = jobOf(c, scope, true)
  return finished(c, job, translateQuery(job, node))
}

interface StaticJob extends Job {
  readonly used: readonly ObjectKey[]
}

function jobOf(c: Compiler, scope: Scope, querying: boolean): StaticJob {
  const { surroundings, analysis: a } = staticAnalysis(c, scope, querying)
  const used: ObjectKey[] = []
  const around: Surroundings = {
    ...surroundings,
    used: (object) => {
      used.push(object)
      surroundings.used?.(object)
    },
    collection: (node) => programCollection(a, node),
    record: (node) => recordFields(c, node, scope),
    currentOf: (name) => {
      const symbol = lookup(c, scope, [name])
      if (!symbol) throw plsError(201, [name.name], name.start)
      if (symbol.is !== 'cursor') throw plsError(413, [], name.start)
      if (symbol.node?.query && !symbol.node.query.forUpdate) throw plsError(404, [name.name], name.start)
      if (symbol.packaged) refuse('WHERE CURRENT OF a cursor of a package', name.start)
      return symbol.pg
    }
  }
  return { text: c.text, context: { ...c.context, surroundings: around }, catalog: c.catalog, placeholders: [], used }
}

function recordFields(c: Compiler, node: ExprNode, scope: Scope): Expr[] {
  const value = anyValue(analysis(c, scope), node)
  if (!isComposite(value) || value.composite.kind !== 'RECORD') throw plsError(308, [], node.start)
  return value.composite.fields.map((field, i): Expr => {
    const part = variableValue(field.type, fieldOf(value.sql, i), node, true)
    return isComposite(part) ? refuse(`a record with field ${field.name} that is no scalar, as a row`, node.start) : part
  })
}

/** What the session does by statements of its own, plpgsql does by functions. */
function stepText(step: Step): string {
  if (step.do !== 'sql') return refuse(`a statement of kind ${step.do} inside PL/SQL`)
  if (step.params.length > 0) throw new Error('a parameter inside PL/SQL')
  const timeout = /^set local lock_timeout = '?(\d+s?)'?$/.exec(step.text)
  return timeout ? `select pg_catalog.set_config('lock_timeout', '${timeout[1]}', true)` : step.text
}

/** A stored unit may run inside a statement that changes one of its tables: ORA-04091. */
function meeting(c: Compiler, used: readonly ObjectKey[]): readonly string[] {
  if (c.unit === '') return []
  const tables = new Set<string>()
  const add = ({ owner, name }: ObjectKey): void => {
    const object = c.catalog.find(owner, name)
    if (object?.kind === 'table' && !object.temporary && object.relation === undefined) tables.add(regclass(owner, name))
    else if (object?.kind === 'view' && !object.system) for (const one of (object as StoredView).dependsOn) add(one)
  }
  for (const object of used) add(object)
  if (tables.size === 0) return []
  return [`select case when current_setting('ora.mutating', true) <> '' then ora.meet_tables(${[...tables].join(', ')}) end`]
}

function finished(c: Compiler, job: StaticJob, made: Translation): StaticStatement {
  const main = made.kind === 'lock' ? made.steps.findIndex((s) => s.do === 'sql' && s.text.startsWith('lock ')) : made.steps.findIndex((s) => s.do === 'sql' && s.result !== 'none')
  const columns = made.kind === 'query' ? made.columns : made.returning
  const texts = made.steps.map(stepText)
  const after = texts.slice(main + 1)
  if (made.kind === 'query' && after.length > 0) refuse('FOR UPDATE WAIT with a number of seconds in PL/SQL')
  // LOCK TABLE gives nothing: what follows it may be plpgsql behind it.
  const last = made.kind === 'lock' ? [texts[main], ...after.map((step) => step.replace(/^select/, 'perform'))].join('; ') : texts[main]
  return {
    kind: made.kind,
    steps: [...(made.kind === 'lock' ? [] : meeting(c, job.used)), ...texts.slice(0, main), last],
    after: made.kind === 'lock' ? [] : after,
    columns: columns.map(staticColumn),
    effect: made.kind !== 'query' || made.locks === true
  }
}

function staticColumn(column: ColumnInfo): StaticColumn {
  const { name, type } = column
  return {
    name,
    type,
    pgType: PG_TYPE[type.kind],
    value: (variable, at = { start: 0, end: 0 }) => ({
      type,
      sql: variable,
      nullable: true,
      span: { start: at.start, end: at.end },
      ...(column.utc && { zone: UTC_ZONE })
    })
  }
}

/** %ROWTYPE of a query: of an explicit cursor, or the variable of a cursor FOR loop. */
export function rowOfQuery(c: Compiler, id: string, columns: readonly StaticColumn[]): RecordType {
  const fields = columns.map((column): RecordField => {
    const type: OraType = column.type.kind === 'NULL' ? { kind: 'VARCHAR2', size: 0, unit: 'BYTE' } : column.type
    return { name: column.name, type: scalar(type) }
  })
  return recordType(c, id, fields, id)
}
