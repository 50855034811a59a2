import { createConnection } from 'node:net'
import * as oracledb from 'oracledb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { renumbered } from '../../session/plsql/callback'
import { startTestServer, type TestServer } from '../wire/test-server'
import { block, fragment, type Handmade, NUMBER, slot, TEXT, withBlocks } from './hand-made'

const N = '{"kind":"NUMBER"}'
const T = '{"kind":"VARCHAR2","size":100}'
const o = slot('o', TEXT)
const asks: Record<string, string> = {
  query: `execute ora.dynamic_sql('select n + :1 from t where n = :2', 'SYSTEM', '[${N},${N}]', '[${N}]') into strict o using 10::numeric, 1::numeric;`,
  'query with conversion': `execute ora.dynamic_sql('select n from t', 'SYSTEM', '[]', '[${T}]') into strict o;`,
  'query of nobody': `execute ora.dynamic_sql('select 1/0 from dual', 'SYSTEM', '[]'); o := 'not run';`,
  dml: `execute ora.dynamic_sql('insert into t values (:a)', 'SYSTEM', '[${N}]') using 2::numeric; get diagnostics o = row_count;`,
  returning: `execute ora.dynamic_sql('update t set n = n + 1 where n = 2 returning n into :x', 'SYSTEM', '[${N}]', '[${N}]') into strict o using null::numeric;`,
  bulk: `execute ora.dynamic_sql('select level from dual connect by level <= 3', 'SYSTEM', '[]', '[${N}]', array['"ora_type"."e_n"']) into o;`,
  block: `execute ora.dynamic_sql('begin :a := :b * 2; end;', 'SYSTEM', '[${N},${N}]') into strict o using 0::numeric, 21::numeric;`,
  ddl: `execute ora.dynamic_sql('create table made (n number)', 'SYSTEM', '[]');`,
  commit: `execute ora.dynamic_sql('commit', 'SYSTEM', '[]');`,
  missing: `execute ora.dynamic_sql('select 1 from nope', 'SYSTEM', '[]', '[${N}]') into o;`,
  'missing bind': `execute ora.dynamic_sql('select :1 from dual', 'SYSTEM', '[]', '[${N}]') into o;`,
  caught: `begin execute ora.dynamic_sql('select x from dual', 'SYSTEM', '[]', '[${N}]') into o; exception when others then o := sqlerrm || ' ' || sqlstate; end;`,
  place: `o := current_setting('ora.callback');`,
  null: `execute ora.dynamic_sql(null, 'SYSTEM', '[]');`
}
const blocks: Record<string, Handmade> = {
  'begin :a := :b * 2; end;': () => {
    const [a, b] = [slot('a', NUMBER), slot('b', NUMBER)]
    return block({ fragment: fragment('(b numeric, out a numeric)', 'begin a := b * 2; end', [b], [a]) }, [{ name: 'A', direction: 'out', slot: a }, { name: 'B', direction: 'in', slot: b }])
  },
  'begin :target := :source; end;': () => {
    const [target, source] = [slot('target', TEXT), slot('source', NUMBER)]
    return block({ fragment: fragment('(source numeric, out target text)', "begin target := 'converted ' || source; end", [source], [target]) },
      [{ name: 'TARGET', direction: 'out', slot: target }, { name: 'SOURCE', direction: 'in', slot: source }])
  }
}
for (const [name, body] of Object.entries(asks))
  blocks[`begin ${name} :o end;`] = () => block({ fragment: fragment('(out o text)', `begin ${body} end`, [], [o]) }, [{ name: 'O', direction: 'out', slot: o }],
    { types: [{ name: '"ora_type"."e_n"', body: '(v numeric)' }] })

let server: TestServer
let c: oracledb.Connection
beforeAll(async () => {
  server = await startTestServer(withBlocks(blocks))
  c = await server.connect()
  await c.execute('create table t (n number)')
  await c.execute('insert into t values (1)')
})
afterAll(async () => {
  await c.close()
  await server.stop()
})
const ask = async (name: string): Promise<unknown> =>
  ((await c.execute(`begin ${name} :o end;`, { o: { dir: oracledb.BIND_OUT, type: oracledb.STRING, maxSize: 200 } })).outBinds as { o: unknown }).o

/** What comes until the other end closes. */
const answerOf = (port: number, bytes: Buffer): Promise<string> => new Promise(resolve => {
  let got = ''
  const socket = createConnection(port, '127.0.0.1', () => socket.write(bytes))
  socket.on('data', chunk => (got += chunk.toString('latin1')))
  socket.on('error', () => undefined)
  socket.on('close', () => resolve(got))
})

describe('a function that asks the server', () => {
  it.each([['query', '11'], ['query with conversion', 'converted 1'], ['query of nobody', 'not run'], ['dml', '1'], ['returning', '3'], ['bulk', '{(1),(2),(3)}'], ['block', '42'],
    ['caught', '904 OR000']])('%s', async (name, wanted) => expect(await ask(name)).toBe(wanted))
  it.each([['ddl', 'ORA-14552'], ['commit', 'ORA-14552'], ['missing', 'ORA-00942: table or view does not exist'], ['missing bind', 'ORA-01008'], ['null', 'ORA-06535']])(
    '%s', async (name, wanted) => expect(ask(name)).rejects.toThrow(wanted))
  it('goes on after a rollback and in a new transaction', async () => {
    await c.rollback()
    await c.execute('insert into t values (1)')
    expect(await ask('query')).toBe('11')
    await c.commit()
    expect(await ask('query')).toBe('11')
  })
  it('cannot be asked by strangers', async () => {
    const [[place]] = await server.server.query("select current_setting('ora.callback', true)")
    expect(place ?? '').toBe('')
    await c.execute('begin place :o end;', { o: { dir: oracledb.BIND_OUT, type: oracledb.STRING, maxSize: 200 } }).then(async ({ outBinds }) => {
      const port = Number(/port=(\d+)/.exec((outBinds as { o: string }).o)?.[1])
      const startup = Buffer.from('\0\0\0\x22\0\x03\0\0user\0x\0database\0guessed\0\0', 'latin1')
      startup.writeUInt32BE(startup.length)
      for (const bytes of [startup, Buffer.from('GET / HTTP/1.1\r\n\r\n'), Buffer.from([0xff, 0xff, 0xff, 0xff]), Buffer.alloc(8)])
        expect(await answerOf(port, bytes)).toBe('')
      expect(await ask('query')).toBe('11')
    })
  })
})

it('parameters are numbered anew, but not inside literals and names', () => {
  expect(renumbered(`select $1, '$2 ''$1', "a$1", E'\\'$1', $2::text`, [3, 1])).toBe(`select $3, '$2 ''$1', "a$1", E'\\'$1', $1::text`)
})
