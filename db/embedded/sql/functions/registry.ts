/**
 * What a function rule looks like. One table row per Oracle function (sql/functions/*.ts); the same
 * rows make docs/compatibility.md.
 */
import type { Expr, Span } from '../expr'
import type { NlsSettings } from '../statement'
import type { OraType } from '../types'

/** What a rule may ask for while it builds SQL. Conversions throw OraError where Oracle refuses the types. */
export interface RuleContext {
  readonly nls: NlsSettings
  readonly user: string
  readonly schema: string
  readonly span: Span
  /** Converts implicitly as Oracle does, e.g. VARCHAR2 → NUMBER by TO_NUMBER's rules. */
  convert(e: Expr, to: OraType): Expr
  /** Inside CASE/DECODE/COALESCE arms: fallible helpers must be the STABLE twin so that constants are not folded at plan time. */
  readonly guarded: boolean
  /** In PL/SQL: a static statement's, or an expression of PL/SQL itself, which has other limits and errors. */
  readonly surroundings?: 'sql' | 'plsql'
  /** Words and expressions special to one function's syntax, resolved: TRIM's LEADING, … */
  readonly options?: Readonly<Record<string, string | Expr>>
}

export interface FunctionRule {
  /** Upper case. */
  readonly name: string
  readonly minArgs: number
  /** Infinity for a list of any length. */
  readonly maxArgs: number
  /** 'deterministic' may stand in an index or CHECK; 'stable' depends on session or clock; 'volatile' differs per row. */
  readonly stability: 'deterministic' | 'stable' | 'volatile'
  /** An argument is reached only when those before it are NULL. */
  readonly lazy?: boolean
  /** Receives resolved, unconverted arguments; returns the typed result. Its span is replaced by the call's. */
  build(args: readonly Expr[], context: RuleContext): Omit<Expr, 'span'>
}
