import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ChangelogError } from '../changelog-error'
import { type Changeset, nameOf, sqlChanges } from '../changeset'
import { readChangelog } from '../read-changelog'
import { placeAt } from '../source-text'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'changelog-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function put(path: string, text: string | Buffer): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}
const xml = (body: string, attributes = '') =>
  `<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"${attributes}>\n${body}\n</databaseChangeLog>\n`
const sql = (...changesets: string[]) =>
  `--liquibase formatted sql\n${changesets.map((id) => `--changeset a:${id}\nselect '${id}' from dual;\n`).join('')}`
const plain = (id: string, inner = '<sql>select 1 from dual</sql>', attributes = '') =>
  `<changeSet id="${id}" author="a"${attributes}>${inner}</changeSet>`

/** The changesets of m.xml, with these files beside it. */
function read(body: string, files: Record<string, string> = {}, given?: Record<string, string>): Changeset[] {
  put('m.xml', xml(body))
  for (const [path, text] of Object.entries(files)) put(path, text)
  return [...readChangelog(['m.xml'], folder, given).changesets]
}
const names = (changesets: readonly Changeset[]) => changesets.map(nameOf)
const statements = (changeset: Changeset) => sqlChanges(changeset).flatMap((change) => change.statements.map(({ text }) => text))
const undoing = ({ rollback }: Changeset) =>
  rollback.kind === 'sql' ? rollback.changes.flatMap((change) => change.statements.map(({ text }) => text)) : rollback.kind

function failure(work: () => unknown): ChangelogError {
  try {
    work()
  } catch (error) {
    expect(error).toBeInstanceOf(ChangelogError)
    return error as ChangelogError
  }
  return expect.fail('nothing was refused')
}

describe('including', () => {
  it('takes files from the search path, or from the file that names them, in order', () => {
    const found = read('<include file="a/x.xml"/><include file="./z.sql"/>', {
      'a/x.xml': xml('<include file="../b/y.sql" relativeToChangelogFile="true"/><include file="a/w.sql"/>'),
      'b/y.sql': sql('y'),
      'a/w.sql': sql('w'),
      'z.sql': sql('z')
    })
    expect(names(found)).toEqual(['b/y.sql::y::a', 'a/w.sql::w::a', 'z.sql::z::a'])
  })
  it('takes all files below a folder, by their full path', () => {
    const files = Object.fromEntries(['B2', 'a10', 'a9', 'b', 'b/c/y', 'b/z', 'c'].map((name) => [`all/${name}.sql`, sql(name)]))
    expect(names(read('<includeAll path="all"/>', files)).map((name) => name.split('::')[0].slice(4))).toEqual([
      'B2.sql',
      'a10.sql',
      'a9.sql',
      'b.sql',
      'b/c/y.sql',
      'b/z.sql',
      'c.sql'
    ])
  })
  it('leaves out what depth and ending say, and hidden files', () => {
    const files = { 'all/1.sql': sql('1'), 'all/d/2.sql': sql('2'), 'all/d/e/3.sql': sql('3'), 'all/note.txt': 'x', 'all/.hidden.sql': 'x' }
    expect(names(read('<includeAll path="all" endsWithFilter=".SQL" minDepth="2" maxDepth="2"/>', files))).toEqual(['all/d/2.sql::2::a'])
    expect(failure(() => read('<includeAll path="all"/>')).message).toMatch(/m\.xml:2:13: all\/note\.txt is not a changelog/)
  })
  it('may find nothing, if it says so', () => {
    expect(read('<includeAll path="none" errorIfMissingOrEmpty="false"/><include file="none.sql" errorIfMissing="false"/>')).toEqual([])
  })
  it('hands contexts, labels and ignore down, outermost first', () => {
    const [own, inner] = read('<include file="n/i.xml" context="c1 or c2" labels="L1"/>', {
      'n/i.xml': xml(
        `${plain('x', '<sql>x</sql>', ' contextFilter="!c3" labels="l2, l3"')}<include file="s.sql" relativeToChangelogFile="true" context="c4" ignore="true"/>`
      ),
      'n/s.sql': sql('s')
    })
    expect([own.contexts, own.labels, own.ignore]).toEqual(['(c1 or c2) AND !c3', 'l1,l2,l3', false])
    expect([inner.contexts, inner.labels, inner.ignore]).toEqual(['(c1 or c2) AND c4', 'l1', true])
  })
  it('stores the path that the changeset, the file, or the include around it names', () => {
    put(
      'm.xml',
      xml(
        `<include file="a.sql"/><include file="b.sql"/><include file="c.sql" logicalFilePath="given"/><include file="raw.sql"/>${plain('own')}${plain('set', '<sql>x</sql>', ' logicalFilePath="set"')}`,
        ' logicalFilePath="logical"'
      )
    )
    for (const [path, text] of Object.entries({
      'a.sql': sql('a'),
      'b.sql': sql('b').replace('sql\n', 'sql logicalFilePath:header\n'),
      'c.sql': sql('c'),
      'raw.sql': 'select 1 from dual'
    }))
      put(path, text)
    expect(names(readChangelog(['m.xml'], folder).changesets)).toEqual([
      'logical::a::a',
      'header::b::a',
      'given::c::a',
      'raw.sql::raw::includeAll',
      'logical::own::a',
      'set::set::a'
    ])
  })
  it('runs what says runOrder first or last there', () => {
    expect(
      read(
        `${plain('1')}${plain('2', '<sql>x</sql>', ' runOrder="last"')}${plain('3', '<sql>x</sql>', ' runOrder="first"')}${plain('4')}`
      ).map(({ id }) => id)
    ).toEqual(['3', '1', '4', '2'])
  })
})

describe('changesets in XML', () => {
  it('keep PL/SQL whole, and send comments', () => {
    expect(statements(read(plain('1', '<sql>begin\n null;\nend;\n/\nselect /*+ hint */ 1 from dual; -- x</sql>'))[0])).toEqual([
      'begin\n null;\nend;',
      'select /*+ hint */ 1 from dual'
    ])
  })
  it('are undone by text, elements, another changeset, or nothing', () => {
    const found = read(
      [
        plain('text', '<sql>x</sql><rollback>drop a; drop b</rollback>'),
        plain('elements', '<sql>x</sql><rollback><sql>drop a</sql></rollback><rollback><sqlFile path="undo.txt"/></rollback>'),
        plain('other', '<sql>x</sql><rollback changeSetId="text" changeSetAuthor="a"/>'),
        plain('nothing', '<sql>x</sql><rollback/>'),
        plain('unsaid'),
        plain('tag', '<tagDatabase tag="t"/>'),
        plain('empty', '')
      ].join(''),
      { 'undo.txt': 'drop c;' }
    )
    expect(found.map(undoing)).toEqual([['drop a', 'drop b'], ['drop a', 'drop c'], 'reference', 'empty', 'none', 'empty', 'empty'])
  })
  it('leave out SQL for another database, in the checksum too', () => {
    const [both, one, none] = read(
      `${plain('1', '<sql dbms="postgresql">a</sql><sql dbms="oracle">b</sql>')}${plain('2', '<sql>b</sql>')}${plain('3', '<sqlFile path="missing" dbms="h2"/>')}`
    )
    expect([both.checksum, statements(both)]).toEqual([one.checksum, ['b']])
    expect(statements(none)).toEqual([])
  })
  it('know the place of every statement, behind entities and properties too', () => {
    put(
      'm.xml',
      xml(
        `<property name="p" value="a long value"/>\n${plain('1', '<sql>\n  select ${p}, 1 &lt; 2\n    from ${p}; <![CDATA[update <t>;]]></sql>')}`
      )
    )
    const [changeset] = readChangelog(['m.xml'], folder).changesets
    const [{ source, statements: found }] = sqlChanges(changeset)
    expect(found.map(({ text, start }) => [text, placeAt(source, start)])).toMatchObject([
      ['select a long value, 1 < 2\n    from a long value', { line: 4, column: 3 }],
      ['update <t>', { line: 5, column: 25 }]
    ])
    expect(placeAt(source, source.text.indexOf('2'))).toMatchObject({ line: 4, column: 23 })
    expect(placeAt(source, source.text.indexOf('from'))).toMatchObject({ line: 5, column: 5 })
  })
  it('place statements of a sqlFile in that file', () => {
    const [changeset] = read(plain('1', '<sqlFile path="f/body.sql"/>'), {
      'f/body.sql': '\uFEFFselect 1 from dual;\r\n\r\n  select 2 from dual;'
    })
    const [{ source, statements: found }] = sqlChanges(changeset)
    expect(found.map(({ start }) => placeAt(source, start))).toEqual([
      { file: 'f/body.sql', line: 1, column: 1 },
      { file: 'f/body.sql', line: 3, column: 3 }
    ])
  })
})

describe('properties', () => {
  it('are expanded everywhere; the first definition wins, unknown ones stay', () => {
    const [changeset, formatted] = read(
      `<property name="a" value="1"/><property name="a" value="2"/><property name="b" value="[\${a}]"/><property name="c" value="no" dbms="h2"/><property name="f" value="x.sql"/>
       ${plain('${ a }', '<sql>${b} $${a} ${c} ${', ' labels="l${a}"').replace('</changeSet>', '</sql></changeSet>')}<include file="\${f}"/>`,
      {
        'x.sql':
          '--liquibase formatted sql\n--property name:late value:${b}!\n--changeset a:${a}\nselect ${b} ${later} ${late};\n--property name:later value:L\n--rollback drop ${a};'
      }
    )
    expect([changeset.id, changeset.labels, statements(changeset)]).toEqual(['1', 'l1', ['[1] $1 ${c} ${']])
    expect([formatted.id, statements(formatted), undoing(formatted)]).toEqual(['1', ['select [1] L [1]!'], ['drop 1']])
  })
  it('of the command line come first', () => {
    expect(statements(read(`<property name="a" value="file"/>${plain('1', '<sql>${a}</sql>')}`, {}, { a: 'given' })[0])).toEqual(['given'])
  })
  it('do not count in the checksum of a sqlFile, and are expanded in it when all are known', () => {
    const files = { 'f.txt': 'select ${late} from dual' }
    const body = `${plain('1', '<sqlFile path="f.txt"/>')}<property name="late" value="7"/>`
    const [expanded] = read(body, files)
    const [other] = read(body.replace('"7"', '"8"'), files)
    expect([statements(expanded), expanded.checksum]).toEqual([['select 7 from dual'], other.checksum])
  })
  it('that lead back to themselves are refused, and so is endless growth', () => {
    expect(
      failure(() => read(`<property name="a" value="\${b}"/><property name="b" value="\${a}"/>${plain('1', '<sql>${a}</sql>')}`)).message
    ).toMatch(/m\.xml:2:\d+: The property b leads back to itself: a → b → b/)
    const doubling = Array.from({ length: 40 }, (_, i) => `<property name="p${i}" value="\${p${i + 1}}\${p${i + 1}}"/>`).join('')
    expect(failure(() => read(`${doubling}<property name="p40" value="xxxxxxxxxx"/>${plain('1', '<sql>${p0}</sql>')}`)).message).toMatch(
      /grows too long/
    )
  })
})

describe('what is refused, with file, line, column and a caret', () => {
  const refused: readonly [string, string, RegExp][] = [
    [
      'an unknown element',
      '<changeset id="1" author="a"/>',
      /m\.xml:2:1: The element <changeset> is not supported in <databaseChangeLog>, which takes property, preConditions, include, includeAll, changeSet\./
    ],
    [
      'a change that is not SQL',
      plain('1', '<createTable tableName="t"/>'),
      /m\.xml:2:30: The element <createTable> is not supported in <changeSet>/
    ],
    [
      'an unknown attribute',
      '<include file="a.sql"\n  relativeToChangelogfile="true"/>',
      /m\.xml:3:3: The attribute relativeToChangelogfile is not supported on <include>/
    ],
    [
      'an attribute of another tool',
      plain('1', '<sql>x</sql>', ' runWith="sqlplus"'),
      /m\.xml:2:\d+: The attribute runWith is not supported/
    ],
    ['text where none belongs', `hello ${plain('1')}`, /There must be no text directly in <databaseChangeLog>/],
    ['another namespace', '', /namespace must be/],
    ['a boolean that is none', plain('1', '<sql>x</sql>', ' runAlways="yes"'), /m\.xml:2:\d+: runAlways is true or false, not "yes"/],
    ['a number that is none', '<includeAll path="a" minDepth="-1"/>', /minDepth is a whole number/],
    ['no id', '<changeSet author="a"><sql>x</sql></changeSet>', /<changeSet> needs the attribute id/],
    ['an empty author', '<changeSet id="1" author=" "><sql>x</sql></changeSet>', /m\.xml:2:19: The attribute author is empty/],
    ['no SQL', plain('1', '<sql> </sql>'), /m\.xml:2:30: This <sql> holds no SQL/],
    ['a tag beside other changes', plain('1', '<sql>x</sql><tagDatabase tag="t"/>'), /<tagDatabase> must be alone/],
    ['the word empty as rollback', plain('1', '<sql>x</sql><rollback>empty</rollback>'), /"empty" would be sent as SQL/],
    ['two comments', plain('1', '<comment>a</comment><comment>b</comment><sql>x</sql>'), /second <comment>/],
    ['text and elements as rollback', plain('1', '<sql>x</sql><rollback>x<sql>y</sql></rollback>'), /either text or elements/],
    ['an unknown onFail', plain('1', '<preConditions onFail="STOP"/><sql>x</sql>'), /onFail is one of HALT, CONTINUE, MARK_RAN, WARN/],
    [
      'CONTINUE for a whole changelog',
      '<preConditions onFail="CONTINUE"><dbms type="oracle"/></preConditions>',
      /onFail of a whole changelog is HALT or WARN/
    ],
    [
      'a precondition that is not read',
      plain('1', '<preConditions><rowCount tableName="t"/></preConditions><sql>x</sql>'),
      /The element <rowCount> is not supported in <preConditions>/
    ],
    ['a filter class', '<includeAll path="." filter="com.example.Filter"/>', /The attribute filter is not supported on <includeAll>/],
    ['a missing file', '<include\n  file="gone.sql"/>', /m\.xml:3:3: The file gone\.sql was not found/],
    [
      'a missing folder',
      '<includeAll path="gone"/>',
      /m\.xml:2:13: Could not find directory, directory was empty, or no changelogs matched the provided search criteria for includeAll 'gone'/
    ],
    ['a missing sqlFile', plain('1', '<sqlFile path="gone.txt"/>'), /m\.xml:2:39: The file gone\.txt was not found/],
    ['a folder as a file', '<include file="folder.sql"/>', /folder\.sql could not be read/],
    ['a path out of the search path', '<include file="../outside.sql"/>', /m\.xml:2:10: \.\.\/outside\.sql lies outside the search path/],
    ['a path out, from within', '<include file="x/../../outside.sql" relativeToChangelogFile="true"/>', /lies outside the search path/],
    ['an absolute path', '<include file="/etc/passwd.sql"/>', /lies outside the search path/],
    ['a sqlFile from outside', plain('1', '<sqlFile path="../../etc/passwd"/>'), /lies outside the search path/],
    ['a folder outside', '<includeAll path=".."/>', /lies outside the search path/],
    ['a link that leads outside', '<include file="link.sql"/>', /link\.sql is a link that leads outside/],
    ['another kind of changelog', '<include file="a.yaml"/>', /a\.yaml is not a changelog that is read here/],
    ['a file that is not UTF-8', '<include file="latin1.sql"/>', /latin1\.sql is not UTF-8/],
    [
      'a changeset twice',
      `${plain('1')}\n${plain('1')}`,
      /m\.xml:3:1: Changeset m\.xml::1::a is there twice; the first one is at m\.xml:2/
    ],
    [
      'an included file without its header that has changesets',
      '<include file="headless.sql"/>',
      /headless\.sql:1:1: The first line must be: --liquibase formatted sql/
    ],
    ['an include of itself', '<include file="m.xml"/>', /m\.xml:2:10: m\.xml includes itself: m\.xml → m\.xml/],
    ['includes in a circle', '<include file="c1.xml"/>', /c2\.xml:2:10: c1\.xml includes itself: c1\.xml → c2\.xml → c1\.xml/],
    ['a circle by includeAll', '<includeAll path="circle"/>', /circle\/back\.xml includes itself: circle\/back\.xml → circle\/back\.xml/]
  ]
  it.each(refused)('%s', (name, body, message) => {
    put('folder.sql/x', '')
    put('latin1.sql', Buffer.from([0x2d, 0x2d, 0xe9]))
    put('headless.sql', '--changeset a:1\nselect 1 from dual;')
    put('c1.xml', xml('<include file="c2.xml"/>'))
    put('c2.xml', xml('<include file="c1.xml"/>'))
    if (name.includes('includeAll')) put('circle/back.xml', xml('<includeAll path="circle"/>'))
    symlinkSync('/etc/hostname', join(folder, 'link.sql'))
    put('m.xml', name === 'another namespace' ? '<databaseChangeLog xmlns="http://example.com/"/>' : xml(body))
    const error = failure(() => readChangelog(['m.xml'], folder))
    expect(error.message).toMatch(message)
    expect(error.excerpt().at(-1)).toMatch(/\^$/)
  })
  it('elements nested without end', () => {
    const deep = `${'<not>'.repeat(20_000)}<dbms type="oracle"/>${'</not>'.repeat(20_000)}`
    expect(failure(() => read(plain('1', `<preConditions>${deep}</preConditions><sql>x</sql>`))).message).toMatch(/nested too deeply/)
  })
  it('roots outside the search path, and roots that are missing', () => {
    expect(failure(() => readChangelog(['../x.xml'], folder)).message).toContain('lies outside the search path')
    expect(failure(() => readChangelog(['x.xml'], folder)).message).toContain('x.xml was not found')
  })
})

describe('whatever elements there are', () => {
  it('either makes changesets or a complaint with a place', () => {
    const elements = [
      'changeSet',
      'sql',
      'sqlFile',
      'include',
      'includeAll',
      'property',
      'rollback',
      'tagDatabase',
      'preConditions',
      'not',
      'dbms',
      'sqlCheck',
      'comment',
      'validCheckSum',
      'createTable'
    ]
    const attribute = fc.tuple(
      fc.constantFrom(
        'id',
        'author',
        'file',
        'path',
        'name',
        'value',
        'tag',
        'type',
        'runAlways',
        'context',
        'dbms',
        'relativeToChangelogFile',
        'x'
      ),
      fc.constantFrom('1', 'a', 'true', 'm.xml', '..', '${a}', 'oracle', '')
    )
    const node = (depth: number): fc.Arbitrary<string> =>
      fc
        .tuple(
          fc.constantFrom(...elements),
          fc.uniqueArray(attribute, { maxLength: 3, selector: ([name]) => name }),
          fc.array(depth ? node(depth - 1) : fc.constant('x'), { maxLength: 3 })
        )
        .map(
          ([name, attributes, children]) =>
            `<${name}${attributes.map(([key, value]) => ` ${key}="${value}"`).join('')}>${children.join('')}</${name}>`
        )
    fc.assert(
      fc.property(fc.array(node(2), { maxLength: 3 }), (bodies) => {
        try {
          read(bodies.join(''))
        } catch (error) {
          expect(error).toBeInstanceOf(ChangelogError)
          expect((error as ChangelogError).place).toBeDefined()
        }
      }),
      { numRuns: 400 }
    )
  })
})
