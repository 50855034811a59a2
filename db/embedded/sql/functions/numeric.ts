/** Numeric functions. Source: SQL Language Reference, "Numeric Functions". */
import { refuse } from '../../errors/ora-error'
import { type Expr, joinSql, type Sql, sql } from '../expr'
import { textSize } from '../resolve/convert'
import { isDatetime, isNumeric, NUMBER, type OraType } from '../types'
import { roundDate, truncDate } from './datetime-rounding'
import type { FunctionRule } from './registry'
import { isDouble, late, literalNumber, maybeNull, num, rule, strict } from './rule'

const DOUBLE = { kind: 'BINARY_DOUBLE' } as const

/** One NUMBER in, one out; BINARY_DOUBLE stays what it is where PostgreSQL has the same function for it. */
const unary = (name: string, build: (n: Sql) => Sql, double?: (d: Sql) => Sql): FunctionRule =>
  rule(name, 1, 1, (args, c) =>
    double && isDouble(args[0]) ? strict(args[0].type, double(args[0].sql), args) : strict(NUMBER, build(num(args[0], c)), args)
  )
/** Functions of which PostgreSQL has another form for BINARY_DOUBLE; the argument may be out of range. */
const analysis = (name: string, build: (n: Sql) => Sql, double: (d: Sql) => Sql): FunctionRule =>
  rule(name, 1, 1, (args, c) => {
    if (isDouble(args[0])) return strict(DOUBLE, double(c.convert(args[0], DOUBLE).sql), args)
    return strict(NUMBER, build(late(num(args[0], c), c)), args)
  })
/** Two NUMBERs; of BINARY_DOUBLE by `double`, or refused. */
const binary = (name: string, build: (a: Sql, b: Sql) => Sql, double?: (a: Sql, b: Sql) => Sql): FunctionRule =>
  rule(name, 2, 2, (args, c) => {
    if (!args.some(isDouble)) return strict(NUMBER, build(late(num(args[0], c), c), num(args[1], c)), args)
    if (!double) return refuse(`${name} of BINARY_FLOAT or BINARY_DOUBLE`, c.span.start)
    return strict(DOUBLE, double(c.convert(args[0], DOUBLE).sql, c.convert(args[1], DOUBLE).sql), args)
  })

/** ROUND and TRUNC: of numbers to digits, of datetimes to a unit. */
const roundOrTrunc = (name: 'ROUND' | 'TRUNC', ofDate: typeof roundDate): FunctionRule =>
  rule(name, 1, 2, (args, c) => {
    if (isDatetime(args[0].type)) return ofDate(args, c)
    const pg = `pg_catalog.${name.toLowerCase()}`
    const digits = args[1] && literalNumber(args[1])
    // a BINARY_DOUBLE stays one unless digits are given
    if (!args[1] && isDouble(args[0]))
      return strict(args[0].type, name === 'TRUNC' ? sql`pg_catalog.trunc(${args[0].sql})` : sql`ora.d_round(${args[0].sql})`, args)
    const n = num(args[0], c)
    if (!args[1]) return strict(NUMBER, sql`${pg}(${n})`, args)
    const places = digits === undefined ? sql`ora.digits(${num(args[1], c)})` : String(Math.max(-130, Math.min(130, Math.trunc(digits))))
    return strict(
      NUMBER,
      sql`${pg}(${n}, ${places})`,
      args
    )
  })

const widest = (args: readonly Expr[]): OraType => ({
  kind: 'VARCHAR2',
  size: Math.max(1, ...args.map((arg) => textSize(arg.type))),
  unit: 'BYTE'
})

/** GREATEST, LEAST: compared in the type of the first argument; NULL when any is. */
const extreme = (name: 'GREATEST' | 'LEAST'): FunctionRule =>
  rule(name, 1, Number.POSITIVE_INFINITY, (args, c) => {
    const first = args.find((arg) => arg.type.kind !== 'NULL') ?? args[0]
    const wide = isNumeric(first.type) && args.some(isDouble) ? ({ kind: 'BINARY_DOUBLE' } as const) : undefined
    const type =
      wide ??
      (isNumeric(first.type)
        ? NUMBER
        : first.type.kind === 'CHAR' || first.type.kind === 'VARCHAR2' || first.type.kind === 'NULL'
          ? widest(args)
          : first.type)
    const values = args.map((arg) => c.convert(arg, type).sql)
    const nulls = args.filter((arg) => arg.nullable).map((arg) => sql`${c.convert(arg, type).sql} is null`)
    const list = values.flatMap((value, i) => (i ? [', ', value] : [value]))
    const call = sql`${name.toLowerCase()}(${list})`
    return strict(
      type,
      nulls.length && args.length > 1
        ? sql`(case when ${nulls.flatMap((n, i) => (i ? [' or ', n] : [n]))} then null else ${call} end)`
        : call,
      args
    )
  })

export const numericFunctions: readonly FunctionRule[] = [
  unary(
    'ABS',
    (n) => sql`pg_catalog.abs(${n})`,
    (d) => sql`pg_catalog.abs(${d})`
  ),
  unary(
    'CEIL',
    (n) => sql`pg_catalog.ceil(${n})`,
    (d) => sql`pg_catalog.ceil(${d})`
  ),
  unary(
    'FLOOR',
    (n) => sql`pg_catalog.floor(${n})`,
    (d) => sql`pg_catalog.floor(${d})`
  ),
  unary('SIGN', (n) => sql`pg_catalog.sign(${n})`),
  analysis(
    'SQRT',
    (n) => sql`ora.sqrt(${n})`,
    (d) => sql`ora.d_sqrt(${d})`
  ),
  analysis(
    'EXP',
    (n) => sql`ora.exp(${n})`,
    (d) => sql`ora.d_exp(${d})`
  ),
  analysis(
    'LN',
    (n) => sql`ora.ln(${n})`,
    (d) => sql`ora.d_ln(${d})`
  ),
  ...['SIN', 'COS', 'TAN', 'ASIN', 'ACOS', 'ATAN', 'SINH', 'COSH', 'TANH'].map((name) =>
    analysis(
      name,
      (n) => sql`ora.${name.toLowerCase()}(${n})`,
      (d) => sql`pg_catalog.${name.toLowerCase()}(${d})`
    )
  ),
  binary(
    'ATAN2',
    (a, b) => sql`ora.atan2(${a}, ${b})`,
    (a, b) => sql`pg_catalog.atan2(${a}, ${b})`
  ),
  binary(
    'LOG',
    (base, n) => sql`ora.log(${base}, ${n})`,
    (base, n) => sql`ora.fdiv(ora.d_ln(${n}), ora.d_ln(${base}))`
  ),
  binary(
    'POWER',
    (a, b) => sql`ora.power(${a}, ${b})`,
    (a, b) => sql`ora.d_power(${a}, ${b})`
  ),
  binary('MOD', (a, b) => sql`ora.mod(${a}, ${b})`),
  binary('REMAINDER', (a, b) => sql`ora.remainder(${a}, ${b})`),
  binary('BITAND', (a, b) => sql`ora.bitand(${a}, ${b})`),
  rule('NANVL', 2, 2, (args, c) => {
    const type = args.some((arg) => arg.type.kind === 'BINARY_DOUBLE')
      ? ({ kind: 'BINARY_DOUBLE' } as const)
      : isDouble(args[0])
        ? args[0].type
        : NUMBER
    if (type === NUMBER) return strict(NUMBER, num(args[0], c), args)
    const value = c.convert(args[0], type).sql
    return strict(type, sql`(case when ${value} = 'NaN' then ${c.convert(args[1], type).sql} else ${value} end)`, args)
  }),
  rule('WIDTH_BUCKET', 4, 4, (args, c) => {
    if (args.some((arg) => isDatetime(arg.type))) return refuse('WIDTH_BUCKET of datetimes', c.span.start)
    const [x, ...bounds] = args.map((arg) => num(arg, c))
    return maybeNull(NUMBER, sql`ora.width_bucket(${joinSql([late(x, c), ...bounds], ', ')})`)
  }),
  roundOrTrunc('ROUND', roundDate),
  roundOrTrunc('TRUNC', truncDate),
  extreme('GREATEST'),
  extreme('LEAST')
]
