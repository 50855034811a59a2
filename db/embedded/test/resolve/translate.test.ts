import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CatalogSnapshot, ObjectRow } from '../../catalog/catalog-snapshot'
import { DEFAULT_NLS, type Translation } from '../../sql/statement'
import { translate } from '../../sql/translate'
import type { OraType } from '../../sql/types'

const column = (name: string, type: OraType, nullable = true) => ({ name, type, nullable, position: 0 })
const table = (owner: string, name: string, columns: readonly object[], id: number) =>
  new ObjectRow(id, owner, name, 'TABLE', 'VALID', false, 1, JSON.stringify({ columns, constraints: [] }))
const objects = [
  table('SYS', 'DUAL', [column('DUMMY', { kind: 'VARCHAR2', size: 1, unit: 'BYTE' })], 1),
  table(
    'HR',
    'T',
    [
      column('ID', { kind: 'NUMBER', precision: 6, scale: 0 }, false),
      column('V', { kind: 'VARCHAR2', size: 10, unit: 'BYTE' }),
      column('C', { kind: 'CHAR', size: 5, unit: 'BYTE' }),
      column('N', { kind: 'NUMBER' })
    ],
    2
  )
]
const catalog = new CatalogSnapshot({
  version: 1,
  nextObject: 3,
  nextConstraint: 1,
  objects: new Map(objects.map((o) => [o.id, o])),
  users: new Set(['SYS', 'HR']),
  roles: new Set(),
  roleGrants: new Map(),
  systemGrants: new Map(),
  objectGrants: [{ grantee: 'PUBLIC', objectId: 1, privilege: 'SELECT', column: '', grantor: 'SYS', grantable: false }]
})

function run(text: string, bindTypes: readonly OraType[] = [{ kind: 'NUMBER' }]): Translation {
  return translate(text, { user: 'HR', schema: 'HR', nls: DEFAULT_NLS, bindTypes }, catalog)
}
const pgText = (t: Translation): string => t.steps.map((s) => (s.do === 'sql' ? s.text : s.do)).join(';\n')

describe('translation', () => {
  for (const block of readFileSync(join(__dirname, 'translations.txt'), 'utf8').trim().split(/\n\n+/)) {
    const [title, oracle, postgres] = block.split('\n')
    it(title.slice(2), () => {
      const binds = oracle.includes(':x') ? [] : [{ kind: 'NUMBER' } as const]
      expect(pgText(run(oracle, binds))).toBe(postgres)
    })
  }

  it('tells which binds RETURNING fills, with their types', () => {
    const { binds, returning } = run('update t set n = :1 where id = :2 returning v, n into :3, :4')
    expect(binds.map((b) => b.direction)).toEqual(['in', 'in', 'return', 'return'])
    expect(binds[2].type?.kind).toBe('VARCHAR2')
    expect(returning.map((c) => c.type.kind)).toEqual(['VARCHAR2', 'NUMBER'])
  })

  it('gives errors the place in the Oracle text', () => {
    const place = (text: string): number | undefined => {
      try {
        run(text)
      } catch (e) {
        return (e as { offset?: number }).offset
      }
    }
    expect(place('select id, nope from t')).toBe(11)
    expect(place('select id from t, nowhere')).toBe(18)
    expect(place('select id from t where v = 1 and zz > 2')).toBe(33)
    expect(place('insert into t (id, zz) values (1, 2)')).toBe(19)
  })

  it('never lets a name through that the catalog does not know', () => {
    for (const text of [
      'select * from pg_class',
      'select * from pg_catalog.pg_class',
      "select pg_read_file('x') from dual",
      'select ctid from t',
      'select xmin from t',
      'select version() from dual',
      'select "ctid" from t'
    ]) {
      expect(() => run(text), text).toThrow(/ORA-009(04|42)/)
    }
  })
})
