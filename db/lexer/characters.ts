/** Classes of characters, by code unit or code point. ASCII is decided without a regular expression: most text is ASCII. */
const LETTER = /^\p{L}$/u
const PART = /^[\p{L}\p{M}\p{Nd}\p{Nl}]$/u

export const isDigit = (c: number): boolean => c >= 48 && c <= 57
export const isBlank = (c: number): boolean => c === 32 || (c >= 9 && c <= 13) || c === 0xa0 || c === 0x3000 || c === 0xfeff || c === 0
const isAsciiLetter = (c: number): boolean => (c >= 97 && c <= 122) || (c >= 65 && c <= 90)

/** An identifier without quotes starts with a letter of any script … */
export const startsWord = (c: number): boolean => isAsciiLetter(c) || (c > 127 && LETTER.test(String.fromCodePoint(c)))
/** … and goes on with letters, digits, _, $ and #. */
export const continuesWord = (c: number): boolean =>
  isAsciiLetter(c) || isDigit(c) || c === 95 || c === 36 || c === 35 || (c > 127 && PART.test(String.fromCodePoint(c)))

/** Index after the word characters from `from` on. */
export function endOfWord(text: string, from: number): number {
  let i = from
  while (i < text.length) {
    const c = text.codePointAt(i) as number
    if (!continuesWord(c)) break
    i += c > 0xffff ? 2 : 1
  }
  return i
}

/** Oracle folds character by character: one that would become two (ß) stays. */
export function foldName(name: string): string {
  const upper = name.toUpperCase()
  if (upper.length === name.length) return upper
  return Array.from(name, c => (c.toUpperCase().length === c.length ? c.toUpperCase() : c)).join('')
}
