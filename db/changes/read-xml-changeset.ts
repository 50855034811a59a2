import { type Change, type Changeset, joinContexts, joinLabels, matchesOracle, type Rollback, type SqlChange } from './changeset'
import { changesetChecksum, changesetChecksumV8, type SqlOptions, type SummedChange, type SummedChangeV8 } from './checksum'
import type { Inherited } from './inherited'
import { readXmlPreconditions } from './read-xml-preconditions'
import { type Place, type SourceText, trimSource } from './source-text'
import { cutStatements } from './statements'
import type { ElementReader } from './xml-grammar'

/** What a changeset needs from around it. */
export interface ChangesetContext {
  /** For FILENAME, unless the changeset names another. */
  readonly stored: string
  readonly inherited: Inherited
  /** Text of another file; expanded when the whole changelog was read. */
  readonly readSqlFile: (
    path: string,
    relative: boolean,
    place: Place
  ) => { readonly file: string; readonly text: string; readonly expanded: () => SourceText }
}

/** A change and what counts of it in the checksums; nothing when it is for another database. */
interface ReadChange {
  readonly change: Change
  readonly summed?: readonly [SummedChange, SummedChangeV8]
}

const DEFAULT_OPTIONS: SqlOptions = { splitStatements: true, stripComments: false, endDelimiter: undefined }

/** A `changeSet` element. Throws ChangelogError. */
export function readXmlChangeset(element: ElementReader, context: ChangesetContext): Changeset {
  const { stored, inherited } = context
  const read = element.children('sql', 'sqlFile', 'tagDatabase').map((change) => readChange(change, context))
  const changes = read.map(({ change }) => change)
  if (changes.length > 1) {
    const tag = element.child('tagDatabase')
    if (tag) tag.fail('<tagDatabase> must be alone in its changeset.')
  }
  const path = element.text('logicalFilePath') ?? stored
  const summed = read.flatMap((change) => (change.summed ? [change.summed] : []))
  return {
    id: element.required('id'),
    author: element.required('author'),
    path,
    place: element.element.place,
    changes,
    comment: element.child('comment')?.content().text,
    contexts: joinContexts([...(inherited.contexts ?? []), element.text('contextFilter') ?? element.text('context')]),
    labels: joinLabels([...(inherited.labels ?? []), element.text('labels')]),
    dbms: element.text('dbms'),
    runOnChange: element.boolean('runOnChange', false),
    runAlways: element.boolean('runAlways', false),
    runOrder: element.has('runOrder') ? element.oneOf('runOrder', ['first', 'last'] as const, 'first') : undefined,
    runInTransaction: element.boolean('runInTransaction', true),
    failOnError: element.boolean('failOnError', true),
    ignore: element.boolean('ignore', false) || (inherited.ignore ?? false),
    validCheckSums: element.children('validCheckSum').map((sum) => sum.content().text.trim()),
    preconditions: readPreconditions(element),
    rollback: readRollback(element, changes, path, context),
    checksum: changesetChecksum(summed.map(([sum]) => sum)),
    checksumV8: changesetChecksumV8(summed.map(([, sum]) => sum))
  }
}

function readPreconditions(element: ElementReader) {
  const preconditions = element.child('preConditions')
  return preconditions && readXmlPreconditions(preconditions)
}

function readChange(element: ElementReader, context: ChangesetContext): ReadChange {
  if (element.element.name === 'tagDatabase') {
    const tag = element.required('tag')
    return {
      change: { kind: 'tagDatabase', tag, keepTagOnRollback: element.boolean('keepTagOnRollback', false) },
      summed: [{ tag }, { tag }]
    }
  }
  const isFile = element.element.name === 'sqlFile'
  if (!matchesOracle(element.text('dbms')))
    return {
      change: {
        kind: 'sql',
        sqlFile: isFile ? element.required('path') : undefined,
        source: element.content(),
        statements: [],
        forAnotherDatabase: true
      }
    }
  const options = readOptions(element)
  if (isFile) {
    const { change, text } = readSqlFile(element, options, context)
    return { change, summed: [text, { sql: text, options }] }
  }
  const change = readSql(element, options)
  return { change, summed: [change.source.text, { sql: change.source.text, options }] }
}

const readOptions = (element: ElementReader): SqlOptions => ({
  splitStatements: element.boolean('splitStatements', true),
  stripComments: element.boolean('stripComments', false),
  endDelimiter: element.text('endDelimiter')
})

function readSql(element: ElementReader, options: SqlOptions): SqlChange {
  const source = trimSource(element.content())
  if (!source.text) element.fail(`This <${element.element.name}> holds no SQL.`)
  return { kind: 'sql', source, statements: cutStatements(source.text, options) }
}

/** @returns with the file's text as it counts in the checksum: properties not expanded */
function readSqlFile(
  element: ElementReader,
  options: SqlOptions,
  { readSqlFile: read }: ChangesetContext
): { change: SqlChange; text: string } {
  const path = element.required('path')
  const encoding = element.text('encoding')
  if (encoding !== undefined && !/^utf-?8$/i.test(encoding))
    element.fail(`The encoding must be UTF-8, not ${encoding}.`, element.placeOf('encoding'))
  const { text, file, expanded } = read(path, element.boolean('relativeToChangelogFile', false), element.placeOf('path'))
  if (!text.trim()) element.fail(`The file ${file} holds no SQL.`, element.placeOf('path'))
  let once: { source: SourceText; statements: ReturnType<typeof cutStatements> } | undefined
  const late = () => {
    if (!once) {
      const source = expanded()
      once = { source, statements: cutStatements(source.text, options) }
    }
    return once
  }
  return {
    change: {
      kind: 'sql',
      sqlFile: path,
      get source() {
        return late().source
      },
      get statements() {
        return late().statements
      }
    },
    text
  }
}

function readRollback(changeset: ElementReader, changes: readonly Change[], path: string, context: ChangesetContext): Rollback {
  const elements = changeset.children('rollback')
  if (!elements.length) return { kind: changes.every(({ kind }) => kind === 'tagDatabase') ? 'empty' : 'none' }
  const rollbacks = elements.map((element) => readOneRollback(element, path, context))
  if (rollbacks.length === 1) return rollbacks[0]
  const reference = rollbacks.findIndex(({ kind }) => kind === 'reference')
  if (reference >= 0) elements[reference].fail('A rollback by reference must be the only <rollback> of its changeset.')
  const all = rollbacks.flatMap((rollback) => (rollback.kind === 'sql' ? rollback.changes : []))
  return all.length ? { kind: 'sql', changes: all } : { kind: 'empty' }
}

function readOneRollback(element: ElementReader, path: string, context: ChangesetContext): Rollback {
  const parts = element.children('sql', 'sqlFile')
  const text = trimSource(element.content())
  const isReference = ['changeSetId', 'changeSetAuthor', 'changeSetPath'].some((name) => element.has(name))
  if (isReference) {
    if (parts.length || text.text) element.fail('A rollback by reference holds nothing.')
    return {
      kind: 'reference',
      id: element.required('changeSetId'),
      author: element.required('changeSetAuthor'),
      path: element.text('changeSetPath') ?? path,
      place: element.element.place
    }
  }
  if (/^(empty|not required)\s*;?$/i.test(text.text))
    element.fail(`"${text.text}" would be sent as SQL; when nothing is to be undone, write <rollback/>.`)
  if (parts.length && text.text) element.fail('A <rollback> holds either text or elements.')
  if (text.text) return { kind: 'sql', changes: [{ kind: 'sql', source: text, statements: cutStatements(text.text, DEFAULT_OPTIONS) }] }
  const changes = parts
    .filter((part) => matchesOracle(part.text('dbms')))
    .map((part) => (part.element.name === 'sql' ? readSql(part, readOptions(part)) : readSqlFile(part, readOptions(part), context).change))
  return changes.length ? { kind: 'sql', changes } : { kind: 'empty' }
}
