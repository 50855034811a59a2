/**
 * Checksums, byte for byte as Liquibase computes them for SQL changes, so that either can take over the other's history.
 * Version 9: spaces, line feeds, carriage returns and tabs do not count, anywhere. See FORMATS.md.
 */
import { createHash } from 'node:crypto'

const md5 = (data: string | Buffer): string => createHash('md5').update(data).digest('hex')
const BLANK = new Set([0x20, 0x0a, 0x0d, 0x09])

/** Of one SQL change. */
const changeSum = (sql: string): string => `9:${md5(Buffer.from(Buffer.from(sql, 'utf8').filter((byte) => !BLANK.has(byte))))}`

/** Of a changeset with these SQL changes. */
export const changesetChecksum = (changes: readonly string[]): string => `9:${md5(changes.map((sql) => `${changeSum(sql)}:`).join('').normalize('NFC'))}`

export interface SqlOptions {
  readonly endDelimiter: string | undefined
  readonly splitStatements: boolean
  readonly stripComments: boolean
}

/** Version 8 (Liquibase 4.0 to 4.21): runs of blanks count as one, and the options count too. */
export function changesetChecksumV8(changes: readonly string[], { endDelimiter, splitStatements, stripComments }: SqlOptions): string {
  const sums = changes.map((sql) => {
    const text = sql.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '')
    return `8:${md5(`${endDelimiter ?? 'null'}:${splitStatements}:${stripComments}:${text}`)}:`
  })
  return `8:${md5(sums.join('').normalize('NFC'))}`
}
