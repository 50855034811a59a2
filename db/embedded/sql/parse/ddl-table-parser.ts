import { oraError } from '../../errors/messages'
import type { ColumnDefinition, ConstraintDefinition, CreateTable, QueryNode, SequenceOptions } from '../tree'
import { CONSTRAINT_WORDS, ConstraintParser } from './constraint-parser'

const REFUSED_TABLES: Readonly<Record<string, string>> = {
  PRIVATE: 'private temporary table',
  SHARDED: 'sharded table',
  DUPLICATED: 'duplicated table',
  IMMUTABLE: 'immutable table',
  BLOCKCHAIN: 'blockchain table'
}

/** CREATE TABLE and its columns. Source: SQL Language Reference 19c, "CREATE TABLE". */
export abstract class DdlTableParser extends ConstraintParser {
  protected abstract sequenceOptions(): SequenceOptions

  /** Behind CREATE; stands before [GLOBAL TEMPORARY] TABLE. */
  protected createTable(start: number): CreateTable {
    let temporary: CreateTable['temporary']
    if (this.acceptWord('GLOBAL')) {
      this.expectWord('TEMPORARY', 905)
      temporary = 'delete'
    } else if (Object.hasOwn(REFUSED_TABLES, this.token.value)) this.refuse(REFUSED_TABLES[this.token.value])
    this.expectWord('TABLE', 905)
    const name = this.qualifiedName(903)
    if (this.isWord('OF')) this.refuse('object table')
    const columns: ColumnDefinition[] = []
    const constraints: ConstraintDefinition[] = []
    const hasList = this.acceptOperator('(')
    if (hasList) {
      this.commaList(() => this.relationalProperty(columns, constraints))
      this.expectOperator(')', 907)
    }
    const ignored: string[] = []
    while (!this.atEnd && !this.isWord('AS')) {
      if (this.isWords('ON', 'COMMIT')) {
        const action = this.onCommit()
        if (!temporary) this.fail(14451)
        temporary = action
      } else ignored.push(this.storageOption() ?? this.fail(922))
    }
    let asQuery: QueryNode | undefined
    if (this.acceptWord('AS')) {
      if (!this.startsQuery && !this.isOperator('(')) this.fail(928)
      asQuery = this.query()
    }
    if (!hasList && !asQuery) this.fail(906)
    if (!asQuery) this.checkDataTypes(columns, constraints)
    else if (columns.some(c => c.dataType)) throw oraError(1773, [], columns.find(c => c.dataType)?.start)
    return {
      type: 'create-table',
      name,
      ...(temporary && { temporary }),
      columns,
      constraints,
      ...(asQuery && { asQuery }),
      ignored,
      ...this.span(start)
    }
  }

  /** Only a virtual column and a foreign key's get their type from elsewhere: ORA-02263. */
  protected checkDataTypes(columns: readonly ColumnDefinition[], constraints: readonly ConstraintDefinition[]): void {
    const foreign = new Set(constraints.filter(c => c.kind === 'REFERENCES').flatMap(c => c.columns.map(n => n.name)))
    for (const c of columns) {
      if (c.dataType || c.virtual || foreign.has(c.name.name) || c.constraints.some(k => k.kind === 'REFERENCES')) continue
      throw oraError(2263, [], c.name.end)
    }
  }

  private onCommit(): 'delete' | 'preserve' {
    this.advance()
    this.advance()
    const word = this.acceptWord('DELETE', 'PRESERVE')
    if (word === undefined) this.fail(905)
    if (this.isWord('DEFINITION')) this.refuse('ON COMMIT … DEFINITION')
    this.expectWord('ROWS', 905)
    return word === 'DELETE' ? 'delete' : 'preserve'
  }

  protected relationalProperty(columns: ColumnDefinition[], constraints: ConstraintDefinition[]): void {
    if (this.isWord('SUPPLEMENTAL') && this.peekWord(1, 'LOG')) this.refuse('supplemental logging')
    if (this.isWord('PERIOD') && this.peekWord(1, 'FOR')) this.refuse('PERIOD FOR')
    if (this.startsOutOfLineConstraint) constraints.push(this.outOfLineConstraint())
    else columns.push(this.columnDefinition(false))
  }

  /** @param modify ALTER TABLE MODIFY: a bare column name says nothing */
  protected columnDefinition(modify: boolean): ColumnDefinition {
    const name = this.columnName()
    const { start } = name
    const dataType = this.startsDataType ? this.dataType() : undefined
    if (this.acceptWord('SORT')) this.refuse('SORT of a hash cluster', this.lastEnd)
    const visibility = this.acceptWord('VISIBLE', 'INVISIBLE') as 'VISIBLE' | 'INVISIBLE' | undefined
    const collation = this.isWord('COLLATE') ? this.refuse('COLLATE of a column') : undefined
    const value = collation ?? this.defaultOrGenerated(modify)
    if (this.isWord('ENCRYPT', 'DECRYPT')) this.refuse('column encryption')
    const constraints: ConstraintDefinition[] = []
    while (this.isWord(...CONSTRAINT_WORDS)) constraints.push(this.inlineConstraint())
    if (this.isWord('SCOPE', 'WITH')) this.refuse('REF constraint')
    return { name, ...(dataType && { dataType }), ...value, ...(visibility && { visibility }), constraints, ...this.span(start) }
  }

  private get startsDataType(): boolean {
    const t = this.token
    if (t.kind === 'quoted') return true
    return (
      t.kind === 'word' &&
      ![
        'DEFAULT',
        'GENERATED',
        'AS',
        'VISIBLE',
        'INVISIBLE',
        'ENCRYPT',
        'DECRYPT',
        'SORT',
        'COLLATE',
        'DROP',
        ...CONSTRAINT_WORDS
      ].includes(t.value)
    )
  }

  private defaultOrGenerated(modify: boolean): Pick<ColumnDefinition, 'default' | 'identity' | 'virtual' | 'dropIdentity'> {
    const { start } = this.token
    if (this.acceptWord('DEFAULT')) {
      const onNull = this.acceptWords('ON', 'NULL')
      const from = this.token.start
      const value = this.expression()
      return { default: { value, onNull, text: this.textFrom(from), ...this.span(start) } }
    }
    if (this.isWord('AS') && this.peekOperator(1, '(')) return this.virtualColumn(start)
    if (modify && this.acceptWords('DROP', 'IDENTITY')) return { dropIdentity: true }
    if (!this.isWord('GENERATED')) return {}
    this.advance()
    let generation: 'ALWAYS' | 'BY DEFAULT' | 'BY DEFAULT ON NULL' = 'ALWAYS'
    if (this.acceptWord('BY')) {
      this.expectWord('DEFAULT', 905)
      generation = this.acceptWords('ON', 'NULL') ? 'BY DEFAULT ON NULL' : 'BY DEFAULT'
    } else if (!this.acceptWord('ALWAYS') && !this.isWord('AS')) this.fail(2000)
    if (generation === 'ALWAYS' && this.isWord('AS') && this.peekOperator(1, '(')) return this.virtualColumn(start)
    this.expectWord('AS', 905)
    this.expectWord('IDENTITY', 905)
    let options: SequenceOptions = {}
    if (this.acceptOperator('(')) {
      options = this.sequenceOptions()
      this.expectOperator(')', 907)
    } else options = this.sequenceOptions()
    return { identity: { generation, options, ...this.span(start) } }
  }

  private virtualColumn(start: number): Pick<ColumnDefinition, 'virtual'> {
    this.expectWord('AS', 905)
    this.expectOperator('(', 906)
    const from = this.token.start
    const value = this.expression()
    const text = this.textFrom(from)
    this.expectOperator(')', 907)
    this.acceptWord('VIRTUAL')
    if (this.isWord('EVALUATE', 'UNUSABLE')) this.refuse(`${this.token.value} of a virtual column`)
    return { virtual: { value, text, ...this.span(start) } }
  }
}
