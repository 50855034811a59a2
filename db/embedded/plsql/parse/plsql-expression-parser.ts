import type { Token } from '@cicd-oracle/lexer'
import { Allow, type AnyNode, sequenceName } from '../../sql/parse/expression-parser'
import { isIdentifier } from '../../sql/parse/name-parser'
import { StatementParser } from '../../sql/parse/statement-parser'
import { isSqlToken } from '../../sql/parse/token-cursor'
import { type Argument, type AttributeExpr, type ConditionNode, type ExprNode, isConditionNode, type Name } from '../../sql/tree'
import { afterExpression, EXPRESSION_START, encountered, IDENTIFIER } from './expected-symbols'
import { PlsqlSyntaxError } from './plsql-syntax-error'
import { PLSQL_RESERVED_WORDS } from './reserved-words'

const ATTRIBUTES: ReadonlySet<string> = new Set(['FOUND', 'NOTFOUND', 'ISOPEN', 'ROWCOUNT', 'BULK_ROWCOUNT', 'BULK_EXCEPTIONS'])
/** What the shared grammar calls by a number of SQL. */
const EXPECTED: Readonly<Record<number, readonly string[]>> = {
  902: IDENTIFIER,
  903: IDENTIFIER,
  904: IDENTIFIER,
  905: afterExpression(';'),
  907: afterExpression(')', ','),
  908: ['null', 'not', 'nan', 'infinite', 'dangling', 'a', 'empty', 'of'],
  933: [';'],
  936: EXPRESSION_START,
  1747: IDENTIFIER,
  2181: [';', 'comment', 'force', 'to', 'work'],
  2185: [';', 'comment', 'force', 'work', 'write'],
  3001: IDENTIFIER,
  3050: IDENTIFIER
}
/** Whose `:NEW` and `:OLD` are rows. */
export interface Correlation {
  readonly old: string
  readonly new: string
}

/**
 * Expressions and conditions as PL/SQL has them: the grammar of SQL with booleans, `**`, attributes, and members and elements of
 * what calls give. Source: PL/SQL Language Reference 19c, "Expression".
 */
export abstract class PlsqlExpressionParser extends StatementParser {
  protected override procedural = true
  /** In a stored unit there are no bind variables, but those of a trigger. */
  protected stored = false
  protected correlation: Correlation | undefined
  /** What follows is not for the operand of MULTISET. */
  private multisetOperand = false
  /** Where the text of a stored unit begins. */
  protected sourceStart = 0
  /** Within a statement of SQL. */
  protected embedded = false

  constructor(text: string) {
    super(text, 'plsql')
  }

  // ------------------------------------------------------------------- errors
  /** Raises PLS-00103 at the current token. */
  protected unexpected(expected: readonly string[]): never {
    const t = this.token
    throw new PlsqlSyntaxError(t.start, encountered(this.symbol(t), expected))
  }

  private symbol(t: Token): string {
    if (t.start === this.text.length) return 'end-of-file'
    return t.kind === 'word' || t.kind === 'string' || t.kind === 'quoted' ? t.value : this.text.slice(t.start, t.end)
  }

  protected override fail(code: number, args: readonly string[] = []): never {
    if (this.procedural) this.unexpected(EXPECTED[code] ?? [])
    if (this.embedded && this.token.start === this.text.length) this.unexpected(afterExpression(';'))
    if (!isSqlToken(this.token) && !this.isOperator(';')) super.fail(911)
    return super.fail(code, args)
  }

  protected override expectWord(word: string, code: number): void {
    if (this.acceptWord(word) !== undefined) return
    if (!this.procedural) this.fail(code)
    this.unexpected([word.toLowerCase()])
  }

  protected override expectOperator(operator: string, code: number): void {
    if (this.acceptOperator(operator)) return
    if (!this.procedural) this.fail(code)
    this.unexpected(operator === ')' ? afterExpression(')', ',') : [operator])
  }

  /** What ends an expression here. */
  protected expectAfterExpression(end: string): void {
    if (this.acceptOperator(end) || this.acceptWord(end)) return
    this.unexpected(afterExpression(end.toLowerCase()))
  }

  // -------------------------------------------------------------------- names
  protected override isName(t: Token): boolean {
    if (!this.procedural) return isIdentifier(t)
    return t.kind === 'quoted' || (t.kind === 'word' && !PLSQL_RESERVED_WORDS.has(t.value))
  }

  protected identifier(): Name {
    return this.name(904)
  }

  /** a.b.c */
  protected path(): Name[] {
    const path = [this.identifier()]
    while (this.acceptOperator('.')) path.push(this.memberName())
    if (this.isOperator('@')) this.refuse('database link')
    return path
  }

  /** Behind a dot keywords are names: t.DELETE, t.EXISTS. */
  private memberName(): Name {
    const t = this.token
    if (t.kind !== 'word' && t.kind !== 'quoted') this.unexpected(IDENTIFIER)
    return this.takeName()
  }

  // -------------------------------------------------------------- expressions
  override expression(): ExprNode {
    if (!this.procedural) return super.expression()
    const node = this.conditionOrExpression()
    return isConditionNode(node) ? { type: 'condition', condition: node, start: node.start, end: node.end } : node
  }

  protected override expressionOrRow(): ExprNode {
    return this.procedural ? this.operand() : super.expressionOrRow()
  }

  protected override asCondition(value: ExprNode): ConditionNode | undefined {
    if (!this.procedural) return undefined
    return value.type === 'condition' ? value.condition : { type: 'boolean', value, start: value.start, end: value.end }
  }

  protected override parenthesized(allow: number): AnyNode {
    if (!this.procedural) return super.parenthesized(allow)
    this.advance()
    if (this.isWord('SELECT', 'WITH')) this.unexpected(EXPRESSION_START)
    const inner = this.expression()
    this.expectOperator(')', 907)
    return inner
  }

  protected override power(allow: number, start: number): AnyNode {
    const base = super.power(allow, start)
    if (!this.procedural || !this.isOperator('**') || isConditionNode(base)) return base
    this.advance()
    const right = this.nested(() => (this.isOperator('+', '-') ? this.unary(Allow.nothing) : super.power(Allow.nothing, this.token.start)))
    if (this.isOperator('**')) this.refuse('a ** b ** c without parentheses')
    return { type: 'binary', operator: '**', left: base, right: right as ExprNode, ...this.span(start) }
  }

  protected override infixFunction(): Name | undefined {
    return this.procedural && this.isWord('MOD', 'REMAINDER') ? this.takeName() : undefined
  }

  protected override literal(): ExprNode | undefined {
    return this.token.kind === 'bind' ? this.bind() : super.literal()
  }

  /** :NEW.column of a trigger is a column; :x of a block a placeholder. */
  private bind(): ExprNode {
    const t = this.token
    if (!this.stored) {
      const placeholder = this.placeholder()
      if (this.isOperator('.') || this.token.kind === 'bind') this.refuse('indicator variable')
      return placeholder
    }
    const { correlation } = this
    if (!correlation || (t.value !== correlation.old && t.value !== correlation.new) || !this.peekOperator(1, '.')) {
      throw new PlsqlSyntaxError(t.start, `PLS-00049: bad bind variable '${t.value}'`)
    }
    this.advance()
    const path: Name[] = [{ name: `:${t.value}`, quoted: false, start: t.start, end: t.end }]
    while (this.acceptOperator('.')) path.push(this.memberName())
    return { type: 'column', path, ...this.span(t.start) }
  }

  protected override primary(allow: number): AnyNode {
    if (!this.procedural) return super.primary(allow)
    const literal = this.literal()
    if (literal) return literal
    const t = this.token
    if (t.kind === 'operator' && t.value === '(') return this.nested(() => this.parenthesized(allow))
    if (t.kind === 'word') {
      if (t.value === 'SQL' && this.peekOperator(1, '%')) return this.attribute(undefined, t.start)
      if (t.value === 'CASE') return this.nested(() => this.caseExpression())
      if (t.value === 'NEW' && isIdentifier(this.peek(1))) return this.constructorCall()
      if (t.value === 'CURSOR' && this.peekOperator(1, '(')) this.refuse('CURSOR expression outside SQL')
    }
    if (!this.isName(t)) this.unexpected(EXPRESSION_START)
    return this.reference()
  }

  /** NEW t(…): as t(…). */
  private constructorCall(): ExprNode {
    this.advance()
    return this.reference()
  }

  protected override reference(): ExprNode {
    if (!this.procedural) return super.reference()
    const { start } = this.token
    const path = this.path()
    if (this.isOperator('(')) return this.nested(() => this.call(path, start))
    const last = path[path.length - 1]
    if (path.length > 1 && path.length < 4 && !last.quoted && (last.name === 'NEXTVAL' || last.name === 'CURRVAL')) {
      return { type: 'sequence', sequence: sequenceName(path), operation: last.name, ...this.span(start) }
    }
    return { type: 'column', path, ...this.span(start) }
  }

  protected override checkPath(): void {
    // Fields of records may lie deeper than columns.
  }

  protected override postfix(operand: ExprNode, start: number): ExprNode {
    let node = operand
    for (;;) {
      const applied = node.type === 'call' || node.type === 'apply' || node.type === 'member' || node.type === 'attribute'
      if (applied && this.acceptOperator('.')) {
        node = { type: 'member', object: node, member: this.memberName(), ...this.span(start) }
      } else if (applied && this.isOperator('(')) {
        const target = node
        node = this.nested(() => ({ type: 'apply', target, args: this.callArguments(), ...this.span(start) }))
      } else if (this.procedural && this.isOperator('%')) node = this.attribute(node, start)
      else if (this.isWord('MULTISET') && this.peekWord(1, 'UNION', 'INTERSECT', 'EXCEPT')) {
        if (!this.procedural) this.refuse(`MULTISET ${this.peek(1).value}`)
        if (this.multisetOperand) return node
        node = this.multisetOperation(node, start)
      }
      else if (this.procedural && this.isWord('REM')) this.refuse('REM as an operator')
      else return super.postfix(node, start)
    }
  }

  /** Operators of one rank, from left to right. */
  private multisetOperation(left: ExprNode, start: number): ExprNode {
    this.advance()
    const operator = this.advance().value as 'UNION' | 'INTERSECT' | 'EXCEPT'
    const distinct = this.acceptWord('ALL', 'DISTINCT') === 'DISTINCT'
    const from = this.token.start
    const operand = this.primary(Allow.nothing) as ExprNode
    this.multisetOperand = true
    const right = this.postfix(operand, from)
    this.multisetOperand = false
    return { type: 'multiset-operation', operator, distinct, left, right, ...this.span(start) }
  }

  /** A key of a qualified expression stands where a parameter's name does. */
  protected override argument(): Argument {
    if (!this.procedural || (this.isName(this.token) && this.peekOperator(1, '=>'))) return super.argument()
    const { start } = this.token
    const first = this.expression()
    if (!this.acceptOperator('=>')) return { value: first, ...this.span(start) }
    return { key: first, value: this.expression(), ...this.span(start) }
  }

  /** ( [argument, …] ) */
  protected callArguments() {
    this.expectOperator('(', 906)
    const args = this.isOperator(')') ? [] : this.commaList(() => this.argument())
    this.expectOperator(')', 907)
    return args
  }

  /** c%FOUND; stands before the % or, without a cursor, before SQL. */
  private attribute(cursor: ExprNode | undefined, start: number): AttributeExpr {
    if (!cursor) this.advance()
    this.advance()
    const t = this.token
    if (t.kind !== 'word' || !ATTRIBUTES.has(t.value)) {
      this.unexpected(['found', 'notfound', 'isopen', 'rowcount', 'bulk_rowcount', 'bulk_exceptions', 'type', 'rowtype'])
    }
    this.advance()
    return { type: 'attribute', ...(cursor && { cursor }), attribute: t.value as AttributeExpr['attribute'], ...this.span(start) }
  }

  /** What can be assigned to or called: a name, element, member or bind variable. */
  protected target(): ExprNode {
    return this.procedurally(() => {
      const { start } = this.token
      if (this.token.kind !== 'bind' && !this.isName(this.token)) this.unexpected(IDENTIFIER)
      return this.postfix(this.token.kind === 'bind' ? this.bind() : this.reference(), start)
    })
  }

  // -------------------------------------------------------------------- modes
  /** Runs a rule as PL/SQL within SQL. */
  protected procedurally<T>(rule: () => T): T {
    return this.inMode(true, rule)
  }

  protected inMode<T>(procedural: boolean, rule: () => T): T {
    const before = this.procedural
    this.procedural = procedural
    const result = rule()
    this.procedural = before
    return result
  }

}
