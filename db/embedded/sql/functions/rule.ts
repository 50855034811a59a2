/** Short forms for writing function rules. */
import { oraError } from '../../errors/messages'
import { type Expr, type Sql, sql } from '../expr'
import { isText, type LengthUnit, NUMBER, type OraType, VARCHAR2 } from '../types'
import type { FunctionRule, RuleContext } from './registry'

export type Built = Omit<Expr, 'span'>
type Build = (args: readonly Expr[], context: RuleContext) => Built

/** A function that depends on nothing but its arguments. */
export const rule = (name: string, minArgs: number, maxArgs: number, build: Build): FunctionRule => ({
  name,
  minArgs,
  maxArgs,
  stability: 'deterministic',
  build
})
export const stableRule = (name: string, minArgs: number, maxArgs: number, build: Build): FunctionRule => ({
  ...rule(name, minArgs, maxArgs, build),
  stability: 'stable'
})
export const volatileRule = (name: string, minArgs: number, maxArgs: number, build: Build): FunctionRule => ({
  ...rule(name, minArgs, maxArgs, build),
  stability: 'volatile'
})

/** Null when an argument is. */
export const strict = (type: OraType, sql: Sql, args: readonly Expr[]): Built => ({ type, sql, nullable: args.some((arg) => arg.nullable) })
/** Null also for other reasons (an empty result). */
export const maybeNull = (type: OraType, sql: Sql): Built => ({ type, sql, nullable: true })

/** The SQL of an argument as NUMBER. */
export const num = (e: Expr, context: RuleContext): Sql => context.convert(e, NUMBER).sql
/** The SQL of an argument as text; a CLOB stays whole. */
export const txt = (e: Expr, context: RuleContext): Sql => asText(e, context).sql
export const asText = (e: Expr, context: RuleContext): Expr => (isText(e.type) ? e : context.convert(e, VARCHAR2))

/** VARCHAR2 as wide as the argument, or CLOB when it is one. */
export function textLike(e: Expr): OraType {
  const { type } = e
  if (type.kind === 'CLOB') return type
  if (type.kind === 'VARCHAR2' || type.kind === 'CHAR')
    return { kind: 'VARCHAR2', size: type.size, unit: type.unit, national: type.national }
  return VARCHAR2
}
/** VARCHAR2 of a width computed from the argument's. */
export function textOfSize(e: Expr, size: number | undefined, unit: LengthUnit = 'BYTE'): OraType {
  if (e.type.kind === 'CLOB') return e.type
  const national = (e.type.kind === 'VARCHAR2' || e.type.kind === 'CHAR') && e.type.national ? true : undefined
  return { kind: 'VARCHAR2', size: size === undefined || size > 4000 || size < 1 ? undefined : size, unit, national }
}

/**
 * The first argument of a call that may fail. When nothing in the call reads a row, PostgreSQL would evaluate it while
 * planning, also in an arm of CASE that no row takes: ora.late keeps it until run time.
 */
export const late = (value: Sql, context: RuleContext): Sql => (context.guarded ? sql`ora.late(${value})` : value)

/** The value of an argument that is a text literal. */
export const literalText = (e: Expr): string | undefined => (e.origin?.is === 'literal' ? (e.origin.value ?? undefined) : undefined)
/** A number written as a literal (or a text literal that is one). */
export function literalNumber(e: Expr): number | undefined {
  const text = literalText(e)
  return text !== undefined && /^\s*[+-]?\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined
}

export const isDouble = (e: Expr): boolean => e.type.kind === 'BINARY_DOUBLE' || e.type.kind === 'BINARY_FLOAT'

/** CLOB results have no limit; others over 4000 bytes are ORA-01489, in PL/SQL over 32767 ORA-06502. */
export const limited = (value: Sql, type: OraType, context: RuleContext): Sql =>
  type.kind === 'CLOB' ? value : context.surroundings === 'plsql' ? sql`ora.plsql_len(${value})` : sql`ora.len_4000(${value})`

/** ORA-00932 at the argument. */
export const wrongType = (expected: string, e: Expr): never => {
  throw oraError(932, [expected, e.type.kind], e.span.start)
}
