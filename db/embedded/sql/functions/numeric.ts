/** Numeric functions. Source: SQL Language Reference, "Numeric Functions". */
import { type Sql, sql } from '../expr'
import { isDatetime, isNumeric, NUMBER, VARCHAR2 } from '../types'
import { roundDate, truncDate } from './datetime-rounding'
import type { FunctionRule } from './registry'
import { isDouble, literalNumber, num, rule, strict } from './rule'

/** One NUMBER in, one out; BINARY_DOUBLE stays what it is where PostgreSQL has the same function for it. */
const unary = (name: string, build: (n: Sql) => Sql, double?: (d: Sql) => Sql): FunctionRule =>
  rule(name, 1, 1, (args, c) => (double && isDouble(args[0]) ? strict(args[0].type, double(args[0].sql), args) : strict(NUMBER, build(num(args[0], c)), args)))
const binary = (name: string, build: (a: Sql, b: Sql) => Sql): FunctionRule => rule(name, 2, 2, (args, c) => strict(NUMBER, build(num(args[0], c), num(args[1], c)), args))

/** ROUND and TRUNC: of numbers to digits, of datetimes to a unit. */
const roundOrTrunc = (name: 'ROUND' | 'TRUNC', ofDate: typeof roundDate): FunctionRule =>
  rule(name, 1, 2, (args, c) => {
    if (isDatetime(args[0].type)) return ofDate(args, c)
    const pg = `pg_catalog.${name.toLowerCase()}`
    const digits = args[1] && literalNumber(args[1])
    const n = num(args[0], c)
    if (!args[1]) return strict(NUMBER, sql`${pg}(${n})`, args)
    return strict(NUMBER, sql`${pg}(${n}, ${digits === undefined ? sql`pg_catalog.trunc(${num(args[1], c)})::int` : String(Math.trunc(digits))})`, args)
  })

/** GREATEST, LEAST: compared in the type of the first argument; NULL when any is. */
const extreme = (name: 'GREATEST' | 'LEAST'): FunctionRule =>
  rule(name, 1, Number.POSITIVE_INFINITY, (args, c) => {
    const first = args.find((arg) => arg.type.kind !== 'NULL') ?? args[0]
    const wide = isNumeric(first.type) && args.some(isDouble) ? ({ kind: 'BINARY_DOUBLE' } as const) : undefined
    const type = wide ?? (isNumeric(first.type) ? NUMBER : first.type.kind === 'CHAR' || first.type.kind === 'VARCHAR2' || first.type.kind === 'NULL' ? VARCHAR2 : first.type)
    const values = args.map((arg) => c.convert(arg, type).sql)
    const nulls = args.filter((arg) => arg.nullable).map((arg) => sql`${c.convert(arg, type).sql} is null`)
    const list = values.flatMap((value, i) => (i ? [', ', value] : [value]))
    const call = sql`${name.toLowerCase()}(${list})`
    return strict(type, nulls.length && args.length > 1 ? sql`(case when ${nulls.flatMap((n, i) => (i ? [' or ', n] : [n]))} then null else ${call} end)` : call, args)
  })

export const numericFunctions: readonly FunctionRule[] = [
  unary('ABS', (n) => sql`pg_catalog.abs(${n})`, (d) => sql`pg_catalog.abs(${d})`),
  unary('CEIL', (n) => sql`pg_catalog.ceil(${n})`, (d) => sql`pg_catalog.ceil(${d})`),
  unary('FLOOR', (n) => sql`pg_catalog.floor(${n})`, (d) => sql`pg_catalog.floor(${d})`),
  unary('SIGN', (n) => sql`pg_catalog.sign(${n})`),
  unary('SQRT', (n) => sql`ora.sqrt(${n})`),
  unary('EXP', (n) => sql`ora.exp(${n})`),
  unary('LN', (n) => sql`ora.ln(${n})`),
  binary('LOG', (base, n) => sql`ora.log(${base}, ${n})`),
  binary('POWER', (a, b) => sql`ora.power(${a}, ${b})`),
  binary('MOD', (a, b) => sql`ora.mod(${a}, ${b})`),
  binary('REMAINDER', (a, b) => sql`ora.remainder(${a}, ${b})`),
  binary('BITAND', (a, b) => sql`ora.bitand(${a}, ${b})`),
  rule('NANVL', 2, 2, (args, c) => {
    const type = args.some((arg) => arg.type.kind === 'BINARY_DOUBLE') ? ({ kind: 'BINARY_DOUBLE' } as const) : isDouble(args[0]) ? args[0].type : NUMBER
    if (type === NUMBER) return strict(NUMBER, num(args[0], c), args)
    const value = c.convert(args[0], type).sql
    return strict(type, sql`(case when ${value} = 'NaN' then ${c.convert(args[1], type).sql} else ${value} end)`, args)
  }),
  rule('WIDTH_BUCKET', 4, 4, (args, c) => strict(NUMBER, sql`pg_catalog.width_bucket(${num(args[0], c)}, ${num(args[1], c)}, ${num(args[2], c)}, pg_catalog.trunc(${num(args[3], c)})::int)::numeric`, args)),
  roundOrTrunc('ROUND', roundDate),
  roundOrTrunc('TRUNC', truncDate),
  extreme('GREATEST'),
  extreme('LEAST')
]
