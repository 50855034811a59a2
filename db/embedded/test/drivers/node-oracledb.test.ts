import * as oracledb from 'oracledb'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { PASSWORD, startProxy, startTestServer, type TestServer } from '../wire/test-server'

let test: TestServer
let c: oracledb.Connection

beforeAll(async () => {
  test = await startTestServer()
  c = await test.connect()
  await c.execute(`create table t (id number(9) constraint t_pk primary key, name varchar2(40), amount number(10,2), born date, seen timestamp(6),
    note clob, image blob, bits raw(20), ratio binary_double, code char(4))`)
  await c.execute('create table big (n number(5))')
  await c.executeMany('insert into big values (:1)', Array.from({ length: 1000 }, (_, i) => [i + 1]), { autoCommit: true })
  await c.execute('create table child (id number primary key, t_id number constraint child_fk references t(id))')
})
beforeEach(async () => {
  await c.rollback()
  await c.execute('delete from child')
  await c.execute('delete from t')
  await c.commit()
})
afterAll(async () => {
  await c.close()
  await test.stop()
})

const rowsOf = async (sql: string, binds: oracledb.BindParameters = [], options: oracledb.ExecuteOptions = {}): Promise<unknown[]> =>
  (await c.execute(sql, binds, options)).rows as unknown[]

describe('logon', () => {
  it('tells version and service', () => {
    expect([c.oracleServerVersionString, c.serviceName]).toEqual(['19.0.0.0.0', 'FREEPDB1'])
  })
  it('takes the user in any case, and refuses a wrong password and an unknown user alike', async () => {
    await (await test.connect({ user: 'System' })).close()
    await expect(test.connect({ password: 'wrong' })).rejects.toThrow('ORA-01017')
    await expect(test.connect({ user: 'nobody' })).rejects.toThrow('ORA-01017')
  })
  it('refuses an unknown service and an unknown SID as a listener does', async () => {
    await expect(test.connect({ connectString: test.connectString.replace('FREEPDB1', 'NOPE') })).rejects.toThrow('NJS-518')
    const sid = `(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=127.0.0.1)(PORT=${test.server.port}))(CONNECT_DATA=(SID=NOPE)))`
    await expect(test.connect({ connectString: sid })).rejects.toThrow('NJS-519')
  })
  it('takes connect data that do not fit the first packet', async () => {
    const program = 'p'.repeat(30)
    const long = `(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=127.0.0.1)(PORT=${test.server.port}))(CONNECT_DATA=(SERVICE_NAME=FREEPDB1)(${'X'.repeat(300)}=1)))`
    await (await test.connect({ connectString: long, program })).close()
    await expect(test.connect({ connectString: long.replace('FREEPDB1', 'N'.repeat(300)) })).rejects.toThrow('NJS-518')
  })
  it('needs CREATE SESSION', async () => {
    await c.execute('create user nologon identified by x1')
    await expect(test.connect({ user: 'nologon', password: 'x1' })).rejects.toThrow('ORA-01045')
    await c.execute('drop user nologon cascade')
  })
  it('changes a password, on a live session and while logging on', async () => {
    await c.execute('create user changer identified by "First1"')
    await c.execute('grant create session to changer')
    const first = await test.connect({ user: 'changer', password: 'First1' })
    await first.changePassword('changer', 'First1', 'Second2')
    await expect(first.changePassword('changer', 'nope', 'Third3')).rejects.toThrow('ORA-01017')
    await first.close()
    await expect(test.connect({ user: 'changer', password: 'First1' })).rejects.toThrow('ORA-01017')
    await (await test.connect({ user: 'changer', password: 'Second2', newPassword: 'Third3' })).close()
    await (await test.connect({ user: 'changer', password: 'Third3' })).close()
    await c.execute('drop user changer cascade')
  })
  it('is over when close has answered: its user can be dropped at once', async () => {
    for (let i = 0; i < 15; i++) {
      await c.execute('create user leaver identified by "Leaver1"')
      await c.execute('grant create session to leaver')
      const session = await test.connect({ user: 'leaver', password: 'Leaver1' })
      await expect(c.execute('drop user leaver')).rejects.toThrow('ORA-01940')
      await session.close()
      await c.execute('drop user leaver')
    }
  })
  it('closes an account after ten failures in a row, for others not', async () => {
    await c.execute('create user guessed identified by "Right1"')
    await c.execute('grant create session to guessed')
    for (let i = 0; i < 10; i++) await expect(test.connect({ user: 'guessed', password: `g${i}` })).rejects.toThrow('ORA-01017')
    await expect(test.connect({ user: 'guessed', password: 'Right1' })).rejects.toThrow('ORA-28000')
    await (await test.connect()).close()
    await c.execute('drop user guessed cascade')
  })
})

describe('values', () => {
  it('of every type come back as they went in', async () => {
    const born = new Date(2024, 1, 29, 23, 59, 58)
    const seen = new Date(2024, 1, 29, 23, 59, 58, 123)
    const image = Buffer.from([0, 1, 254, 255])
    await c.execute('insert into t values (:1,:2,:3,:4,:5,:6,:7,:8,:9,:10)',
      [1, 'Zoë 🙂', -1234567.89, born, seen, 'clob é', image, Buffer.from('ff00', 'hex'), 0.1, 'ab'])
    const [row] = await rowsOf('select * from t', [], { fetchTypeHandler: lobsInline })
    expect(row).toEqual([1, 'Zoë 🙂', -1234567.89, born, seen, 'clob é', image, Buffer.from('ff00', 'hex'), 0.1, 'ab  '])
  })
  it('are described by name and type', async () => {
    const { metaData } = await c.execute('select id, name, amount, born, seen, note, image, bits, ratio, code, rowid r from t')
    expect(metaData?.map(m => [m.name, m.dbTypeName, m.precision, m.scale, m.byteSize, m.nullable])).toEqual([
      ['ID', 'NUMBER', 9, 0, undefined, false], ['NAME', 'VARCHAR2', undefined, undefined, 40, true], ['AMOUNT', 'NUMBER', 10, 2, undefined, true],
      ['BORN', 'DATE', undefined, undefined, undefined, true], ['SEEN', 'TIMESTAMP', 6, undefined, undefined, true],
      ['NOTE', 'CLOB', undefined, undefined, undefined, true], ['IMAGE', 'BLOB', undefined, undefined, undefined, true],
      ['BITS', 'RAW', undefined, undefined, 20, true], ['RATIO', 'BINARY_DOUBLE', undefined, undefined, undefined, true],
      ['CODE', 'CHAR', undefined, undefined, 4, true], ['R', 'ROWID', undefined, undefined, undefined, expect.anything()]
    ])
  })
  it('null and the empty string are the same', async () => {
    await c.execute('insert into t (id, name, amount, born) values (:1, :2, :3, :4)', [1, '', null, undefined])
    expect(await rowsOf('select name, amount, born, note from t')).toEqual([[null, null, null, null]])
  })
  it('numbers keep every digit when fetched as text', async () => {
    const fetchTypeHandler = (): oracledb.FetchTypeResponse => ({ type: oracledb.STRING })
    expect(await rowsOf('select 12345678901234567890.12345678901234567 a, 1/3 b, -0.5 c, 1e125 d from dual', [], { fetchTypeHandler })).toEqual([
      ['12345678901234567890.12345678901234567', '.3333333333333333333333333333333333333333', '-.5', expect.stringMatching(/^1(0{125}|E\+125)$/)]
    ].map(row => row.map(v => (typeof v === 'string' ? expect.stringMatching(new RegExp(`^${v.replace(/^(-?)\./, '$10?\\.').replace(/[+]/g, '\\+')}$`)) : v))))
  })
  it('bind as numbers, dates, buffers and nulls in a query', async () => {
    const day = new Date(2020, 5, 7, 8, 9, 10)
    const binds = { n: 1.5, s: 'x', d: day, r: Buffer.from([1, 2]), z: null }
    expect(await rowsOf('select :n, :s, :d, :r, :z from dual', binds)).toEqual([[1.5, 'x', day, Buffer.from([1, 2]), null]])
  })
  it('of a repeated name are one value at every place', async () => {
    expect(await rowsOf('select :a || :b || :a from dual', { a: 'x', b: '-' })).toEqual([['x-x']])
  })
})

const lobsInline = (m: oracledb.Metadata<unknown>): oracledb.FetchTypeResponse | undefined =>
  m.dbType === oracledb.DB_TYPE_CLOB ? { type: oracledb.STRING } : m.dbType === oracledb.DB_TYPE_BLOB ? { type: oracledb.BUFFER } : undefined

describe('queries', () => {
  beforeEach(async () => {
    await c.executeMany('insert into t (id, name, amount) values (:1, :2, :3)', Array.from({ length: 1000 }, (_, i) => [i, `name ${i}`, i / 4]))
  })
  it('fetch every row once, whatever the fetch sizes', async () => {
    for (const [prefetchRows, fetchArraySize] of [[0, 1], [2, 7], [100, 100], [1001, 10], [3, 1000]]) {
      const rows = await rowsOf('select id from t order by id', [], { prefetchRows, fetchArraySize })
      expect(rows).toEqual(Array.from({ length: 1000 }, (_, i) => [i]))
    }
  })
  it('run again from the cache with other binds', async () => {
    for (const id of [5, 999, 5]) expect(await rowsOf('select name from t where id = :id', { id })).toEqual([[`name ${id}`]])
  })
  it('take another bind type for the same text', async () => {
    expect(await rowsOf('select id from t where id = :1', [7])).toEqual([[7]])
    expect(await rowsOf('select id from t where id = :1', ['8'])).toEqual([[8]])
    await expect(rowsOf('select id from t where id = :1', ['x'])).rejects.toThrow('ORA-01722')
  })
  it('stream result sets, several at once, also over a commit', async () => {
    const open = async (): Promise<oracledb.ResultSet<number[]>> =>
      (await c.execute<number[]>('select id from t order by id', [], { resultSet: true, prefetchRows: 2, fetchArraySize: 10 })).resultSet as oracledb.ResultSet<number[]>
    const [a, b] = [await open(), await open()]
    expect((await a.getRows(5)).map(r => r[0])).toEqual([0, 1, 2, 3, 4])
    await c.commit()
    expect((await b.getRows(3)).map(r => r[0])).toEqual([0, 1, 2])
    expect((await a.getRows(2000)).length).toBe(995)
    await a.close()
    await b.close()
  })
  it('of a million rows give the first at once, and can be left', async () => {
    const begun = Date.now()
    const { resultSet } = await c.execute<[number]>('select a.n from big a, big b', [], { resultSet: true, fetchArraySize: 10 })
    expect((await resultSet?.getRows(10))?.length).toBe(10)
    expect(Date.now() - begun).toBeLessThan(2000)
    await resultSet?.close()
    expect(await rowsOf('select count(*) from big')).toEqual([[1000]])
  })
  it('of many rows go on while other statements run, and over commit and rollback', async () => {
    for (const begin of [async () => undefined, async () => c.execute('update t set amount = amount')]) {
      await begin()
      const { resultSet } = await c.execute<[number, string]>('select a.n, rpad(\'x\', 500) from big a, big b where a.n <= 60 order by a.n, b.n', [], { resultSet: true, fetchArraySize: 100 })
      let count = 0
      for (let rows = await resultSet?.getRows(7000); rows && rows.length > 0; rows = await resultSet?.getRows(7000)) {
        for (const [n] of rows) expect(n).toBe(1 + Math.floor(count++ / 1000))
        await c.execute('update t set name = \'touched\' where id = 1')
        expect(await rowsOf('select 1 from dual')).toEqual([[1]])
        if (count > 20_000 && count < 30_000) await c.commit()
        else if (count < 40_000) await c.rollback()
      }
      expect(count).toBe(60_000)
      await resultSet?.close()
      await c.rollback()
    }
  })
  it('that fail far behind their first rows give those, then the error, and leave the transaction alone', async () => {
    for (const begin of [async () => undefined, async () => c.execute('update t set amount = amount where id < 5')]) {
      await begin()
      const { resultSet } = await c.execute<[number]>('select 1 / (case when a.n = 9 and b.n = 1000 then 0 else 1 end) from big a, big b where a.n < 20', [], { resultSet: true, fetchArraySize: 1000 })
      await expect((async () => {
        let n = 0
        for (let rows = await resultSet?.getRows(1000); rows && rows.length > 0; rows = await resultSet?.getRows(1000)) n += rows.length
        return n
      })()).rejects.toThrow('ORA-01476')
      expect(await rowsOf('select count(*) from big')).toEqual([[1000]])
      await c.rollback()
    }
  })
  it('left open do not keep others from changing the table', async () => {
    await c.execute('create table held (a number)')
    await c.execute('insert into held select a.n from big a, big b where b.n <= 5')
    await c.commit()
    const { resultSet } = await c.execute('select * from held', [], { resultSet: true, fetchArraySize: 10 })
    await resultSet?.getRows(10)
    const other = await test.connect()
    await expect.poll(async () => other.execute('drop table held').then(() => 'dropped', () => 'busy'), { timeout: 5000 }).toBe('dropped')
    expect((await resultSet?.getRows(10_000))?.length).toBe(4990)
    await resultSet?.close()
    await other.close()
  })
  it('show the new shape after DDL on the same text', async () => {
    await c.execute('create table shape (a number)')
    await c.execute('insert into shape values (1)')
    expect(await rowsOf('select * from shape')).toEqual([[1]])
    await c.execute('alter table shape add (b varchar2(5) default \'x\')')
    expect(await rowsOf('select * from shape')).toEqual([[1, 'x']])
    await c.execute('drop table shape')
    await expect(rowsOf('select * from shape')).rejects.toThrow('ORA-00942')
  })
  it('are described without being run', async () => {
    const info = await c.getStatementInfo('select id, name from t where id = :x')
    expect([info.bindNames, info.metaData?.map(m => m.name)]).toEqual([['X'], ['ID', 'NAME']])
  })
  it('errors have their place', async () => {
    await expect(rowsOf('select nme from t')).rejects.toMatchObject({ errorNum: 904, offset: 7 })
    expect(await rowsOf('select count(*) from t')).toEqual([[1000]])
  })
})

describe('DML', () => {
  it('counts rows and gives the rowid of a row that can be found by it', async () => {
    const insert = await c.execute('insert into t (id, name) values (1, \'a\')')
    expect(insert.rowsAffected).toBe(1)
    const [[rowid]] = (await rowsOf('select rowid from t')) as string[][]
    expect(rowid).toMatch(/^[A-Za-z0-9+/]{18}$/)
    expect(await rowsOf('select id from t where rowid = :r', [rowid])).toEqual([[1]])
    expect((await c.execute('update t set name = \'b\' where rowid = :r', [rowid])).rowsAffected).toBe(1)
    expect(await rowsOf('select id from t where rowid = :r', [rowid]), 'a stale one finds nothing').toEqual([])
    expect((await c.execute('delete from t where id = 77')).rowsAffected).toBe(0)
  })
  it('returns values into binds, one row and many', async () => {
    const out = { type: oracledb.NUMBER, dir: oracledb.BIND_OUT }
    const one = await c.execute<{ id: number[]; name: string[] }>('insert into t (id, name) values (:i, :n) returning id, name into :id, :name',
      { i: 5, n: 'five', id: out, name: { type: oracledb.STRING, dir: oracledb.BIND_OUT } })
    expect(one.outBinds).toEqual({ id: [5], name: ['five'] })
    await c.execute('insert into t (id, name) values (6, \'six\')')
    const many = await c.execute<{ id: number[] }>('update t set name = upper(name) where id > :low returning id into :id', { low: 0, id: out })
    expect((many.outBinds?.id ?? []).sort()).toEqual([5, 6])
    const none = await c.execute<{ id: number[] }>('delete from t where id = 77 returning id into :id', { id: out })
    expect(none.outBinds).toEqual({ id: [] })
    const array = await c.executeMany('insert into t (id) values (:1) returning id into :2', [[10], [11]], { bindDefs: [{ type: oracledb.NUMBER }, out] })
    expect(array.outBinds).toEqual([[[10]], [[11]]])
  })
  it('returns numbers into text binds, and refuses before it changes anything what a bind cannot take', async () => {
    const text = { type: oracledb.STRING, dir: oracledb.BIND_OUT }
    const r = await c.execute('insert into t (id, amount) values (1, 0.5) returning amount, id, -amount into :a, :b, :c', { a: text, b: text, c: text })
    expect(r.outBinds).toEqual({ a: ['.5'], b: ['1'], c: ['-.5'] })
    await expect(c.execute('insert into t (id, born) values (2, sysdate) returning born into :a', { a: { type: oracledb.NUMBER, dir: oracledb.BIND_OUT } })).rejects.toThrow(/ORA-00932|ORA-03001/)
    expect(await rowsOf('select id from t')).toEqual([[1]])
  })
  it('array: keeps the rows before the one that fails', async () => {
    const rows = [[1, 'a'], [2, 'b'], [1, 'again'], [3, 'c']]
    await expect(c.executeMany('insert into t (id, name) values (:1, :2)', rows)).rejects.toThrow('ORA-00001')
    expect(await rowsOf('select id from t order by id')).toEqual([[1], [2]])
  })
  it('array: gathers errors and goes on, with the row counts', async () => {
    const rows = [[1, 'a'], [1, 'dup'], [2, 'x'.repeat(50)], [3, 'c'], [null, 'n'], [4, 'd']]
    const result = await c.executeMany('insert into t (id, name) values (:1, :2)', rows,
      { batchErrors: true, dmlRowCounts: true, bindDefs: [{ type: oracledb.NUMBER }, { type: oracledb.STRING, maxSize: 100 }] })
    expect(result.batchErrors?.map(e => [e.message.slice(0, 9), e.offset])).toEqual([['ORA-00001', 1], ['ORA-12899', 2], ['ORA-01400', 4]])
    expect(result.dmlRowCounts).toEqual([1, 0, 0, 1, 0, 1])
    expect(result.rowsAffected).toBe(3)
    expect(await rowsOf('select id from t order by id')).toEqual([[1], [3], [4]])
  })
  it('array: counts each row of an update', async () => {
    await c.executeMany('insert into t (id, name) values (:1, :2)', [[1, 'a'], [2, 'a'], [3, 'b']])
    const result = await c.executeMany('update t set amount = 1 where name = :1', [['a'], ['z'], ['b']], { dmlRowCounts: true })
    expect(result.dmlRowCounts).toEqual([2, 0, 1])
  })
  it('array: many rows in one call, and all fail one by one', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => [i, `row ${i}`])
    expect((await c.executeMany('insert into t (id, name) values (:1, :2)', rows)).rowsAffected).toBe(3000)
    const again = await c.executeMany('insert into t (id, name) values (:1, :2)', rows.slice(0, 500), { batchErrors: true })
    expect(again.batchErrors?.length).toBe(500)
    expect(await rowsOf('select count(*) from t')).toEqual([[3000]])
  })
  it('a failing statement takes back only itself', async () => {
    await c.execute('insert into t (id, name) values (1, \'kept\')')
    await expect(c.execute('insert into t (id, name) select 0, \'x\' from dual union all select 1, \'x\' from dual')).rejects.toThrow('ORA-00001')
    await expect(c.execute('insert into child values (1, 99)')).rejects.toThrow('ORA-02291')
    await expect(rowsOf('select 1/0 from dual')).rejects.toThrow('ORA-01476')
    await c.execute('insert into child values (1, 1)')
    await expect(c.execute('delete from t')).rejects.toThrow('ORA-02292')
    await c.commit()
    expect(await rowsOf('select name from t')).toEqual([['kept']])
  })
})

describe('transactions', () => {
  const count = async (): Promise<unknown> => ((await rowsOf('select count(*) from t')) as number[][])[0][0]
  it('are seen by others after commit only', async () => {
    const other = await test.connect()
    await c.execute('insert into t (id) values (1)')
    expect((await other.execute('select count(*) from t')).rows).toEqual([[0]])
    await c.commit()
    expect((await other.execute('select count(*) from t')).rows).toEqual([[1]])
    await other.close()
  })
  it('with autoCommit need no commit', async () => {
    await c.execute('insert into t (id) values (1)', [], { autoCommit: true })
    await c.executeMany('insert into t (id) values (:1)', [[2], [3]], { autoCommit: true })
    await c.rollback()
    expect(await count()).toBe(3)
    await expect(c.execute('insert into t (id) values (1)', [], { autoCommit: true })).rejects.toThrow('ORA-00001')
    expect(c.transactionInProgress).toBe(false)
    await expect(c.executeMany('insert into t (id) values (:1)', [[7], [1]], { autoCommit: true }), 'commit on success only').rejects.toThrow('ORA-00001')
    expect(c.transactionInProgress).toBe(true)
    await c.rollback()
    expect(await count()).toBe(3)
  })
  it('deferred constraints raise ORA-02091 with their cause, and nothing stays', async () => {
    await c.execute('create table late (t_id number constraint late_fk references t(id) deferrable initially deferred)')
    await c.execute('insert into late values (99)')
    await expect(c.commit()).rejects.toThrow(/ORA-02091: transaction rolled back\nORA-02291: integrity constraint \(SYSTEM.LATE_FK\)/)
    await expect(c.execute('insert into late values (99)', [], { autoCommit: true })).rejects.toThrow('ORA-02091')
    expect([c.transactionInProgress, await rowsOf('select count(*) from late')]).toEqual([false, [[0]]])
    await c.execute('drop table late')
  })
  it('commit at DDL, also at one that fails', async () => {
    await c.execute('insert into t (id) values (1)')
    await c.execute('create table ddl_commits (a number)')
    await c.rollback()
    expect(await count()).toBe(1)
    await c.execute('insert into t (id) values (2)')
    await expect(c.execute('create table ddl_commits (a number)')).rejects.toThrow('ORA-00955')
    await c.rollback()
    expect(await count()).toBe(2)
    await c.execute('drop table ddl_commits')
  })
  it('have savepoints, which move when set again', async () => {
    await c.execute('insert into t (id) values (1)')
    await c.execute('savepoint a')
    await c.execute('insert into t (id) values (2)')
    await c.execute('savepoint b')
    await c.execute('insert into t (id) values (3)')
    await c.execute('rollback to savepoint b')
    expect(await count()).toBe(2)
    await c.execute('rollback to a')
    expect(await count()).toBe(1)
    await expect(c.execute('rollback to b')).rejects.toThrow('ORA-01086')
    await c.execute('insert into t (id) values (4)')
    await c.execute('savepoint a')
    await c.execute('insert into t (id) values (5)')
    await c.execute('rollback to a')
    expect(await count()).toBe(2)
  })
  it('of a pooled session end with its release', async () => {
    const pool = await oracledb.createPool({ user: 'system', password: PASSWORD, connectString: test.connectString, poolMin: 1, poolMax: 1 })
    const first = await pool.getConnection()
    await first.execute('insert into t (id) values (1)')
    expect(first.transactionInProgress).toBe(true)
    await first.close()
    const second = await pool.getConnection()
    expect((await second.execute('select count(*) from t')).rows).toEqual([[0]])
    await second.close()
    await pool.close(0)
  })
  it('of a client that vanishes are rolled back', async () => {
    const proxy = await startProxy(test.server.port, () => 100_000)
    const lost = await test.connect({ connectString: `127.0.0.1:${proxy.port}/FREEPDB1` })
    await lost.execute('insert into t (id) values (1)')
    proxy.close()
    await lost.close().catch(() => undefined)
    await expect.poll(async () => {
      const { rows } = await c.execute('select count(*) from t where id = 1')
      await c.execute('insert into t (id) values (1)')
      await c.rollback()
      return rows
    }, { timeout: 5000 }).toEqual([[0]])
  })
  it('read only refuse to write', async () => {
    await c.execute('set transaction read only')
    await expect(c.execute('insert into t (id) values (1)')).rejects.toThrow('ORA-01456')
    await c.rollback()
  })
  it('lock rows with FOR UPDATE', async () => {
    await c.execute('insert into t (id) values (1)', [], { autoCommit: true })
    const other = await test.connect()
    await other.execute('select id from t where id = 1 for update')
    expect(other.transactionInProgress).toBe(true)
    await expect(c.execute('select id from t where id = 1 for update nowait')).rejects.toThrow('ORA-00054')
    await other.rollback()
    await c.execute('select id from t where id = 1 for update nowait')
    await other.close()
  })
})

describe('LOBs', () => {
  it('stream out of columns', async () => {
    const text = 'é🙂x'.repeat(30_000)
    await c.execute('insert into t (id, note, image) values (1, :1, :2)', [text, Buffer.alloc(100_000, 7)])
    const [[note, image]] = (await rowsOf('select note, image from t')) as oracledb.Lob[][]
    expect([note.length, image.length]).toEqual([text.length, 100_000])
    expect(await note.getData()).toBe(text)
    expect((await image.getData() as Buffer).equals(Buffer.alloc(100_000, 7))).toBe(true)
    expect(await note.getData(2, 3)).toBe(text.slice(1, 4))
  })
  it('are written into temporary ones and bound', async () => {
    const lob = await c.createLob(oracledb.CLOB)
    await new Promise<void>((done, fail) => {
      lob.on('finish', done).on('error', fail)
      lob.write('first ')
      lob.end('second')
    })
    await c.execute('insert into t (id, note) values (1, :1)', [lob])
    await lob.close()
    expect(await rowsOf('select note from t', [], { fetchTypeHandler: lobsInline })).toEqual([['first second']])
  })
  it('come empty, null and in many rows', async () => {
    await c.execute('insert into t (id, note) values (1, empty_clob())')
    await c.execute('insert into t (id, note) values (2, null)')
    await c.executeMany('insert into t (id, note) values (:1, :2)', Array.from({ length: 300 }, (_, i) => [i + 10, `note ${i}`]))
    const rows = (await rowsOf('select id, note from t order by id')) as [number, oracledb.Lob | null][]
    expect(rows.length).toBe(302)
    expect(rows[0][1]?.length).toBe(0)
    expect(rows[1][1]).toBeNull()
    expect(await rows[301][1]?.getData()).toBe('note 299')
  })
  it('cannot be written through a column\'s locator, by name', async () => {
    await c.execute('insert into t (id, note) values (1, \'old\')')
    const [[lob]] = (await rowsOf('select note from t for update')) as oracledb.Lob[][]
    await expect(new Promise((done, fail) => lob.on('finish', done).on('error', fail).end('new'))).rejects.toThrow('ORA-03001')
  })
})

describe('interruption', () => {
  const slow = 'select count(*) from big a, big b, big c'
  it('by break() raises ORA-01013 and the session goes on', async () => {
    await c.execute('insert into t (id) values (1)')
    const running = c.execute(slow)
    const timer = setTimeout(() => void c.break(), 100)
    await expect(running).rejects.toThrow('ORA-01013')
    clearTimeout(timer)
    expect(await rowsOf('select id from t'), 'the transaction is still there').toEqual([[1]])
  })
  it('by callTimeout raises its error and the session goes on', async () => {
    await c.execute('insert into t (id) values (1)')
    c.callTimeout = 150
    await expect(c.execute(slow)).rejects.toThrow('NJS-123')
    c.callTimeout = 0
    expect(await rowsOf('select 1 from dual')).toEqual([[1]])
  })
})

describe('limits and refusals', () => {
  it('open cursors end with ORA-01000', async () => {
    const other = await test.connect({ stmtCacheSize: 0 })
    const open: oracledb.ResultSet<unknown>[] = []
    await expect((async () => {
      for (let i = 0; i < 400; i++) {
        const { resultSet } = await other.execute('select n from big', [], { resultSet: true, prefetchRows: 1, fetchArraySize: 1 })
        open.push(resultSet as oracledb.ResultSet<unknown>)
      }
    })()).rejects.toThrow('ORA-01000')
    for (const rs of open) await rs.close()
    expect((await other.execute('select 1 from dual')).rows).toEqual([[1]])
    await other.close()
  })
  it('what is not there is refused by name', async () => {
    await expect(c.execute('explain plan for select 1 from dual')).rejects.toThrow('ORA-03001: unimplemented feature: EXPLAIN PLAN')
  })
  it('ping works and the current schema changes', async () => {
    await c.ping()
    await c.execute('create user other_schema identified by x1')
    const other = await test.connect()
    other.currentSchema = 'other_schema'
    expect((await other.execute('select sys_context(\'userenv\', \'current_schema\') s from dual')).rows).toEqual([['OTHER_SCHEMA']])
    other.currentSchema = 'nowhere'
    await expect(other.execute('select 1 from dual')).rejects.toThrow('ORA-01435')
    await c.execute('drop user other_schema cascade')
  })
  it('fetches a hundred thousand rows', async () => {
    const rows = await rowsOf('select a.n, \'text \' || b.n, sysdate from big a, big b where a.n <= 100', [], { fetchArraySize: 5000 })
    expect(rows.length).toBe(100_000)
  })
})
