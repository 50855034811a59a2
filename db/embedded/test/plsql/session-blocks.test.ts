import * as oracledb from 'oracledb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CollectionType, type PlsqlType, scalar } from '../../plsql/types'
import type { OraType } from '../../sql/types'
import { startTestServer, type TestServer } from '../wire/test-server'
import { block, fragment, type Handmade, type HandmadeBind, NUMBER, slot, TEXT, withBlocks } from './hand-made'

const TYPES: Readonly<Record<string, readonly [OraType, string]>> = {
  number: [{ kind: 'NUMBER' }, 'numeric'], text: [{ kind: 'VARCHAR2', size: 32767 }, 'text'], date: [{ kind: 'DATE' }, 'timestamp'],
  timestamp: [{ kind: 'TIMESTAMP', precision: 6 }, 'timestamp'], tz: [{ kind: 'TIMESTAMP_TZ', precision: 6 }, 'timestamptz'], raw: [{ kind: 'RAW', size: 2000 }, 'bytea'],
  clob: [{ kind: 'CLOB' }, 'text'], blob: [{ kind: 'BLOB' }, 'bytea'], double: [{ kind: 'BINARY_DOUBLE' }, 'float8'], boolean: [{ kind: 'BOOLEAN' }, 'bool'],
  ds: [{ kind: 'INTERVAL_DS' }, 'interval'], ym: [{ kind: 'INTERVAL_YM' }, 'interval']
}
/** begin :o := :i; end; for each type; the text names it. */
const echo = (type: string): Handmade => () => {
  const [ora, pg] = TYPES[type]
  const [i, o] = [slot('i', scalar(ora)), slot('o', scalar(ora))]
  return block({ fragment: fragment(`(i ${pg}, out o ${pg})`, 'begin o := i; end', [i], [o]) }, [{ name: 'O', direction: 'out', slot: o }, { name: 'I', direction: 'in', slot: i }])
}
const texts: PlsqlType = { kind: 'COLLECTION', id: 'T', style: 'associative array', element: TEXT, elementPg: '"ora_type"."e_text"', pg: '"ora_type"."e_text"[]' }
const numbers: CollectionType = { kind: 'COLLECTION', id: 'N', style: 'associative array', element: NUMBER, elementPg: '"ora_type"."e_numeric"', pg: '"ora_type"."e_numeric"[]' }
const columns = [{ name: 'N', type: { kind: 'NUMBER' }, nullable: true }, { name: 'T', type: { kind: 'VARCHAR2', size: 20, unit: 'BYTE' }, nullable: true }] as const
const bind = (name: string, direction: HandmadeBind['direction'], of: PlsqlType): HandmadeBind => ({ name: name.toUpperCase(), direction, slot: slot(name, of) })
const cursorOf = (name: string): HandmadeBind => bind(name, 'out', { kind: 'REF CURSOR' })

const blocks: Record<string, Handmade> = {
  'begin null; end;': () => block({ fragment: fragment('() returns void', 'begin end', [], []) }, []),
  'begin :a := :a + :b; :b := 7; end;': () => {
    const [a, b] = [bind('a', 'inout', NUMBER), bind('b', 'inout', NUMBER)]
    return block({ fragment: fragment('(inout a numeric, inout b numeric)', 'begin a := a + b; b := 7; end', [a.slot, b.slot], [a.slot, b.slot]) }, [a, b])
  },
  'begin insert into t values (:n); end;': () => {
    const n = bind('n', 'in', NUMBER)
    return block({ fragment: fragment('(n numeric) returns void', 'begin\ninsert into "SYSTEM"."T" values (n);\nif n = 13 then perform ora.raise(20013, \'unlucky\'); end if;\nend',
      [n.slot], []) }, [n])
  },
  'begin insert into t values (:n) returning n * 2 into :o; end;': () => {
    const [n, o] = [bind('n', 'in', NUMBER), bind('o', 'out', NUMBER)]
    return block({ fragment: fragment('(n numeric, out o numeric)', 'begin\ninsert into "SYSTEM"."T" values (n) returning "T"."N" * 2 into o;\nif n = 13 then perform ora.raise(20013, \'unlucky\'); end if;\nend',
      [n.slot], [o.slot]) }, [n, o])
  },
  'begin open :c for select; end;': () => {
    const c = cursorOf('c')
    return block({ fragment: fragment('(out c text)', `declare r refcursor := 'ora$shape1$1'; begin
      open r for select i::numeric, 'row ' || i from generate_series(1, 250) i; c := r; end`, [], [c.slot], { shapes: [{ id: 'shape1', columns }] }) }, [c])
  },
  'begin open :c for clob; end;': () => {
    const c = cursorOf('c')
    return block({ fragment: fragment('(out c text)', `declare r refcursor := 'ora$shape2$1'; begin
      open r for select i::numeric, 'clob ' || i from generate_series(1, 3) i; c := r; end`, [], [c.slot],
    { shapes: [{ id: 'shape2', columns: [columns[0], { name: 'C', type: { kind: 'CLOB' }, nullable: true }] }] }) }, [c])
  },
  'begin :c := never_opened; end;': () => block({ fragment: fragment('(out c text)', 'begin end', [], [cursorOf('c').slot]) }, [cursorOf('c')]),
  'begin return two results; end;': () => block({ fragment: fragment('() returns void', `declare r refcursor := 'ora$shape1$1'; q refcursor := 'ora$shape1$2'; begin
      open r for select 1.0, 'one'::text; open q for select i::numeric, 'two'::text from generate_series(2, 3) i;
      raise info using errcode = 'ORDBM', detail = 'return_result', message = r::text; raise info using errcode = 'ORDBM', detail = 'return_result', message = q::text; end`,
  [], [], { shapes: [{ id: 'shape1', columns }] }) }, []),
  'begin :o := upper of each :i; end;': () => {
    const [i, o] = [bind('i', 'in', texts), bind('o', 'out', texts)]
    return block({ fragment: fragment('(i "ora_type"."e_text"[], out o "ora_type"."e_text"[])', `begin
      o := (select array_agg(row(upper(x.v))::"ora_type"."e_text" order by n) from unnest(i) with ordinality as x(v, n)); end`, [i.slot], [o.slot]) }, [o, i],
    { types: [{ name: '"ora_type"."e_text"', body: '(v text)' }] })
  },
  'begin :s := sum of :n; :d := doubled :n; end;': () => {
    const [s, n, d] = [bind('s', 'out', NUMBER), bind('n', 'in', numbers), bind('d', 'out', numbers)]
    return block({ fragment: fragment('(n "ora_type"."e_numeric"[], out s numeric, out d "ora_type"."e_numeric"[])', `begin
      select sum(v), array_agg(row(v * 2)::"ora_type"."e_numeric") into s, d from unnest(n) x(v); end`, [n.slot], [s.slot, d.slot]) }, [s, n, d],
    { types: [{ name: '"ora_type"."e_numeric"', body: '(v numeric)' }] })
  },
  'begin dbms_output.put_line(:t); end;': () => {
    const t = bind('t', 'in', TEXT)
    return block({ fragment: fragment('(t text) returns void', "begin raise info using errcode = 'ORDBM', detail = 'put_line', message = coalesce(t, ''); end", [t.slot], []) }, [t])
  },
  'begin nested failure end;': () => block({ fragment: fragment('() returns void', 'begin\n\nperform 1 / 0;\nend', [], []) }, [])
}
for (const type of Object.keys(TYPES)) blocks[`begin :o := :i; end; -- ${type}`] = echo(type)

let test: TestServer
let c: oracledb.Connection
beforeAll(async () => {
  test = await startTestServer(withBlocks(blocks))
  c = await test.connect()
  await c.execute('create table t (n number)')
})
afterAll(async () => {
  await c.close()
  await test.stop()
})
const count = async (): Promise<unknown> => ((await c.execute('select count(*) from t')).rows as unknown[][])[0][0]
const echoed = async (type: string, value: unknown, of: oracledb.DbType, more: object = {}): Promise<unknown> => {
  const binds = { o: { dir: oracledb.BIND_OUT, type: of, ...more }, i: { val: value, type: of } } as oracledb.BindParameters
  return ((await c.execute(`begin :o := :i; end; -- ${type}`, binds)).outBinds as { o: unknown }).o
}

describe('binds of a block', () => {
  it.each([
    ['number', 12345.678, oracledb.DB_TYPE_NUMBER], ['number', null, oracledb.DB_TYPE_NUMBER], ['text', 'Zoë 🙂 "quoted" \\', oracledb.DB_TYPE_VARCHAR],
    ['text', 'x'.repeat(32767), oracledb.DB_TYPE_VARCHAR], ['text', null, oracledb.DB_TYPE_VARCHAR], ['date', new Date(2024, 1, 29, 23, 59, 58), oracledb.DB_TYPE_DATE],
    ['timestamp', new Date(2024, 1, 29, 23, 59, 58, 123), oracledb.DB_TYPE_TIMESTAMP], ['tz', new Date(2024, 1, 29, 23, 59, 58, 123), oracledb.DB_TYPE_TIMESTAMP_TZ],
    ['raw', Buffer.from([0, 1, 255]), oracledb.DB_TYPE_RAW], ['double', 0.1, oracledb.DB_TYPE_BINARY_DOUBLE], ['double', -Infinity, oracledb.DB_TYPE_BINARY_DOUBLE],
    ['boolean', true, oracledb.DB_TYPE_BOOLEAN], ['boolean', false, oracledb.DB_TYPE_BOOLEAN], ['boolean', null, oracledb.DB_TYPE_BOOLEAN]
  ])('%s %s comes back', async (type, value, of) => expect(await echoed(type, value, of, type === 'text' ? { maxSize: 32767 } : {})).toEqual(value))
  it('intervals come back', async () => {
    const make = (type: unknown, parts: object): object => new (type as new (parts: object) => object)(parts)
    const ds = make(oracledb.IntervalDS, { days: -1, hours: -2, minutes: -3, seconds: -4, fseconds: -5000 })
    expect(await echoed('ds', ds, oracledb.DB_TYPE_INTERVAL_DS)).toEqual(ds)
    const ym = make(oracledb.IntervalYM, { years: -3, months: -2 })
    expect(await echoed('ym', ym, oracledb.DB_TYPE_INTERVAL_YM)).toEqual(ym)
  })
  it('LOBs come back as temporary ones, which can be written', async () => {
    const lob = await echoed('clob', 'some clob é', oracledb.DB_TYPE_CLOB) as oracledb.Lob
    expect(await lob.getData()).toBe('some clob é')
    const bytes = await echoed('blob', Buffer.from([1, 2, 3]), oracledb.DB_TYPE_BLOB) as oracledb.Lob
    expect(await bytes.getData()).toEqual(Buffer.from([1, 2, 3]))
    expect(await echoed('clob', null, oracledb.DB_TYPE_CLOB)).toBeNull()
  })
  it('of both directions change, by name and by position, again and again', async () => {
    const out = (val: number): object => ({ dir: oracledb.BIND_INOUT, val, type: oracledb.NUMBER })
    for (let i = 0; i < 3; i++) {
      const { outBinds } = await c.execute('begin :a := :a + :b; :b := 7; end;', { a: out(i), b: out(2) } as oracledb.BindParameters)
      expect(outBinds).toEqual({ a: i + 2, b: 7 })
      expect((await c.execute('begin :a := :a + :b; :b := 7; end;', [out(i), out(3)] as oracledb.BindParameters)).outBinds).toEqual([i + 3, 7])
    }
  })
  it('too small for their value fail with ORA-06502', async () => {
    await expect(echoed('text', 'four', oracledb.DB_TYPE_VARCHAR, { maxSize: 3 })).rejects.toThrow('ORA-06502: PL/SQL: numeric or value error: character string buffer too small')
    await expect(echoed('raw', Buffer.from([1, 2]), oracledb.DB_TYPE_RAW, { maxSize: 1 })).rejects.toThrow('ORA-06502: PL/SQL: numeric or value error: raw variable length too long')
  })
  it('that are missing are refused', async () => {
    await expect(c.execute('begin :a := :a + :b; :b := 7; end;', [])).rejects.toThrow(/NJS-098|ORA-01008/)
  })
  it('can be arrays', async () => {
    const { outBinds } = await c.execute('begin :o := upper of each :i; end;', {
      i: { type: oracledb.STRING, dir: oracledb.BIND_IN, val: ['a', null, 'c,"d"'] as unknown as string[], maxArraySize: 10 },
      o: { type: oracledb.STRING, dir: oracledb.BIND_OUT, maxArraySize: 10, maxSize: 20 }
    } as oracledb.BindParameters)
    expect(outBinds).toEqual({ o: ['A', null, 'C,"D"'] })
    await expect(c.execute('begin :o := upper of each :i; end;', {
      i: { type: oracledb.STRING, dir: oracledb.BIND_IN, val: ['a', 'b'], maxArraySize: 10 }, o: { type: oracledb.STRING, dir: oracledb.BIND_OUT, maxArraySize: 1 }
    } as oracledb.BindParameters)).rejects.toThrow('ORA-06513')
    expect((await c.execute('begin :s := sum of :n; :d := doubled :n; end;', {
      s: { type: oracledb.NUMBER, dir: oracledb.BIND_OUT }, n: { type: oracledb.NUMBER, dir: oracledb.BIND_IN, val: [1, 2.5] },
      d: { type: oracledb.NUMBER, dir: oracledb.BIND_OUT, maxArraySize: 2 }
    } as oracledb.BindParameters)).outBinds).toEqual({ s: 3.5, d: [2, 5] })
  })
})

describe('a block', () => {
  it('begins a transaction only when it changed something', async () => {
    await c.execute('begin null; end;')
    expect(c.transactionInProgress).toBe(false)
    await c.execute('begin insert into t values (:n); end;', [1])
    expect(c.transactionInProgress).toBe(true)
    await c.rollback()
    expect(await count()).toBe(0)
    await c.execute('begin insert into t values (:n); end;', [1], { autoCommit: true })
    expect(c.transactionInProgress).toBe(false)
    await c.rollback()
    expect(await count()).toBe(1)
    await c.execute('delete from t', [], { autoCommit: true })
  })
  it('that only read holds no lock that DDL of others would wait for', async () => {
    const other = await test.connect()
    await c.execute('create table gone (n number)')
    await c.execute('begin null; end;')
    await other.execute('drop table gone')
    await other.close()
  })
  it('that fails leaves what was before it', async () => {
    await c.execute('insert into t values (1)')
    const failure = await c.execute('begin insert into t values (:n); end;', [13]).catch(e => e)
    expect(failure.message.split('\nHelp')[0]).toBe('ORA-20013: unlucky\nORA-06512: at line 3')
    expect(await count()).toBe(1)
    await c.rollback()
  })
  it('runs for many rows; those before a failure stay', async () => {
    const sql = 'begin insert into t values (:n) returning n * 2 into :o; end;'
    const rows = Array.from({ length: 1200 }, (_, i) => ({ n: i + 100 }))
    const bindDefs = { n: { type: oracledb.NUMBER }, o: { type: oracledb.NUMBER, dir: oracledb.BIND_OUT } }
    const result = await c.executeMany(sql, rows, { bindDefs })
    expect(result.outBinds).toEqual(rows.map(row => ({ o: row.n * 2 })))
    expect(await count()).toBe(1200)
    await c.rollback()
    await expect(c.executeMany(sql, [{ n: 1 }, { n: 2 }, { n: 13 }, { n: 4 }], { bindDefs })).rejects.toThrow('ORA-20013')
    expect(await count()).toBe(2)
    await c.rollback()
    await c.executeMany('begin insert into t values (:n); end;', [[1], [2]], { autoCommit: true })
    await c.rollback()
    expect(await count()).toBe(2)
    await c.execute('delete from t', [], { autoCommit: true })
  })
  it('tells the lines of an error', async () => {
    await expect(c.execute('begin nested failure end;')).rejects.toThrow('ORA-01476: divisor is equal to zero\nORA-06512: at line 3')
  })
  it('is described with the names of its binds', async () => {
    const info = await c.getStatementInfo('begin :a := :a + :b; :b := 7; end;')
    expect([info.bindNames, info.statementType]).toEqual([['A', 'B'], oracledb.STMT_TYPE_BEGIN])
  })
})

describe('a REF CURSOR', () => {
  const opened = async (sql: string): Promise<oracledb.ResultSet<unknown>> =>
    ((await c.execute(sql, { c: { type: oracledb.CURSOR, dir: oracledb.BIND_OUT } })).outBinds as { c: oracledb.ResultSet<unknown> }).c
  it('gives its rows, also after a commit', async () => {
    for (let i = 0; i < 2; i++) {
      const rs = await opened('begin open :c for select; end;')
      expect(rs.metaData.map(m => m.name)).toEqual(['N', 'T'])
      await c.commit()
      const rows = await rs.getRows(1000)
      expect([rows.length, rows[0], rows[249]]).toEqual([250, [1, 'row 1'], [250, 'row 250']])
      await rs.close()
    }
  })
  it('gives LOBs', async () => {
    const rs = await opened('begin open :c for clob; end;')
    const rows = await rs.getRows() as [number, oracledb.Lob][]
    expect(await rows[2][1].getData()).toBe('clob 3')
    expect(rows.length).toBe(3)
    await rs.close()
  })
  it('that was never opened is invalid', async () => {
    await expect(opened('begin :c := never_opened; end;')).rejects.toThrow('NJS-107')
  })
  it('can be an implicit result', async () => {
    const { implicitResults } = await c.execute('begin return two results; end;')
    expect(implicitResults).toEqual([[[1, 'one']], [[2, 'two'], [3, 'two']]])
  })
  it('counts as an open cursor until it is closed', async () => {
    const many: oracledb.ResultSet<unknown>[] = []
    await expect((async () => {
      for (let i = 0; i < 400; i++) many.push(await opened('begin open :c for select; end;'))
    })()).rejects.toThrow('ORA-01000')
    for (const rs of many) await rs.close()
    await (await opened('begin open :c for select; end;')).close()
  })
})
