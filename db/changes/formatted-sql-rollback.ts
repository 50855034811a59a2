import { AttributeReader } from './attributes'
import { ChangelogError } from './changelog-error'
import type { Rollback } from './changeset'
import type { SqlOptions } from './checksum'
import { type DirectiveLine, type FileContext, placeOf } from './formatted-sql-lines'
import { type Fragment, joinFragments, type Place, trimSource } from './source-text'
import { cutStatements } from './statements'

/** The rollback lines or the rollback block of one changeset. */
export function readRollback(
  directives: readonly DirectiveLine[],
  options: SqlOptions,
  { file, fileText, expandSource }: FileContext
): Rollback {
  const found = directives.filter(({ name }) => name === 'rollback' || name === 'rollback-block')
  if (!found.length) return { kind: 'none' }
  const [first] = found
  const place = placeOf(file, first.line, first.column + first.rest.search(/\S/))
  const words = first.rest.trimStart()
  if (/^(empty|not required)\b/i.test(words)) {
    if (found.length > 1 || !/^(empty|not required)\s*;?\s*$/i.test(words))
      throw new ChangelogError('Behind "empty" or "not required" nothing else may be said: it would not run.', place, fileText)
    return { kind: 'empty' }
  }
  if (/^changesetId:/i.test(words)) return readReference(words, found.length > 1, place, fileText)
  // A block keeps its line feeds, where Liquibase glues its lines together.
  const lines = found.flatMap(({ rest, line, column }): Fragment[] =>
    rest.split('\n').map((text, i) => ({ text, line: line + i, column: i === 0 ? column : 1 }))
  )
  const source = trimSource(expandSource(trimSource(joinFragments(file, lines, '\n'))))
  return { kind: 'sql', changes: [{ kind: 'sql', source, statements: cutStatements(source.text, options) }] }
}

function readReference(words: string, hasMore: boolean, place: Place, fileText: string): Rollback {
  const reader = new AttributeReader(words, place, fileText)
  if (hasMore) reader.fail('A rollback by reference must be the only rollback line of its changeset.')
  const found = new Map<string, string>()
  while (!reader.done) {
    const attribute = reader.attribute()
    const name = attribute?.name.toLowerCase() ?? ''
    if (!attribute || !['changesetid', 'changesetauthor', 'changesetpath'].includes(name))
      return reader.fail('A rollback by reference takes changesetId, changesetAuthor and changesetPath.')
    found.set(name, attribute.value)
  }
  const author = found.get('changesetauthor') ?? reader.fail('A rollback by reference needs changesetAuthor.')
  return { kind: 'reference', id: found.get('changesetid')!, author, path: found.get('changesetpath'), place }
}
