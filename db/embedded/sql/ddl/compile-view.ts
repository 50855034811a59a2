/** A view's text → PostgreSQL view, in the owner's name and schema, with the privileges that the owner holds directly. */
import { asCompiled } from '../../catalog/as-compiled'
import type { CatalogSnapshot } from '../../catalog/catalog-snapshot'
import { phys, qualified } from '../../catalog/physical-names'
import type { ObjectKey, StoredColumn, StoredView } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import type { PgTypeDefinition } from '../../plsql/compiled'
import { type Expr, printSql, quoteLiteral, quoteName } from '../expr'
import { parseQuery } from '../parse/parse-statement'
import { createResolver } from '../resolve'
import { requireSessionZone } from '../resolve/convert'
import type { NlsSettings } from '../statement'
import type { QueryBody, QueryNode, SelectBlock } from '../tree'
import { requireAliases } from './create-table-as'
import type { DdlContext } from './ddl-context'
import { dependsOnNls } from './nls-dependence'
import { tablesIn } from './tables-in'

export interface CompiledView {
  readonly columns: readonly StoredColumn[]
  readonly sql: string
  readonly dependsOn: readonly ObjectKey[]
  /** Composite types that must be there first. */
  readonly types: readonly string[]
  readonly nls?: NlsSettings
}

function ownersContext(view: { owner: string; nls?: NlsSettings }, ddl: DdlContext): DdlContext {
  const direct = view.owner === 'SYS' ? asCompiled(ddl.catalog) : asCompiled(ddl.catalog).withPrivileges({ roleGrants: new Map() })
  const nls = view.nls ?? ddl.context.nls
  return { ...ddl, catalog: direct, context: { ...ddl.context, nls, user: view.owner, schema: view.owner, bindTypes: undefined } }
}

/** @throws ORA-00957, 00998, 01730 and whatever the query raises */
export function compileView(text: string, names: readonly string[] | undefined, view: StoredView, ddl: DdlContext): CompiledView {
  const inside = { ...ownersContext(view, ddl), text }
  const query = parseQuery(text)
  if (!names) requireAliases(query)
  const resolver = createResolver(text, inside.context, inside.catalog)
  const resolved = resolver.query(query, {})
  for (const e of resolved.exprs) requireSessionZone(e, 'in a view')
  if (names && names.length !== resolved.columns.length) throw oraError(1730, [])
  const seen = new Set<string>()
  const columns = resolved.columns.map((column, i): StoredColumn => {
    const name = names?.[i] ?? column.name
    if (seen.has(name)) throw oraError(957, [])
    seen.add(name)
    const old = view.columns.find((c) => c.name === name)
    return {
      name,
      position: i + 1,
      type: column.type.kind === 'NULL' ? { kind: 'VARCHAR2', size: 0 } : column.type,
      nullable: column.nullable,
      base: baseOf(resolved.exprs[i], inside.catalog),
      comment: old?.comment
    }
  })
  const printed = printSql(resolved.sql)
  if (printed.params.length) throw oraError(1027)
  const dependsOn = together(tablesIn(query, inside), resolver.used.values())
  requireValid(dependsOn, ddl)
  const compile = (other: DdlContext): string => printSql(createResolver(text, other.context, other.catalog).query(query, {}).sql).text
  const types = [...resolver.types.values()].map(makeType)
  return { columns, sql: printed.text, dependsOn, types, nls: dependsOnNls(printed.text, compile, inside) ? inside.context.nls : undefined }
}

export const makeType = (type: PgTypeDefinition): string => `select ora.make_type(${quoteLiteral(type.name)}, ${quoteLiteral(type.body)})`

/** What the text names, synonyms included, and what it came to, functions included. */
function together(named: readonly ObjectKey[], used: Iterable<ObjectKey>): ObjectKey[] {
  const others = [...used].filter((u) => u.owner !== 'SYS' && !named.some((n) => n.owner === u.owner && n.name === u.name))
  return [...named, ...others]
}

function baseOf({ declared }: Expr, catalog: CatalogSnapshot): StoredColumn['base'] {
  return declared && catalog.find(declared.owner, declared.table)?.kind === 'table' ? declared : undefined
}

/** @throws ORA-04063 */
function requireValid(objects: readonly ObjectKey[], ddl: DdlContext): void {
  for (const { owner, name } of objects) {
    const object = ddl.catalog.find(owner, name)
    if (object?.kind === 'view' && object.status === 'INVALID') throw oraError(4063, [`view "${owner}.${name}"`])
    if (object?.kind === 'table' && object.temporary) refuse('a view over a global temporary table')
  }
}

export function createViewSql(view: StoredView, sql: string): string {
  const names = view.columns.map((c) => quoteName(phys(c.name))).join(', ')
  return `create view ${qualified(view.owner, view.name)} (${names}) as ${sql}${view.checkOption ? ' with cascaded check option' : ''}`
}

/**
 * Oracle freezes `*` when a view is made: a column that is added to the table later does not appear. The stored
 * text has the columns in its place, as USER_VIEWS.TEXT shows them.
 */
export function expandStars(query: QueryNode, queryText: string, whole: string, view: StoredView, ddl: DdlContext): string {
  const offset = whole.slice(query.start, query.start + queryText.length) === queryText ? query.start : whole.indexOf(queryText)
  const edits: { start: number; end: number; text: string }[] = []
  const inside = ownersContext(view, ddl)
  for (const block of blocksOf(query)) {
    for (const item of block.items) {
      if (item.type !== 'star') continue
      const alone: QueryNode = {
        ...query,
        body: { ...block, items: [item], where: undefined, groupBy: [], having: undefined, connectBy: undefined, distinct: false },
        orderBy: [],
        offset: undefined,
        fetch: undefined
      }
      const { columns } = createResolver(whole, inside.context, inside.catalog).query(alone, {})
      const prefix = item.qualifier ? `${item.qualifier.map((n) => (n.quoted ? `"${n.name}"` : n.name)).join('.')}.` : ''
      edits.push({ start: item.start - offset, end: item.end - offset, text: columns.map((c) => `${prefix}"${c.name}"`).join(',') })
    }
  }
  return edits.sort((a, b) => b.start - a.start).reduce((text, e) => text.slice(0, e.start) + e.text + text.slice(e.end), queryText)
}

function blocksOf(body: QueryBody): SelectBlock[] {
  if (body.type === 'query') return blocksOf(body.body)
  return body.type === 'set' ? [...blocksOf(body.left), ...blocksOf(body.right)] : [body]
}
