import { OraError } from '../../errors/ora-error'
import type { ExprNode, IntoClause, Name, QueryNode, ReturningClause } from '../../sql/tree'
import type { SqlStatement } from '../tree'
import { PlsqlExpressionParser } from './plsql-expression-parser'
import { PlsqlSyntaxError, STAYS } from './plsql-syntax-error'

/** SQL's own statements within PL/SQL, and what PL/SQL adds to them. Source: PL/SQL Language Reference 19c, "Static SQL". */
export abstract class EmbeddedSqlParser extends PlsqlExpressionParser {
  protected override get atEnd(): boolean {
    return super.atEnd || this.isOperator(';')
  }

  /** SELECT [INTO], INSERT, UPDATE, DELETE, MERGE, LOCK TABLE, without the `;`. */
  protected sqlStatement(): SqlStatement {
    const { start } = this.token
    const statement = this.inSql((): SqlStatement['statement'] => {
      switch (this.token.value) {
        case 'INSERT':
          return this.insert()
        case 'UPDATE':
          return this.update()
        case 'DELETE':
          return this.deleteStatement()
        case 'MERGE':
          return this.merge()
        case 'LOCK':
          return this.lockTable()
        default:
          this.mayHaveInto = true
          return this.selectStatement()
      }
    })
    return { type: 'sql', statement, ...this.span(start) }
  }

  /** The query of a cursor. */
  protected cursorQuery(end = 933): QueryNode {
    return this.inSql(() => this.selectStatement(), end)
  }

  /** Of a cursor FOR loop and OPEN … FOR: is this a query, maybe in parentheses? */
  protected get startsCursorQuery(): boolean {
    let ahead = 0
    while (this.peekOperator(ahead, '(')) ahead++
    return this.peekWord(ahead, 'SELECT', 'WITH')
  }

  /** What Oracle's SQL parser finds wrong is told as its own error. */
  private inSql<T>(rule: () => T, end = 933): T {
    const { start } = this.token
    try {
      return this.inMode(false, () => {
        this.embedded = true
        const node = rule()
        if (end === 907 ? !this.isOperator(')') : !this.isOperator(';')) this.fail(end)
        this.embedded = false
        return node
      })
    } catch (error) {
      if (!(error instanceof OraError) || STAYS.has(error.code)) throw error
      const ignored = { offset: start, text: 'PL/SQL: SQL Statement ignored' }
      throw new PlsqlSyntaxError(error.offset ?? start, `PL/SQL: ${error.message}`, [ignored])
    }
  }

  protected override intoClause(): IntoClause | undefined {
    return this.isWord('INTO', 'BULK') ? this.intoTargets() : undefined
  }

  /** [BULK COLLECT] INTO target, … */
  protected intoTargets(): IntoClause {
    const { start } = this.token
    const bulk = this.acceptWord('BULK') !== undefined
    if (bulk) this.expectWord('COLLECT', 905)
    this.expectWord('INTO', 925)
    const targets = this.commaList(() => this.target())
    return { bulk, targets, ...this.span(start) }
  }

  protected override returning(): ReturningClause | undefined {
    if (!this.isWord('RETURNING', 'RETURN')) return undefined
    const { start } = this.advance()
    const items = this.commaList(() => this.expression())
    if (!this.isWord('INTO', 'BULK')) this.fail(925)
    const targets = this.intoTargets()
    return { items, into: [], targets, ...this.span(start) }
  }

  protected override insertedRecord(): ExprNode | undefined {
    if (!this.isWord('VALUES') || this.peekOperator(1, '(')) return undefined
    this.advance()
    return this.target()
  }

  protected override updatedRow(): ExprNode | undefined {
    if (!this.isWord('ROW') || !this.peekOperator(1, '=')) return undefined
    this.advance()
    this.advance()
    return this.target()
  }

  protected override currentOf(): Name | undefined {
    if (!this.acceptWords('CURRENT', 'OF')) return undefined
    const name = this.name(904, [''])
    if (this.isOperator('.')) this.refuse('CURRENT OF a cursor of a package')
    return name
  }
}
