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

/** Percent of an area's cases that must pass; what is not named: 85. */
const FLOORS: Readonly<Record<string, number>> = { date_arith: 70, date_format: 70, to_char_number: 70, plsql_dynamic: 70, plsql_collections: 70, dictionary: 70 }

describe('behaviour cases', () => {
  it('ran, all of them', () => {
    expect(results).toHaveLength(703)
    expect(results.filter(({ kind }) => kind === 'lost' || kind === 'hung')).toEqual([])
  })
  it('give no silently wrong answer anywhere', () => {
    expect(results.filter(({ kind, id }) => kind === 'wrong' && !ARGUED.has(id)).map(({ id, why }) => `${id}: ${why}`)).toEqual([])
  })
  it('pass in every area to the share that is promised', () => {
    for (const area of new Set(results.map((result) => result.area))) {
      const cases = results.filter((result) => result.area === area && !ARGUED.has(result.id))
      const failing = cases.filter(({ ok }) => !ok).map(({ id, why }) => `${id}: ${why}`)
      expect((100 * (cases.length - failing.length)) / cases.length, `${area}\n${failing.join('\n')}`).toBeGreaterThanOrEqual(FLOORS[area] ?? 85)
    }
  })
})
