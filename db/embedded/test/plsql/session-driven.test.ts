import * as oracledb from 'oracledb'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Driven, DrivenProgram, Fragment, Slot } from '../../plsql/compiled'
import type { CollectionType, PlsqlType, RecordType } from '../../plsql/types'
import { startTestServer, type TestServer } from '../wire/test-server'
import { BOOLEAN, block, fragment, type Handmade, type HandmadeBind, NUMBER, slot, TEXT, withBlocks } from './hand-made'

const PG: Readonly<Record<string, string>> = { NUMBER: 'numeric', VARCHAR2: 'text', BOOLEAN: 'boolean' }
const pg = (type: PlsqlType): string => (type.kind === 'SCALAR' ? PG[type.type.kind] : type.kind === 'REF CURSOR' ? 'text' : type.pg)
const caught = slot('caught', { kind: 'RECORD', id: 'ERROR', fields: [], pg: 'ora.error' })
const [n, s, rows] = [slot('n', NUMBER), slot('s', TEXT), slot('sql_rowcount', NUMBER)]
/** A cursor of the program, and a cursor variable. */
const cur = slot('cur', { kind: 'RECORD', id: 'refcursor', fields: [], pg: 'refcursor' })
const variable = slot('variable', { kind: 'REF CURSOR' })
const p = slot('p', NUMBER)
const found = slot('sql_found', BOOLEAN)

/** Plpgsql over slots that gives its error as a value. */
function part(body: string, input: readonly Slot[] = [], output: readonly Slot[] = []): Fragment {
  const head = [...input.filter(i => !output.includes(i)).map(i => `${i.name} ${pg(i.type)}`), ...output.map(o => `${input.includes(o) ? 'inout' : 'out'} ${o.name} ${pg(o.type)}`), ...(output.length === 0 ? ['out none$ text'] : []), 'out e ora.error']
  const ordered = `${head.join(', ')}`
  return fragment(`(${ordered})`, `declare s1 text; s2 text; s3 text; s4 text; begin ${body}
exception when others then get stacked diagnostics s1 = returned_sqlstate, s2 = message_text, s3 = pg_exception_detail, s4 = pg_exception_context;
  e := ora.caught(s1, s2, s3, '', '', '', '', '', s4); end`, [...input.filter(i => !output.includes(i)), ...output.filter(o => input.includes(o))], output, { valueForm: true })
}
const run = (body: string, input: readonly Slot[] = [], output: readonly Slot[] = [], more: Partial<Fragment> = {}): Driven =>
  ({ do: 'run', fragment: { ...part(body, input, output), ...more }, line: 1 })
const insert = (value: number | string): Driven => run(`insert into "SYSTEM"."T" values (${value});`)
const print = (what: string, ...input: Slot[]): Driven => run(`raise info using errcode = 'ORDBM', detail = 'put_line', message = coalesce((${what})::text, '');`, input)
const test = (condition: string, ...input: Slot[]): Fragment => part(`ok := ${condition};`, input, [slot('ok', BOOLEAN)])
const text = (sql: string): Fragment => part(`txt := ${sql};`, [], [slot('txt', TEXT)])
const dynamic = (sql: string, more: Partial<Extract<Driven, { do: 'dynamic' }>> = {}): Driven =>
  ({ do: 'dynamic', text: text(sql), using: [], rowCount: rows, after: [], line: 7, ...more })
const program = (body: readonly Driven[], slots: readonly Slot[] = [], more: Partial<DrivenProgram> = {}): DrivenProgram =>
  ({ unit: '', slots: [n, s, cur, variable, rows, found, caught, slot('cur_rows', NUMBER), slot('cur_found', BOOLEAN), ...slots], body, caught, autonomous: false, ...more })
const on = (codes: readonly number[] | 'others', ...body: Driven[]) => ({ codes, idents: [], body })
const guarded = (body: readonly Driven[], ...handlers: ReturnType<typeof on>[]): Driven => ({ do: 'block', labels: [], body, handlers })
const sqlcode = "ora.sqlcode(caught)"

const record: RecordType = { kind: 'RECORD', id: 'R', fields: [{ name: 'A', type: NUMBER }, { name: 'B', type: TEXT }], pg: '"ora_type"."r_test"' }
const list: CollectionType = { kind: 'COLLECTION', id: 'L', style: 'nested table', element: record, elementPg: '"ora_type"."e_r_test"', pg: '"ora_type"."e_r_test"[]' }
const types = [{ name: '"ora_type"."r_test"', body: '(a numeric, b text)' }, { name: '"ora_type"."e_r_test"', body: '(v "ora_type"."r_test")' }]
const shape = { id: 'sh', columns: [{ name: 'A', type: { kind: 'NUMBER' }, nullable: true }, { name: 'B', type: { kind: 'VARCHAR2' }, nullable: true }] } as const
const openQuery = (sql: string): Fragment => part(`open c for ${sql}; cur := 'x';`.replace("cur := 'x'", 'cur := c'), [], [cur])
const query = (sql: string): Fragment => {
  const made = openQuery(sql)
  return { ...made, fn: { ...made.fn, name: `${made.fn.name}q`, body: made.fn.body.replace('declare ', "declare c refcursor := 'ora$sh$1'; ") } }
}

const commit: Driven = { do: 'commit', line: 3 }
const blocks: Record<string, DrivenProgram | { program: DrivenProgram; binds: HandmadeBind[] }> = {
  'insert, commit, insert': program([insert(1), commit, insert(2)]),
  'insert, commit, insert, fail': program([insert(1), commit, insert(2), run("perform ora.raise(20001, 'boo');")]),
  'insert, fail': program([insert(1), run('perform 1 / 0;')]),
  'insert, fail, handled': program([guarded([insert(1), run('perform 1 / 0;'), insert(2)], on([1403], insert(3)), on('others', print(sqlcode, caught), insert(4))), insert(5)]),
  'reraise': program([guarded([run('perform 1 / 0;')], on('others', print('1'), { do: 'reraise' }))]),
  'savepoint, rollback to': program([insert(1), { do: 'savepoint', name: 'SP', line: 2 }, insert(2), { do: 'rollback', name: 'SP', line: 3 }, insert(3)]),
  'rollback': program([insert(1), { do: 'rollback', line: 3 }, insert(2)]),
  'loop 3 times': program([{ do: 'range-loop', labels: [], variable: n, bounds: part('lo := 1; hi := 3;', [], [slot('lo', NUMBER), slot('hi', NUMBER)]), reverse: false,
    body: [run('insert into "SYSTEM"."T" values (n);', [n]), commit] }]),
  'loop back, exit at 2': program([{ do: 'range-loop', labels: ['l'], variable: n, bounds: part('lo := 1; hi := 4;', [], [slot('lo', NUMBER), slot('hi', NUMBER)]), reverse: true,
    body: [{ do: 'loop', labels: ['inner'], body: [{ do: 'exit', label: 'l', when: test('n = 2', n) }, { do: 'exit' }] }, print('n', n)] }]),
  'for ever': program([{ do: 'loop', labels: [], body: [] }]),
  'for ever with work': program([{ do: 'loop', labels: [], body: [run('null;')] }]),
  'ddl commits': program([insert(1), dynamic("'create table made (a number)'"), dynamic("'drop table made'")]),
  'ddl that fails': program([guarded([dynamic("'drop table nope'")], on([942], print("'ignored ' || ora.sqlerrm(caught)", caught)))]),
  'ddl that fails unhandled': program([dynamic("'drop table nope'")]),
  'dynamic insert': program([dynamic("'insert into t values (:a)'", { using: [{ mode: 'IN', slot: n, before: part('n := 5;', [], [n]) }] }), print('sql_rowcount', rows), print('sql_found', found)]),
  'dynamic insert without binds': program([dynamic("'insert into t values (:a)'")]),
  'dynamic query without binds': program([dynamic("'select 1 from dual where 1 = :a'")]),
  'dynamic insert with two binds': program([dynamic("'insert into t values (:a)'", { using: [{ mode: 'IN', slot: n }, { mode: 'IN', slot: n }] })]),
  'dynamic select': program([dynamic("'select 5 * 2, ''x'' || dummy from dual'", { into: { slots: [n, s], bulk: false } }), print("n || s", n, s)]),
  'dynamic select into another type': program([dynamic("'select 5 from dual'", { into: { slots: [s], bulk: false } }), print('s', s)]),
  'dynamic select of nothing': program([dynamic("'select 1 from dual where 1 = 2'", { into: { slots: [n], bulk: false } })]),
  'dynamic select of too much': program([dynamic("'select level from dual connect by level <= 3'", { into: { slots: [n], bulk: false } })]),
  'dynamic select of too many columns': program([dynamic("'select 1, 2 from dual'", { into: { slots: [n], bulk: false } })]),
  'dynamic select into a record': program([dynamic("'select 1, ''a, \"b\"'' from dual'", { into: { slots: [slot('r', record)], bulk: false } }), print('(r).a || (r).b', slot('r', record))], [slot('r', record)]),
  'dynamic bulk collect': program([dynamic("'select level, ''row '' || level from dual connect by level <= 3'", { into: { slots: [slot('l', list)], bulk: true } }),
    print("(select string_agg((v).a || ':' || (v).b, ',') from unnest(l) x(v))", slot('l', list))], [slot('l', list)]),
  'dynamic returning': program([insert(7), dynamic("'update t set n = n + 1 where n = :1 returning n into :2'", { using: [{ mode: 'IN', slot: n, before: part('n := 7;', [], [n]) }], returning: { slots: [s], bulk: false } }), print('s', s)]),
  'dynamic commit': program([insert(1), dynamic("'commit'")]),
  'dynamic nothing': program([dynamic("''")]),
  'open, fetch, close': program([
    { do: 'open', cursor: cur, query: { open: query("select i::numeric, 'row ' || i from generate_series(1, 3) i"), shape }, line: 2 }, commit,
    { do: 'loop', labels: [], body: [{ do: 'fetch', cursor: cur, into: [n, s], bulk: false, after: [print("n || s || cur_rows || cur_found", n, s, slot('cur_rows', NUMBER), slot('cur_found', BOOLEAN))], line: 4 },
      { do: 'exit', when: test('not cur_found', slot('cur_found', BOOLEAN)) }] },
    { do: 'close', cursor: cur, line: 5 }, { do: 'fetch', cursor: cur, into: [n, s], bulk: false, after: [], line: 6 }]),
  'cursor variable': program([
    { do: 'open', cursor: variable, query: { open: query("select i::numeric, 'row ' || i from generate_series(1, 2) i"), shape }, line: 2 },
    { do: 'fetch', cursor: variable, into: [n, s], bulk: false, after: [], line: 4 }, print('n || s || ora.cursor_found(variable) || ora.cursor_rowcount(variable)', n, s, variable),
    { do: 'close', cursor: variable, line: 5 }, print('variable is null', variable)]),
  'fetch in bulk': program([
    { do: 'open', cursor: cur, query: { open: query("select i::numeric, 'row ' || i from generate_series(1, 5) i"), shape }, line: 2 },
    { do: 'fetch', cursor: cur, into: [slot('l', list)], bulk: true, limit: part('lim := 3;', [], [slot('lim', NUMBER)]), after: [print('cardinality(l)', slot('l', list))], line: 4 },
    { do: 'fetch', cursor: cur, into: [slot('l', list)], bulk: true, limit: part('lim := 3;', [], [slot('lim', NUMBER)]), after: [print('cardinality(l) || cur_found::text', slot('l', list), slot('cur_found', BOOLEAN))], line: 4 }],
  [slot('l', list)]),
  'cursor loop': program([{ do: 'cursor-loop', labels: [], cursor: { open: query("select i::numeric, 'row ' || i from generate_series(1, 3) i"), shape }, row: slot('r', record),
    body: [run('insert into "SYSTEM"."T" values ((r).a);', [slot('r', record)]), commit] }], [slot('r', record)]),
  'open dynamic for the client': { program: program([{ do: 'open-dynamic', cursor: variable, text: text("'select level n, hextoraw(''0'' || level) r, to_binary_double(level) d from dual connect by level <= :x'"),
    using: [{ mode: 'IN', slot: n, before: part('n := 2;', [], [n]) }], line: 2 }, commit]), binds: [{ name: 'C', direction: 'out', slot: variable }] },
  'open for the client, then commit': { program: program([run("declare c refcursor := 'ora$client$1'; begin open c for select 1.5, 'x'; variable := c; end;", [], [variable], { shapes: [{ ...shape, id: 'client' }] }), insert(1), commit]), binds: [{ name: 'C', direction: 'out', slot: variable }] },
  'call': program([run('n := 1;', [], [n]), { do: 'call', unit: { local: program([insert(1), commit, run('p := p + 1;', [p], [p])], [p]) },
    enter: [part('p := n;', [n], [p])], leave: [part('n := p;', [p], [n])], line: 9 }, print('n', n)]),
  'call that fails': program([{ do: 'call', unit: { local: program([dynamic("'drop table nope'")], [], { unit: 'HR.P' }) }, enter: [], leave: [], line: 9 }]),
  'get lines': { program: program([{ do: 'builtin', name: 'DBMS_OUTPUT.GET_LINE', in: [], out: [s, n], before: [], after: [], line: 1 }]),
    binds: [{ name: 'LINE', direction: 'out', slot: s }, { name: 'STATUS', direction: 'out', slot: n }] },
  'autonomous': program([insert(1), { do: 'call', unit: { local: program([insert(2), commit], [], { autonomous: true }) }, enter: [], leave: [], line: 2 }, print('1')]),
  'autonomous without end': program([{ do: 'call', unit: { local: program([insert(2)], [], { autonomous: true }) }, enter: [], leave: [], line: 2 }]),
  'autonomous against its parent': program([run('insert into "SYSTEM"."K" values (1);'), { do: 'call', unit: { local: program([run('insert into "SYSTEM"."K" values (1);'), commit], [], { autonomous: true }) }, enter: [], leave: [], line: 2 }])
}
const recursive: Driven[] = []
blocks.recursion = program([{ do: 'call', unit: { local: program(recursive) }, enter: [], leave: [], line: 1 }])
recursive.push({ do: 'call', unit: { local: program(recursive) }, enter: [], leave: [], line: 1 })

const translations: Record<string, Handmade> = {
  enable: () => block({ fragment: fragment('() returns void', "begin raise info using errcode = 'ORDBM', detail = 'enable', message = ''; end", [], []) }, []),
  'begin :target := :source; end;': context => {
    const [target, source] = [slot('target', TEXT), slot('source', NUMBER)]
    expect(context.bindTypes?.map(t => t?.kind)).toEqual(['VARCHAR2', 'NUMBER'])
    return block({ fragment: fragment('(source numeric, out target text)', "begin target := 'converted ' || source; end", [source], [target]) },
      [{ name: 'TARGET', direction: 'out', slot: target }, { name: 'SOURCE', direction: 'in', slot: source }])
  }
}
const textOf = (name: string): string => {
  const made = blocks[name]
  return `begin ${name}${'binds' in made ? made.binds.map(b => ` :${b.name}`).join('') : ''} end;`
}
for (const [name, made] of Object.entries(blocks))
  translations[textOf(name)] = () => ('program' in made ? block({ driven: made.program }, made.binds, { types }) : block({ driven: made }, [], { types }))

let server: TestServer
let c: oracledb.Connection
beforeAll(async () => {
  server = await startTestServer(withBlocks(translations))
  c = await server.connect()
  await c.execute('create table t (n number)')
  await c.execute('create table k (n number primary key)')
  await c.execute('enable')
})
beforeEach(async () => {
  await c.rollback()
  await c.execute('delete from t', [], { autoCommit: true })
  await output()
})
afterAll(async () => {
  await c.close()
  await server.stop()
})
const lines = async (): Promise<unknown[]> => ((await c.execute('select n from t order by n')).rows as unknown[][]).map(([v]) => v)
const kept = async (): Promise<unknown[]> => {
  await c.rollback()
  return lines()
}
async function output(): Promise<unknown[]> {
  const got: unknown[] = []
  for (;;) {
    const { outBinds } = await c.execute(textOf('get lines'), { line: { dir: oracledb.BIND_OUT, type: oracledb.STRING, maxSize: 4000 }, status: { dir: oracledb.BIND_OUT, type: oracledb.NUMBER } })
    const { line, status } = outBinds as { line: unknown; status: number }
    if (status !== 0) return got
    got.push(line)
  }
}
const exec = async (name: string, binds: oracledb.BindParameters = {}): Promise<oracledb.Result<unknown>> => c.execute(textOf(name), binds)
const failure = async (name: string): Promise<string> => exec(name).then(() => 'done', e => e.message.split('\nHelp')[0])

describe('transactions of a driven block', () => {
  it('keep what was committed', async () => {
    await exec('insert, commit, insert')
    expect(c.transactionInProgress).toBe(true)
    expect(await kept()).toEqual([1])
  })
  it('lose what a failure left since the last commit', async () => {
    expect(await failure('insert, commit, insert, fail')).toBe('ORA-20001: boo\nORA-06512: at line 1')
    expect(await lines()).toEqual([1])
  })
  it('lose all of a block that fails, and nothing of what was before it', async () => {
    await c.execute('insert into t values (0)')
    expect(await failure('insert, fail')).toBe('ORA-01476: divisor is equal to zero\nORA-06512: at line 1')
    expect(await lines()).toEqual([0])
    expect(c.transactionInProgress).toBe(true)
  })
  it('keep the work before an error that is handled', async () => {
    await exec('insert, fail, handled')
    expect(await lines()).toEqual([1, 4, 5])
    expect(await output()).toEqual(['-1476'])
  })
  it('know savepoints and rollback', async () => {
    await exec('savepoint, rollback to')
    expect(await lines()).toEqual([1, 3])
    await c.execute('rollback to sp')
    expect(await lines()).toEqual([1])
    await exec('rollback')
    expect(await lines()).toEqual([2])
  })
  it('end with DDL', async () => {
    await exec('ddl commits')
    expect(await kept()).toEqual([1])
  })
  it('of their own go on beside it', async () => {
    await exec('autonomous')
    expect(await kept()).toEqual([2])
    expect(await output()).toEqual(['1'])
    expect(await failure('autonomous without end')).toMatch(/^ORA-06519: active autonomous transaction detected and rolled back\nORA-06512: at line/)
    expect(await kept()).toEqual([2])
  })
  it('of their own that wait for it are a deadlock', async () => {
    expect(await failure('autonomous against its parent')).toMatch(/^ORA-00060: deadlock detected/)
  })
})

describe('control in a driven block', () => {
  it('loops over a range', async () => {
    await exec('loop 3 times')
    expect(await kept()).toEqual([1, 2, 3])
  })
  it('leaves loops by label', async () => {
    await exec('loop back, exit at 2')
    expect(await output()).toEqual(['4', '3'])
  })
  it.each(['for ever', 'for ever with work'])('ends when the user breaks: %s', async name => {
    const running = exec(name)
    setTimeout(() => void c.break(), 200)
    await expect(running).rejects.toThrow('ORA-01013')
    expect(await lines()).toEqual([])
  })
  it('raises again', async () => {
    expect(await failure('reraise')).toMatch(/^ORA-01476: divisor is equal to zero/)
    expect(await output()).toEqual(['1'])
  })
  it('calls subprograms, and knows where they failed', async () => {
    await exec('call')
    expect(await output()).toEqual(['2'])
    expect(await kept()).toEqual([1])
    expect(await failure('call that fails')).toBe('ORA-00942: table or view does not exist\nORA-06512: at "HR.P", line 7\nORA-06512: at line 9')
  })
  it('ends endless recursion', async () => expect(await failure('recursion')).toMatch(/^ORA-06500: PL\/SQL: storage error/))
})

describe('dynamic SQL', () => {
  it.each([
    ['ddl that fails', ['ignored ORA-00942: table or view does not exist']], ['dynamic insert', ['1', 'true']], ['dynamic select', ['10xX']], ['dynamic select into another type', ['converted 5']],
    ['dynamic select into a record', ['1a, "b"']], ['dynamic bulk collect', ['1:row 1,2:row 2,3:row 3']], ['dynamic returning', ['8']]
  ])('%s', async (name, wanted) => {
    await exec(name)
    expect(await output()).toEqual(wanted)
  })
  it.each([
    ['ddl that fails unhandled', 'ORA-00942: table or view does not exist\nORA-06512: at line 7'], ['dynamic insert without binds', 'ORA-01008: not all variables bound\nORA-06512: at line 7'],
    ['dynamic query without binds', 'ORA-01008: not all variables bound\nORA-06512: at line 7'], ['dynamic insert with two binds', 'ORA-01006: bind variable does not exist\nORA-06512: at line 7'],
    ['dynamic select of nothing', 'ORA-01403: no data found\nORA-06512: at line 7'], ['dynamic select of too much', 'ORA-01422: exact fetch returns more than requested number of rows\nORA-06512: at line 7'],
    ['dynamic select of too many columns', 'ORA-01007: variable not in select list\nORA-06512: at line 7'],
    ['dynamic nothing', 'ORA-06535: statement string in EXECUTE IMMEDIATE is NULL or 0 length\nORA-06512: at line 7']
  ])('%s', async (name, wanted) => expect(await failure(name)).toBe(wanted))
  it('can commit', async () => {
    await exec('dynamic commit')
    expect(await kept()).toEqual([1])
  })
})

describe('cursors of a driven block', () => {
  it('live on after a commit', async () => {
    expect(await failure('open, fetch, close')).toBe('ORA-01001: invalid cursor\nORA-06512: at line 6')
    expect(await output()).toEqual(['1row 11true', '2row 22true', '3row 33true'])
  })
  it('have attributes also as a variable', async () => {
    await exec('cursor variable')
    expect(await output()).toEqual(['1row 1true1', 'true'])
  })
  it('give many rows at once', async () => {
    await exec('fetch in bulk')
    expect(await output()).toEqual(['3', '2false'])
  })
  it('can be looped over with commits between', async () => {
    await exec('cursor loop')
    expect(await kept()).toEqual([1, 2, 3])
  })
  it.each([['open dynamic for the client', [[1, Buffer.from([1]), 1], [2, Buffer.from([2]), 2]]], ['open for the client, then commit', [[1.5, 'x']]]])('%s', async (name, wanted) => {
    const { outBinds } = await exec(name, { c: { type: oracledb.CURSOR, dir: oracledb.BIND_OUT } })
    const rs = (outBinds as { c: oracledb.ResultSet<unknown> }).c
    expect(await rs.getRows()).toEqual(wanted)
    await rs.close()
  })
})
