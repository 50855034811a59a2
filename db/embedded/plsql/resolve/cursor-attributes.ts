/** c%FOUND and the others; SQL%ROWCOUNT. Source: PL/SQL Language Reference, "Named Cursor Attribute", "Implicit Cursor Attribute". */
import { refuse } from '../../errors/ora-error'
import { plsError } from '../../errors/pls-messages'
import { type Expr, type Sql, sql } from '../../sql/expr'
import type { AttributeExpr, ExprNode } from '../../sql/tree'
import type { CursorSymbol } from '../model'
import { scalar } from '../types'
import { type Analysis, anyValue } from './analysis'
import { coerce } from './coerce'
import { readCell } from './places'
import { lookup } from './scopes'
import { booleanExpr, isComposite, isSimple, numberExpr } from './values'

export function attributeValue(a: Analysis, node: AttributeExpr): Expr {
  if (a.mode === 'sql') throw plsError(231, ['SQL%'], node.start)
  if (!node.cursor) return implicit(node)
  if (node.cursor.type === 'column') {
    const symbol = lookup(a.c, a.scope, node.cursor.path)
    if (symbol?.is === 'cursor') return explicit(symbol, node)
    if (!symbol) {
      const variable = anyValue(a, node.cursor)
      return ofVariable(variable.sql, isComposite(variable) && variable.composite.kind === 'REF CURSOR', node)
    }
  }
  const value = anyValue(a, node.cursor)
  return ofVariable(value.sql, isComposite(value) && value.composite.kind === 'REF CURSOR', node)
}

function implicit(node: AttributeExpr): Expr {
  switch (node.attribute) {
    case 'FOUND':
      return booleanExpr('sql_found', node)
    case 'NOTFOUND':
      return booleanExpr('(not sql_found)', node)
    case 'ISOPEN':
      return booleanExpr('false', node)
    case 'ROWCOUNT':
      return numberExpr('sql_rowcount', node, true)
    default:
      return refuse(`SQL%${node.attribute} as a whole`, node.start)
  }
}

/** Variables of plpgsql, or cells of a package. */
function stateOf({ packaged, pg }: CursorSymbol): { readonly pg: Sql; readonly rows: Sql; readonly found: Sql } {
  if (!packaged) return { pg, rows: `${pg}_rows`, found: `${pg}_found` }
  const { cell, initializer } = packaged
  const read = (part: string, pgType: string): Sql => readCell({ name: `${cell}:${part}`, initializer }, pgType)
  return { pg: read('portal', 'text'), rows: read('rows', 'numeric'), found: read('found', 'boolean') }
}

/** A closed cursor has no attributes but %ISOPEN: ORA-01001. */
function explicit(cursor: CursorSymbol, node: AttributeExpr): Expr {
  const { pg, rows, found } = stateOf(cursor)
  const open = (value: Sql, type: 'boolean' | 'numeric'): Sql =>
    sql`(case when ${pg} is null then ora.raise_${type}(1001) else ${value} end)`
  switch (node.attribute) {
    case 'ISOPEN':
      return booleanExpr(sql`(${pg} is not null)`, node)
    case 'FOUND':
      return booleanExpr(open(found, 'boolean'), node)
    case 'NOTFOUND':
      return booleanExpr(open(sql`not ${found}`, 'boolean'), node)
    case 'ROWCOUNT':
      return numberExpr(open(rows, 'numeric'), node, true)
    default:
      return refuse(`%${node.attribute} of a cursor`, node.start)
  }
}

function ofVariable(portal: Sql, isCursor: boolean, node: AttributeExpr): Expr {
  if (!isCursor) throw plsError(324, [node.attribute], node.start)
  if (!isSimple(portal)) refuse('attributes of a cursor variable that is a part of another', node.start)
  switch (node.attribute) {
    case 'ISOPEN':
      return booleanExpr(sql`ora.cursor_isopen(${portal})`, node)
    case 'FOUND':
      return booleanExpr(sql`ora.cursor_found(${portal})`, node)
    case 'NOTFOUND':
      return booleanExpr(sql`(not ora.cursor_found(${portal}))`, node)
    case 'ROWCOUNT':
      return numberExpr(sql`ora.cursor_rowcount(${portal})`, node, true)
    default:
      return refuse(`%${node.attribute} of a cursor variable`, node.start)
  }
}

/** SQL%BULK_ROWCOUNT(i), SQL%BULK_EXCEPTIONS.COUNT, SQL%BULK_EXCEPTIONS(i).ERROR_INDEX and .ERROR_CODE. */
export function bulkAttribute(a: Analysis, node: ExprNode): Expr | undefined {
  if (node.type === 'apply' && isBulk(node.target, 'BULK_ROWCOUNT')) {
    if (node.args.length !== 1) throw plsError(306, ['('], node.start)
    return numberExpr(sql`sql_bulk_rowcount[${index(a, node.args[0].value)}]`, node, true)
  }
  if (node.type !== 'member') return undefined
  if (isBulk(node.object, 'BULK_EXCEPTIONS')) {
    if (node.member.name !== 'COUNT') return refuse(`SQL%BULK_EXCEPTIONS.${node.member.name}`, node.start)
    return numberExpr('coalesce(pg_catalog.cardinality(sql_bulk_index), 0)::numeric', node, true)
  }
  if (node.object.type !== 'apply' || !isBulk(node.object.target, 'BULK_EXCEPTIONS')) return undefined
  const at = index(a, node.object.args[0].value)
  const array = { ERROR_INDEX: 'sql_bulk_index', ERROR_CODE: 'sql_bulk_code' }[node.member.name]
  if (!array) throw plsError(302, [node.member.name], node.member.start)
  return numberExpr(sql`${array}[${at}]::numeric`, node, true)
}
const isBulk = (node: ExprNode, attribute: string): boolean => node.type === 'attribute' && !node.cursor && node.attribute === attribute
const index = (a: Analysis, node: ExprNode): Sql => sql`(${coerce(a.c, anyValue(a, node), scalar({ kind: 'NUMBER' }))})::int`
