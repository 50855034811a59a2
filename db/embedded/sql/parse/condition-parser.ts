import type { ComparisonOperator, ConditionNode, ExprNode, LikeCondition, QueryNode, ScalarSubquery } from '../tree'
import { isConditionNode } from '../tree'
import { Allow, type AnyNode, ExpressionParser } from './expression-parser'

const COMPARISONS: Readonly<Record<string, ComparisonOperator>> = {
  '=': '=',
  '<>': '<>',
  '!=': '<>',
  '^=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>='
}
const LIKES = ['LIKE', 'LIKEC', 'LIKE2', 'LIKE4']

/** Conditions by precedence: comparisons and IS, IN, LIKE, BETWEEN; then NOT, AND, OR. Source: "Conditions", "Condition Precedence". */
export abstract class ConditionParser extends ExpressionParser {
  condition(): ConditionNode {
    return this.disjunction(true) as ConditionNode
  }

  protected conditionOrExpression(): AnyNode {
    return this.disjunction(false)
  }

  private disjunction(required: boolean): AnyNode {
    return this.logical('OR', required, r => this.logical('AND', r, r2 => this.negation(r2)))
  }

  private logical(word: 'AND' | 'OR', required: boolean, part: (required: boolean) => AnyNode): AnyNode {
    const { start } = this.token
    const first = part(required)
    if (!this.isWord(word)) return first
    const condition = isConditionNode(first) ? first : this.asCondition(first)
    if (!condition) return first
    const items = [condition]
    while (this.acceptWord(word)) items.push(part(true) as ConditionNode)
    return { type: word === 'AND' ? 'and' : 'or', items, ...this.span(start) }
  }

  private negation(required: boolean): AnyNode {
    if (!this.isWord('NOT')) return this.predicate(required)
    const { start } = this.advance()
    const condition = this.nested(() => this.negation(true)) as ConditionNode
    return { type: 'not', condition, ...this.span(start) }
  }

  /** PL/SQL takes a boolean value for a condition; SQL has none. */
  protected asCondition(_value: ExprNode): ConditionNode | undefined {
    return undefined
  }

  private predicate(required: boolean): AnyNode {
    const { start } = this.token
    const special = this.conditionFunction()
    if (special) return special
    const left = this.additive(this.procedural ? Allow.nothing : Allow.condition | Allow.row)
    if (isConditionNode(left)) return left
    const operator = this.comparisonOperator()
    if (operator) return this.comparison(left, operator, start)
    const negated = this.isWord('NOT') && this.peekWord(1, 'IN', 'BETWEEN', ...LIKES, 'MEMBER', 'SUBMULTISET')
    if (negated) this.advance()
    if (this.acceptWord('IN')) return { type: 'in', negated, left, right: this.inList(), ...this.span(start) }
    if (this.acceptWord('BETWEEN')) {
      const low = this.operand()
      this.expectWord('AND', 905)
      const high = this.operand()
      return { type: 'between', negated, operand: left, low, high, ...this.span(start) }
    }
    if (this.isWord(...LIKES)) return this.like(left, negated, start)
    if (this.isWord('MEMBER', 'SUBMULTISET')) return this.multisetCondition(left, negated, start)
    if (this.isWord('IS')) return this.isCondition(left, start)
    if (!required) return left
    return this.asCondition(left) ?? this.fail(920)
  }

  private conditionFunction(): ConditionNode | undefined {
    const { start } = this.token
    if (this.isWord('EXISTS')) {
      this.advance()
      this.expectOperator('(', 906)
      const query = this.nested(() => this.query())
      this.expectOperator(')', 907)
      return { type: 'exists', query, ...this.span(start) }
    }
    if (!this.peekOperator(1, '(')) return undefined
    if (this.isWord('REGEXP_LIKE')) {
      this.advance()
      this.advance()
      const args = this.commaList(() => this.expression())
      this.expectOperator(')', 907)
      return { type: 'regexp-like', args, ...this.span(start) }
    }
    if (this.isWord('LNNVL')) return this.lnnvl()
    if (this.isWord('JSON_EXISTS', 'XMLEXISTS', 'EQUALS_PATH', 'UNDER_PATH', 'JSON_TEXTCONTAINS', 'JSON_EQUAL'))
      this.refuse(`${this.token.value} condition`)
    return undefined
  }

  /** LNNVL(c) is true where c is false or unknown: CASE WHEN c THEN 1 ELSE 0 END = 0. */
  private lnnvl(): ConditionNode {
    const { start } = this.advance()
    this.advance()
    const when = this.condition()
    this.expectOperator(')', 907)
    const span = this.span(start)
    const number = (text: string): ExprNode => ({ type: 'number', text, ...span })
    const left: ExprNode = { type: 'case', whens: [{ when, then: number('1') }], otherwise: number('0'), ...span }
    return { type: 'compare', operator: '=', left, right: number('0'), ...span }
  }

  /** The two characters of an operator may stand apart. */
  private comparisonOperator(): ComparisonOperator | undefined {
    const t = this.token
    if (t.kind !== 'operator') return undefined
    const next = this.peek(1)
    const pair = next.kind === 'operator' && (next.value === '=' || next.value === '>') ? COMPARISONS[t.value + next.value] : undefined
    if (pair) {
      this.advance()
      this.advance()
      return pair
    }
    const operator = COMPARISONS[t.value] ?? (this.procedural && t.value === '~=' ? '<>' : undefined)
    if (operator) this.advance()
    return operator
  }

  private comparison(left: ExprNode, operator: ComparisonOperator, start: number): ConditionNode {
    if (!this.procedural && this.isWord('ANY', 'SOME', 'ALL') && this.peekOperator(1, '(')) {
      const word = this.advance().value
      return { type: word === 'ALL' ? 'compare-all' : 'compare-any', operator, left, right: this.inList(), ...this.span(start) }
    }
    const right = this.expressionOrRow()
    return { type: 'compare', operator, left, right, ...this.span(start) }
  }

  /** (a, b, …), (SELECT …), and a lone expression, which Oracle takes as a list of one. */
  private inList(): readonly ExprNode[] | QueryNode {
    if (!this.isOperator('(')) return [this.operand()]
    return this.nested(() => {
      const { start } = this.advance()
      if (this.isWord('SELECT', 'WITH')) {
        const query = this.query()
        this.expectOperator(')', 907)
        return query
      }
      let first = this.expressionOrRow()
      if (first.type === 'subquery' && this.isWord('UNION', 'INTERSECT', 'MINUS', 'ORDER', 'FETCH', 'OFFSET'))
        first = this.queryAfter(first, start)
      const items = [first]
      while (this.acceptOperator(',')) items.push(this.expressionOrRow())
      this.expectOperator(')', 907)
      if (items.length === 1 && first.type === 'subquery') return (first as ScalarSubquery).query
      this.checkListLength(items)
      return items
    })
  }

  private like(operand: ExprNode, negated: boolean, start: number): ConditionNode {
    const variant = this.advance().value as LikeCondition['variant']
    const pattern = this.operand()
    const escape = this.acceptWord('ESCAPE') ? this.operand() : undefined
    return { type: 'like', variant, negated, operand, pattern, ...(escape && { escape }), ...this.span(start) }
  }

  /** x [NOT] MEMBER [OF] t, t [NOT] SUBMULTISET [OF] u */
  private multisetCondition(left: ExprNode, negated: boolean, start: number): ConditionNode {
    if (this.dialect === 'sql') this.refuse(`${this.token.value} condition`)
    const what = this.advance().value as 'MEMBER' | 'SUBMULTISET'
    this.acceptWord('OF')
    return { type: 'multiset', what, negated, left, collection: this.operand(), ...this.span(start) }
  }

  private isCondition(operand: ExprNode, start: number): ConditionNode {
    this.advance()
    const negated = this.acceptWord('NOT') !== undefined
    if (this.acceptWord('NULL')) return { type: 'is-null', negated, operand, ...this.span(start) }
    const what = this.acceptWord('NAN', 'INFINITE') as 'NAN' | 'INFINITE' | undefined
    if (what) return { type: 'is-floating', negated, what, operand, ...this.span(start) }
    if (this.acceptWord('JSON')) {
      if (this.isWord('STRICT', 'LAX', 'WITH', 'WITHOUT', 'FORMAT') || this.isOperator('(')) this.refuse('options of IS JSON')
      return { type: 'is-json', negated, operand, ...this.span(start) }
    }
    if (this.dialect === 'plsql') {
      if (this.acceptWord('EMPTY')) return { type: 'multiset', what: 'EMPTY', negated, collection: operand, ...this.span(start) }
      if (this.acceptWords('A', 'SET')) return { type: 'multiset', what: 'A SET', negated, collection: operand, ...this.span(start) }
    }
    if (this.isWord('OF', 'A', 'EMPTY', 'ANY', 'PRESENT', 'DANGLING')) this.refuse(`IS ${this.token.value} condition`)
    this.fail(908)
  }
}
