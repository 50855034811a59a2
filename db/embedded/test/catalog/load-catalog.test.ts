import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CatalogSnapshot } from '../../catalog/catalog-snapshot'
import { installCatalog } from '../../catalog/install'
import { loadCatalog } from '../../catalog/load-catalog'
import { phys } from '../../catalog/physical-names'
import { play } from '../ddl/scenario'
import { startTestServer, type TestServer } from '../wire/test-server'

let test: TestServer
const query = (text: string): Promise<(string | null)[][]> => test.server.query(text)
beforeAll(async () => {
  test = await startTestServer()
})
afterAll(() => test.stop())

describe('the catalog snapshot', () => {
  it('takes what did not change from the one before', async () => {
    const first = await loadCatalog(query)
    const c = await test.connect()
    await play(c, [['create table t (a number primary key)']])
    const second = await loadCatalog(query, first)
    expect(second.version).toBe(first.version + 1)
    expect(first.find('SYSTEM', 'T')).toBeUndefined()
    expect(second.find('SYSTEM', 'T')).toMatchObject({
      kind: 'table',
      owner: 'SYSTEM',
      name: 'T',
      columns: [{ name: 'A', type: { kind: 'NUMBER' }, nullable: false }]
    })
    const dual = (s: CatalogSnapshot) => s.data.objects.get(143)
    expect(dual(second)).toBe(dual(first))
    await play(c, [['drop table t']])
    const third = await loadCatalog(query, second)
    expect(third.find('SYSTEM', 'T')).toBeUndefined()
    expect(third.findConstraint('SYSTEM', 'SYS_C008000')).toBeUndefined()
    await c.close()
  })
  it('is the same when the dictionary is installed again, and views over it stay', async () => {
    const c = await test.connect()
    await play(c, [['create view mine as select table_name from user_tables'], ['create table t (a number)']])
    const before = await loadCatalog(query)
    await installCatalog(query)
    const after = await loadCatalog(query)
    expect(after.data.objects.size).toBe(before.data.objects.size)
    await play(c, [['select * from mine', [['T']]], ['drop view mine'], ['drop table t']])
    await c.close()
  })
})

describe('physical names', () => {
  it('keep what PostgreSQL can hold, and tell long ones apart', () => {
    expect(phys('EMP')).toBe('EMP')
    const [a, b] = [`${'X'.repeat(100)}A`, `${'X'.repeat(100)}B`].map(phys)
    expect(a).not.toBe(b)
    expect(Buffer.byteLength(phys('ü'.repeat(64)))).toBeLessThanOrEqual(63)
  })
})

describe('ROWID', () => {
  it('holds object, block, row and the version of the row', async () => {
    const [row] = await query(
      `select r, ora.rowid_object(r), ora.rowid_xmin(r), ora.rowid_ctid(r) from (select ora.rowid(65535, '(4294967294,65535)', '4294967295') r) q`
    )
    expect(row).toEqual([expect.stringMatching(/^[A-Za-z0-9+/]{18}$/), '65535', '4294967295', '(4294967294,65535)'])
    await expect(query(`select ora.rowid_ctid('nonsense')`)).rejects.toMatchObject({ fields: { code: 'OR000', message: '1410' } })
  })
})
