import type { ExprNode, FunctionCall, JoinedTable, Name, PivotTable, TableReference } from '../tree'
import { isIdentifier } from './name-parser'
import { QueryParser } from './query-parser'

const JOIN_STARTS = ['JOIN', 'INNER', 'LEFT', 'RIGHT', 'FULL', 'CROSS', 'NATURAL', 'OUTER']
/**
 * Words that are no reserved ones and yet no alias where they stand: by what follows them. Without an entry a word is an alias;
 * with an empty list it never is.
 */
const NOT_AN_ALIAS: Readonly<Record<string, readonly string[]>> = {
  JOIN: [],
  USING: [],
  RETURNING: [],
  INNER: ['JOIN'],
  LEFT: ['JOIN', 'OUTER'],
  RIGHT: ['JOIN', 'OUTER'],
  FULL: ['JOIN', 'OUTER'],
  CROSS: ['JOIN', 'APPLY'],
  OUTER: ['APPLY'],
  NATURAL: JOIN_STARTS,
  PIVOT: ['(', 'XML'],
  UNPIVOT: ['(', 'INCLUDE', 'EXCLUDE'],
  PARTITION: ['(', 'BY', 'FOR'],
  SUBPARTITION: ['(', 'FOR'],
  SAMPLE: ['(', 'BLOCK'],
  VERSIONS: ['BETWEEN', 'PERIOD'],
  MATCH_RECOGNIZE: ['('],
  FETCH: ['FIRST', 'NEXT'],
  LOG: ['ERRORS'],
  MODEL: ['DIMENSION', 'RETURN', 'IGNORE', 'KEEP', 'UNIQUE', 'PARTITION', 'REFERENCE', 'MAIN', 'MEASURES'],
  WHEN: [],
  SEARCH: ['DEPTH', 'BREADTH']
}

/** FROM: tables, subqueries, joins, PIVOT. Source: "SELECT", table_reference and join_clause. */
export abstract class FromParser extends QueryParser {
  protected fromClause(): readonly TableReference[] {
    return this.commaList(() => this.joinedTable())
  }

  private joinedTable(): TableReference {
    return this.nested(() => this.joins(this.tablePrimary()))
  }

  private joins(first: TableReference): TableReference {
    let left = first
    while (this.startsJoin) left = this.join(left)
    return left
  }

  private get startsJoin(): boolean {
    return this.isWord(...JOIN_STARTS) && this.isNoAlias()
  }

  private join(left: TableReference): JoinedTable {
    const natural = this.acceptWord('NATURAL') !== undefined
    let kind: JoinedTable['kind'] = 'INNER'
    const word = this.acceptWord('INNER', 'LEFT', 'RIGHT', 'FULL', 'CROSS', 'OUTER')
    if (word === 'CROSS' || word === 'OUTER') {
      if (this.acceptWord('APPLY'))
        return {
          type: 'join',
          kind: word === 'CROSS' ? 'CROSS APPLY' : 'OUTER APPLY',
          natural,
          left,
          right: this.tablePrimary(),
          ...this.span(left.start)
        }
      kind = 'CROSS'
    } else if (word === 'LEFT' || word === 'RIGHT' || word === 'FULL') {
      kind = word
      this.acceptWord('OUTER')
    }
    this.expectWord('JOIN', 905)
    let right = this.tablePrimary()
    if (kind === 'CROSS' || natural) return { type: 'join', kind, natural, left, right, ...this.span(left.start) }
    while (this.startsJoin) right = this.nested(() => this.join(right))
    if (this.acceptWord('ON')) {
      const on = this.condition()
      return { type: 'join', kind, natural, left, right, on, ...this.span(left.start) }
    }
    if (!this.isWord('USING')) this.fail(905)
    this.advance()
    const using = this.nameList(() => this.name(1747))
    return { type: 'join', kind, natural, left, right, using, ...this.span(left.start) }
  }

  /** One table, subquery or join in parentheses, with PIVOT and alias. */
  protected tablePrimary(): TableReference {
    const { start } = this.token
    if (this.isOperator('(')) return this.nested(() => this.parenthesizedTable())
    if (this.isWord('LATERAL') && this.peekOperator(1, '(')) {
      this.advance()
      return this.derivedTable(start, true)
    }
    if (this.isWord('TABLE', 'THE') && this.peekOperator(1, '(')) {
      if (this.advance().value === 'THE') this.refuse('THE (subquery)', start)
      this.advance()
      const call = this.startsQuery ? this.refuse('TABLE (subquery)') : this.expression()
      this.expectOperator(')', 907)
      if (this.isOperator('(')) this.refuse('outer-joined table collection')
      const alias = this.tableAlias()
      return { type: 'table-function', call, ...(alias && { alias }), ...this.span(start) }
    }
    if (
      this.isWord('ONLY', 'XMLTABLE', 'JSON_TABLE', 'CONTAINERS', 'SHARDS', 'CUBE_TABLE', 'EXTERNAL', 'INLINE') &&
      this.peekOperator(1, '(')
    )
      this.refuse(this.token.value)
    return this.namedTable(start)
  }

  private namedTable(start: number): TableReference {
    const name = this.qualifiedName(903)
    if (this.isOperator('(') || (this.isOperator('.') && isIdentifier(this.peek(1)))) {
      const path: Name[] = [...(name.schema ? [name.schema] : []), name.object]
      if (this.acceptOperator('.')) path.push(this.name(903))
      if (!this.isOperator('(')) this.fail(933)
      const call = this.call(path, start) as ExprNode
      const alias = this.tableAlias()
      return { type: 'table-function', call, ...(alias && { alias }), ...this.span(start) }
    }
    const sample = this.tableClauses()
    const table: TableReference = { type: 'table', name, ...(sample && { sample }), ...this.span(start) }
    return this.withPivotAndAlias(table, start)
  }

  /** SAMPLE (n); partitions and flashback are refused. */
  private tableClauses(): ExprNode | undefined {
    if (this.isWord('PARTITION', 'SUBPARTITION') && this.isNoAlias()) {
      this.refuse(this.peekWord(1, 'BY') ? 'partitioned outer join' : `${this.token.value} of a table`)
    }
    if ((this.isWord('VERSIONS') && this.isNoAlias()) || (this.isWord('AS') && this.peekWord(1, 'OF'))) this.refuse('flashback query')
    if (!this.isWord('SAMPLE') || !this.isNoAlias()) return undefined
    this.advance()
    if (this.isWord('BLOCK')) this.refuse('SAMPLE BLOCK')
    this.expectOperator('(', 906)
    const sample = this.expression()
    this.expectOperator(')', 907)
    if (this.isWord('SEED') && this.peekOperator(1, '(')) this.refuse('SEED of SAMPLE')
    return sample
  }

  private withPivotAndAlias<T extends TableReference>(table: T, start: number): TableReference {
    const alias = this.tableAlias()
    const aliased = { ...table, ...(alias && { alias }), ...this.span(start) } as TableReference
    if ((this.isWord('VERSIONS') && this.isNoAlias()) || (this.isWord('AS') && this.peekWord(1, 'OF'))) this.refuse('flashback query')
    if (this.isWord('MATCH_RECOGNIZE') && this.isNoAlias()) this.refuse('MATCH_RECOGNIZE')
    if (this.isWord('PARTITION') && this.peekWord(1, 'BY')) this.refuse('partitioned outer join')
    if (this.isWord('PIVOT') && this.isNoAlias()) return this.pivot(aliased, start)
    if (this.isWord('UNPIVOT') && this.isNoAlias()) return this.unpivot(aliased, start)
    return aliased
  }

  private parenthesizedTable(): TableReference {
    const { start } = this.token
    if (this.peekWord(1, 'SELECT', 'WITH')) return this.derivedTable(start, false)
    this.advance()
    const inner = this.joins(this.tablePrimary())
    if (
      inner.type === 'derived' &&
      !inner.alias &&
      !inner.lateral &&
      this.isWord('UNION', 'INTERSECT', 'MINUS', 'ORDER', 'FETCH', 'OFFSET')
    ) {
      const { query } = this.queryAfter({ type: 'subquery', query: inner.query, start: inner.start, end: inner.end }, start)
      this.expectOperator(')', 907)
      return this.withPivotAndAlias({ type: 'derived', lateral: false, query, ...this.span(start) }, start)
    }
    this.expectOperator(')', 907)
    if (inner.type === 'join') return this.isWord('PIVOT', 'UNPIVOT') && this.isNoAlias() ? this.refuse('PIVOT of a join') : inner
    return 'alias' in inner && inner.alias ? inner : this.withPivotAndAlias(inner, start)
  }

  /** Stands before its parenthesis. */
  private derivedTable(start: number, lateral: boolean): TableReference {
    this.expectOperator('(', 906)
    const query = this.query()
    if (this.isWord('WITH') && this.peekWord(1, 'READ', 'CHECK')) this.refuse(`WITH ${this.peek(1).value} in a subquery`)
    this.expectOperator(')', 907)
    return this.withPivotAndAlias({ type: 'derived', lateral, query, ...this.span(start) }, start)
  }

  /** Never with AS: `from t as x` is ORA-00933. */
  protected tableAlias(): Name | undefined {
    return isIdentifier(this.token) && !this.isNoAlias() ? this.takeName() : undefined
  }

  private isNoAlias(): boolean {
    const t = this.token
    if (t.kind !== 'word') return false
    const next = this.peek(1)
    if (t.value === 'OFFSET')
      return (
        next.kind === 'number' ||
        next.kind === 'bind' ||
        (next.kind === 'operator' && (next.value === '(' || next.value === '-')) ||
        isIdentifier(next)
      )
    if (t.value === 'RETURN') return next.kind !== 'operator' && next.kind !== 'word' ? true : isIdentifier(next)
    if (t.value === 'WINDOW') return isIdentifier(next) && this.peekWord(2, 'AS')
    const followers = Object.hasOwn(NOT_AN_ALIAS, t.value) ? NOT_AN_ALIAS[t.value] : undefined
    if (!followers) return false
    return followers.length === 0 || ((next.kind === 'word' || next.kind === 'operator') && followers.includes(next.value))
  }

  /** PIVOT (sum(x) AS s, … FOR col | (c1, c2) IN (1 AS a, (1, 2) AS b, …)) */
  private pivot(table: TableReference, start: number): PivotTable {
    this.advance()
    if (this.acceptWord('XML')) this.refuse('PIVOT XML')
    this.expectOperator('(', 906)
    const aggregates = this.commaList(() => {
      const call = this.expression()
      if (call.type !== 'call') this.fail(56902)
      const alias = this.acceptWord('AS') ? this.name(904, ['']) : isIdentifier(this.token) ? this.takeName() : undefined
      return { call: call as FunctionCall, ...(alias && { alias }) }
    })
    this.expectWord('FOR', 905)
    const forColumns = this.pivotColumns()
    this.expectWord('IN', 905)
    this.expectOperator('(', 906)
    if (this.isWord('ANY') || this.startsQuery) this.refuse('PIVOT with ANY or a subquery')
    const values = this.commaList(() => {
      const item = this.expressionOrRow()
      const alias = this.acceptWord('AS') ? this.name(904, ['']) : isIdentifier(this.token) ? this.takeName() : undefined
      return { items: item.type === 'row' ? item.items : [item], ...(alias && { alias }) }
    })
    this.expectOperator(')', 907)
    this.expectOperator(')', 907)
    const alias = this.tableAlias()
    return {
      type: 'pivot',
      table,
      xml: false,
      includeNulls: false,
      aggregates,
      valueColumns: [],
      forColumns,
      values,
      ...(alias && { alias }),
      ...this.span(start)
    }
  }

  /** UNPIVOT [INCLUDE NULLS] (v | (v1, v2) FOR n | (n1, n2) IN (c AS 'x', (c1, c2) AS ('x', 'y'), …)) */
  private unpivot(table: TableReference, start: number): PivotTable {
    this.advance()
    const nulls = this.acceptWord('INCLUDE', 'EXCLUDE')
    if (nulls) this.expectWord('NULLS', 905)
    this.expectOperator('(', 906)
    const valueColumns = this.pivotColumns()
    this.expectWord('FOR', 905)
    const forColumns = this.pivotColumns()
    this.expectWord('IN', 905)
    this.expectOperator('(', 906)
    const values = this.commaList(() => {
      const item = this.expressionOrRow()
      const label = this.acceptWord('AS') ? this.expressionOrRow() : undefined
      return { items: item.type === 'row' ? item.items : [item], ...(label && { as: label.type === 'row' ? label.items : [label] }) }
    })
    this.expectOperator(')', 907)
    this.expectOperator(')', 907)
    const alias = this.tableAlias()
    return {
      type: 'unpivot',
      table,
      xml: false,
      includeNulls: nulls === 'INCLUDE',
      aggregates: [],
      valueColumns,
      forColumns,
      values,
      ...(alias && { alias }),
      ...this.span(start)
    }
  }

  private pivotColumns(): Name[] {
    return this.isOperator('(') ? this.nameList(() => this.name(904, [''])) : [this.name(904, [''])]
  }
}
