/** A translation with what is needed to run it on this session's backend, and the cache of those. */
import type { OraType } from '../sql/types'
import { PG_TYPE } from '../sql/types'
import type { ColumnInfo, Step, Translation } from '../sql/statement'
import { codecOf, type Codec } from '../ttc/types/codecs'
import type { Flight } from '../postgres/flight'

export type SqlStep = Extract<Step, { readonly do: 'sql' | 'check' }>

const OID: Readonly<Record<string, number>> = {
  numeric: 1700, text: 25, bytea: 17, timestamp: 1114, timestamptz: 1184, interval: 1186, float4: 700, float8: 701, bool: 16
}
const BINARY: ReadonlySet<string> = new Set(['bytea', 'float4', 'float8'])

export const oidOf = (type: OraType): number => OID[PG_TYPE[type.kind]]
/** Whether values of that PostgreSQL type can come in binary. */
export const isBinary = (pgType: string): boolean => BINARY.has(pgType)

export interface PreparedStep {
  readonly step: SqlStep
  /** Name of the statement in PostgreSQL. */
  readonly name: string
  readonly oids: readonly number[]
  readonly codecs: readonly Codec[]
  /** PostgreSQL has it: its Parse was in a flight that succeeded. */
  parsed: boolean
  /** A Parse was sent: before another, the name must be closed. */
  sent: boolean
}

export interface PreparedStatement {
  readonly translation: Translation
  readonly steps: ReadonlyMap<Step, PreparedStep>
}

/** By text, schema, settings, bind types and catalog version; the oldest goes first. */
export class StatementCache {
  private readonly statements = new Map<string, PreparedStatement>()
  private nextName = 1
  /** Names to close in PostgreSQL with the next flight. */
  private readonly discarded: string[] = []

  constructor(private readonly limit: number) {}

  get(key: string, catalogVersion: number): PreparedStatement | undefined {
    const found = this.statements.get(key)
    if (!found) return undefined
    this.statements.delete(key)
    if (found.translation.catalogVersion !== catalogVersion) {
      this.discard(found)
      return undefined
    }
    this.statements.set(key, found)
    return found
  }

  prepare(key: string, translation: Translation): PreparedStatement {
    const steps = new Map<Step, PreparedStep>()
    for (const step of translation.steps) {
      if (step.do !== 'sql' && step.do !== 'check') continue
      const columns: readonly ColumnInfo[] = step.do === 'check' ? [] : step.result === 'rows' ? translation.columns : step.result === 'returning' ? translation.returning : []
      steps.set(step, {
        step, name: step.params.length > 0 || translation.cacheable ? `s${this.nextName++}` : '', oids: step.params.map(p => oidOf(p.type)),
        codecs: columns.map(column => codecOf(column.type)), parsed: false, sent: false
      })
    }
    const statement = { translation, steps }
    if (translation.cacheable) {
      this.statements.set(key, statement)
      if (this.statements.size > this.limit) {
        const [oldest, evicted] = this.statements.entries().next().value as [string, PreparedStatement]
        this.statements.delete(oldest)
        this.discard(evicted)
      }
    }
    return statement
  }

  /** Forgets PostgreSQL's side: the statement is parsed anew. */
  reset(statement: PreparedStatement): void {
    for (const step of statement.steps.values()) step.parsed = false
  }

  closeDiscarded(flight: Flight): void {
    for (const name of this.discarded.splice(0)) flight.closeStatement(name)
  }

  private discard(statement: PreparedStatement): void {
    for (const step of statement.steps.values()) if (step.sent && step.name !== '') this.discarded.push(step.name)
  }
}
