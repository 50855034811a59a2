import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Backend } from '../../postgres/backend'
import { DATABASE, startCluster, SUPERUSER, type Cluster } from '../../postgres/cluster'

let cluster: Cluster
let backend: Backend
const dataDir = mkdtempSync(join(tmpdir(), 'backend-test-'))
const connect = (): Promise<Backend> => Backend.connect({ ...cluster.address, user: SUPERUSER, database: DATABASE })

beforeAll(async () => {
  cluster = await startCluster({ dataDir, templateKey: 'backend test', prepare: async () => undefined })
  backend = await connect()
})
afterAll(async () => {
  backend.close()
  await cluster.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

describe('the PostgreSQL client', () => {
  it('runs several commands in one flight, in order', async () => {
    const flight = backend.flight().command('create temp table f (a numeric)')
      .parse('ins', 'insert into f values ($1)', [1700]).bind('', 'ins', ['1.5']).execute('').bind('', 'ins', [null]).execute('')
      .command('select a from f order by a')
    const { results, error, status } = await backend.send(flight)
    expect([results.map(r => r.tag), error, status]).toEqual([['CREATE TABLE', 'INSERT 0 1', 'INSERT 0 1', 'SELECT 2'], undefined, 'I'])
    expect(results[3].rows.toRows()).toEqual([['1.5'], [null]])
  })
  it('says how far a failing flight came, and goes on', async () => {
    const { results, error, status } = await backend.send(backend.flight().command('begin').command('select 1').command('select 1/0').command('select 2'))
    expect([results.length, error?.code, status]).toEqual([2, '22012', 'E'])
    expect((await backend.send(backend.flight().command('rollback'))).status).toBe('I')
    expect(await backend.query("select 'again'")).toEqual([['again']])
  })
  it('gives the fields of an error', async () => {
    await backend.query('create temp table e (a int constraint pos check (a > 0))')
    const { error } = await backend.send(backend.flight().command('insert into e values (-1)'))
    expect([error?.code, error?.fields.constraint, error?.fields.table]).toEqual(['23514', 'pos', 'e'])
  })
  it('keeps portals open between flights inside a transaction', async () => {
    await backend.send(backend.flight().command('begin').parse('', 'select i from generate_series(1, 10) i', []).bind('p', '', []))
    const first = await backend.send(backend.flight().execute('p', 4))
    expect([first.results[0].suspended, first.results[0].rows.toRows().flat()]).toEqual([true, ['1', '2', '3', '4']])
    const rest = await backend.send(backend.flight().execute('p', 0).command('commit'))
    expect([rest.results[0].suspended, rest.results[0].rows.count]).toEqual([false, 6])
  })
  it('takes values and rows of many megabytes in linear time', async () => {
    const value = 'x'.repeat(20_000_000)
    const begun = Date.now()
    const { results } = await backend.send(backend.flight().parse('', 'select $1::text, length($1::text)', [25]).bind('', '', [value]).execute(''))
    const [[text, length]] = results[0].rows.toRows()
    expect([text === value, length]).toEqual([true, '20000000'])
    expect(Date.now() - begun).toBeLessThan(10_000)
  })
  it('is cancelled from outside', async () => {
    const running = backend.send(backend.flight().command('select pg_sleep(20)'))
    await new Promise(r => setTimeout(r, 50))
    await backend.cancel()
    expect((await running).error?.code).toBe('57014')
    expect(await backend.query('select 1')).toEqual([['1']])
  })
  it('serves waiting queries in order', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => backend.query(`select ${i}`)))
    expect(answers.flat(2).map(Number)).toEqual(Array.from({ length: 50 }, (_, i) => i))
  })
  it('reports a lost connection to all that wait', async () => {
    const other = await connect()
    let closed: Error | undefined
    other.onClose = e => (closed = e)
    const running = other.query('select pg_sleep(20)')
    running.catch(() => undefined)
    await new Promise(r => setTimeout(r, 50))
    await backend.query(`select pg_terminate_backend(${other.processId})`)
    await expect(running).rejects.toThrow()
    await expect(other.query('select 1')).rejects.toThrow()
    expect(closed).toBeInstanceOf(Error)
  })
})
