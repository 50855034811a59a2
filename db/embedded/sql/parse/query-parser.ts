import type {
  CommonTable,
  ConditionNode,
  CycleClause,
  ExprNode,
  ForUpdate,
  GroupItem,
  IntoClause,
  Name,
  QueryBody,
  QueryNode,
  ScalarSubquery,
  SearchClause,
  SelectBlock,
  SelectItem,
  SetOperation,
  SortItem,
  TableReference
} from '../tree'
import { ConditionParser } from './condition-parser'
import { isIdentifier } from './name-parser'

/** SELECT in all its clauses but FROM's. Source: SQL Language Reference 19c, "SELECT". */
export abstract class QueryParser extends ConditionParser {
  protected abstract fromClause(): readonly TableReference[]
  /** May the next SELECT have PL/SQL's INTO? */
  protected mayHaveInto = false
  private into: IntoClause | undefined

  /** [WITH …] body [ORDER BY …] [OFFSET …] [FETCH …], without FOR UPDATE. */
  query(): QueryNode {
    return this.nested(() => {
      const { start } = this.token
      const outermost = this.mayHaveInto
      this.mayHaveInto = false
      const common = this.withClause()
      this.mayHaveInto = outermost
      const node = this.queryTail(this.setOperations(this.queryPrimary()), common, start)
      if (!outermost || !this.into) return node
      const { into } = this
      this.into = undefined
      return { ...node, into }
    })
  }

  /** As a statement or a cursor: FOR UPDATE too. */
  protected selectStatement(): QueryNode {
    const query = this.query()
    const forUpdate = this.forUpdate()
    return forUpdate ? { ...query, forUpdate, ...this.span(query.start) } : query
  }

  protected get startsQuery(): boolean {
    return this.isWord('SELECT', 'WITH')
  }

  /** ((SELECT …) UNION …: the first operand was read as an expression. */
  protected queryAfter(subquery: ScalarSubquery, start: number): ScalarSubquery {
    const query = this.queryTail(this.setOperations(subquery.query), [], subquery.start)
    return { type: 'subquery', query, ...this.span(start) }
  }

  private withClause(): CommonTable[] {
    if (!this.acceptWord('WITH')) return []
    if (this.isWord('FUNCTION', 'PROCEDURE') && !this.peekWord(1, 'AS') && !this.peekOperator(1, '('))
      this.refuse(`WITH ${this.token.value}`)
    return this.commaList(() => this.commonTable())
  }

  private commonTable(): CommonTable {
    const name = this.name(903)
    const columns = this.isOperator('(') ? this.nameList(() => this.name(904, [''])) : []
    this.expectWord('AS', 905)
    this.expectOperator('(', 906)
    const query = this.query()
    this.expectOperator(')', 907)
    const at = this.token.start
    const search = this.searchClause()
    const cycle = this.cycleClause()
    const searchCycle = search || cycle ? this.span(at) : undefined
    return {
      name,
      columns,
      query,
      ...(searchCycle && { searchCycle }),
      ...(search && { search }),
      ...(cycle && { cycle }),
      ...this.span(name.start)
    }
  }

  private searchClause(): SearchClause | undefined {
    if (!this.isWord('SEARCH') || !this.peekWord(1, 'DEPTH', 'BREADTH')) return undefined
    const { start } = this.advance()
    const depthFirst = this.advance().value === 'DEPTH'
    this.expectWord('FIRST', 905)
    this.expectWord('BY', 924)
    const by = this.commaList(() => this.sortItem())
    this.expectWord('SET', 905)
    const set = this.name(904, [''])
    return { depthFirst, by, set, ...this.span(start) }
  }

  private cycleClause(): CycleClause | undefined {
    if (!this.isWord('CYCLE') || !isIdentifier(this.peek(1))) return undefined
    const { start } = this.advance()
    const columns = this.commaList(() => this.name(904, ['']))
    this.expectWord('SET', 905)
    const set = this.name(904, [''])
    this.expectWord('TO', 905)
    const to = this.expression()
    this.expectWord('DEFAULT', 905)
    const otherwise = this.expression()
    return { columns, set, to, otherwise, ...this.span(start) }
  }

  private queryPrimary(): QueryBody {
    if (this.isOperator('(')) {
      return this.nested(() => {
        this.advance()
        this.mayHaveInto = false
        const query = this.query()
        this.expectOperator(')', 907)
        return query
      })
    }
    if (!this.isWord('SELECT')) this.fail(928)
    return this.selectBlock()
  }

  /** Equal precedence, left to right. */
  private setOperations(first: QueryBody): QueryBody {
    let left = first
    for (;;) {
      const word = this.acceptWord('UNION', 'INTERSECT', 'MINUS')
      if (word === undefined) return left
      const operator = word === 'UNION' && this.acceptWord('ALL') ? 'UNION ALL' : (word as SetOperation['operator'])
      const right = this.queryPrimary()
      left = { type: 'set', operator, left, right, ...this.span(left.start) }
    }
  }

  private queryTail(body: QueryBody, common: readonly CommonTable[], start: number): QueryNode {
    let orderBy: readonly SortItem[] = []
    let orderSiblings = false
    if (this.isWord('ORDER')) {
      orderSiblings = this.peekWord(1, 'SIBLINGS')
      orderBy = this.orderBy(true)
    }
    const offset = this.offset()
    const fetch = this.fetch()
    return {
      type: 'query',
      with: common,
      body,
      orderBy,
      ...(orderSiblings && { orderSiblings }),
      ...(offset && { offset }),
      ...(fetch && { fetch }),
      ...this.span(start)
    }
  }

  private offset(): ExprNode | undefined {
    if (!this.acceptWord('OFFSET')) return undefined
    const offset = this.expression()
    if (!this.acceptWord('ROW', 'ROWS')) this.fail(905)
    return offset
  }

  private fetch(): QueryNode['fetch'] {
    if (!this.isWord('FETCH')) return undefined
    const { start } = this.advance()
    if (!this.acceptWord('FIRST', 'NEXT')) this.fail(905)
    const count = this.isWord('ROW', 'ROWS') ? undefined : this.expression()
    const percent = count !== undefined && this.acceptWord('PERCENT') !== undefined
    if (!this.acceptWord('ROW', 'ROWS')) this.fail(905)
    let ties = false
    if (this.acceptWord('WITH')) {
      this.expectWord('TIES', 905)
      ties = true
    } else this.expectWord('ONLY', 905)
    return { ...(count && { count }), percent, ties, ...this.span(start) }
  }

  private forUpdate(): ForUpdate | undefined {
    if (!this.isWord('FOR')) return undefined
    const { start } = this.advance()
    this.expectWord('UPDATE', 905)
    const of = this.acceptWord('OF') ? this.commaList(() => this.columnReference()) : []
    let wait: ForUpdate['wait']
    if (this.acceptWord('NOWAIT')) wait = 'NOWAIT'
    else if (this.acceptWord('WAIT')) wait = this.expression()
    else if (this.acceptWord('SKIP')) {
      this.expectWord('LOCKED', 905)
      wait = 'SKIP LOCKED'
    }
    return { of, ...(wait && { wait }), ...this.span(start) }
  }

  private selectBlock(): SelectBlock {
    const { start } = this.advance()
    const mayHaveInto = this.mayHaveInto
    this.mayHaveInto = false
    const quantifier = this.acceptWord('DISTINCT', 'UNIQUE', 'ALL')
    const items: readonly SelectItem[] = this.selectList()
    if (mayHaveInto) this.into = this.intoClause()
    if (this.isWord('INTO', 'BULK') && this.peek(1).kind === 'bind') this.fail(905)
    this.expectWord('FROM', 923)
    const from = this.fromClause()
    const where = this.acceptWord('WHERE') ? this.condition() : undefined
    const connectBy = this.connectBy()
    let groupBy: readonly GroupItem[] = []
    let having: ConditionNode | undefined
    for (;;) {
      if (groupBy.length === 0 && this.acceptWord('GROUP')) {
        this.expectWord('BY', 924)
        groupBy = this.groupItems()
      } else if (!having && this.acceptWord('HAVING')) having = this.condition()
      else break
    }
    if (
      this.isWord('MODEL') &&
      this.peekWord(1, 'DIMENSION', 'RETURN', 'IGNORE', 'KEEP', 'UNIQUE', 'PARTITION', 'REFERENCE', 'MAIN', 'MEASURES')
    )
      this.refuse('MODEL clause')
    if (this.isWord('WINDOW') && isIdentifier(this.peek(1)) && this.peekWord(2, 'AS')) this.refuse('WINDOW clause')
    return {
      type: 'select',
      distinct: quantifier === 'DISTINCT' || quantifier === 'UNIQUE',
      items,
      from,
      ...(where && { where }),
      ...(connectBy && { connectBy }),
      groupBy,
      ...(having && { having }),
      ...this.span(start)
    }
  }

  /** PL/SQL: [BULK COLLECT] INTO targets. */
  protected intoClause(): IntoClause | undefined {
    return undefined
  }

  /** A bare * stands alone: `*, a` ends before FROM (ORA-00923), `a, *` lacks an expression (ORA-00936). */
  private selectList(): SelectItem[] {
    const { start } = this.token
    if (this.acceptOperator('*')) return [{ type: 'star', ...this.span(start) }]
    return this.commaList(() => this.selectItem())
  }

  private selectItem(): SelectItem {
    const { start } = this.token
    const star = this.starItem(start)
    if (star) return star
    const value = this.expression()
    const alias = this.columnAlias()
    return { type: 'item', value, ...(alias && { alias }), ...this.span(start) }
  }

  /** t.*, s.t.* */
  private starItem(start: number): SelectItem | undefined {
    for (const parts of [1, 2]) {
      if (!isIdentifier(this.peek(2 * parts - 2)) || !this.peekOperator(2 * parts - 1, '.')) return undefined
      if (!this.peekOperator(2 * parts, '*')) continue
      const qualifier: Name[] = []
      for (let i = 0; i < parts; i++) {
        qualifier.push(this.takeName())
        this.advance()
      }
      this.advance()
      return { type: 'star', qualifier, ...this.span(start) }
    }
    return undefined
  }

  private columnAlias(): Name | undefined {
    if (this.acceptWord('AS')) return this.name(923)
    if (this.dialect === 'plsql' && this.isWords('BULK', 'COLLECT')) return undefined
    return isIdentifier(this.token) ? this.takeName() : undefined
  }

  private connectBy(): SelectBlock['connectBy'] {
    if (!this.isWord('START', 'CONNECT')) return undefined
    const { start } = this.token
    let startWith = this.startWith()
    this.expectWord('CONNECT', 905)
    this.expectWord('BY', 924)
    const noCycle = this.acceptWord('NOCYCLE') !== undefined
    const condition = this.condition()
    startWith ??= this.startWith()
    return { ...(startWith && { startWith }), condition, noCycle, ...this.span(start) }
  }

  private startWith(): ConditionNode | undefined {
    if (!this.acceptWord('START')) return undefined
    this.expectWord('WITH', 905)
    return this.condition()
  }

  /** (a, b) at the top means a, b; within GROUPING SETS it arrives as one row. */
  private groupItems(): GroupItem[] {
    return this.commaList(() => this.groupItem()).flatMap(item =>
      item.type === 'group-expr' && item.value.type === 'row'
        ? item.value.items.map(value => ({ type: 'group-expr' as const, value, start: value.start, end: value.end }))
        : [item]
    )
  }

  private groupItem(): GroupItem {
    const { start } = this.token
    if (this.isWord('ROLLUP', 'CUBE') && this.peekOperator(1, '(')) {
      const type = this.advance().value === 'ROLLUP' ? 'rollup' : 'cube'
      this.advance()
      const items = this.commaList(() => {
        const item = this.expressionOrRow()
        return item.type === 'row' ? item.items : [item]
      })
      this.expectOperator(')', 907)
      return { type, items, ...this.span(start) }
    }
    if (this.isWords('GROUPING', 'SETS') && this.peekOperator(2, '(')) {
      for (let i = 0; i < 3; i++) this.advance()
      const items = this.nested(() => this.commaList(() => this.groupItem()))
      this.expectOperator(')', 907)
      return { type: 'grouping-sets', items, ...this.span(start) }
    }
    if (this.isOperator('(') && this.peekOperator(1, ')')) {
      this.advance()
      this.advance()
      return { type: 'group-empty', ...this.span(start) }
    }
    const value = this.expressionOrRow()
    return { type: 'group-expr', value, ...this.span(start) }
  }
}
