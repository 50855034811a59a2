/** Records made by their type's name (18c): r(1, 'x'), r(a => 1). Source: PL/SQL Language Reference, "Qualified Expressions". */
import { plsError } from '../../errors/pls-messages'
import { joinSql, sql } from '../../sql/expr'
import type { Argument, Name } from '../../sql/tree'
import type { CompositeValue } from '../model'
import type { RecordType } from '../types'
import { type Analysis, anyValue } from './analysis'
import { coerce, initialValue } from './coerce'

export function constructedRecord(a: Analysis, type: RecordType, args: readonly Argument[], name: Name): CompositeValue {
  const given = new Map<number, Argument>()
  args.forEach((arg, i) => {
    const at = arg.name ? type.fields.findIndex((f) => f.name === arg.name!.name) : i
    if (at < 0 || at >= type.fields.length || given.has(at)) throw plsError(306, [name.name], name.start)
    given.set(at, arg)
  })
  const fields = type.fields.map((field, i) => {
    const arg = given.get(i)
    return arg ? coerce(a.c, anyValue(a, arg.value), field.type) : (field.defaultSql ?? initialValue(field.type))
  })
  return { composite: type, sql: sql`row(${joinSql(fields, ', ')})::${type.pg}`, start: name.start, end: name.end }
}
