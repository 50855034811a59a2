/** Collections as values of SQL: constructors of schema-level types. */
import type { CompositeValue } from '../../plsql/model'
import { coerce } from '../../plsql/resolve/coerce'
import { findProgram, mayExecute } from '../../plsql/resolve/schema-names'
import { suppliedType } from '../../plsql/resolve/supplied-types'
import type { CollectionType } from '../../plsql/types'
import { joinSql, sql } from '../expr'
import type { ExprNode, FunctionCall, Name } from '../tree'
import type { Env, Resolver } from './model'
import { use } from './objects'
import { storedSignatures, storedValue } from './stored-function'

/** A collection type that SQL may name: of a schema, or one that comes with the database. */
export function sqlCollectionType(r: Resolver, path: readonly Name[]): CollectionType | undefined {
  const found = findProgram(r.catalog, r.context.schema, path)
  if (found && found.program.type === 'TYPE' && found.used === path.length && mayExecute(r, found.program)) {
    const { program } = found
    use(r, program)
    const type = program.interface?.types[0]?.type
    return type?.kind === 'COLLECTION' ? type : undefined
  }
  const names = path[0].name === 'SYS' ? path.slice(1) : path
  return names.length === 1 && names[0].name.startsWith('ODCI') ? suppliedType({ types: r.types }, names[0].name) : undefined
}

/** The value of a constructor or of a function that gives a collection; undefined: something else. */
export function sqlCollection(r: Resolver, node: ExprNode, env: Env): CompositeValue | undefined {
  if (node.type !== 'call') return undefined
  const type = sqlCollectionType(r, node.path)
  if (type) return constructor(r, type, node, env)
  return isPlain(node) ? storedValueOf(r, node, env) : undefined
}
const isPlain = (node: FunctionCall): boolean => !node.over && !node.star && !node.quantifier

function storedValueOf(r: Resolver, node: FunctionCall, env: Env): CompositeValue | undefined {
  const found = storedSignatures(r, node.path)
  if (!found?.signatures.some((s) => s.returns?.kind === 'COLLECTION')) return undefined
  const value = storedValue(r, node, env)
  return value && 'composite' in value ? value : undefined
}

function constructor(r: Resolver, type: CollectionType, node: FunctionCall, env: Env): CompositeValue {
  const elements = node.args.map((arg) => {
    const value = sqlCollection(r, arg.value, env) ?? r.expression(arg.value, env)
    return sql`row(${coerce(r, value, type.element)})::${type.elementPg}`
  })
  const made = elements.length > 0 ? sql`array[${joinSql(elements, ', ')}]` : `'{}'::${type.pg}`
  return { composite: type, sql: made, start: node.start, end: node.end }
}
