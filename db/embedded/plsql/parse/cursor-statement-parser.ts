import type { ExecuteImmediate, Forall, OpenForStatement, OpenStatement, PlsqlStatement, SqlStatement, UsingItem } from '../tree'
import { DeclarationParser } from './declaration-parser'
import { afterExpression } from './expected-symbols'

/** Cursors, dynamic SQL, FORALL, PIPE ROW. Source: PL/SQL Language Reference 19c, the statements of these names. */
export abstract class CursorStatementParser extends DeclarationParser {
  protected pipeRow(): PlsqlStatement {
    const { start } = this.advance()
    this.expectWord('ROW', 905)
    this.expectOperator('(', 906)
    const value = this.expression()
    this.expectOperator(')', 907)
    return { type: 'pipe-row', value, ...this.span(start) }
  }

  protected open(): OpenStatement | OpenForStatement {
    const { start } = this.advance()
    const cursor = this.target()
    if (this.acceptWord('FOR')) {
      const query = this.startsCursorQuery ? this.cursorQuery() : this.expression()
      const using = this.acceptWord('USING') ? this.commaList(() => this.usingItem()) : []
      return { type: 'open-for', cursor, query, using, ...this.span(start) }
    }
    if (cursor.type === 'column') return { type: 'open', cursor: cursor.path, args: [], ...this.span(start) }
    if (cursor.type === 'call') return { type: 'open', cursor: cursor.path, args: cursor.args, ...this.span(start) }
    this.expectWord('FOR', 905)
    return this.unexpected(['for'])
  }

  protected close(): PlsqlStatement {
    const { start } = this.advance()
    return { type: 'close', cursor: this.target(), ...this.span(start) }
  }

  protected fetchStatement(): PlsqlStatement {
    const { start } = this.advance()
    const cursor = this.target()
    if (!this.isWord('INTO', 'BULK')) this.unexpected(['.', '(', '@', '%', 'bulk', 'into'])
    const into = this.intoTargets()
    const limit = this.acceptWord('LIMIT') ? this.operand() : undefined
    return { type: 'fetch', cursor, into, ...(limit && { limit }), ...this.span(start) }
  }

  protected executeImmediate(): ExecuteImmediate {
    const { start } = this.advance()
    this.expectWord('IMMEDIATE', 905)
    const text = this.expression()
    const into = this.isWord('INTO', 'BULK') ? this.intoTargets() : undefined
    let using: UsingItem[] = []
    let returning
    for (;;) {
      if (using.length === 0 && this.acceptWord('USING')) using = this.commaList(() => this.usingItem())
      else if (!returning && this.acceptWord('RETURNING', 'RETURN')) returning = this.intoTargets()
      else break
    }
    if (!this.isOperator(';')) {
      const more = using.length > 0 || returning ? [','] : ['into', 'bulk', 'using', 'return', 'returning']
      this.unexpected(afterExpression(';', ...more))
    }
    return { type: 'execute-immediate', text, ...(into && { into }), using, ...(returning && { returning }), ...this.span(start) }
  }

  protected usingItem(): UsingItem {
    const { start } = this.token
    const input = this.acceptWord('IN') !== undefined
    const output = this.isWord('OUT') && this.peek(1).kind !== 'operator' && this.acceptWord('OUT') !== undefined
    const value = this.expression()
    return { mode: output ? (input ? 'IN OUT' : 'OUT') : 'IN', value, ...this.span(start) }
  }

  protected forall(): Forall {
    const { start } = this.advance()
    const variable = this.identifier()
    this.expectWord('IN', 905)
    const bounds = this.forallBounds()
    const saveExceptions = this.acceptWords('SAVE', 'EXCEPTIONS')
    if (!this.isWord('INSERT', 'UPDATE', 'DELETE', 'MERGE', 'EXECUTE')) {
      this.unexpected(['save', 'insert', 'update', 'delete', 'merge', 'execute'])
    }
    const statement: SqlStatement | ExecuteImmediate = this.isWord('EXECUTE') ? this.executeImmediate() : this.sqlStatement()
    return { type: 'forall', variable, bounds, saveExceptions, statement, ...this.span(start) }
  }

  protected forallBounds(): Forall['bounds'] {
    if (this.isWords('INDICES', 'OF')) {
      this.advance()
      this.advance()
      const of = this.target()
      if (!this.acceptWord('BETWEEN')) return { type: 'indices', of }
      const low = this.operand()
      this.expectWord('AND', 905)
      return { type: 'indices', of, low, high: this.operand() }
    }
    if (this.acceptWords('VALUES', 'OF')) return { type: 'values', of: this.target() }
    const low = this.operand()
    if (!this.acceptOperator('..')) this.unexpected(afterExpression('..'))
    return { type: 'range', low, high: this.operand() }
  }
}
