import { oraError } from '../../errors/messages'
import type { Span } from '../expr'
import type {
  Assignment,
  ConditionNode,
  DeleteStatement,
  DmlTarget,
  ExprNode,
  InsertInto,
  InsertStatement,
  MergeStatement,
  MultiInsertStatement,
  Name,
  Placeholder,
  QueryNode,
  ReturningClause,
  TableReference,
  UpdateStatement
} from '../tree'
import { FromParser } from './from-parser'

type Branch = MultiInsertStatement['branches'][number]

/** INSERT, UPDATE, DELETE, MERGE. Source: SQL Language Reference 19c, the statements of these names. */
export abstract class DmlParser extends FromParser {
  protected insert(): InsertStatement | MultiInsertStatement {
    const { start } = this.advance()
    if (this.isWord('ALL') || (this.isWord('FIRST') && this.peekWord(1, 'WHEN'))) return this.multiInsert(start)
    this.expectWord('INTO', 925)
    const target = this.dmlTarget()
    const columns = this.insertColumns(target)
    if (!this.isWord('VALUES') && !this.startsQuery && !this.isOperator('(')) this.fail(926)
    const record = this.insertedRecord()
    const rows = record ? { record } : this.isWord('VALUES') ? { values: this.valuesClause() } : { query: this.query() }
    const returning = this.returning()
    const logErrors = this.logErrors()
    return {
      type: 'insert',
      target,
      ...(columns && { columns }),
      ...rows,
      ...(returning && { returning }),
      ...(logErrors && { logErrors }),
      ...this.span(start)
    }
  }

  /** A table or view, or a subquery in parentheses, with its alias. */
  private dmlTarget(): DmlTarget {
    const { start } = this.token
    if (this.isOperator('(')) {
      this.advance()
      const query: QueryNode = this.query()
      if (this.isWord('WITH')) this.refuse('WITH CHECK OPTION in a subquery')
      this.expectOperator(')', 907)
      const alias = this.tableAlias()
      return { query, ...(alias && { alias }), ...this.span(start) }
    }
    if (this.isWord('TABLE', 'ONLY') && this.peekOperator(1, '(')) this.refuse(`${this.token.value} ( … ) as the target of DML`)
    const name = this.qualifiedName(903)
    if (this.isWord('PARTITION', 'SUBPARTITION') && (this.peekOperator(1, '(') || this.peekWord(1, 'FOR')))
      this.refuse(`${this.token.value} of a table`)
    const alias = this.tableAlias()
    return { name, ...(alias && { alias }), ...this.span(start) }
  }

  /** (a, t.b, …); a parenthesis with a query in it is none. */
  private insertColumns(target: DmlTarget): Name[] | undefined {
    if (!this.isOperator('(') || this.peekWord(1, 'SELECT', 'WITH') || this.peekOperator(1, '(')) return undefined
    this.advance()
    const columns = this.commaList(() => {
      const { path } = this.columnReference()
      const qualifier = path.length > 1 ? path[path.length - 2] : undefined
      const known = (target.alias ?? target.name?.object)?.name
      if (qualifier && qualifier.name !== known) throw oraError(904, [path.map(n => `"${n.name}"`).join('.')], qualifier.start)
      return path[path.length - 1]
    })
    this.expectOperator(')', 917)
    return columns
  }

  /** PL/SQL: VALUES record; stands before VALUES. */
  protected insertedRecord(): ExprNode | undefined {
    return undefined
  }

  /** PL/SQL: SET ROW = record; stands before ROW. */
  protected updatedRow(): ExprNode | undefined {
    return undefined
  }

  /** PL/SQL: CURRENT OF cursor; stands behind WHERE. */
  protected currentOf(): Name | undefined {
    return undefined
  }

  private valuesClause(): (ExprNode | 'default')[] {
    this.advance()
    this.expectOperator('(', 906)
    const values = this.commaList(() => this.expressionOrDefault())
    this.expectOperator(')', 917)
    return values
  }

  private expressionOrDefault(): ExprNode | 'default' {
    if (this.isWord('DEFAULT')) {
      this.advance()
      return 'default'
    }
    return this.expression()
  }

  protected returning(): ReturningClause | undefined {
    if (!this.isWord('RETURNING', 'RETURN')) return undefined
    const { start } = this.advance()
    const items = this.commaList(() => this.expression())
    if (this.isWord('BULK')) this.refuse('BULK COLLECT in SQL')
    this.expectWord('INTO', 925)
    const into = this.commaList((): Placeholder => {
      if (this.token.kind !== 'bind') this.fail(936)
      return this.placeholder()
    })
    return { items, into, ...this.span(start) }
  }

  /** LOG ERRORS [INTO table] [(tag)] [REJECT LIMIT n | UNLIMITED] */
  private logErrors(): Span | undefined {
    if (!this.isWords('LOG', 'ERRORS')) return undefined
    const { start } = this.advance()
    this.advance()
    if (this.acceptWord('INTO')) this.qualifiedName(903)
    if (this.isOperator('(')) this.skipParentheses()
    if (this.acceptWord('REJECT')) {
      this.expectWord('LIMIT', 905)
      if (!this.acceptWord('UNLIMITED')) this.expression()
    }
    return this.span(start)
  }

  private multiInsert(start: number): MultiInsertStatement {
    const first = this.advance().value === 'FIRST'
    const branches: Branch[] = []
    if (!this.isWord('WHEN')) branches.push({ otherwise: false, into: this.intoClauses() })
    while (this.acceptWord('WHEN')) {
      const when = this.condition()
      this.expectWord('THEN', 905)
      branches.push({ when, otherwise: false, into: this.intoClauses() })
    }
    if (branches.length > 0 && branches[0].when && this.acceptWord('ELSE')) branches.push({ otherwise: true, into: this.intoClauses() })
    if (!this.startsQuery && !this.isOperator('(')) this.fail(928)
    const query = this.query()
    return { type: 'multi-insert', first, branches, query, ...this.span(start) }
  }

  private intoClauses(): InsertInto[] {
    if (!this.isWord('INTO')) this.fail(925)
    const clauses: InsertInto[] = []
    while (this.isWord('INTO')) {
      const { start } = this.advance()
      const target = this.dmlTarget()
      const columns = this.peekWord(1, 'SELECT', 'WITH') ? undefined : this.insertColumns(target)
      const values = this.isWord('VALUES') ? this.valuesClause() : undefined
      if (this.isWords('LOG', 'ERRORS')) this.refuse('error logging of a multi-table insert')
      clauses.push({ target, ...(columns && { columns }), ...(values && { values }), ...this.span(start) })
    }
    return clauses
  }

  protected update(): UpdateStatement {
    const { start } = this.advance()
    const target = this.dmlTarget()
    this.expectWord('SET', 971)
    const row = this.updatedRow()
    const set = row ? [] : this.assignments()
    const { currentOf, where } = this.dmlWhere()
    const returning = this.returning()
    const logErrors = this.logErrors()
    return {
      type: 'update',
      target,
      set,
      ...(row && { row }),
      ...(currentOf && { currentOf }),
      ...(where && { where }),
      ...(returning && { returning }),
      ...(logErrors && { logErrors }),
      ...this.span(start)
    }
  }

  private dmlWhere(): { currentOf?: Name; where?: ConditionNode } {
    if (!this.acceptWord('WHERE')) return {}
    const currentOf = this.currentOf()
    return currentOf ? { currentOf } : { where: this.condition() }
  }

  private assignments(): Assignment[] {
    if (this.isWord('VALUE', 'ROW') && this.peekOperator(1, '(')) this.refuse('SET VALUE of an object table')
    return this.commaList((): Assignment => {
      const { start } = this.token
      if (this.acceptOperator('(')) {
        const columns = this.commaList(() => this.columnReference())
        this.expectOperator(')', 907)
        this.expectOperator('=', 927)
        this.expectOperator('(', 906)
        const query = this.query()
        this.expectOperator(')', 907)
        return { columns, query, ...this.span(start) }
      }
      const column = this.columnReference()
      this.expectOperator('=', 927)
      const value = this.expressionOrDefault()
      return { columns: [column], value, ...this.span(start) }
    })
  }

  protected deleteStatement(): DeleteStatement {
    const { start } = this.advance()
    this.acceptWord('FROM')
    const target = this.dmlTarget()
    const { currentOf, where } = this.dmlWhere()
    const returning = this.returning()
    const logErrors = this.logErrors()
    return {
      type: 'delete',
      target,
      ...(currentOf && { currentOf }),
      ...(where && { where }),
      ...(returning && { returning }),
      ...(logErrors && { logErrors }),
      ...this.span(start)
    }
  }

  protected merge(): MergeStatement {
    const { start } = this.advance()
    this.expectWord('INTO', 925)
    const target = this.dmlTarget()
    this.expectWord('USING', 928)
    const source: TableReference = this.tablePrimary()
    this.expectWord('ON', 969)
    this.expectOperator('(', 969)
    const on = this.condition()
    this.expectOperator(')', 907)
    let update: MergeStatement['update']
    let insert: MergeStatement['insert']
    while (this.isWord('WHEN')) {
      const at = this.advance().start
      if (this.acceptWord('MATCHED')) {
        if (update) this.fail(905)
        update = this.mergeUpdate(at)
      } else {
        this.expectWord('NOT', 905)
        this.expectWord('MATCHED', 905)
        if (insert) this.fail(905)
        insert = this.mergeInsert(at, target)
      }
    }
    if (!update && !insert) this.fail(905)
    const logErrors = this.logErrors()
    return {
      type: 'merge',
      target,
      source,
      on,
      ...(update && { update }),
      ...(insert && { insert }),
      ...(logErrors && { logErrors }),
      ...this.span(start)
    }
  }

  private mergeUpdate(start: number): MergeStatement['update'] {
    this.expectWord('THEN', 905)
    this.expectWord('UPDATE', 905)
    this.expectWord('SET', 971)
    const set = this.assignments()
    const where = this.acceptWord('WHERE') ? this.condition() : undefined
    let deleteWhere
    if (this.acceptWord('DELETE')) {
      this.expectWord('WHERE', 905)
      deleteWhere = this.condition()
    }
    return { set, ...(where && { where }), ...(deleteWhere && { deleteWhere }), ...this.span(start) }
  }

  private mergeInsert(start: number, target: DmlTarget): MergeStatement['insert'] {
    this.expectWord('THEN', 905)
    this.expectWord('INSERT', 905)
    const columns = this.insertColumns(target)
    if (!this.isWord('VALUES')) this.fail(926)
    const values = this.valuesClause()
    const where = this.acceptWord('WHERE') ? this.condition() : undefined
    return { ...(columns && { columns }), values, ...(where && { where }), ...this.span(start) }
  }
}
