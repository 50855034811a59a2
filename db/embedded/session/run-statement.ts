/** Runs the steps of one translated statement on the session's backend. */
import { oraError } from '../errors/messages'
import { refuse } from '../errors/ora-error'
import type { Translation } from '../sql/statement'
import type { ExecuteResult, Flight } from '../postgres/flight'
import type { RowBuffer } from '../postgres/row-buffer'
import type { ParameterSource } from './bind-parameters'
import type { PreparedStatement, PreparedStep, StatementCache } from './prepared-statement'
import type { Send } from './transaction'

export interface StatementResult {
  /** Rows changed, or rows selected. */
  readonly count: number
  /** Of the step with result 'rows' or 'returning'. */
  readonly rows?: RowBuffer
}

/** Adds Parse when PostgreSQL has not got the statement, Bind and Execute. `limit` 0: all rows. */
export function addExecution(flight: Flight, prepared: PreparedStep, parameters: ParameterSource, row: number, portal = '', limit = 0): void {
  addPortal(flight, prepared, parameters, row, portal)
  flight.execute(portal, limit)
}

function addPortal(flight: Flight, prepared: PreparedStep, parameters: ParameterSource, row: number, portal: string): void {
  const { values, formats } = parameters.of(prepared.step.params, row)
  if (!prepared.parsed) {
    if (prepared.sent && prepared.name !== '') flight.closeStatement(prepared.name)
    flight.parse(prepared.name, prepared.step.text, prepared.oids)
    prepared.sent = true
    prepared.parsed = prepared.name !== '' // undone by `StatementCache.reset` when the flight fails
  }
  flight.bind(portal, prepared.name, values, formats, prepared.codecs.map(codec => codec.format))
}

/** A query up to its portal, from which nothing is fetched yet. */
export async function openSteps(send: Send, statement: PreparedStatement, cache: StatementCache, parameters: ParameterSource, portal: string): Promise<void> {
  const steps = statement.translation.steps.flatMap(step => statement.steps.get(step) ?? [])
  const before = steps.slice(0, -1)
  if (before.some(prepared => prepared.step.do === 'check')) refuse('a cursor over a query of several steps')
  await send(flight => {
    cache.closeDiscarded(flight)
    for (const prepared of before) addExecution(flight, prepared, parameters, 0)
    addPortal(flight, steps[steps.length - 1], parameters, 0, portal)
  })
}

/** The steps that run inside PostgreSQL, in order; the others belong to the session. `final`: nothing else of the statement follows. */
export async function runSqlSteps(send: Send, statement: PreparedStatement, cache: StatementCache, parameters: ParameterSource, final = true): Promise<StatementResult> {
  const steps = statement.translation.steps.flatMap(step => statement.steps.get(step) ?? [])
  let count = 0
  let rows: RowBuffer | undefined
  for (let from = 0; from < steps.length;) {
    // A check must be answered before what follows it runs.
    let to = from
    while (to < steps.length && steps[to].step.do === 'sql') to++
    const batch = to > from ? steps.slice(from, to) : [steps[from]]
    from += batch.length
    const results = await send(flight => {
      cache.closeDiscarded(flight)
      for (const prepared of batch) addExecution(flight, prepared, parameters, 0)
    }, final && from === steps.length)
    batch.forEach((prepared, i) => {
      if (prepared.step.do === 'check') return raiseIfFound(results[i].rows)
      if (prepared.step.result === 'none') return
      count = countOf(results[i])
      if (prepared.step.result !== 'count') rows = results[i].rows
    })
  }
  return { count, rows }
}

/** A row of a check is (ora code, arguments…). */
function raiseIfFound(rows: RowBuffer): void {
  const [found] = rows.toRows()
  if (found) throw oraError(Number(found[0]), found.slice(1).map(a => a ?? ''))
}

/** `INSERT 0 3`, `UPDATE 3`; a SELECT that counts gives its only value. */
export function countOf(result: ExecuteResult): number {
  const [verb] = result.tag.split(' ', 1)
  const n = Number(result.tag.slice(result.tag.lastIndexOf(' ') + 1))
  return Number.isNaN(n) || verb === '' ? 0 : n
}

export const isDml = (t: Translation): boolean => t.kind === 'insert' || t.kind === 'update' || t.kind === 'delete' || t.kind === 'merge'
