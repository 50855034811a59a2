import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LexError, scanTokens, tokenize } from '../index'

const print = (text: string): string =>
  tokenize(text).map(t => `${t.kind}:${t.value}${t.suffix ?? ''}${t.marked ? '!' : ''}`).join(' ')

describe('tokens', () => {
  it.each([
    ['select a_1$#, "Mixed x"', 'word:SELECT word:A_1$# operator:, quoted:Mixed x'],
    ['größe ßa', 'word:GRÖßE word:ßA'],
    ['1 1. .5 1.5e-3 1e5 2f 3D 1e', 'number:1 number:1. number:.5 number:1.5e-3 number:1e5 number:2f number:3d number:1 word:E'],
    ['1..10', 'number:1 operator:.. number:10'],
    ["'it''s' n'x' N'' ''''", "string:it's string:x! string:! string:'"],
    ["q'[it's]' Q'{a}' q'<b>' q'(c)' q'!d!' nq'#e#'", "string:it's string:a string:b string:c string:d string:e!"],
    [':a :1 :"Xy" :12b', 'bind:A bind:1 bind:Xy! bind:12 word:B'],
    ['a||b := => ** <> != ^= <= >= (+)', 'word:A operator:|| word:B operator::= operator:=> operator:** operator:<> operator:!= operator:^= operator:<= operator:>= operator:( operator:+ operator:)'],
    ['a--x\nb/* y */c', 'word:A comment:--x word:B comment:/* y */ word:C'],
    ['select /*+ full(t) */ --+ x', 'word:SELECT hint:/*+ full(t) */ hint:--+ x'],
    ['$if $$plsql_unit', 'directive:$IF directive:$$PLSQL_UNIT'],
    ["nq q n 'x'", "word:NQ word:Q word:N string:x"]
  ])('%s', (text, expected) => expect(print(text)).toBe(expected))

  it.each([
    ["select 'abc", 1756, 7], ["x q'[abc]", 1756, 2], ['select "abc', 1740, 7], ['select ""', 1741, 7], ['a /* b', 1742, 2], ['a \u20ac', 911, 2]
  ])('%s: ORA-%i at %i', (text, code, offset) => {
    expect(() => tokenize(text)).toThrow(LexError)
    expect(scanTokens(text).error).toMatchObject({ code, offset })
  })

  it('lie in order, and what is between them is blank', () => {
    const soup = fc.array(fc.oneof(fc.constantFrom("'a'", "'", '"', 'q\'[', ']\'', '--', '\n', '/*', '*/', ':x', '1.5', '..', ' ', 'é', '𝔘', '"b"', ';', '/'), fc.string()))
    fc.assert(fc.property(soup, parts => {
      const text = parts.join('')
      const { tokens, error } = scanTokens(text)
      let at = 0
      for (const t of tokens) {
        expect(text.slice(at, t.start).replace(/\0/g, '').trim()).toBe('')
        expect(t.end).toBeGreaterThan(t.start)
        at = t.end
      }
      expect(text.slice(at, error ? error.offset : undefined).replace(/\0/g, '').trim()).toBe('')
    }), { numRuns: 500 })
  })
})
