/** Words of a command as a POSIX shell splits them: quotes and backslashes, nothing expanded. @throws Error for a quote that is not closed */
export function splitWords(text: string): string[] {
  const words: string[] = []
  let word: string | undefined
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!
    if (char === "'" || char === '"') {
      const end = closing(text, i)
      word = (word ?? '') + (char === "'" ? text.slice(i + 1, end) : text.slice(i + 1, end).replace(/\\([\\"$`])/g, '$1'))
      i = end
    } else if (char === '\\' && i + 1 < text.length) word = (word ?? '') + text[++i]!
    else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else word = (word ?? '') + char
  }
  return word === undefined ? words : [...words, word]
}

function closing(text: string, start: number): number {
  const quote = text[start]
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\' && quote === '"') i++
    else if (text[i] === quote) return i
  }
  throw new Error(`a quote is not closed: ${text.slice(start)}`)
}

/** A list written with spaces or commas. */
export const splitList = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean)
