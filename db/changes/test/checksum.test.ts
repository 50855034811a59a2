import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { changesetChecksum } from '../checksum'
import { ChangelogError } from '../changelog-error'
import { readFormattedSql } from '../read-formatted-sql'

/** Changelogs with the answers that Liquibase 5.0.4 gave; the repository's own copy. */
const CORPUS = resolve(__dirname, '../../../test/liquibase')

/** Where this reader is strict on purpose, and what it says. */
const REFUSED: Readonly<Record<string, RegExp>> = {
  'e01-noheader': /first line must be/,
  'e02-badchangeset': /AUTHOR:ID/,
  'e05-unclosed': /not closed/,
  'e06-precond': /no precondition row-count/,
  'f02-attributes': /runOrder has no meaning/,
  'f05-delimiter': /endDelimiter has no value/,
  'f13-edges': /looks like a comment line/,
  'f14-edges': /splitStatements is true or false/,
  'f15-emptylast': /has no SQL/,
  'f16-block': /nothing else may be said/
}

interface Expected {
  readonly changesets?: readonly { readonly id: string; readonly author: string; readonly md5sum: string; readonly md5sum_v8: string }[]
}

describe('checksums against those recorded from Liquibase', () => {
  const cases = readdirSync(CORPUS).filter(
    (name) => name.startsWith('f') || (name.startsWith('e') && existsSync(join(CORPUS, name, 'changelog.sql')))
  )

  it.each(cases.filter((name) => !(name in REFUSED) && name !== 'e03-dup'))('%s: versions 9 and 8 agree', (name) => {
    const { changesets } = JSON.parse(readFileSync(join(CORPUS, name, 'expected.json'), 'utf8')) as Expected
    const read = readFormattedSql('changelog.sql', readFileSync(join(CORPUS, name, 'changelog.sql'), 'utf8'))
    expect(read.map(({ author, id, checksum, checksumV8 }) => [author, id, checksum, checksumV8])).toEqual(
      changesets!.map(({ author, id, md5sum, md5sum_v8 }) => [author, id, md5sum, md5sum_v8])
    )
  })

  it.each(Object.entries(REFUSED))('%s: refused with a place', (name, message) => {
    const read = () => readFormattedSql('changelog.sql', readFileSync(join(CORPUS, name, 'changelog.sql'), 'utf8'))
    expect(read).toThrow(message)
    try {
      read()
    } catch (error) {
      expect(error).toBeInstanceOf(ChangelogError)
      expect((error as ChangelogError).message).toMatch(/^changelog\.sql:\d+:\d+: /)
      expect((error as ChangelogError).excerpt().at(-1)).toMatch(/\^$/)
    }
  })

  it('covers every changelog of the corpus one way or the other', () => {
    expect(cases.length).toBe(21)
    expect(Object.keys(REFUSED).filter((name) => !cases.includes(name))).toEqual([])
  })
})

describe('what counts in a checksum', () => {
  it('is not changed by blanks, tabs and line ends', () => {
    expect(changesetChecksum(['select 1\n from\tdual\r\n'])).toBe(changesetChecksum(['select1fromdual']))
  })
  it('is changed by case, semicolons and comments', () => {
    const sums = ['select 1 from dual', 'SELECT 1 from dual', 'select 1 from dual;', 'select 1 from dual -- x'].map((sql) =>
      changesetChecksum([sql])
    )
    expect(new Set(sums).size).toBe(4)
  })
  it('counts other kinds of space than the four', () => {
    expect(changesetChecksum(['a\u00a0b'])).not.toBe(changesetChecksum(['ab']))
  })
})
