/** The behaviour cases against the embedded database: shares that must not fall, and never a silently wrong answer. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, startEmbedded, stopEmbedded } from '../../db/connect'
import { type CaseResult, runCorpus } from '../../scripts/lib/corpus'

const dataDir = mkdtempSync(`${tmpdir()}/corpus-db-`)
let database: Database
let results: CaseResult[]

beforeAll(async () => {
  database = await startEmbedded({ dataDir, tether: true })
  results = await runCorpus(database)
}, 180_000)
afterAll(async () => {
  await stopEmbedded(dataDir)
  rmSync(dataDir, { recursive: true, force: true })
})

/**
 * Cases that cannot pass as they are written, and why.
 * returning-006 writes RETURN for RETURNING. python-oracledb (src/oracledb/impl/thin/statement.pyx) knows only the long word,
 * so its variable holds one value and never the list that the case expects. The server refuses that by name; through
 * node-oracledb, which knows both words, RETURN works.
 */
const ARGUED = new Set(['returning-006'])

/** Percent of an area's cases that must pass. */
const FLOORS: Readonly<Record<string, number>> = {
  dual: 85, null_empty: 85, null_functions: 85, number: 85, string: 85, aggregate: 85, joins: 85, rownum_fetch: 85, merge: 85, returning: 85, sequence: 85, identity: 85, case_folding: 85,
  constraint_errors: 85, transactions: 85, ddl: 85, login: 85, date_arith: 70, date_format: 70, to_char_number: 70
}

describe('behaviour cases', () => {
  it('ran, all of them', () => {
    expect(results).toHaveLength(703)
    expect(results.filter(({ kind }) => kind === 'lost' || kind === 'hung')).toEqual([])
  })
  it('give no silently wrong answer anywhere', () => {
    expect(results.filter(({ kind, id }) => kind === 'wrong' && !ARGUED.has(id)).map(({ id, why }) => `${id}: ${why}`)).toEqual([])
  })
  it.each(Object.entries(FLOORS))('%s: at least %i percent, cases that need PL/SQL aside', (area, floor) => {
    const cases = results.filter((result) => result.area === area && !ARGUED.has(result.id) && !result.why?.includes('unimplemented feature: PL/SQL'))
    const failing = cases.filter(({ ok }) => !ok).map(({ id, why }) => `${id}: ${why}`)
    expect(cases.length).toBeGreaterThan(0)
    expect((100 * (cases.length - failing.length)) / cases.length, failing.join('\n')).toBeGreaterThanOrEqual(floor)
  })
})
