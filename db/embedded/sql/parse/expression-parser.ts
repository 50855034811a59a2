import { oraError } from '../../errors/messages'
import type { Argument, CaseExpr, ConditionNode, ExprNode, Name, QualifiedName } from '../tree'
import { isConditionNode } from '../tree'
import { FunctionParser } from './function-parser'
import { isIdentifier } from './name-parser'
import { EXPRESSION_WORDS, SEMI_RESERVED_WORDS } from './reserved-words'

/** What else than an expression may begin here. Only the leftmost part of a condition can be a condition in parentheses. */
export const Allow = { nothing: 0, row: 1, condition: 2 } as const

export type AnyNode = ExprNode | ConditionNode

const PSEUDO_COLUMNS = new Set(['ROWNUM', 'LEVEL', 'CONNECT_BY_ISLEAF', 'CONNECT_BY_ISCYCLE'])
const SET_OPERATORS = ['UNION', 'INTERSECT', 'MINUS']

/**
 * Expressions by precedence: unary + - PRIOR, then * /, then + - ||. Source: "Expressions", "Operator Precedence".
 *
 * Whether `(` opens an expression, a condition or a row shows only later; so the rules for all three are the same functions, what
 * they found is a node, and who wanted an expression says so. Nothing is read twice.
 */
export abstract class ExpressionParser extends FunctionParser {
  /** A condition, or where none follows, the expression at its left: for what stands in parentheses. */
  protected abstract conditionOrExpression(): AnyNode
  protected abstract queryAfter(subquery: ExprNode & { type: 'subquery' }, start: number): ExprNode

  expression(): ExprNode {
    return this.additive(Allow.nothing) as ExprNode
  }

  /** What stands beside an operator: never a condition, which PL/SQL takes for a value elsewhere. */
  protected operand(): ExprNode {
    return this.additive(Allow.nothing) as ExprNode
  }

  /** An expression, or a row (a, b): the right side of a comparison. */
  protected expressionOrRow(): ExprNode {
    return this.additive(Allow.row) as ExprNode
  }

  protected expressionsMaybeInParentheses(): ExprNode[] {
    const items = this.commaList(() => this.expressionOrRow())
    return items.flatMap(i => (i.type === 'row' ? i.items : [i]))
  }

  protected additive(allow: number): AnyNode {
    const { start } = this.token
    let left = this.multiplicative(allow)
    if (isConditionNode(left) || left.type === 'row') return left
    for (;;) {
      const operator = this.concatenation() ?? this.acceptOneOf('+', '-')
      if (operator === undefined) return left
      const right = this.multiplicative(Allow.nothing) as ExprNode
      left = { type: 'binary', operator: operator as '+' | '-' | '||', left, right, ...this.span(start) }
    }
  }

  private multiplicative(allow: number): AnyNode {
    const { start } = this.token
    let left = this.unary(allow)
    if (isConditionNode(left) || left.type === 'row') return left
    for (;;) {
      const operator = this.acceptOneOf('*', '/')
      const infix = operator === undefined ? this.infixFunction() : undefined
      if (operator === undefined && !infix) return left
      const right = this.unary(Allow.nothing) as ExprNode
      if (infix) {
        const args: Argument[] = [left, right].map((value: ExprNode) => ({ value, start: value.start, end: value.end }))
        left = { type: 'call', path: [infix], args, ...this.span(start) }
        continue
      }
      left = { type: 'binary', operator: operator as '*' | '/', left, right, ...this.span(start) }
    }
  }

  /** PL/SQL: a MOD b is MOD(a, b). */
  protected infixFunction(): Name | undefined {
    return undefined
  }

  private acceptOneOf(...operators: string[]): string | undefined {
    return this.isOperator(...operators) ? this.advance().value : undefined
  }

  /** || may be written | |. */
  private concatenation(): '||' | undefined {
    if (this.acceptOperator('||')) return '||'
    if (!this.isOperator('|') || !this.peekOperator(1, '|')) return undefined
    this.advance()
    this.advance()
    return '||'
  }

  protected unary(allow: number): AnyNode {
    const { start } = this.token
    const sign = this.acceptOneOf('+', '-') as '+' | '-' | undefined
    if (sign) {
      const operand = this.nested(() => this.unary(Allow.nothing)) as ExprNode
      return { type: 'unary', operator: sign, operand, ...this.span(start) }
    }
    if (this.acceptWord('PRIOR')) {
      const operand = this.nested(() => this.unary(Allow.row)) as ExprNode
      return { type: 'prior', operand, ...this.span(start) }
    }
    if (this.isWord('CONNECT_BY_ROOT') && (isIdentifier(this.peek(1)) || this.peekOperator(1, '('))) {
      this.advance()
      const operand = this.nested(() => this.unary(Allow.nothing)) as ExprNode
      return { type: 'connect-by-root', operand, ...this.span(start) }
    }
    return this.power(allow, start)
  }

  /** PL/SQL has `**` here. */
  protected power(allow: number, start: number): AnyNode {
    const node = this.primary(allow)
    return isConditionNode(node) || node.type === 'row' ? node : this.postfix(node, start)
  }

  protected primary(allow: number): AnyNode {
    const literal = this.literal()
    if (literal) return literal
    const t = this.token
    if (t.kind === 'operator' && t.value === '(') return this.nested(() => this.parenthesized(allow))
    if (t.kind === 'word') {
      if (t.value === 'CASE') return this.nested(() => this.caseExpression())
      if (t.value === 'CURSOR' && this.peekOperator(1, '(')) return this.cursorExpression()
      if (SEMI_RESERVED_WORDS.has(t.value) && !EXPRESSION_WORDS.has(t.value)) this.fail(936)
    }
    if (!isIdentifier(t)) this.fail(936)
    return this.reference()
  }

  protected parenthesized(allow: number): AnyNode {
    const { start } = this.advance()
    if (this.isWord('SELECT', 'WITH')) {
      const query = this.query()
      this.expectOperator(')', 907)
      return { type: 'subquery', query, ...this.span(start) }
    }
    let inner = (allow & Allow.condition) !== 0 ? this.conditionOrExpression() : this.additive(allow & Allow.row)
    if (inner.type === 'subquery' && this.isWord(...SET_OPERATORS, 'ORDER', 'OFFSET', 'FETCH')) inner = this.queryAfter(inner, start)
    if ((allow & Allow.row) !== 0 && !isConditionNode(inner) && this.isOperator(',')) {
      const items = [inner]
      while (this.acceptOperator(',')) items.push(this.expressionOrRow())
      this.expectOperator(')', 907)
      return { type: 'row', items, ...this.span(start) }
    }
    this.expectOperator(')', 907)
    return inner
  }

  protected caseExpression(): CaseExpr {
    const { start } = this.advance()
    const operand = this.isWord('WHEN') ? undefined : this.expression()
    const whens: { when: AnyNode; then: ExprNode }[] = []
    while (this.acceptWord('WHEN')) {
      const when = operand ? this.expression() : this.condition()
      this.expectWord('THEN', 905)
      whens.push({ when, then: this.expression() })
    }
    if (whens.length === 0) this.fail(905)
    const otherwise = this.acceptWord('ELSE') ? this.expression() : undefined
    this.expectWord('END', 905)
    return { type: 'case', ...(operand && { operand }), whens, ...(otherwise && { otherwise }), ...this.span(start) }
  }

  private cursorExpression(): ExprNode {
    const { start } = this.advance()
    this.advance()
    const query = this.nested(() => this.query())
    this.expectOperator(')', 907)
    return { type: 'cursor', query, ...this.span(start) }
  }

  /** A column, pseudo-column, sequence or call. */
  protected reference(): ExprNode {
    const { start } = this.token
    const path: Name[] = [this.takeName()]
    while (this.isOperator('.')) {
      this.advance()
      if (!isIdentifier(this.token)) this.fail(1747)
      path.push(this.takeName())
    }
    const last = path[path.length - 1]
    if (this.isOperator('@')) this.refuse('database link')
    if (this.isOperator('(')) {
      if (this.peekOperator(1, '+') && this.peekOperator(2, ')')) {
        for (let i = 0; i < 3; i++) this.advance()
        this.checkPath(path)
        const column = { type: 'column' as const, path, start, end: last.end }
        return { type: 'outer-column', column, ...this.span(start) }
      }
      this.checkPath(path, 'method call')
      return this.nested(() => this.call(path, start))
    }
    const word = last.quoted ? '' : last.name
    if (path.length > 1 && (word === 'NEXTVAL' || word === 'CURRVAL')) {
      if (path.length > 3) throw oraError(1747, [], start)
      return { type: 'sequence', sequence: sequenceName(path), operation: word, ...this.span(start) }
    }
    if (word === 'ROWID') {
      return { type: 'pseudo', name: 'ROWID', ...(path.length > 1 && { qualifier: path.slice(0, -1) }), ...this.span(start) }
    }
    if (path.length === 1 && PSEUDO_COLUMNS.has(word)) return { type: 'pseudo', name: word as 'ROWNUM', ...this.span(start) }
    if (path.length > 1 && SEMI_RESERVED_WORDS.has(word)) throw oraError(1747, [], last.start)
    this.checkPath(path)
    return { type: 'column', path, ...this.span(start) }
  }

  protected checkPath(path: readonly Name[], what = 'attribute of an object column'): void {
    if (path.length > 3) this.refuse(what, path[0].start)
  }

  /** AT TIME ZONE, COLLATE; and what is refused behind an expression. */
  protected postfix(operand: ExprNode, start: number): ExprNode {
    let node = operand
    for (;;) {
      if (this.isOperator('.')) this.refuse('method or attribute of an object')
      if (this.isWord('AT') && this.peekWord(1, 'LOCAL', 'TIME')) {
        this.advance()
        if (this.acceptWord('LOCAL')) node = { type: 'at-time-zone', operand: node, zone: 'LOCAL', ...this.span(start) }
        else {
          this.advance()
          this.expectWord('ZONE', 905)
          const zone = this.primary(Allow.nothing) as ExprNode
          node = { type: 'at-time-zone', operand: node, zone, ...this.span(start) }
        }
      } else if (this.isWord('COLLATE') && isIdentifier(this.peek(1))) {
        this.advance()
        node = { type: 'collate', operand: node, collation: this.takeName(), ...this.span(start) }
      } else if (this.isWord('DAY', 'YEAR') && (this.peekWord(1, 'TO') || (this.peekOperator(1, '(') && this.peekWord(4, 'TO')))) {
        this.refuse('interval expression')
      } else return node
    }
  }
}

export const sequenceName = (path: readonly Name[]): QualifiedName => ({
  ...(path.length === 3 && { schema: path[0] }),
  object: path[path.length - 2],
  start: path[0].start,
  end: path[path.length - 2].end
})
