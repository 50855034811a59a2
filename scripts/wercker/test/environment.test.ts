import { describe, expect, it } from 'vitest'
import { passVariables } from '../environment/host'
import { maskSecrets, secretsOf } from '../environment/mask-secrets'
import { interpolate } from '../environment/quote'
import { ignoredBy } from '../pipeline/ignore-rules'

describe('variables', () => {
  it('of the host pass by X_ and XXX_ only, proxies by themselves', () => {
    expect(passVariables({ X_A: '1', XXX_B: '2', C: '3', http_proxy: 'p' })).toEqual({ visible: { A: '1', http_proxy: 'p' }, hidden: { B: '2' } })
  })
  it('are filled in once, unknown ones as nothing', () => {
    expect(interpolate('$A-${B}-$NONE-', { A: '$B', B: 'b' })).toBe('$B-b--')
  })
})

describe('secrets', () => {
  const secret = 'pa$$-word/1'
  it.each([0, 1, 2, 3, 4, 5])('are masked in text and base64, %i bytes in, however the text is cut', (before) => {
    const encoded = Buffer.from(`${'x'.repeat(before)}${secret}${'y'.repeat(before)}`).toString('base64')
    const text = `${'z'.repeat(before)}${secret} and ${encoded} end`
    const whole = maskSecrets([secret])
    const expected = whole.write(text) + whole.end()
    expect(expected).not.toContain(secret)
    expect(expected.match(/\*{4}/g)).toHaveLength(2)
    for (let size = 1; size < text.length; size++) {
      const filter = maskSecrets([secret])
      let out = ''
      for (let at = 0; at < text.length; at += size) out += filter.write(text.slice(at, at + size))
      expect(out + filter.end()).toBe(expected)
    }
  })
  it('that overlap are masked too, cut anywhere', () => {
    for (let cut = 0; cut < 12; cut++) {
      const filter = maskSecrets(['abcabcab', 'abcab'])
      expect(filter.write('-abcabcabcab-'.slice(0, cut)) + filter.write('-abcabcabcab-'.slice(cut)) + filter.end()).not.toContain('abcab')
    }
  })
  it('are hidden values, and visible ones by name', () => {
    expect(secretsOf({ DB_PASSWORD: 'one', USER: 'two' }, { X: 'three' }).sort()).toEqual(['one', 'three'])
  })
})

describe('an ignore file', () => {
  it.each([
    ['*.log', 'a/b.log', true],
    ['/build', 'a/build', false],
    ['venv*/', 'venv3/lib/x', true],
    ['*.log\n!keep.log', 'keep.log', false],
    ['a/**/z', 'a/z', true],
    ['#x\nkeys', 'keys/id', true]
  ])('%j on %s: %s', (text, path, ignored) => {
    expect(ignoredBy(text)(path)).toBe(ignored)
  })
})
