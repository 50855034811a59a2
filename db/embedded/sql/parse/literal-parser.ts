import { oraError } from '../../errors/messages'
import type { ExprNode, IntervalField, IntervalLiteral, Placeholder } from '../tree'
import { DataTypeParser } from './data-type-parser'
import { RESERVED_WORDS } from './reserved-words'

const FIELDS = ['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND']

/** Literals and placeholders. Source: SQL Language Reference 19c, "Literals". */
export abstract class LiteralParser extends DataTypeParser {
  readonly placeholders: Placeholder[] = []

  /** undefined when the current token begins no literal. */
  protected literal(): ExprNode | undefined {
    const t = this.token
    const { start, end } = t
    switch (t.kind) {
      case 'number':
        this.advance()
        return { type: 'number', text: t.value, ...(t.suffix && { suffix: t.suffix }), start, end }
      case 'string':
        this.advance()
        return { type: 'string', value: t.value, national: t.marked === true, start, end }
      case 'bind':
        return this.placeholder()
      case 'word':
        break
      default:
        return undefined
    }
    if (t.value === 'NULL') {
      this.advance()
      return { type: 'null', start, end }
    }
    const next = this.peek(1)
    if (next.kind !== 'string') return undefined
    switch (t.value) {
      case 'DATE':
      case 'TIMESTAMP':
        this.advance()
        this.advance()
        return { type: t.value === 'DATE' ? 'date' : 'timestamp', text: next.value, start, end: next.end }
      case 'INTERVAL':
        return this.intervalLiteral()
      default:
        return undefined
    }
  }

  protected placeholder(): Placeholder {
    const t = this.advance()
    if (!t.marked && RESERVED_WORDS.has(t.value)) throw oraError(1745, [], t.start)
    const index = this.bindIndex.get(t.start) ?? 0
    const placeholder: Placeholder = { type: 'placeholder', name: t.value, index, start: t.start, end: t.end }
    this.placeholders.push(placeholder)
    return placeholder
  }

  /** INTERVAL '1-2' YEAR(4) TO MONTH · INTERVAL '1.5' SECOND(2, 3) */
  private intervalLiteral(): IntervalLiteral {
    const { start } = this.advance()
    const text = this.advance().value
    const from = this.acceptWord(...FIELDS) as IntervalField | undefined
    if (from === undefined) this.fail(905)
    let fromPrecision: number | undefined
    let secondPrecision: number | undefined
    if (this.acceptOperator('(')) {
      fromPrecision = this.integer(2017)
      if (from === 'SECOND' && this.acceptOperator(',')) secondPrecision = this.integer(2017)
      this.expectOperator(')', 907)
    }
    let to: IntervalField | undefined
    if (this.isWord('TO') && this.peekWord(1, ...FIELDS)) {
      this.advance()
      to = this.advance().value as IntervalField
      if (to === 'SECOND' && this.acceptOperator('(')) {
        secondPrecision = this.integer(2017)
        this.expectOperator(')', 907)
      }
    }
    return {
      type: 'interval',
      text,
      from,
      ...(fromPrecision !== undefined && { fromPrecision }),
      ...(to && { to }),
      ...(secondPrecision !== undefined && { secondPrecision }),
      ...this.span(start)
    }
  }
}
