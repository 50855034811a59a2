/**
 * A connect descriptor: `(NAME=value)` or `(NAME=(NAME=value)…)`.
 * Source: Net Services Reference, "Syntax Rules for Configuration Files".
 */
import { ProtocolError } from './packet'

export interface Descriptor {
  readonly name: string
  readonly value: string | readonly Descriptor[]
}

export function parseDescriptor(text: string): Descriptor {
  let at = 0
  const skipSpace = (): void => {
    while (at < text.length && /\s/.test(text[at])) at++
  }
  const expect = (char: string): void => {
    skipSpace()
    if (text[at] !== char) throw new ProtocolError(`connect descriptor: ${char} expected at ${at}`)
    at++
  }
  const until = (stops: string): string => {
    const start = at
    while (at < text.length && !stops.includes(text[at])) at++
    return text.slice(start, at).trim()
  }
  const node = (depth: number): Descriptor => {
    if (depth > 20) throw new ProtocolError('connect descriptor: nested too deeply')
    expect('(')
    const name = until('=()').toUpperCase()
    expect('=')
    skipSpace()
    if (text[at] !== '(') {
      const quote = text[at] === '"' ? '"' : ''
      if (quote) at++
      const value = until(quote || ')')
      if (quote) at++
      expect(')')
      return { name, value }
    }
    const children: Descriptor[] = []
    while (text[at] === '(') {
      children.push(node(depth + 1))
      skipSpace()
    }
    expect(')')
    return { name, value: children }
  }
  return node(0)
}

/** The first value of that name at any depth. */
export function descriptorValue(node: Descriptor, name: string): string | undefined {
  if (typeof node.value === 'string') return node.name === name ? node.value : undefined
  for (const child of node.value) {
    const found = descriptorValue(child, name)
    if (found !== undefined) return found
  }
  return undefined
}
