/**
 * Checksums, byte for byte as Liquibase computes them, so that either can take over the other's history.
 * Version 9: spaces, line feeds, carriage returns and tabs of SQL do not count, anywhere. See FORMATS.md.
 */
import { createHash } from 'node:crypto'

const md5 = (data: string | Buffer): string => createHash('md5').update(data).digest('hex')
const BLANK = new Set([0x20, 0x0a, 0x0d, 0x09])

/** What counts of one change: the text of SQL, or the tag of a tagDatabase. */
export type SummedChange = string | { readonly tag: string }

/** Text of a change that is not SQL: its fields by name. */
const canonical = ({ tag }: { readonly tag: string }): string =>
  `tagDatabase:[\n    tag="${tag.replace(/\uFFFD/g, '')}"\n]`.normalize('NFC')

const changeSum = (change: SummedChange): string =>
  `9:${md5(typeof change === 'string' ? Buffer.from(Buffer.from(change, 'utf8').filter((byte) => !BLANK.has(byte))) : canonical(change))}`

/** Of a changeset with these changes. */
export const changesetChecksum = (changes: readonly SummedChange[]): string =>
  `9:${md5(
    changes
      .map((change) => `${changeSum(change)}:`)
      .join('')
      .normalize('NFC')
  )}`

export interface SqlOptions {
  readonly endDelimiter: string | undefined
  readonly splitStatements: boolean
  readonly stripComments: boolean
}
export type SummedChangeV8 = { readonly sql: string; readonly options: SqlOptions } | { readonly tag: string }

/** Version 8 (Liquibase 4.0 to 4.21): runs of blanks count as one, and the options of SQL count too. */
export function changesetChecksumV8(changes: readonly SummedChangeV8[]): string {
  const sums = changes.map((change) => {
    if ('tag' in change) return `8:${md5(canonical(change))}:`
    const { endDelimiter, splitStatements, stripComments } = change.options
    const text = change.sql.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '')
    return `8:${md5(`${endDelimiter ?? 'null'}:${splitStatements}:${stripComments}:${text}`)}:`
  })
  return `8:${md5(sums.join('').normalize('NFC'))}`
}
