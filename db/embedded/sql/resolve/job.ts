/** A statement on its way through translation, and the result put together. */
import type { Catalog } from '../../catalog/catalog'
import { printSql, type Sql } from '../expr'
import type { BindInfo, ColumnInfo, StatementKind, Step, TranslateContext, Translation } from '../statement'
import type { Placeholder } from '../tree'
import type { OraType } from '../types'
import type { Resolver } from './model'

export interface Job {
  readonly text: string
  readonly context: TranslateContext
  readonly catalog: Catalog
  readonly placeholders: readonly Placeholder[]
}

export interface Outcome {
  readonly kind: StatementKind
  readonly result: 'rows' | 'count' | 'returning'
  readonly sql: Sql
  readonly columns?: readonly ColumnInfo[]
  readonly returning?: readonly ColumnInfo[]
  /** Placeholders behind RETURNING … INTO, with the type of what comes back. */
  readonly returned?: ReadonlyMap<number, OraType>
}

export function translation(job: Job, r: Resolver, outcome: Outcome): Translation {
  const side = (sql: Sql): Step => {
    const printed = printSql(sql)
    return { do: 'sql', text: printed.text, params: printed.params, result: 'none' }
  }
  const printed = printSql(outcome.sql)
  const main: Step = { do: 'sql', text: printed.text, params: printed.params, result: outcome.result }
  return {
    kind: outcome.kind,
    steps: [...r.before.map(side), main, ...r.after.map(side)],
    columns: outcome.columns ?? [],
    returning: outcome.returning ?? [],
    binds: job.placeholders.map((p): BindInfo => {
      const type = outcome.returned?.get(p.index)
      return type ? { name: p.name, direction: 'return', type } : { name: p.name, direction: 'in' }
    }),
    implicitCommit: false,
    catalogVersion: job.catalog.version,
    cacheable: true
  }
}
