/**
 * Formatted SQL: text → changesets. Strict: what Liquibase would silently take for SQL, or silently ignore, is an error
 * with its place. Checksums are Liquibase's.
 */
import { lastChangesetDelimiter, splitLikeLiquibase, splitScript } from '@cicd-oracle/lexer'
import { type Attribute, AttributeReader } from './attributes'
import { ChangelogError } from './changelog-error'
import type { Changeset, OnPrecondition, Precondition, Preconditions, Rollback, SourceText, Statement } from './changeset'
import { changesetChecksum, changesetChecksumV8, type SqlOptions } from './checksum'
import { classifyLines, type Line, placeOf } from './formatted-sql-lines'

type DirectiveLine = Extract<Line, { kind: 'directive' }>
interface Block {
  readonly head: DirectiveLine
  readonly lines: Line[]
}

/** @param path as stored in FILENAME. Throws ChangelogError. */
export function readFormattedSql(path: string, fileText: string): Changeset[] {
  const lines = classifyLines(path, fileText)
  const fail = (what: string, line: number, column = 1): never => {
    throw new ChangelogError(what, placeOf(path, line, column), fileText)
  }
  const first = lines.find((line) => line.kind !== 'sql' || line.text.trim() !== '')
  if (first?.kind !== 'header') fail('The first line must be: --liquibase formatted sql', first?.line ?? 1)
  const stored = logicalPath(first as Extract<Line, { kind: 'header' }>, path, fileText)

  const blocks: Block[] = []
  for (const line of lines.slice(lines.indexOf(first!) + 1)) {
    if (line.kind === 'header') fail('There is a second header line.', line.line)
    else if (line.kind === 'directive' && line.name === 'property') fail('--property is not supported yet.', line.line)
    else if (line.kind === 'directive' && line.name === 'changeset') blocks.push({ head: line, lines: [] })
    else if (blocks.length) blocks[blocks.length - 1].lines.push(line)
    else if (line.kind === 'directive') fail(`A ${line.name} line must stand behind a changeset line.`, line.line)
    else if (line.text.trim() && !/^\s*--/.test(line.text)) fail('This stands before the first changeset line and would never run.', line.line, line.text.search(/\S/) + 1)
  }
  if (!blocks.length) fail('There is no changeset in this file.', first!.line)
  return blocks.map((block, i) => readBlock(block, i === blocks.length - 1, stored, path, fileText))
}

function logicalPath(header: Extract<Line, { kind: 'header' }>, path: string, fileText: string): string {
  const reader = new AttributeReader(header.rest, placeOf(path, header.line, 1), fileText)
  let stored = path
  while (!reader.done) {
    const attribute = reader.attribute()
    if (attribute?.name.toLowerCase() !== 'logicalfilepath') reader.fail('The header takes only logicalFilePath:PATH.')
    stored = attribute!.value
  }
  return stored
}

const BOOLEAN = new Set(['runonchange', 'runalways', 'runintransaction', 'failonerror', 'ignore', 'stripcomments', 'splitstatements', 'rollbacksplitstatements'])
const WORDS = new Set(['enddelimiter', 'rollbackenddelimiter', 'context', 'contextfilter', 'labels', 'dbms', 'logicalfilepath'])

function readBlock({ head, lines }: Block, isLast: boolean, stored: string, file: string, fileText: string): Changeset {
  const reader = new AttributeReader(head.rest, placeOf(file, head.line, head.column), fileText)
  const { author, id } = reader.authorAndId()
  const attributes = new Map<string, string>()
  while (!reader.done) {
    const column = reader.column
    const attribute = reader.attribute()
    const complain = (what: string): never => {
      throw new ChangelogError(what, placeOf(file, head.line, column), fileText)
    }
    if (!attribute) return complain('Behind AUTHOR:ID stand only attributes, NAME:VALUE.')
    const name = attribute.name.toLowerCase()
    if (name === 'runwith' || name === 'runwithspoolfile') complain(`${attribute.name} is not supported: statements run through node-oracledb.`)
    if (name === 'runorder') complain('runOrder has no meaning in formatted SQL.')
    if (!BOOLEAN.has(name) && !WORDS.has(name)) complain(`There is no attribute ${attribute.name}.`)
    if (BOOLEAN.has(name) && !/^(true|false)$/i.test(attribute.value)) complain(`${attribute.name} is true or false, not "${attribute.value}".`)
    if (attribute.value === '') complain(`${attribute.name} has no value (no blank may stand behind the colon).`)
    attributes.set(name, attribute.value)
  }
  const is = (name: string, otherwise: boolean) => (attributes.has(name) ? attributes.get(name)!.toLowerCase() === 'true' : otherwise)
  const options: SqlOptions = { endDelimiter: attributes.get('enddelimiter'), splitStatements: is('splitstatements', true), stripComments: is('stripcomments', true) }

  const source = joinLines(lines.filter((line): line is Extract<Line, { kind: 'sql' }> => line.kind === 'sql'))
  if (!source.text) throw new ChangelogError(`Changeset ${author}:${id} has no SQL.`, placeOf(file, head.line), fileText)
  const directives = lines.filter((line): line is DirectiveLine => line.kind === 'directive')
  const last = (name: DirectiveLine['name']) => directives.filter((line) => line.name === name).at(-1)
  return {
    id,
    author,
    path: attributes.get('logicalfilepath') ?? stored,
    place: placeOf(file, head.line),
    source,
    statements: cut(source.text, options),
    comment: last('comment')?.rest,
    contexts: attributes.get('contextfilter') ?? attributes.get('context'),
    labels: attributes.get('labels')?.toLowerCase(),
    dbms: attributes.get('dbms'),
    runOnChange: is('runonchange', false),
    runAlways: is('runalways', false),
    runInTransaction: is('runintransaction', true),
    failOnError: is('failonerror', true),
    ignore: is('ignore', false),
    validCheckSums: directives.filter(({ name }) => name === 'validCheckSum').map(({ rest }) => rest.trim()),
    preconditions: readPreconditions(directives, file, fileText),
    rollback: readRollback(directives, { ...options, endDelimiter: attributes.get('rollbackenddelimiter') ?? options.endDelimiter, splitStatements: is('rollbacksplitstatements', options.splitStatements) }, file, fileText),
    checksum: changesetChecksum([source.text]),
    checksumV8: changesetChecksumV8([source.text], asLiquibaseReadThem(options, source.text, isLast, is('rollbacksplitstatements', true)))
  }
}

/** Version 8 counts the options as Liquibase's patterns found them: `splitStatements:` is also found in rollbackSplitStatements, and a last changeset that ends in a `/` line has a delimiter of its own. */
const asLiquibaseReadThem = (options: SqlOptions, text: string, isLast: boolean, rollbackSplits: boolean): SqlOptions => ({
  ...options,
  splitStatements: options.splitStatements && rollbackSplits,
  endDelimiter: options.endDelimiter ?? (isLast ? lastChangesetDelimiter(text) : undefined)
})

/** Joins with LF and trims as Java does (all up to U+0020), remembering each line's place. */
function joinLines(lines: readonly { readonly text: string; readonly line: number }[]): SourceText {
  const whole = lines.map(({ text }) => text).join('\n')
  const blank = (i: number) => whole.charCodeAt(i) <= 0x20
  let start = 0
  let end = whole.length
  while (start < end && blank(start)) start++
  while (end > start && blank(end - 1)) end--
  const skipped = whole.slice(0, start).split('\n')
  const text = whole.slice(start, end)
  const count = text.split('\n').length
  return { text, lines: lines.slice(skipped.length - 1, skipped.length - 1 + count).map(({ line }, i) => ({ line, indent: i === 0 ? skipped.at(-1)!.length : 0 })) }
}

/** Our own splitter knows the language; another delimiter than `;` and `/` is the author's wish and is taken as Liquibase takes it. */
function cut(text: string, { endDelimiter, splitStatements }: SqlOptions): Statement[] {
  const natural = endDelimiter === undefined || endDelimiter === '/' || endDelimiter === ';'
  if (!splitStatements || !natural)
    return splitLikeLiquibase(text, { endDelimiter, splitStatements, stripComments: false }).map(({ text: piece, start }) => ({ text: piece, start }))
  return splitScript(text)
    .filter(({ kind }) => kind === 'sql' || kind === 'plsql')
    .map(({ text: piece, start }) => ({ text: piece, start }))
}

const ON: readonly OnPrecondition[] = ['HALT', 'CONTINUE', 'MARK_RAN', 'WARN']

function readPreconditions(directives: readonly DirectiveLine[], file: string, fileText: string): Preconditions | undefined {
  const checks: Precondition[] = []
  const on = { onFail: 'HALT' as OnPrecondition, onError: 'HALT' as OnPrecondition, onSqlOutput: 'IGNORE' as Preconditions['onSqlOutput'] }
  for (const line of directives) {
    const place = placeOf(file, line.line, line.column)
    if (line.name === 'preconditions') {
      const reader = new AttributeReader(line.rest, place, fileText)
      while (!reader.done) {
        const attribute = reader.attribute() ?? reader.fail('A preconditions line takes onFail, onError and onSqlOutput.')
        const name = attribute.name.toLowerCase()
        const value = attribute.value.toUpperCase()
        if ((name === 'onfail' || name === 'onerror') && ON.includes(value as OnPrecondition)) on[name === 'onfail' ? 'onFail' : 'onError'] = value as OnPrecondition
        else if ((name === 'onsqloutput' || name === 'onupdatesql') && ['IGNORE', 'TEST', 'FAIL'].includes(value)) on.onSqlOutput = value as 'TEST'
        else throw new ChangelogError(`${attribute.name}:${attribute.value} is not known on a preconditions line.`, placeOf(file, line.line, attribute.column), fileText)
      }
    } else if (line.name === 'precondition') checks.push(readPrecondition(line, file, fileText))
  }
  if (!checks.length && !directives.some(({ name }) => name === 'preconditions')) return undefined
  return { ...on, checks }
}

function readPrecondition(line: DirectiveLine, file: string, fileText: string): Precondition {
  const place = placeOf(file, line.line, line.column)
  const [kind] = line.rest.split(/\s/, 1)
  const reader = new AttributeReader(line.rest.slice(kind.length), { ...place, column: place.column + kind.length }, fileText)
  if (kind === 'sql-check') {
    const expected: Attribute | undefined = reader.attribute()
    if (expected?.name.toLowerCase() !== 'expectedresult') reader.fail('sql-check needs expectedResult:X before its SQL.')
    const sql = reader.rest().trim()
    if (!sql) reader.fail('sql-check needs a query.')
    return { kind, expected: expected!.value, sql: sql.replace(/;\s*$/, ''), place }
  }
  if (kind === 'table-exists' || kind === 'view-exists') {
    const wanted = kind === 'table-exists' ? 'table' : 'view'
    const found = new Map<string, string>()
    while (!reader.done) {
      const attribute = reader.attribute() ?? reader.fail(`${kind} takes ${wanted}:NAME and schema:NAME.`)
      if (![wanted, 'schema'].includes(attribute.name)) reader.fail(`${kind} takes ${wanted}:NAME and schema:NAME.`)
      found.set(attribute.name, attribute.value)
    }
    return { kind, name: found.get(wanted) ?? reader.fail(`${kind} needs ${wanted}:NAME.`), schema: found.get('schema'), place }
  }
  throw new ChangelogError(`There is no precondition ${kind}: only sql-check, table-exists and view-exists.`, place, fileText)
}

function readRollback(directives: readonly DirectiveLine[], options: SqlOptions, file: string, fileText: string): Rollback {
  const found = directives.filter(({ name }) => name === 'rollback' || name === 'rollback-block')
  if (!found.length) return { kind: 'none' }
  const [first] = found
  if (/^(empty|not required)\b/i.test(first.rest)) {
    if (found.length > 1 || !/^(empty|not required)\s*;?\s*$/i.test(first.rest))
      throw new ChangelogError('Behind "empty" or "not required" nothing else may be said: it would not run.', placeOf(file, first.line, first.column), fileText)
    return { kind: 'empty' }
  }
  if (/^changesetId:/i.test(first.rest)) {
    const reader = new AttributeReader(first.rest, placeOf(file, first.line, first.column), fileText)
    const words = new Map<string, string>()
    while (!reader.done) {
      const attribute = reader.attribute() ?? reader.fail('A rollback by reference takes changesetId, changesetAuthor and changesetPath.')
      words.set(attribute.name.toLowerCase(), attribute.value)
    }
    const author = words.get('changesetauthor') ?? reader.fail('A rollback by reference needs changesetAuthor.')
    return { kind: 'reference', id: words.get('changesetid')!, author, path: words.get('changesetpath'), place: placeOf(file, first.line, first.column) }
  }
  // A block keeps its line feeds, where Liquibase glues its lines together.
  const lines = found.flatMap(({ rest, line, name }) => (name === 'rollback-block' ? rest.split('\n').map((text, i) => ({ text, line: line + i })) : [{ text: rest, line }]))
  const source = joinLines(lines)
  const columns = new Map(found.filter(({ name }) => name === 'rollback').map(({ line, column }) => [line, column - 1]))
  const placed: SourceText = { text: source.text, lines: source.lines.map(({ line, indent }) => ({ line, indent: indent + (columns.get(line) ?? 0) })) }
  return { kind: 'sql', source: placed, statements: cut(source.text, options) }
}
