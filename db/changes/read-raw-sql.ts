import { ChangelogError } from './changelog-error'
import { CHANGESET_DEFAULTS, type Changeset, joinContexts, joinLabels } from './changeset'
import { changesetChecksum, changesetChecksumV8 } from './checksum'
import { placeOf } from './formatted-sql-lines'
import type { Inherited } from './inherited'
import type { Properties } from './properties'
import { trimSource, wholeFile } from './source-text'
import { cutStatements } from './statements'

/** A file without the header line: one changeset, named as Liquibase names it. */
export function readRawSql(path: string, fileText: string, inherited: Inherited, properties: Properties): Changeset {
  const text = fileText.replace(/\r\n?/g, '\n')
  const lost = text.split('\n').findIndex((line) => /^\s*-{1,2}\s*changeset\b/i.test(line))
  if (lost >= 0)
    throw new ChangelogError(
      'The first line must be: --liquibase formatted sql. Without it the whole file would be one changeset.',
      placeOf(path, lost + 1),
      fileText
    )
  const source = trimSource(properties.expandSource(wholeFile(path, text)))
  if (!source.text) throw new ChangelogError(`${path} is empty.`, placeOf(path, 1), fileText)
  return {
    ...CHANGESET_DEFAULTS,
    id: 'raw',
    author: 'includeAll',
    path,
    place: placeOf(path, 1),
    changes: [
      {
        kind: 'sql',
        source,
        statements: cutStatements(source.text, { endDelimiter: undefined, splitStatements: true, stripComments: false })
      }
    ],
    contexts: joinContexts(inherited.contexts ?? []),
    labels: joinLabels(inherited.labels ?? []),
    ignore: inherited.ignore ?? false,
    checksum: changesetChecksum([source.text]),
    checksumV8: changesetChecksumV8([
      { sql: source.text, options: { endDelimiter: undefined, splitStatements: false, stripComments: false } }
    ])
  }
}
