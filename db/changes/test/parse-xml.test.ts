import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ChangelogError } from '../changelog-error'
import { parseXml, type XmlElement } from '../parse-xml'
import { placeAt } from '../source-text'

const failure = (text: string): ChangelogError => {
  try {
    parseXml('f.xml', text)
  } catch (error) {
    expect(error).toBeInstanceOf(ChangelogError)
    return error as ChangelogError
  }
  return expect.fail(`read without complaint: ${text}`)
}

describe('parsing XML', () => {
  const text =
    '<?xml version="1.0"?>\r\n<a>\r\n  <b one = \'1\'\r\n     two="&lt;2&#x41;"/> text <![CDATA[ <c> ]]> &amp; <!-- not this -->more\r\n</a>'
  const root = parseXml('f.xml', text)

  it('knows the place of elements and attributes', () => {
    const [b] = root.children
    expect([root.place, b.place]).toMatchObject([
      { line: 2, column: 1 },
      { line: 3, column: 3 }
    ])
    expect(b.attributes).toEqual([
      { name: 'one', value: '1', place: { file: 'f.xml', line: 3, column: 6 } },
      { name: 'two', value: '<2A', place: { file: 'f.xml', line: 4, column: 6 } }
    ])
  })
  it('puts text, CDATA and entities together, and knows where each character was', () => {
    expect(root.text.text).toBe('\n   text  <c>  & more\n')
    const lines = text.split('\r\n')
    for (const [what, written] of [
      ['text', 'text'],
      ['<c>', '<c>'],
      ['& ', '&amp;'],
      ['more', 'more']
    ]) {
      const { line, column } = placeAt(root.text, root.text.text.indexOf(what))
      expect(lines[line - 1].slice(column - 1)).toMatch(written)
      expect(lines[line - 1].slice(column - 1).startsWith(written)).toBe(true)
    }
  })

  const refused: readonly [string, string, RegExp][] = [
    ['an unclosed element', '<a>\n <b></a>', /f\.xml:2:8: .*unexpected close tag; <b> of line 2 is open/],
    ['a file that ends early', '<a><b>', /not well-formed/],
    ['two roots', '<a/>\n<b/>', /f\.xml:2:\d: .*only one root/],
    ['nothing', '', /f\.xml:1:1: /],
    ['an attribute without quotes', '<a b=1/>', /unquoted attribute/],
    ['an attribute twice', '<a b="1" b="2"/>', /duplicate attribute/],
    ['a control character', '<a>\u0001</a>', /f\.xml:1:4: .*disallowed character/],
    ['an entity that XML does not know', '<a>&nbsp;</a>', /undefined entity/],
    ['a document type', '<?xml version="1.0"?>\n<!DOCTYPE a>\n<a/>', /f\.xml:2:1: A document type \(DOCTYPE\) is refused/],
    ['a document type from elsewhere', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', /DOCTYPE/],
    ['an entity of its own', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', /f\.xml:1:1: .*DOCTYPE/],
    ['a processing instruction', '<a>\n  <?php x?></a>', /f\.xml:2:3: The processing instruction <\?php/],
    ['another encoding', '<?xml version="1.0" encoding="ISO-8859-1"?><a/>', /must be UTF-8, not ISO-8859-1/],
    ['another version', '<?xml version="1.1"?><a/>', /XML 1\.1 is not read/]
  ]
  it.each(refused)('refuses %s', (_name, xml, message) => {
    const error = failure(xml)
    expect(error.message).toMatch(message)
    expect(error.excerpt().at(-1)).toMatch(/\^$/)
  })
})

describe('whatever the text', () => {
  it('fails only with a place that is in the text', () => {
    const pieces = [
      '<a>',
      '</a>',
      '<a/>',
      '<a b="c">',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '&lt;',
      '&#x41;',
      '&bad;',
      '<!DOCTYPE a [',
      ']>',
      '<?xml version="1.0"?>',
      '<?x ?>',
      '"',
      "'",
      '=',
      '\n',
      '\r\n',
      '\t',
      ' ',
      '\u0000',
      'é€😀',
      '<',
      '>',
      '&'
    ]
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 30 }), (parts) => {
        const text = parts.join('')
        try {
          parseXml('f.xml', text)
        } catch (error) {
          expect(error).toBeInstanceOf(ChangelogError)
          const { line, column } = (error as ChangelogError).place!
          const lines = text.split(/\r\n|\r|\n/)
          expect(line).toBeLessThanOrEqual(lines.length)
          expect(column).toBeLessThanOrEqual(lines[line - 1].length + 2)
          expect(() => (error as ChangelogError).excerpt()).not.toThrow()
        }
      }),
      { numRuns: 2000 }
    )
  })

  it('reads back what was written: names, attributes, text, and their places', () => {
    const name = fc.constantFrom('a', 'b-c', 'd.e', '_f', 'ä')
    const plainText = fc.string({ unit: fc.constantFrom('x', 'é', '😀', ' ', '\n', '<', '&', '>', '"', "'", ']', '$', '{'), maxLength: 12 })
    const treeOf = (depth: number): fc.Arbitrary<Node> =>
      fc.record({
        name,
        attributes: fc.dictionary(name, plainText, { maxKeys: 3 }),
        text: plainText,
        cdata: fc.boolean(),
        children: depth ? fc.array(treeOf(depth - 1), { maxLength: 3 }) : fc.constant([])
      })
    fc.assert(
      fc.property(treeOf(3), (node) => {
        const text = write(node)
        const lines = text.split('\n')
        const compare = (element: XmlElement, { name: wanted, attributes, text: content, children }: Node): void => {
          expect(element.name).toBe(wanted)
          expect(lines[element.place.line - 1].slice(element.place.column - 1).startsWith(`<${wanted}`)).toBe(true)
          expect(Object.fromEntries(element.attributes.map((attribute) => [attribute.name, attribute.value]))).toEqual(
            Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, value.replace(/\n/g, ' ')]))
          )
          for (const attribute of element.attributes)
            expect(lines[attribute.place.line - 1].slice(attribute.place.column - 1).startsWith(`${attribute.name}=`)).toBe(true)
          expect(element.text.text).toBe(content)
          // Characters that need no escape stand where they are said to stand.
          for (const match of content.matchAll(/[xé$ ]/g)) {
            const { line, column } = placeAt(element.text, match.index)
            expect(lines[line - 1].slice(column - 1).startsWith(match[0])).toBe(true)
          }
          element.children.forEach((child, i) => compare(child, children[i]))
        }
        compare(parseXml('f.xml', text), node)
      }),
      { numRuns: 300 }
    )
  })
})

interface Node {
  name: string
  attributes: Record<string, string>
  text: string
  cdata: boolean
  children: Node[]
}
const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
const write = ({ name, attributes, text, cdata, children }: Node): string =>
  `<${name}${Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escaped(value)}"`)
    .join(
      '\n'
    )}>${cdata && !text.includes(']') ? `<![CDATA[${text}]]>` : escaped(text)}<!-- > -->${children.map(write).join('<!-- a - b -->')}</${name}>`
