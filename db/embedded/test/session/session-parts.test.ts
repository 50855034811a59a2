import { describe, expect, it } from 'vitest'
import { returnBinds } from '../../session/return-binds'
import { LobTable } from '../../session/lob-table'
import { postgresZone } from '../../session/session-parameters'
import { StatementCache } from '../../session/prepared-statement'
import { Flight } from '../../postgres/flight'
import type { Translation } from '../../sql/statement'
import { TNS_DATA_TYPE_BLOB, TNS_DATA_TYPE_CLOB } from '../../ttc/constants'

describe('binds that return something', () => {
  const positions = (sql: string, knowsReturn = true): number[] => [...returnBinds(sql, knowsReturn)]
  it('stand behind INTO that follows RETURNING or RETURN in DML', () => {
    expect(positions('insert into t values (:1, :2) returning a, b into :3, :4')).toEqual([2, 3])
    expect(positions('update t set a = :x return a into :y')).toEqual([1])
    expect(positions('/* returning */ delete from t where s = \'returning into :no\' and b = :b -- into :c\n returning b into :d')).toEqual([1])
  })
  it('are not there for a client that does not know RETURN', () => expect(positions('update t set a = :x return a into :y', false)).toEqual([]))
  it('are in no other statement', () => {
    expect(positions('select a into :x from t')).toEqual([])
    expect(positions('begin insert into t values (1) returning a into :x; end;')).toEqual([])
    expect(positions('insert into t select :1 from dual')).toEqual([])
  })
})

describe('time zones', () => {
  it('are written so that PostgreSQL takes the sign as Oracle means it', () => {
    expect([postgresZone('+05:30'), postgresZone('-8:0'), postgresZone('Europe/Berlin'), postgresZone('LOCAL')]).toEqual(['<+0530>-05:30', '<-0800>+08:00', 'Europe/Berlin', 'UTC'])
  })
})

describe('the LOB table', () => {
  it('knows a locator only in its own session', () => {
    const [a, b] = [new LobTable(), new LobTable()]
    const { locator, length } = a.keep(Buffer.from('é🙂x'), TNS_DATA_TYPE_CLOB, false)
    expect([length, locator.length, a.text(a.find(locator))]).toEqual([4, 40, 'é🙂x'])
    expect(() => b.find(locator)).toThrow('ORA-22275')
    expect(() => a.find(Buffer.alloc(40))).toThrow('ORA-22275')
    a.free(locator)
    expect(() => a.find(locator)).toThrow('ORA-22922')
  })
  it('lets the oldest fetched values go beyond its bound, temporary ones never', () => {
    const lobs = new LobTable()
    const temporary = lobs.createTemporary(TNS_DATA_TYPE_BLOB, false)
    const first = lobs.keep(Buffer.alloc(40 << 20), TNS_DATA_TYPE_BLOB, false).locator
    const second = lobs.keep(Buffer.alloc(40 << 20), TNS_DATA_TYPE_BLOB, false).locator
    lobs.find(first)
    lobs.trim()
    expect(() => lobs.find(first)).toThrow('ORA-22922')
    lobs.find(second)
    lobs.find(temporary)
  })
})

describe('the statement cache', () => {
  const translation = (catalogVersion: number): Translation => ({
    kind: 'query', steps: [{ do: 'sql', text: 'select 1', params: [], result: 'rows' }], columns: [], returning: [], binds: [], implicitCommit: false, catalogVersion, cacheable: true
  })
  it('forgets what was translated for an older catalog, and closes it in PostgreSQL', () => {
    const cache = new StatementCache(10)
    const [step] = cache.prepare('k', translation(1)).steps.values()
    step.sent = true
    expect(cache.get('k', 1)).toBeDefined()
    expect(cache.get('k', 2)).toBeUndefined()
    const flight = new Flight()
    cache.closeDiscarded(flight)
    expect(flight.finish().toString('latin1')).toContain(`S${step.name}\0`)
  })
  it('lets the least recently used go', () => {
    const cache = new StatementCache(2)
    for (const key of ['a', 'b']) cache.prepare(key, translation(1))
    cache.get('a', 1)
    cache.prepare('c', translation(1))
    expect(['a', 'b', 'c'].map(key => cache.get(key, 1) !== undefined)).toEqual([true, false, true])
  })
})
