/** Functions on NULL and on choices. Source: SQL Language Reference, "NULL-Related Functions", "DECODE". */
import { oraError } from '../../errors/messages'
import { type Expr, type Sql, sql } from '../expr'
import { textSize, typeName } from '../resolve/convert'
import { commonType } from '../resolve/unify'
import { isNumeric, isText, NUMBER, type OraType, VARCHAR2 } from '../types'
import type { FunctionRule, RuleContext } from './registry'
import { type Built, rule } from './rule'

const isNull = (e: Expr): boolean => e.type.kind === 'NULL'

/** NVL, NVL2's result, DECODE's result: the first value's type leads and the others are converted to it. */
function leadingType(values: readonly Expr[]): OraType {
  const typed = values.filter((value) => !isNull(value))
  const first = typed[0]
  if (!first) return VARCHAR2
  if (isNumeric(first.type)) {
    const double = typed.find((value) => value.type.kind === 'BINARY_DOUBLE') ?? typed.find((value) => value.type.kind === 'BINARY_FLOAT')
    if (double) return double.type
    return typed.every((value) => value.type.kind === 'NUMBER')
      ? typed.map((value) => value.type).reduce((a, b) => commonType(a, b) ?? NUMBER)
      : NUMBER
  }
  if (first.type.kind === 'VARCHAR2' || first.type.kind === 'CHAR') {
    if (typed.some((value) => value.type.kind === 'CLOB')) return { kind: 'CLOB' }
    const joined = typed.every((value) => isText(value.type))
      ? typed.map((value) => value.type).reduce((a, b) => commonType(a, b) ?? VARCHAR2)
      : VARCHAR2
    return joined.kind === 'CHAR' ? { ...joined, kind: 'VARCHAR2' } : joined
  }
  return first.type
}

/** VARCHAR2 as wide as the widest. */
const textType = (values: readonly Expr[]): OraType =>
  values.some((value) => value.type.kind === 'CLOB')
    ? { kind: 'CLOB' }
    : { kind: 'VARCHAR2', size: Math.max(1, ...values.map((value) => textSize(value.type))), unit: 'BYTE' }

/** All of one family, or ORA-00932. */
function oneFamily(values: readonly Expr[]): OraType {
  let type: OraType = { kind: 'NULL' }
  for (const value of values) {
    const next = commonType(type, value.type)
    if (!next) throw oraError(932, [typeName(type), typeName(value.type)], value.span.start)
    type = next
  }
  return type.kind === 'NULL' ? VARCHAR2 : type
}

function decode(args: readonly Expr[], c: RuleContext): Built {
  const subject = args[0]
  const pairs: { search: Expr; result: Expr }[] = []
  for (let i = 1; i + 1 < args.length; i += 2) pairs.push({ search: args[i], result: args[i + 1] })
  const otherwise = args.length % 2 === 0 ? args[args.length - 1] : undefined
  const results = [...pairs.map((pair) => pair.result), ...(otherwise ? [otherwise] : [])]
  // A NULL as first result makes the others text, also numbers and dates.
  const type = isNull(results[0]) ? textType(results) : leadingType(results)
  // The first search value decides how all are compared; a NULL search finds a NULL.
  const firstSearch = pairs.map((pair) => pair.search).find((search) => !isNull(search))
  const compared: OraType = firstSearch
    ? isNumeric(firstSearch.type)
      ? firstSearch.type.kind === 'NUMBER'
        ? NUMBER
        : firstSearch.type
      : isText(firstSearch.type)
        ? VARCHAR2
        : firstSearch.type
    : subject.type
  const test = ({ search }: { search: Expr }): Sql => {
    if (isNull(search)) return isNull(subject) ? 'true' : sql`${subject.sql} is null`
    const left = c.convert(subject, compared).sql
    const right = c.convert(search, compared).sql
    return subject.nullable && search.nullable ? sql`${left} is not distinct from ${right}` : sql`${left} = ${right}`
  }
  const whens = pairs.map((pair) => sql` when ${test(pair)} then ${c.convert(pair.result, type).sql}`)
  return {
    type,
    sql: sql`(case${whens}${otherwise ? sql` else ${c.convert(otherwise, type).sql}` : ''} end)`,
    nullable: !otherwise || results.some((result) => result.nullable)
  }
}

export const conditionalFunctions: readonly FunctionRule[] = [
  rule('NVL', 2, 2, (args, c) => {
    const type = leadingType(args)
    const [value, otherwise] = args.map((arg) => c.convert(arg, type).sql)
    const result = sql`coalesce(${value}, ${otherwise})`
    // Both arguments are evaluated: text that is no number or date of the session's format fails in any case.
    const fallible = isText(args[1].type) && !isText(type)
    return {
      type,
      sql: fallible ? sql`(case when ${otherwise} is null then ${value} else ${result} end)` : result,
      nullable: args.every((arg) => arg.nullable)
    }
  }),
  rule('NVL2', 3, 3, (args, c) => {
    const type = leadingType([args[1], args[2]])
    return {
      type,
      sql: sql`(case when ${args[0].sql} is not null then ${c.convert(args[1], type).sql} else ${c.convert(args[2], type).sql} end)`,
      nullable: args[1].nullable || args[2].nullable
    }
  }),
  {
    ...rule('COALESCE', 2, Number.POSITIVE_INFINITY, (args, c) => {
      const type = oneFamily(args)
      const values = args.map((arg) => c.convert(arg, type).sql)
      return {
        type,
        sql: sql`coalesce(${values.flatMap((value, i) => (i ? [', ', value] : [value]))})`,
        nullable: args.every((arg) => arg.nullable)
      }
    }),
    lazy: true
  },
  rule('NULLIF', 2, 2, (args, c) => {
    if (isNull(args[0])) throw oraError(932, ['-', typeName(args[0].type)], args[0].span.start)
    const type = oneFamily(args)
    const result = args[0].type
    const first = c.convert(args[0], type).sql
    const equal = args.every((arg) => arg.type.kind === 'CHAR')
      ? sql`pg_catalog.rtrim(${first}) = pg_catalog.rtrim(${c.convert(args[1], type).sql})`
      : sql`${first} = ${c.convert(args[1], type).sql}`
    return { type: result, sql: sql`(case when ${equal} then null else ${args[0].sql} end)`, nullable: true }
  }),
  rule('DECODE', 3, 255, decode)
]
