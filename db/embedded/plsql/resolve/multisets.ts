/** Conditions on whole collections. Source: PL/SQL Language Reference, "Collection Comparisons". */
import { plsError } from '../../errors/pls-messages'
import { type Sql, sql } from '../../sql/expr'
import type { Comparison, ExprNode, MemberCondition, MultisetOperation } from '../../sql/tree'
import type { CompositeValue, Value } from '../model'
import type { CollectionType } from '../types'
import { type Analysis, anyValue } from './analysis'
import { coerce } from './coerce'
import { isComposite } from './values'

/** A nested table: the others have no multiset conditions. */
function nestedTable(value: Value, name: string): CompositeValue & { readonly composite: CollectionType } {
  const at = isComposite(value) ? value : value.span
  if (!isComposite(value) || value.composite.kind !== 'COLLECTION' || value.composite.style !== 'nested table')
    throw plsError(306, [name], at.start)
  return value as CompositeValue & { readonly composite: CollectionType }
}

export function memberCondition(a: Analysis, node: MemberCondition): Sql {
  const collection = nestedTable(anyValue(a, node.collection), node.what === 'MEMBER' ? 'MEMBER OF' : node.what)
  const test = build(a, node, collection)
  return node.negated ? sql`(not ${test})` : test
}

function build(a: Analysis, node: MemberCondition, collection: CompositeValue & { readonly composite: CollectionType }): Sql {
  switch (node.what) {
    case 'EMPTY':
      return sql`ora.is_empty(${collection.sql})`
    case 'A SET':
      return sql`ora.is_a_set(${collection.sql})`
    case 'MEMBER': {
      const type = collection.composite
      const element = coerce(a.c, anyValue(a, node.left!), type.element)
      return sql`ora.member_of(row(${element})::${type.elementPg}, ${collection.sql})`
    }
    case 'SUBMULTISET': {
      const left = nestedTable(anyValue(a, node.left!), 'SUBMULTISET')
      if (left.composite.id !== collection.composite.id) throw plsError(306, ['SUBMULTISET'], node.start)
      return sql`ora.submultiset(${left.sql}, ${collection.sql})`
    }
  }
}

/** t MULTISET UNION u and the others; NULL when one is. */
export function multisetValue(a: Analysis, node: MultisetOperation): CompositeValue {
  const name = `MULTISET_${node.operator}_${node.distinct ? 'DISTINCT' : 'ALL'}`
  const [left, right] = [nestedTable(anyValue(a, node.left), name), nestedTable(anyValue(a, node.right), name)]
  if (left.composite.id !== right.composite.id) throw plsError(306, [name], node.start)
  const made = sql`ora.multiset_${node.operator.toLowerCase()}(${left.sql}, ${right.sql}, ${String(node.distinct)})`
  return { composite: left.composite, sql: made, start: node.start, end: node.end }
}

/** SET (t): each element once. */
export function setOf(a: Analysis, node: ExprNode): CompositeValue {
  const value = nestedTable(anyValue(a, node), 'SET')
  return { ...value, sql: sql`ora.multiset_union(${value.sql}, ${value.sql}, true)` }
}

/** t = u and t <> u of nested tables of one type: the same elements, in any order. */
export function compareCollections(node: Comparison, left: Value, right: Value): Sql {
  const name = node.operator === '<>' ? '!=' : node.operator
  if (node.operator !== '=' && node.operator !== '<>') throw plsError(306, [name], node.start)
  const [a, b] = [nestedTable(left, name), nestedTable(right, name)]
  if (a.composite.id !== b.composite.id) throw plsError(306, [name], node.start)
  const equal = sql`ora.same_elements(${a.sql}, ${b.sql})`
  return node.operator === '=' ? equal : sql`(not ${equal})`
}
