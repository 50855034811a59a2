/** Items of FROM and the scope they make. */
import { type Expr, type Sql, sql } from '../expr'
import type { ConditionNode } from '../tree'
import type { Resolver, Scope, ScopeColumn, Source } from './model'
import { FILLER } from './scope'

/** One item of FROM, joined together as far as it is written so. */
export interface FromItem {
  readonly sql: Sql
  readonly sources: readonly Source[]
  /** In the order of `*`, visible without a qualifier. */
  readonly columns: readonly ScopeColumn[]
  /** DUAL: as the only item, no FROM at all. */
  readonly dual?: boolean
  /** Holds an ANSI join. */
  readonly joined?: boolean
}
export interface ResolvedFrom {
  readonly sql?: Sql
  readonly scope: Scope
  /** Conditions of WHERE that are not part of a join. */
  readonly where: readonly ConditionNode[]
}

/** What a block sees besides its own FROM. */
export type BaseScope = Pick<Scope, 'commonTables' | 'outer'>
export const scopeOf = (items: readonly FromItem[], base: BaseScope): Scope => ({
  sources: items.flatMap((i) => i.sources),
  columns: items.flatMap((i) => i.columns),
  commonTables: base.commonTables,
  outer: base.outer
})

/** A derived table of ours, its columns named c1, c2, … */
export function derivedItem(r: Resolver, query: Sql, outputs: readonly ScopeColumn[], name: string | undefined, lateral = false): FromItem {
  const alias = r.alias('t')
  const columns = outputs.map((c, i): ScopeColumn => ({ name: c.name, expr: outputColumn(c.expr, `${alias}.c${i + 1}`) }))
  const names = outputs.map((_, i) => `c${i + 1}`).join(', ')
  return { sql: sql`${lateral ? 'lateral ' : ''}(${query}) as ${alias}(${names})`, sources: [{ name, alias, columns }], columns }
}

/** A column of a finished query, seen from outside. */
export function outputColumn(e: Expr, made: Sql): Expr {
  return {
    type: e.type,
    sql: made,
    nullable: e.nullable,
    zone: e.zone,
    span: FILLER,
    digits: e.digits,
    declared: e.declared,
    origin: e.origin?.is === 'column' ? e.origin : undefined
  }
}
