/** PostgreSQL's text of composites and arrays. Source: PostgreSQL manual, 8.15.6 and 8.16.6. */

type Value = string | null

/** (a,"b c",): an empty place is NULL, an empty text is quoted. */
export const compositeText = (fields: readonly Value[]): string =>
  `(${fields.map(f => (f === null ? '' : quoted(f, PLAIN_FIELD))).join(',')})`
export const arrayText = (elements: readonly Value[]): string =>
  `{${elements.map(e => (e === null ? 'NULL' : quoted(e, PLAIN_ELEMENT))).join(',')}}`

const PLAIN_FIELD = /^[^\s(),"\\]+$/
const PLAIN_ELEMENT = /^(?!null$)[^\s{},"\\]+$/i
const quoted = (text: string, plain: RegExp): string => (plain.test(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`)

/** Fields of a composite. @throws Error for text that is none */
export function parseComposite(text: string): Value[] {
  if (!text.startsWith('(') || !text.endsWith(')')) throw new Error(`no composite: ${text}`)
  const fields: Value[] = []
  let at = 1
  const end = text.length - 1
  if (end === 1) return [null]
  for (;;) {
    const item = readItem(text, at, end)
    fields.push(item.text === '' && !item.quoted ? null : item.text)
    if (item.at >= end) return fields
    at = item.at + 1
    if (at === end) {
      fields.push(null)
      return fields
    }
  }
}

export interface ParsedArray {
  /** Index of the first element; 1 unless the text says otherwise. */
  readonly low: number
  readonly elements: Value[]
}
/** Elements of an array of one dimension. */
export function parseArray(text: string): ParsedArray {
  const bounds = /^\[(-?\d+):-?\d+\]=/.exec(text)
  const low = bounds ? Number(bounds[1]) : 1
  let at = bounds ? bounds[0].length : 0
  if (text[at] !== '{' || !text.endsWith('}')) throw new Error(`no array: ${text}`)
  const elements: Value[] = []
  const end = text.length - 1
  at++
  while (at < end) {
    const item = readItem(text, at, end)
    elements.push(!item.quoted && item.text.toUpperCase() === 'NULL' ? null : item.text)
    at = item.at + 1
  }
  return { low, elements }
}

/** Up to a comma or the end: quoted parts lose their quotes; inside them a doubled quote or a backslash stands for what follows. */
function readItem(text: string, start: number, end: number): { text: string; quoted: boolean; at: number } {
  let out = ''
  let wasQuoted = false
  let inside = false
  let at = start
  for (; at < end; at++) {
    const ch = text[at]
    if (ch === '\\') out += text[++at]
    else if (ch === '"') {
      if (inside && text[at + 1] === '"') {
        out += '"'
        at++
      } else {
        inside = !inside
        wasQuoted = true
      }
    } else if (ch === ',' && !inside) break
    else out += ch
  }
  return { text: out, quoted: wasQuoted, at }
}
