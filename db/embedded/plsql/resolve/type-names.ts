/** Types as they are written: %TYPE, %ROWTYPE, names of types, and definitions. Source: PL/SQL Language Reference, chapters 3, 5. */
import type { Column, Table, View } from '../../catalog/catalog'
import { OraError, refuse } from '../../errors/ora-error'
import { plsError } from '../../errors/pls-messages'
import { findObject, requirePrivilege } from '../../sql/resolve/objects'
import type { ExprNode, Name, QualifiedName } from '../../sql/tree'
import type { OraType } from '../../sql/types'
import type { Compiler, Scope, VariableSymbol } from '../model'
import type { FieldNode, SubtypeDeclaration, TypeDefinition, TypeNode } from '../tree'
import { type CollectionType, type PlsqlType, pgTypeOf, type RecordField, type RecordType, type ScalarType } from '../types'
import { builtInType } from './built-in-types'
import { coerce } from './coerce'
import { compositeType } from './compiler'
import { expression } from './expression'
import { dotted, lookup } from './scopes'
import { text } from './values'

/** Where a type stands: only variables, fields and elements have sizes. */
type Place = 'declared' | 'parameter'

export function typeOf(c: Compiler, node: TypeNode, scope: Scope, place: Place = 'declared'): PlsqlType {
  switch (node.type) {
    case 'built-in':
      return builtInType(node.of, c.context.nls, place === 'declared')
    case 'named':
      return namedType(c, node.path, node.args, scope)
    case 'percent-type':
      return typeLike(c, node.path, scope)
    case 'percent-rowtype':
      return rowLike(c, node.path, scope)
  }
}

/** Types of package STANDARD may be qualified or reach the compiler as names. */
const isStandard = (path: readonly Name[]): boolean => path.length === 2 && path[0].name === 'STANDARD'

function namedType(c: Compiler, path: readonly Name[], args: readonly number[], scope: Scope): PlsqlType {
  const symbol = lookup(c, scope, path)
  if (!symbol) {
    if (isStandard(path)) return builtInType({ name: path[1].name, args, start: path[0].start, end: path[1].end }, c.context.nls, true)
    throw plsError(201, [dotted(path)], path[0].start)
  }
  if (symbol.is !== 'type') {
    if (symbol.is === 'cursor' || (symbol.is === 'variable' && symbol.type.kind === 'RECORD'))
      throw plsError(488, [dotted(path)], path[0].start)
    throw plsError(488, [dotted(path)], path[0].start)
  }
  return args.length > 0 ? sizedSubtype(symbol.type, args, path[path.length - 1]) : symbol.type
}

function sizedSubtype(type: PlsqlType, [size, scale]: readonly number[], name: Name): PlsqlType {
  const constrained =
    type.kind !== 'SCALAR' ||
    ('size' in type.type && type.type.size !== undefined) ||
    ('precision' in type.type && type.type.precision !== undefined)
  if (constrained) throw plsError(566, [name.name], name.start)
  const { kind } = type.type
  if (kind === 'NUMBER' && !type.integer) return { ...type, type: { kind, precision: size, scale: scale ?? 0 } }
  if (kind === 'VARCHAR2' || kind === 'CHAR' || kind === 'RAW') return { ...type, type: { ...type.type, size } as OraType }
  throw plsError(566, [name.name], name.start)
}

const asQualified = (path: readonly Name[]): QualifiedName => {
  const object = path[path.length - 1]
  return { object, ...(path.length > 1 && { schema: path[path.length - 2] }), start: path[0].start, end: object.end }
}

function tableNamed(c: Compiler, path: readonly Name[]): Table | View | undefined {
  if (path.length > 2) return undefined
  const name = asQualified(path)
  const found = findObject(name, c.context, c.catalog)
  if (!found || found.kind === 'sequence') return undefined
  try {
    requirePrivilege(found, 'SELECT', name, c.context, c.catalog)
  } catch (error) {
    if (error instanceof OraError && error.code === 942) return undefined
    if (!(error instanceof OraError) || error.code !== 1031) throw error
  }
  c.depends.set(`${found.owner}.${found.name}`, { owner: found.owner, name: found.name })
  return found
}

const columnScalar = (column: Column): ScalarType => ({ kind: 'SCALAR', type: column.type })

/** x%TYPE: a variable, record field, package variable, or column. */
function typeLike(c: Compiler, path: readonly Name[], scope: Scope): PlsqlType {
  for (let length = path.length; length > 0; length--) {
    const symbol = lookup(c, scope, path.slice(0, length))
    if (symbol?.is === 'variable') return fieldType(symbol, path.slice(length))
    if (symbol?.is === 'cursor' && length < path.length) return fieldOfRow(symbol.row, path.slice(length))
    if (symbol && length === path.length) throw plsError(206, [symbol.name], path[0].start)
  }
  if (path.length > 1) {
    const table = tableNamed(c, path.slice(0, -1))
    const column = table?.columns.find((x) => x.name === path[path.length - 1].name)
    if (table && !column) throw plsError(302, [path[path.length - 1].name], path[path.length - 1].start)
    if (column) return columnScalar(column)
  }
  throw plsError(201, [dotted(path)], path[0].start)
}
/** %TYPE takes NOT NULL over from a variable, but not from a column. */
function fieldType(symbol: VariableSymbol, rest: readonly Name[]): PlsqlType {
  let { type } = symbol
  for (const name of rest) type = fieldOfRow(type, [name])
  return type
}
function fieldOfRow(type: PlsqlType, rest: readonly Name[]): PlsqlType {
  const [name, ...more] = rest
  const field = type.kind === 'RECORD' ? type.fields.find((f) => f.name === name.name) : undefined
  if (!field) throw plsError(302, [name.name], name.start)
  return more.length > 0 ? fieldOfRow(field.type, more) : field.type
}

/** x%ROWTYPE: table, view, cursor, or a strong REF CURSOR variable. */
function rowLike(c: Compiler, path: readonly Name[], scope: Scope): PlsqlType {
  const symbol = lookup(c, scope, path)
  if (symbol?.is === 'cursor') return symbol.row
  if (symbol?.is === 'variable' && symbol.type.kind === 'REF CURSOR') {
    if (!symbol.type.row) throw plsError(320, [], path[0].start)
    return symbol.type.row
  }
  if (symbol) throw plsError(310, [dotted(path)], path[0].start)
  const table = tableNamed(c, path)
  if (!table) throw plsError(201, [dotted(path)], path[0].start)
  return rowOfTable(c, table)
}

export function rowOfTable(c: Pick<Compiler, 'types'>, table: Table | View): RecordType {
  const fields = table.columns.filter((x) => !x.invisible).map((x): RecordField => ({ name: x.name, type: columnScalar(x) }))
  const id = `${table.owner}.${table.name}%ROWTYPE`
  return recordType(c, id, fields, id)
}

export function recordType(c: Pick<Compiler, 'types'>, id: string, fields: readonly RecordField[], rowOf?: string): RecordType {
  const body = `(${fields.map((f, i) => `f${i + 1} ${pgTypeOf(f.type)}`).join(', ')})`
  return { kind: 'RECORD', id, fields, pg: compositeType(c, 'r', body), ...(rowOf !== undefined && { rowOf }) }
}

export function collectionType(
  c: Pick<Compiler, 'types'>,
  type: Pick<CollectionType, 'id' | 'style' | 'key' | 'limit' | 'element' | 'notNull'>
): CollectionType {
  const element = type.notNull && type.element.kind === 'SCALAR' ? { ...type.element, notNull: true } : type.element
  const value = `v ${pgTypeOf(element)}`
  const elementPg = compositeType(c, 'e', type.key && !type.key.integer ? `(k text, ${value})` : `(${value})`)
  return { kind: 'COLLECTION', ...type, element, elementPg, pg: `${elementPg}[]` }
}

function elementOf(c: Compiler, node: TypeNode, scope: Scope): PlsqlType {
  const element = typeOf(c, node, scope)
  if (element.kind === 'REF CURSOR') throw plsError(989, [], node.start)
  return element
}

export function defineType(c: Compiler, definition: TypeDefinition, name: string, scope: Scope, idPrefix: string): PlsqlType {
  const id = `${idPrefix}${name}`
  switch (definition.type) {
    case 'record':
      return recordType(c, id, recordFields(c, definition.fields, scope))
    case 'nested-table':
    case 'varray':
      return collectionType(c, {
        id,
        style: definition.type === 'varray' ? 'varray' : 'nested table',
        ...(definition.type === 'varray' && { limit: definition.limit }),
        element: elementOf(c, definition.element, scope),
        ...(definition.notNull && { notNull: true })
      })
    case 'associative':
      return collectionType(c, {
        id,
        style: 'associative array',
        key: keyType(c, definition.key, scope),
        element: elementOf(c, definition.element, scope),
        ...(definition.notNull && { notNull: true })
      })
    case 'ref-cursor': {
      if (!definition.returns) return { kind: 'REF CURSOR' }
      const row = typeOf(c, definition.returns, scope)
      if (row.kind !== 'RECORD') throw plsError(362, [name], definition.returns.start)
      return { kind: 'REF CURSOR', row }
    }
  }
}

function recordFields(c: Compiler, nodes: readonly FieldNode[], scope: Scope): RecordField[] {
  const seen = new Set<string>()
  return nodes.map((node) => {
    if (seen.has(node.name.name)) throw plsError(410, [], node.name.start)
    seen.add(node.name.name)
    const declared = typeOf(c, node.of, scope)
    const type = node.notNull && declared.kind === 'SCALAR' ? { ...declared, notNull: true } : declared
    if (node.notNull && !node.default) throw plsError(218, [node.name.name], node.name.start)
    if (declared.kind === 'REF CURSOR') throw plsError(989, [], node.start)
    const defaultSql = node.default && text(coerce(c, expression(c, node.default, scope), type))
    return { name: node.name.name, type, ...(node.notNull && { notNull: true }), ...(defaultSql !== undefined && { defaultSql }) }
  })
}

function keyType(c: Compiler, node: TypeNode, scope: Scope): ScalarType {
  const key = typeOf(c, node, scope)
  if (key.kind === 'SCALAR') {
    if (key.integer) return key
    if (key.type.kind === 'VARCHAR2' || key.type.kind === 'LONG') return key
    if (key.type.kind === 'NUMBER' && key.type.scale === 0) return { ...key, integer: 'PLS_INTEGER' }
  }
  throw plsError(315, [], node.start)
}

/** SUBTYPE t IS base [(size)] [RANGE low .. high] [NOT NULL]. */
export function subtypeOf(c: Compiler, node: SubtypeDeclaration, scope: Scope): PlsqlType {
  const base = typeOf(c, node.of, scope, 'parameter')
  if (base.kind !== 'SCALAR') {
    if (node.range) throw plsError(571, [], node.start)
    return node.notNull ? refuse('NOT NULL of a subtype that is not scalar', node.start) : base
  }
  if (node.range && !base.integer) throw plsError(571, [], node.start)
  const range = node.range?.map((bound) => wholeNumber(bound)) as [string, string] | undefined
  return { ...base, ...(node.notNull && { notNull: true }), ...(range && { range }) }
}

function wholeNumber(node: ExprNode): string {
  if (node.type === 'number' && /^\d+$/.test(node.text)) return node.text
  if (node.type === 'unary' && node.operand.type === 'number' && /^\d+$/.test(node.operand.text))
    return node.operator === '-' ? `-${node.operand.text}` : node.operand.text
  return refuse('RANGE with bounds other than whole numbers', node.start)
}
