/**
 * Formatted SQL: text → changesets. Strict: what Liquibase would silently take for SQL, or silently ignore, is an error
 * with its place. Checksums are Liquibase's.
 */
import { lastChangesetDelimiter } from '@cicd-oracle/lexer'
import { AttributeReader } from './attributes'
import { ChangelogError } from './changelog-error'
import { type Changeset, joinContexts, joinLabels, matchesOracle } from './changeset'
import { changesetChecksum, changesetChecksumV8, type SqlOptions } from './checksum'
import { classifyLines, type DirectiveLine, type FileContext, type Line, placeOf } from './formatted-sql-lines'
import { readPreconditions } from './formatted-sql-preconditions'
import { readRollback } from './formatted-sql-rollback'
import type { Inherited } from './inherited'
import { Properties } from './properties'
import { joinFragments, trimSource } from './source-text'
import { cutStatements } from './statements'

interface Block {
  readonly head: DirectiveLine
  readonly lines: Line[]
}

/** Whether the text is formatted SQL: its first line that is not blank is the header. */
export const isFormattedSql = (fileText: string): boolean => /^\uFEFF?\s*--\s*liquibase formatted sql\b/i.test(fileText)

/** @param path as stored in FILENAME unless something else says otherwise. Throws ChangelogError. */
export function readFormattedSql(path: string, fileText: string, inherited: Inherited = {}, properties = new Properties()): Changeset[] {
  const lines = classifyLines(path, fileText)
  const fail = (what: string, line: number, column = 1): never => {
    throw new ChangelogError(what, placeOf(path, line, column), fileText)
  }
  const first = lines.find((line) => line.kind !== 'sql' || line.text.trim() !== '')
  if (first?.kind !== 'header') fail('The first line must be: --liquibase formatted sql', first?.line ?? 1)
  const guard = <T>(work: () => T, line: number, column?: number): T => {
    try {
      return work()
    } catch (problem) {
      return fail((problem as Error).message, line, column)
    }
  }
  const context: FileContext = {
    file: path,
    fileText,
    stored: logicalPath(first as Extract<Line, { kind: 'header' }>, path, fileText) ?? inherited.logicalFilePath ?? path,
    inherited,
    expand: (text, line, column) => guard(() => properties.expand(text), line, column),
    expandSource: (source) => guard(() => properties.expandSource(source), source.marks[0].line, source.marks[0].column)
  }

  const blocks: Block[] = []
  for (const line of lines.slice(lines.indexOf(first!) + 1)) {
    if (line.kind === 'header') fail('There is a second header line.', line.line)
    else if (line.kind === 'directive' && line.name === 'changeset') blocks.push({ head: line, lines: [] })
    else if (blocks.length) blocks[blocks.length - 1].lines.push(line)
    else if (line.kind === 'directive' && line.name === 'property') defineProperty(line, properties, path, fileText)
    else if (line.kind === 'directive') fail(`A ${line.name} line must stand behind a changeset line.`, line.line)
    else if (line.text.trim() && !/^\s*--/.test(line.text))
      fail('This stands before the first changeset line and would never run.', line.line, line.text.search(/\S/) + 1)
  }
  if (!blocks.length) fail('There is no changeset in this file.', first!.line)
  return blocks.map((block, i) => readBlock(block, i === blocks.length - 1, properties, context))
}

function logicalPath(header: Extract<Line, { kind: 'header' }>, path: string, fileText: string): string | undefined {
  const reader = new AttributeReader(header.rest, placeOf(path, header.line, 1), fileText)
  let stored: string | undefined
  while (!reader.done) {
    const attribute = reader.attribute()
    if (attribute?.name.toLowerCase() !== 'logicalfilepath') reader.fail('The header takes only logicalFilePath:PATH.')
    stored = attribute!.value
  }
  return stored
}

function defineProperty(line: DirectiveLine, properties: Properties, file: string, fileText: string): void {
  const reader = new AttributeReader(line.rest, placeOf(file, line.line, line.column), fileText)
  const words = new Map<string, string>()
  while (!reader.done) {
    const attribute = reader.attribute() ?? reader.fail('A property line takes name, value, dbms, context and labels.')
    const name = attribute.name.toLowerCase()
    if (!['name', 'value', 'dbms', 'context', 'contextfilter', 'labels'].includes(name))
      throw new ChangelogError(
        `A property has no ${attribute.name} here: it holds for everything that is read behind it.`,
        placeOf(file, line.line, attribute.column),
        fileText
      )
    words.set(name, attribute.value)
  }
  const [name, value] = [
    words.get('name') || reader.fail('A property needs name:NAME.'),
    words.get('value') ?? reader.fail('A property needs value:VALUE.')
  ]
  if (matchesOracle(words.get('dbms'))) properties.define(name, value)
}

const BOOLEAN = new Set([
  'runonchange',
  'runalways',
  'runintransaction',
  'failonerror',
  'ignore',
  'stripcomments',
  'splitstatements',
  'rollbacksplitstatements'
])
const WORDS = new Set(['enddelimiter', 'rollbackenddelimiter', 'context', 'contextfilter', 'labels', 'dbms', 'logicalfilepath'])

function readBlock({ head, lines }: Block, isLast: boolean, properties: Properties, context: FileContext): Changeset {
  const { file, fileText, stored, inherited, expand, expandSource } = context
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
    if (name === 'runwith' || name === 'runwithspoolfile')
      complain(`${attribute.name} is not supported: statements run through node-oracledb.`)
    if (name === 'runorder') complain('runOrder has no meaning in formatted SQL.')
    if (!BOOLEAN.has(name) && !WORDS.has(name)) complain(`There is no attribute ${attribute.name}.`)
    if (BOOLEAN.has(name) && !/^(true|false)$/i.test(attribute.value))
      complain(`${attribute.name} is true or false, not "${attribute.value}".`)
    if (attribute.value === '') complain(`${attribute.name} has no value (no blank may stand behind the colon).`)
    attributes.set(name, expand(attribute.value, head.line, column))
  }
  const is = (name: string, otherwise: boolean) => (attributes.has(name) ? attributes.get(name)!.toLowerCase() === 'true' : otherwise)
  // Liquibase finds `splitStatements:` in rollbackSplitStatements too: false there means false for both.
  const splits = is('splitstatements', true) && is('rollbacksplitstatements', true)
  const options: SqlOptions = {
    endDelimiter: attributes.get('enddelimiter'),
    splitStatements: splits,
    stripComments: is('stripcomments', true)
  }
  const identity = { id: expand(id, head.line, head.column), author: expand(author, head.line, head.column) }

  const directives = lines.filter((line): line is DirectiveLine => line.kind === 'directive')
  // A property inside a changeset already holds for its text.
  for (const line of directives) if (line.name === 'property') defineProperty(line, properties, file, fileText)
  const sqlLines = lines.filter((line): line is Extract<Line, { kind: 'sql' }> => line.kind === 'sql')
  const source = trimSource(
    expandSource(
      trimSource(
        joinFragments(
          file,
          sqlLines.map(({ text, line }) => ({ text, line, column: 1 })),
          '\n'
        )
      )
    )
  )
  if (!source.text) throw new ChangelogError(`Changeset ${author}:${id} has no SQL.`, placeOf(file, head.line), fileText)
  const last = (name: DirectiveLine['name']) => directives.filter((line) => line.name === name).at(-1)
  return {
    ...identity,
    path: attributes.get('logicalfilepath') ?? stored,
    place: placeOf(file, head.line),
    changes: [{ kind: 'sql', source, statements: cutStatements(source.text, options) }],
    comment: last('comment')?.rest,
    contexts: joinContexts([...(inherited.contexts ?? []), attributes.get('contextfilter') ?? attributes.get('context')]),
    labels: joinLabels([...(inherited.labels ?? []), attributes.get('labels')]),
    dbms: attributes.get('dbms'),
    runOnChange: is('runonchange', false),
    runAlways: is('runalways', false),
    runOrder: undefined,
    runInTransaction: is('runintransaction', true),
    failOnError: is('failonerror', true),
    ignore: is('ignore', false) || (inherited.ignore ?? false),
    validCheckSums: directives.filter(({ name }) => name === 'validCheckSum').map(({ rest }) => rest.trim()),
    preconditions: readPreconditions(directives, context),
    rollback: readRollback(
      directives,
      {
        ...options,
        endDelimiter: attributes.get('rollbackenddelimiter') ?? options.endDelimiter,
        splitStatements: is('rollbacksplitstatements', splits)
      },
      context
    ),
    checksum: changesetChecksum([source.text]),
    checksumV8: changesetChecksumV8([{ sql: source.text, options: isLast ? ofLastChangeset(options, source.text) : options }])
  }
}

/** Version 8 counts the options as Liquibase found them: a last changeset that ends in a `/` line has a delimiter of its own. */
const ofLastChangeset = (options: SqlOptions, text: string): SqlOptions => ({
  ...options,
  endDelimiter: options.endDelimiter ?? lastChangesetDelimiter(text)
})
