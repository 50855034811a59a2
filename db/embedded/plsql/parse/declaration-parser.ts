import type { QualifiedName } from '../../sql/tree'
import type { BlockNode, CursorDeclaration, Declaration, ParameterNode, Pragma, SubprogramNode } from '../tree'
import {
  AFTER_TYPE, afterExpression, DECLARATION_START, DECLARED_ITEM, FUNCTION_END, FUNCTION_HEAD, PARAMETER_TYPE, PROCEDURE_END, SUBPROGRAM_HEAD
} from './expected-symbols'
import { PlsqlTypeParser } from './plsql-type-parser'

type Head = Pick<SubprogramNode, 'parameters' | 'returns' | 'properties' | 'authid'>

/** Declarations and subprograms. Source: PL/SQL Language Reference 19c, "Block" and the declarations' own names. */
export abstract class DeclarationParser extends PlsqlTypeParser {
  /** In a package specification subprograms have no bodies. */
  protected specification = false

  /** [declarations] BEGIN … END [name]; stands behind IS or DECLARE; `;` is not taken. */
  protected abstract body(start: number, first: readonly string[]): BlockNode

  /**
   * Until `ends`, one of which must follow: BEGIN, END. Behind the first subprogram with a body only more of them may come.
   * @param first what Oracle expects where a declaration begins.
   */
  protected declarations(first: readonly string[], ...ends: readonly string[]): Declaration[] {
    const found: Declaration[] = []
    let bodies = false
    while (!this.isWord(...ends)) {
      if (!this.isWord('PROCEDURE', 'FUNCTION', 'PRAGMA', 'CURSOR', 'TYPE', 'SUBTYPE') && !this.isName(this.token)) this.unexpected(first)
      if (bodies && !this.isWord('PROCEDURE', 'FUNCTION', 'PRAGMA', 'CURSOR')) {
        this.unexpected([...ends.map(e => e.toLowerCase()), 'function', 'pragma', 'procedure'])
      }
      const declaration = this.declaration()
      if (declaration.type === 'subprogram' && declaration.body) bodies = true
      found.push(declaration)
      if (!this.acceptOperator(';')) this.missingSemicolon(declaration)
    }
    return found
  }

  private missingSemicolon(declaration: Declaration): never {
    if (declaration.type === 'variable') this.unexpected(declaration.initial ? afterExpression(';') : AFTER_TYPE)
    if (declaration.type === 'subprogram' && !declaration.body) this.unexpected(SUBPROGRAM_HEAD)
    this.unexpected([';'])
  }

  private declaration(): Declaration {
    const { start } = this.token
    if (this.isWord('PROCEDURE', 'FUNCTION')) {
      const kind = this.advance().value as SubprogramNode['kind']
      return this.subprogram(kind, this.identifier(), start)
    }
    if (this.acceptWord('TYPE')) {
      const name = this.identifier()
      if (this.isOperator(';')) this.refuse('incomplete type')
      this.expectWord('IS', 905)
      return { type: 'type', name, of: this.typeDefinition(), ...this.span(start) }
    }
    if (this.acceptWord('SUBTYPE')) return this.subtype(start)
    if (this.acceptWord('CURSOR')) return this.cursor(start)
    if (this.isWord('PRAGMA') && this.peek(1).kind === 'word') return this.pragma()
    return this.variable()
  }

  private variable(): Declaration {
    const name = this.identifier()
    if (this.acceptWord('EXCEPTION')) return { type: 'exception', name, ...this.span(name.start) }
    const constant = this.acceptWord('CONSTANT') !== undefined
    if (!this.isName(this.token) && !this.isWord('REF')) this.unexpected(DECLARED_ITEM)
    const of = this.typeNode()
    const notNull = this.notNull()
    const initial = this.acceptOperator(':=') || this.acceptWord('DEFAULT') ? this.expression() : undefined
    return { type: 'variable', name, constant, of, notNull, ...(initial && { initial }), ...this.span(name.start) }
  }

  private subtype(start: number): Declaration {
    const name = this.identifier()
    this.expectWord('IS', 905)
    const of = this.typeNode('optional')
    let range
    if (this.acceptWord('RANGE')) {
      const low = this.operand()
      this.expectOperator('..', 905)
      range = [low, this.operand()] as const
    }
    return { type: 'subtype', name, of, notNull: this.notNull(), ...(range && { range }), ...this.span(start) }
  }

  private cursor(start: number): CursorDeclaration {
    const name = this.identifier()
    const parameters = this.parameters()
    const returns = this.acceptWord('RETURN') ? this.typeNode('none') : undefined
    const query = this.acceptWord('IS') ? this.cursorQuery() : undefined
    if (!query && (!returns || !this.isOperator(';'))) this.unexpected(returns ? ['is', ';'] : ['(', 'is', 'return'])
    return { type: 'cursor', name, parameters, ...(returns && { returns }), ...(query && { query }), ...this.span(start) }
  }

  /** Stands before PRAGMA. */
  protected pragma(): Pragma {
    const { start } = this.advance()
    const name = this.identifier()
    const args = this.isOperator('(') ? this.callArguments().map(a => a.value) : []
    return { type: 'pragma', name: name.name, args, ...this.span(start) }
  }

  protected parameters(): ParameterNode[] {
    if (!this.acceptOperator('(')) return []
    const parameters = this.commaList(() => this.parameter())
    if (!this.acceptOperator(')')) {
      this.unexpected(parameters.at(-1)?.default ? afterExpression(')', ',') : [':=', '.', ')', ',', '@', '%', 'default', 'character'])
    }
    return parameters
  }

  private parameter(): ParameterNode {
    const name = this.identifier()
    const input = this.acceptWord('IN') !== undefined
    const output = this.acceptWord('OUT') !== undefined
    const noCopy = output && this.acceptWord('NOCOPY') !== undefined
    if (!this.isName(this.token)) this.unexpected(PARAMETER_TYPE)
    const of = this.typeNode('none')
    const value = this.acceptOperator(':=') || this.acceptWord('DEFAULT') ? this.expression() : undefined
    const mode = output ? (input ? 'IN OUT' : 'OUT') : 'IN'
    return { name, mode, of, noCopy, ...(value && { default: value }), ...this.span(name.start) }
  }

  /** Behind PROCEDURE or FUNCTION and the name, to the END of the body or to where `;` stands. */
  protected subprogram(kind: SubprogramNode['kind'], name: QualifiedName['object'], start: number): SubprogramNode {
    const head = this.subprogramHead(kind)
    if (!this.isWord('IS', 'AS')) return { type: 'subprogram', kind, name, ...head, ...this.span(start) }
    if (this.specification) this.unexpected(kind === 'FUNCTION' ? FUNCTION_END : PROCEDURE_END)
    this.advance()
    if (this.isWord('LANGUAGE', 'EXTERNAL') && this.peek(1).kind === 'word') this.refuse('call specification')
    if (this.isWord('MLE') && this.peekWord(1, 'MODULE', 'LANGUAGE')) this.refuse('call specification')
    const body = this.nested(() => this.body(this.token.start, [...DECLARATION_START, 'external', 'language']))
    this.checkEndName(body, name)
    return { type: 'subprogram', kind, name, ...head, body, ...this.span(start) }
  }

  protected abstract checkEndName(body: Pick<BlockNode, 'endName'>, name: QualifiedName['object']): void

  private subprogramHead(kind: SubprogramNode['kind']): Head {
    const parameters = this.parameters()
    let returns
    if (kind === 'FUNCTION') {
      if (!this.acceptWord('RETURN')) this.unexpected(parameters.length > 0 ? ['return'] : FUNCTION_HEAD)
      if (this.isWord('SELF')) this.refuse('RETURN SELF AS RESULT')
      returns = this.typeNode('none')
    }
    const properties: string[] = []
    let authid: Head['authid'] = 'DEFINER'
    for (;;) {
      if (this.acceptWord('AUTHID')) {
        authid = this.authid()
        properties.push('AUTHID')
      } else if (this.acceptWord('DETERMINISTIC')) properties.push('DETERMINISTIC')
      else if (this.acceptWord('PIPELINED')) {
        if (this.isWord('USING', 'TABLE', 'ROW')) this.refuse(`PIPELINED ${this.token.value}`)
        properties.push('PIPELINED')
      } else if (this.acceptWord('PARALLEL_ENABLE')) {
        if (this.isOperator('(')) this.skipParentheses()
        properties.push('PARALLEL_ENABLE')
      } else if (this.acceptWord('RESULT_CACHE')) {
        if (this.acceptWord('RELIES_ON')) this.skipParentheses()
        properties.push('RESULT_CACHE')
      } else if (this.isWord('AGGREGATE', 'ACCESSIBLE', 'SQL_MACRO', 'SHARING') || this.isWords('DEFAULT', 'COLLATION')) {
        this.refuse(`${this.token.value} of a subprogram`)
      } else break
    }
    return { parameters, ...(returns && { returns }), properties, authid }
  }

  /** Behind AUTHID. */
  protected authid(): 'DEFINER' | 'CURRENT_USER' {
    return (this.acceptWord('DEFINER', 'CURRENT_USER') ?? this.unexpected(['current_user', 'definer'])) as 'DEFINER' | 'CURRENT_USER'
  }
}
