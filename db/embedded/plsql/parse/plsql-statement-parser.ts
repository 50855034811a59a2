import type { ConditionNode, ExprNode, Name, QueryNode } from '../../sql/tree'
import type { BlockNode, CaseStatement, ExitStatement, HandlerNode, IfStatement, LoopStatement, PlsqlStatement } from '../tree'
import { CursorStatementParser } from './cursor-statement-parser'
import {
  AFTER_END, AFTER_EXIT, AFTER_NAME, afterExpression, DECLARATION_START, STATEMENT_OR_END, STATEMENT_START
} from './expected-symbols'
import { PlsqlSyntaxError } from './plsql-syntax-error'
import { placeOf } from './source-text'

/** Words that begin a statement and are names all the same before one of these. */
const NAME_MARKS = [':=', '.', '%']
const NAME_BEFORE_PARENTHESIS: ReadonlySet<string> = new Set(
  ['OPEN', 'CLOSE', 'FETCH', 'EXECUTE', 'SAVEPOINT', 'SET', 'MERGE', 'COMMIT', 'ROLLBACK', 'EXIT'])
const SEQUENCE_ENDS = ['END', 'EXCEPTION', 'ELSE', 'ELSIF', 'WHEN']

/** Blocks and statements. Source: PL/SQL Language Reference 19c, "Block" and the statements by their names. */
export abstract class PlsqlStatementParser extends CursorStatementParser {
  private readonly rules: Readonly<Record<string, (labels: readonly Name[]) => PlsqlStatement>> = {
    BEGIN: labels => this.block(labels),
    DECLARE: labels => this.block(labels),
    CASE: labels => this.nested(() => this.caseStatement(labels)),
    CLOSE: () => this.close(),
    COMMIT: () => this.commit(),
    CONTINUE: () => this.exit(),
    DELETE: () => this.sqlStatement(),
    EXECUTE: () => this.executeImmediate(),
    EXIT: () => this.exit(),
    FETCH: () => this.fetchStatement(),
    FOR: labels => this.nested(() => this.loop(labels)),
    FORALL: () => this.forall(),
    GOTO: () => this.goto(),
    IF: () => this.nested(() => this.ifStatement()),
    INSERT: () => this.sqlStatement(),
    LOCK: () => this.sqlStatement(),
    LOOP: labels => this.nested(() => this.loop(labels)),
    MERGE: () => this.sqlStatement(),
    NULL: () => {
      const { start } = this.advance()
      return { type: 'null-statement', ...this.span(start) }
    },
    OPEN: () => this.open(),
    PIPE: () => this.pipeRow(),
    PRAGMA: () => this.pragma(),
    RAISE: () => this.raise(),
    RETURN: () => this.returnStatement(),
    ROLLBACK: () => this.rollback(),
    SAVEPOINT: () => this.savepoint(),
    SELECT: () => this.sqlStatement(),
    SET: () => this.setStatement(),
    UPDATE: () => this.sqlStatement(),
    WHILE: labels => this.nested(() => this.loop(labels)),
    WITH: () => this.sqlStatement()
  }

  // ------------------------------------------------------------------- blocks
  /** [DECLARE declarations] BEGIN … END [label]; stands behind its labels, does not take the `;`. */
  protected block(labels: readonly Name[]): BlockNode {
    return this.nested(() => {
      const { start } = this.token
      const declared = this.acceptWord('DECLARE') !== undefined
      const block = declared ? this.body(start, DECLARATION_START) : { ...this.executable(start), declarations: [] }
      const label = labels.at(-1)
      this.checkEnd(block.endName, labels)
      return { ...block, ...(label && { label }) }
    })
  }

  protected body(start: number, first: readonly string[]): BlockNode {
    const declarations = this.declarations(first, 'BEGIN')
    return { ...this.executable(start), declarations }
  }

  /** BEGIN statements [EXCEPTION handlers] END [name] */
  protected executable(start: number): BlockNode {
    this.expectWord('BEGIN', 905)
    const { statements, handlers } = this.statementsAndHandlers()
    const endName = this.endName()
    return { type: 'block', declarations: [], statements, handlers, ...(endName && { endName }), ...this.span(start) }
  }

  protected statementsAndHandlers(): Pick<BlockNode, 'statements' | 'handlers'> {
    const statements = this.statements(STATEMENT_OR_END, 'END', 'EXCEPTION')
    const handlers: HandlerNode[] = []
    if (this.acceptWord('EXCEPTION')) {
      if (!this.isWord('WHEN')) this.unexpected(['pragma', 'when'])
      while (this.isWord('WHEN')) handlers.push(this.handler())
    }
    if (!this.acceptWord('END')) this.unexpected(STATEMENT_OR_END)
    return { statements, handlers }
  }

  protected endName(): Name | undefined {
    if (this.isName(this.token)) return this.takeName()
    if (!this.isOperator(';')) this.unexpected(AFTER_END)
    return undefined
  }

  protected checkEndName(body: Pick<BlockNode, 'endName'>, name: Name): void {
    this.checkEnd(body.endName, [name])
  }

  /** PLS-00113 unless the name behind END is one of those before the beginning; without any it may be what it likes. */
  private checkEnd(end: Name | undefined, names: readonly Name[]): void {
    const must = names.at(-1)
    if (!end || !must || names.some(n => n.name === end.name)) return
    const { line, column } = placeOf(this.text.slice(this.sourceStart), must.start - this.sourceStart)
    const text = `PLS-00113: END identifier '${end.name}' must match '${must.name}' at line ${line}, column ${column}`
    throw new PlsqlSyntaxError(end.start, text)
  }

  private handler(): HandlerNode {
    const { start } = this.advance()
    const names: Name[][] = []
    let others = false
    if (this.isWord('OTHERS')) {
      this.advance()
      others = true
    } else {
      do names.push(this.path())
      while (this.acceptWord('OR'))
    }
    if (!this.acceptWord('THEN')) this.unexpected(others ? ['then'] : ['.', 'then', 'or'])
    const statements = this.statements(STATEMENT_START, 'END', 'WHEN')
    return { names: others ? 'OTHERS' : names, statements, ...this.span(start) }
  }

  // --------------------------------------------------------------- statements
  /** One or more, each with its `;`, until one of `ends`. */
  protected statements(first: readonly string[], ...ends: readonly string[]): PlsqlStatement[] {
    const found = [this.plsqlStatement(STATEMENT_START)]
    while (!this.isWord(...ends)) {
      if (this.isWord(...SEQUENCE_ENDS)) this.unexpected(first)
      found.push(this.plsqlStatement(first))
    }
    return found
  }

  private plsqlStatement(first: readonly string[]): PlsqlStatement {
    const labels: Name[] = []
    while (this.acceptOperator('<<')) {
      labels.push(this.identifier())
      this.expectOperator('>>', 905)
    }
    const node = this.labelled(labels, first)
    if (!this.acceptOperator(';')) this.afterStatement(node)
    return labels.length > 0 ? { ...node, labels } : node
  }

  private afterStatement(node: PlsqlStatement): never {
    switch (node.type) {
      case 'assign':
      case 'return':
      case 'exit':
      case 'continue':
        this.unexpected(afterExpression(';'))
      // falls through
      case 'call-statement':
        this.unexpected(node.call.type === 'column' ? AFTER_NAME : [':=', '.', '(', '%', ';'])
      // falls through
      default:
        this.unexpected([';'])
    }
  }

  private labelled(labels: readonly Name[], first: readonly string[]): PlsqlStatement {
    const t = this.token
    if (t.kind === 'word' && Object.hasOwn(this.rules, t.value) && !this.isNameHere()) return this.rules[t.value](labels)
    if (this.isOperator('(') && this.startsCursorQuery) return this.sqlStatement()
    if (t.kind !== 'bind' && !this.isName(t)) this.unexpected(first)
    return this.assignmentOrCall()
  }

  /** OPEN := 1, close.x, commit(1): names that look like keywords. */
  private isNameHere(): boolean {
    const t = this.token
    if (!this.isName(t)) return false
    const next = this.peek(1)
    if (next.kind !== 'operator') return t.value === 'CONTINUE' ? !(next.kind === 'word' || next.kind === 'quoted') : false
    return NAME_MARKS.includes(next.value) || (next.value === '(' && NAME_BEFORE_PARENTHESIS.has(t.value))
  }

  private assignmentOrCall(): PlsqlStatement {
    const { start } = this.token
    const target = this.target()
    if (this.acceptOperator(':=')) return { type: 'assign', target, value: this.expression(), ...this.span(start) }
    if (target.type === 'placeholder') this.unexpected([':=', '(', 'indicator'])
    return { type: 'call-statement', call: target, ...this.span(start) }
  }

  private ifStatement(): IfStatement {
    const { start } = this.token
    const arms: { when: ConditionNode; then: PlsqlStatement[] }[] = []
    do {
      this.advance()
      const when = this.condition()
      this.expectAfterExpression('THEN')
      arms.push({ when, then: this.statements([...STATEMENT_START, 'else', 'elsif', 'end'], 'ELSIF', 'ELSE', 'END') })
    } while (this.isWord('ELSIF'))
    const otherwise = this.acceptWord('ELSE') ? this.statements([...STATEMENT_START, 'end'], 'END') : undefined
    this.advance()
    this.expectWord('IF', 905)
    return { type: 'if', arms, ...(otherwise && { otherwise }), ...this.span(start) }
  }

  private caseStatement(labels: readonly Name[]): CaseStatement {
    const { start } = this.advance()
    const selector = this.isWord('WHEN') ? undefined : this.expression()
    const arms: { when: ExprNode; then: PlsqlStatement[] }[] = []
    if (!this.isWord('WHEN')) this.unexpected(afterExpression('when'))
    while (this.acceptWord('WHEN')) {
      const when = this.expression()
      this.expectAfterExpression('THEN')
      arms.push({ when, then: this.statements([...STATEMENT_START, 'else', 'end', 'when'], 'WHEN', 'ELSE', 'END') })
    }
    const otherwise = this.acceptWord('ELSE') ? this.statements([...STATEMENT_START, 'end'], 'END') : undefined
    this.advance()
    this.expectWord('CASE', 905)
    this.endLabel(labels)
    return { type: 'case-statement', ...(selector && { selector }), arms, ...(otherwise && { otherwise }), ...this.span(start) }
  }

  private endLabel(labels: readonly Name[]): void {
    if (this.isName(this.token)) this.checkEnd(this.takeName(), labels)
  }

  private loop(labels: readonly Name[]): LoopStatement {
    const { start } = this.token
    const control = this.loopControl()
    if (!this.acceptWord('LOOP')) this.unexpected(afterExpression('loop'))
    const statements = this.statements([...STATEMENT_START, 'end'], 'END')
    this.advance()
    this.expectWord('LOOP', 905)
    this.endLabel(labels)
    return { type: 'loop', ...(control && { control }), statements, ...this.span(start) }
  }

  private loopControl(): LoopStatement['control'] {
    if (this.acceptWord('WHILE')) return { type: 'while', condition: this.condition() }
    if (!this.acceptWord('FOR')) return undefined
    const variable = this.identifier()
    this.expectWord('IN', 905)
    if (this.isOperator('(') && this.startsCursorQuery) {
      this.advance()
      const cursor: QueryNode = this.cursorQuery(907)
      this.expectOperator(')', 907)
      return { type: 'cursor', variable, cursor }
    }
    const reverse = this.isWord('REVERSE') && !this.peekOperator(1, '..') && !this.peekOperator(1, '.') && !this.peekWord(1, 'LOOP')
    if (reverse) this.advance()
    const low = this.operand()
    if (this.acceptOperator('..')) return { type: 'range', variable, reverse, low, high: this.operand() }
    if (reverse || !this.isWord('LOOP')) this.unexpected(afterExpression('..', 'loop'))
    if (low.type === 'column') return { type: 'cursor', variable, cursor: { path: low.path, args: [] } }
    if (low.type === 'call') return { type: 'cursor', variable, cursor: { path: low.path, args: low.args } }
    this.unexpected(afterExpression('..'))
  }

  /** EXIT or CONTINUE [label] [WHEN condition] */
  private exit(): ExitStatement {
    const { start, value } = this.advance()
    const label = this.isName(this.token) ? this.takeName() : undefined
    if (!label && !this.isWord('WHEN') && !this.isOperator(';')) this.unexpected(AFTER_EXIT)
    const when = this.acceptWord('WHEN') ? this.condition() : undefined
    return { type: value === 'EXIT' ? 'exit' : 'continue', ...(label && { label }), ...(when && { when }), ...this.span(start) }
  }

  private goto(): PlsqlStatement {
    const { start } = this.advance()
    return { type: 'goto', label: this.identifier(), ...this.span(start) }
  }

  private raise(): PlsqlStatement {
    const { start } = this.advance()
    const name = this.isOperator(';') ? undefined : this.path()
    return { type: 'raise', ...(name && { name }), ...this.span(start) }
  }

  private returnStatement(): PlsqlStatement {
    const { start } = this.advance()
    const value = this.isOperator(';') ? undefined : this.expression()
    return { type: 'return', ...(value && { value }), ...this.span(start) }
  }

  private setStatement(): PlsqlStatement {
    if (!this.peekWord(1, 'TRANSACTION')) {
      this.advance()
      this.unexpected(['transaction'])
    }
    return this.set() as Extract<PlsqlStatement, { type: 'set-transaction' }>
  }
}
