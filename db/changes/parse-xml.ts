/**
 * XML → a tree in which every element, attribute and piece of text knows its place. Well-formedness is checked by saxes (XML 1.0,
 * fifth edition). Whatever could pull in something from elsewhere is refused: document types, and with them entities.
 */
import { SaxesParser } from 'saxes'
import { ChangelogError } from './changelog-error'
import { type Fragment, joinFragments, type Place, type SourceText } from './source-text'

export interface XmlAttribute {
  readonly name: string
  readonly value: string
  readonly place: Place
}
export interface XmlElement {
  readonly name: string
  readonly place: Place
  readonly attributes: readonly XmlAttribute[]
  readonly children: readonly XmlElement[]
  /** The text directly in it, CDATA included, children and comments left out. */
  readonly text: SourceText
}
interface OpenElement extends XmlElement {
  readonly attributes: XmlAttribute[]
  readonly children: XmlElement[]
  readonly fragments: Fragment[]
}

const ENTITY = /&(?:#x([0-9a-f]+)|#([0-9]+)|\w+);/gi

/** @param fileText without byte order mark. Throws ChangelogError: not well-formed, a document type, another encoding than UTF-8. */
export function parseXml(file: string, fileText: string): XmlElement {
  const text = fileText.replace(/\r\n?/g, '\n')
  const lineStarts = [0]
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) lineStarts.push(i + 1)
  const placeOf = (offset: number): Place => {
    const line = lineAt(lineStarts, offset)
    return { file, line: line + 1, column: offset - lineStarts[line] + 1 }
  }
  const fail = (what: string, offset: number): never => {
    throw new ChangelogError(what, placeOf(offset), fileText)
  }

  const parser = new SaxesParser({ position: true })
  const open: OpenElement[] = []
  let root: XmlElement | undefined
  let closed: XmlElement | undefined
  /** Where what comes next in the file begins. */
  let at = 0
  const addText = (start: number, end: number, isCdata: boolean) => {
    for (const piece of fragmentsOf(text, start, end, isCdata, placeOf)) open.at(-1)?.fragments.push(piece)
  }

  parser.on('error', ({ message }) => {
    const what = message.replace(/^\d+:\d+: /, '').replace(/\.$/, '')
    // saxes has closed the one that is open before it complains.
    const hint = closed && what === 'unexpected close tag' ? `; <${closed.name}> of line ${closed.place.line} is open` : ''
    fail(`This is not well-formed XML: ${what}${hint}.`, Math.max(0, Math.min(parser.position, text.length) - 1))
  })
  parser.on('xmldecl', ({ version, encoding }) => {
    if (version !== '1.0') fail(`XML ${version} is not read, only 1.0.`, 0)
    if (encoding !== undefined && !/^utf-?8$/i.test(encoding)) fail(`The encoding must be UTF-8, not ${encoding}.`, 0)
    at = parser.position
  })
  parser.on('doctype', () =>
    fail(
      'A document type (DOCTYPE) is refused: it can define entities and refer to other files.',
      text.lastIndexOf('<!DOCTYPE', parser.position)
    )
  )
  parser.on('processinginstruction', ({ target }) =>
    fail(`The processing instruction <?${target} has no meaning here.`, text.lastIndexOf('<?', parser.position))
  )
  parser.on('comment', () => {
    at = parser.position + '>'.length
  })
  parser.on('text', () => {
    const end = parser.position - 1
    addText(at, end, false)
    at = end
  })
  parser.on('cdata', () => {
    addText(at + '<![CDATA['.length, parser.position - ']]>'.length, true)
    at = parser.position
  })
  parser.on('opentagstart', ({ name }) => {
    const start = text.lastIndexOf('<', parser.position - 1)
    open.push({ name, place: placeOf(start), attributes: [], children: [], fragments: [], text: joinFragments(file, []) })
    at = start + 1 + name.length
  })
  parser.on('attribute', ({ name, value }) => {
    const start = at + text.slice(at).search(/\S/)
    open.at(-1)!.attributes.push({ name, value, place: placeOf(start) })
    at = parser.position
  })
  parser.on('opentag', () => {
    at = parser.position
  })
  parser.on('closetag', () => {
    const { name, place, attributes, children, fragments } = open.pop()!
    const element: XmlElement = {
      name,
      place,
      attributes,
      children,
      text: joinFragments(file, fragments.length ? fragments : [{ ...place, text: '' }])
    }
    const parent = open.at(-1)
    if (parent) parent.children.push(element)
    else root = element
    closed = element
    at = parser.position
  })
  parser.write(text).close()
  return root ?? fail('There is no element in this file.', 0)
}

/** Index of the line that an offset is on. */
function lineAt(lineStarts: readonly number[], offset: number): number {
  let low = 0
  let high = lineStarts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (lineStarts[middle] <= offset) low = middle
    else high = middle - 1
  }
  return low
}

/** Text between two offsets, line by line, entities replaced. */
function fragmentsOf(text: string, start: number, end: number, isCdata: boolean, placeOf: (offset: number) => Place): Fragment[] {
  const fragments: Fragment[] = []
  const add = (from: number, to: number) => {
    for (let at = from; at < to; ) {
      const lineFeed = text.indexOf('\n', at)
      const next = lineFeed < 0 || lineFeed >= to ? to : lineFeed + 1
      fragments.push({ ...placeOf(at), text: text.slice(at, next) })
      at = next
    }
  }
  let at = start
  for (const match of isCdata ? [] : text.slice(start, end).matchAll(ENTITY)) {
    const from = start + match.index
    add(at, from)
    fragments.push({ ...placeOf(from), text: decodeEntity(match), fixed: true })
    at = from + match[0].length
  }
  add(at, end)
  return fragments
}

const NAMED: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"', '&apos;': "'" }

/** saxes has checked that it is one of these. */
const decodeEntity = ([whole, hex, decimal]: RegExpMatchArray): string =>
  NAMED[whole] ?? String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number.parseInt(decimal, 10))
