import { describe, expect, it } from 'vitest'
import { splitLikeLiquibase } from '../index'
import cases from './liquibase-cases.json'

describe('splitting as Liquibase does', () => {
  it.each(cases.map(c => [`${c.case} ${c.id}`, c] as const))('%s: gives the statements that Liquibase sent', (_, c) => {
    const pieces = splitLikeLiquibase(c.text, {
      endDelimiter: c.endDelimiter ?? undefined, splitStatements: c.splitStatements ?? undefined, stripComments: c.stripComments ?? undefined
    })
    expect(pieces.map(p => p.text)).toEqual(c.sql)
  })

  it('gives ranges of the script', () => {
    const script = 'select 1 from dual;\n\n-- note\ndelete /* all */ from t;'
    expect(splitLikeLiquibase(script)).toEqual([
      { text: 'select 1 from dual', start: 0, end: 18, line: 1 },
      { text: 'delete  from t', start: 29, end: 52, line: 4 }
    ])
  })

  it('keeps hints where they are wanted', () => {
    expect(splitLikeLiquibase('select /*+ full(t) */ 1 /* x */ from t;', { keepHints: true })[0].text).toBe('select /*+ full(t) */ 1  from t')
  })

  it('counts words BEGIN and END and knows nothing else of PL/SQL', () => {
    expect(splitLikeLiquibase('begin a; if b then c; end if; d; end;').map(p => p.text)).toEqual(['begin a; if b then c; end if', 'd', 'end'])
    expect(splitLikeLiquibase('begin transaction; commit;').map(p => p.text)).toEqual(['begin transaction', 'commit'])
  })

  it('splits at a slash only as the first character of its line', () => {
    expect(splitLikeLiquibase('a\n  /\nb\n/  \nc', { endDelimiter: '/' }).map(p => p.text)).toEqual(['a\n  /\nb', 'c'])
  })
})
