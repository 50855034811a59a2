import type {
  AlterTable, AlterTableAction, ColumnDefinition, ConstraintDefinition, CreateTable, Name, QueryNode, SequenceOptions
} from '../tree'
import { oraError } from '../../errors/messages'
import { DmlParser } from './dml-parser'
import type { CreateIndex } from '../tree'

const REFUSED_TABLES: Readonly<Record<string, string>> = {
  PRIVATE: 'private temporary table', SHARDED: 'sharded table', DUPLICATED: 'duplicated table', IMMUTABLE: 'immutable table', BLOCKCHAIN: 'blockchain table'
}
const CONSTRAINT_WORDS = ['CONSTRAINT', 'NOT', 'NULL', 'UNIQUE', 'PRIMARY', 'CHECK', 'REFERENCES']

/** CREATE TABLE and ALTER TABLE. Source: SQL Language Reference 19c, "CREATE TABLE", "ALTER TABLE", "constraint". */
export abstract class DdlTableParser extends DmlParser {
  protected abstract storageOption(): string | undefined
  protected abstract sequenceOptions(): SequenceOptions
  protected abstract createIndex(start: number): CreateIndex

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
    return { type: 'create-table', name, ...(temporary && { temporary }), columns, constraints, ...(asQuery && { asQuery }), ignored, ...this.span(start) }
  }

  /** Only a virtual column and a foreign key's get their type from elsewhere: ORA-02263. */
  private checkDataTypes(columns: readonly ColumnDefinition[], constraints: readonly ConstraintDefinition[]): void {
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

  private relationalProperty(columns: ColumnDefinition[], constraints: ConstraintDefinition[]): void {
    if (this.isWord('SUPPLEMENTAL') && this.peekWord(1, 'LOG')) this.refuse('supplemental logging')
    if (this.isWord('PERIOD') && this.peekWord(1, 'FOR')) this.refuse('PERIOD FOR')
    if (this.startsOutOfLineConstraint) constraints.push(this.outOfLineConstraint())
    else columns.push(this.columnDefinition(false))
  }

  private get startsOutOfLineConstraint(): boolean {
    return this.isWord('CONSTRAINT') || (this.isWord('PRIMARY', 'FOREIGN') && this.peekWord(1, 'KEY')) ||
      (this.isWord('UNIQUE', 'CHECK') && this.peekOperator(1, '('))
  }

  /** @param modify ALTER TABLE MODIFY: a bare column name says nothing */
  private columnDefinition(modify: boolean): ColumnDefinition {
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
    return t.kind === 'word' && !['DEFAULT', 'GENERATED', 'AS', 'VISIBLE', 'INVISIBLE', 'ENCRYPT', 'DECRYPT', 'SORT', 'COLLATE', 'DROP', ...CONSTRAINT_WORDS].includes(t.value)
  }

  private defaultOrGenerated(modify: boolean): Pick<ColumnDefinition, 'default' | 'identity' | 'virtual'> {
    const { start } = this.token
    if (this.acceptWord('DEFAULT')) {
      const onNull = this.acceptWords('ON', 'NULL')
      const from = this.token.start
      const value = this.expression()
      return { default: { value, onNull, text: this.textFrom(from), ...this.span(start) } }
    }
    if (this.isWord('AS') && this.peekOperator(1, '(')) return this.virtualColumn(start)
    if (modify && this.isWords('DROP', 'IDENTITY')) this.refuse('DROP IDENTITY')
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

  private constraintName(): Name | undefined {
    return this.acceptWord('CONSTRAINT') ? this.name(2250) : undefined
  }

  private inlineConstraint(): ConstraintDefinition {
    const { start } = this.token
    const name = this.constraintName()
    const body = this.inlineConstraintBody()
    const rest = this.constraintState()
    return { ...(name && { name }), columns: [], ...body, ...rest, ...this.span(start) }
  }

  private inlineConstraintBody(): Pick<ConstraintDefinition, 'kind' | 'check' | 'checkText' | 'references'> {
    switch (this.acceptWord('NOT', 'NULL', 'UNIQUE', 'PRIMARY', 'CHECK', 'REFERENCES')) {
      case 'NOT': this.expectWord('NULL', 908); return { kind: 'NOT NULL' }
      case 'NULL': return { kind: 'NULL' }
      case 'UNIQUE': return { kind: 'UNIQUE' }
      case 'PRIMARY': this.expectWord('KEY', 905); return { kind: 'PRIMARY KEY' }
      case 'CHECK': return this.checkCondition()
      case 'REFERENCES': return { kind: 'REFERENCES', references: this.references() }
      default: this.fail(2253)
    }
  }

  private checkCondition(): Pick<ConstraintDefinition, 'kind' | 'check' | 'checkText'> {
    this.expectOperator('(', 906)
    const from = this.token.start
    const check = this.condition()
    const checkText = this.textFrom(from)
    this.expectOperator(')', 907)
    return { kind: 'CHECK', check, checkText }
  }

  private references(): NonNullable<ConstraintDefinition['references']> {
    const table = this.qualifiedName(903)
    const columns = this.isOperator('(') ? this.nameList(() => this.columnName()) : []
    if (!this.acceptWords('ON', 'DELETE')) return { table, columns }
    if (this.acceptWord('CASCADE')) return { table, columns, onDelete: 'CASCADE' }
    this.expectWord('SET', 905)
    this.expectWord('NULL', 908)
    return { table, columns, onDelete: 'SET NULL' }
  }

  private outOfLineConstraint(): ConstraintDefinition {
    const { start } = this.token
    const name = this.constraintName()
    let body: Pick<ConstraintDefinition, 'kind' | 'columns' | 'check' | 'checkText' | 'references'>
    const columns = (): Name[] => this.nameList(() => this.columnName())
    switch (this.acceptWord('UNIQUE', 'PRIMARY', 'FOREIGN', 'CHECK')) {
      case 'UNIQUE': body = { kind: 'UNIQUE', columns: columns() }; break
      case 'PRIMARY': this.expectWord('KEY', 905); body = { kind: 'PRIMARY KEY', columns: columns() }; break
      case 'FOREIGN': {
        this.expectWord('KEY', 905)
        const own = columns()
        this.expectWord('REFERENCES', 905)
        body = { kind: 'REFERENCES', columns: own, references: this.references() }
        break
      }
      case 'CHECK': body = { columns: [], ...this.checkCondition() }; break
      default: this.fail(904, [''])
    }
    const rest = this.constraintState()
    return { ...(name && { name }), ...body, ...rest, ...this.span(start) }
  }

  private constraintState(): Pick<ConstraintDefinition, 'state' | 'usingIndex'> {
    const state: { disabled?: boolean; novalidate?: boolean; deferrable?: boolean; initiallyDeferred?: boolean } = {}
    let usingIndex: ConstraintDefinition['usingIndex']
    for (;;) {
      if (this.acceptWords('NOT', 'DEFERRABLE')) state.deferrable = false
      else if (this.acceptWord('DEFERRABLE')) state.deferrable = true
      else if (this.acceptWord('INITIALLY')) {
        const when = this.acceptWord('DEFERRED', 'IMMEDIATE') ?? this.fail(905)
        state.initiallyDeferred = when === 'DEFERRED'
      } else if (this.acceptWord('ENABLE')) state.disabled = false
      else if (this.acceptWord('DISABLE')) state.disabled = true
      else if (this.acceptWord('VALIDATE')) state.novalidate = false
      else if (this.acceptWord('NOVALIDATE')) state.novalidate = true
      else if (this.acceptWord('RELY', 'NORELY')) continue
      else if (this.isWords('USING', 'INDEX')) usingIndex = this.usingIndex()
      else if (this.isWord('EXCEPTIONS')) this.refuse('EXCEPTIONS INTO')
      else break
    }
    return { state, ...(usingIndex && { usingIndex }) }
  }

  private usingIndex(): NonNullable<ConstraintDefinition['usingIndex']> {
    const { start } = this.advance()
    this.advance()
    if (this.acceptOperator('(')) {
      const at = this.token.start
      this.expectWord('CREATE', 905)
      const create = this.createIndex(at)
      this.expectOperator(')', 907)
      return { create, ...this.span(start) }
    }
    let found = false
    while (this.storageOption() !== undefined) found = true
    if (found || this.atEnd || this.token.kind === 'operator' || this.isWord('ENABLE', 'DISABLE', 'VALIDATE', 'NOVALIDATE', 'RELY', 'NORELY', 'DEFERRABLE', 'INITIALLY', 'NOT', 'CONSTRAINT', 'NULL', 'CHECK', 'UNIQUE', 'REFERENCES', 'PRIMARY', 'CASCADE', 'KEEP', 'DROP', 'AS', 'ADD', 'MODIFY')) {
      return this.span(start)
    }
    const name = this.qualifiedName(953)
    return { name, ...this.span(start) }
  }

  // ------------------------------------------------------------------ ALTER TABLE
  /** Behind ALTER; stands before TABLE. */
  protected alterTable(start: number): AlterTable {
    this.advance()
    const name = this.qualifiedName(903)
    const actions: AlterTableAction[] = []
    do actions.push(this.alterTableAction())
    while (!this.atEnd)
    return { type: 'alter-table', name, actions, ...this.span(start) }
  }

  private alterTableAction(): AlterTableAction {
    const { start } = this.token
    switch (this.token.kind === 'word' ? this.token.value : '') {
      case 'ADD': return this.alterAdd()
      case 'MODIFY': return this.alterModify()
      case 'DROP': return this.alterDrop()
      case 'RENAME': return this.alterRename()
      case 'ENABLE': case 'DISABLE': return this.alterEnable()
      case 'SET':
        if (this.peekWord(1, 'UNUSED')) this.refuse('SET UNUSED')
        break
      case 'SPLIT': case 'MERGE': case 'EXCHANGE': case 'TRUNCATE': case 'COALESCE': this.refuse(`ALTER TABLE … ${this.token.value}`)
      // falls through
      case 'FLASHBACK': this.refuse('FLASHBACK ARCHIVE')
      // falls through
      case 'READ': this.refuse('read-only table')
    }
    const words: string[] = []
    for (let word = this.alterStorage(); word !== undefined; word = this.alterStorage()) words.push(word)
    if (words.length === 0) this.fail(1735)
    return { action: 'storage', words, ...this.span(start) }
  }

  /** What moves or shapes the segment and changes no answer. */
  private alterStorage(): string | undefined {
    const { start } = this.token
    if (this.acceptWord('MOVE')) {
      this.acceptWord('ONLINE')
      return 'MOVE'
    }
    if (this.acceptWord('SHRINK')) {
      this.expectWord('SPACE', 905)
      this.acceptWord('COMPACT', 'CASCADE')
      return 'SHRINK SPACE'
    }
    if (this.isWord('ALLOCATE', 'DEALLOCATE')) {
      this.advance()
      if (!this.acceptWord('EXTENT', 'UNUSED')) this.fail(905)
      if (this.isOperator('(')) this.skipParentheses()
      return this.textFrom(start).toUpperCase()
    }
    if (this.acceptWords('UPDATE', 'INDEXES')) return 'UPDATE INDEXES'
    return this.storageOption()
  }

  private alterAdd(): AlterTableAction {
    const { start } = this.advance()
    if (this.isWord('PARTITION', 'SUBPARTITION')) this.refuse('partitioned table')
    const columns: ColumnDefinition[] = []
    const constraints: ConstraintDefinition[] = []
    if (this.acceptOperator('(')) {
      this.commaList(() => this.relationalProperty(columns, constraints))
      this.expectOperator(')', 907)
    } else this.relationalProperty(columns, constraints)
    this.checkDataTypes(columns, constraints)
    return { action: 'add', columns, constraints, ...this.span(start) }
  }

  private alterModify(): AlterTableAction {
    const { start } = this.advance()
    if (this.isWord('CONSTRAINT') || (this.isWord('PRIMARY') && this.peekWord(1, 'KEY')) || (this.isWord('UNIQUE') && this.peekOperator(1, '('))) {
      const target = this.constraintTarget()
      const { state } = this.constraintState()
      if (state.disabled === undefined) this.refuse('MODIFY CONSTRAINT other than ENABLE or DISABLE', start)
      const cascade = this.acceptWord('CASCADE') !== undefined
      return { action: 'constraint-state', ...target, enable: !state.disabled, novalidate: state.novalidate === true, cascade, ...this.span(start) }
    }
    if (this.isWord('PARTITION', 'SUBPARTITION', 'DEFAULT', 'NESTED', 'LOB', 'VARRAY', 'OPAQUE')) this.refuse(`MODIFY ${this.token.value}`)
    let columns: ColumnDefinition[]
    if (this.acceptOperator('(')) {
      columns = this.commaList(() => this.columnDefinition(true))
      this.expectOperator(')', 907)
    } else columns = [this.columnDefinition(true)]
    return { action: 'modify', columns, ...this.span(start) }
  }

  /** CONSTRAINT name | PRIMARY KEY | UNIQUE (…) */
  private constraintTarget(): { name?: Name; primaryKey: boolean; unique?: readonly Name[] } {
    if (this.acceptWord('CONSTRAINT')) return { name: this.name(2250), primaryKey: false }
    if (this.acceptWord('PRIMARY')) {
      this.expectWord('KEY', 905)
      return { primaryKey: true }
    }
    this.expectWord('UNIQUE', 905)
    return { primaryKey: false, unique: this.nameList(() => this.columnName()) }
  }

  private alterDrop(): AlterTableAction {
    const { start } = this.advance()
    if (this.isWord('CONSTRAINT', 'UNIQUE') || this.isWords('PRIMARY', 'KEY')) {
      const target = this.constraintTarget()
      let cascade = false
      let keepIndex: boolean | undefined
      for (;;) {
        if (this.acceptWord('CASCADE')) cascade = true
        else if (this.acceptWord('ONLINE')) continue
        else if (this.acceptWords('KEEP', 'INDEX')) keepIndex = true
        else if (this.acceptWords('DROP', 'INDEX')) keepIndex = false
        else break
      }
      return { action: 'drop-constraint', ...target, cascade, ...(keepIndex !== undefined && { keepIndex }), ...this.span(start) }
    }
    if (this.isWord('PARTITION', 'SUBPARTITION', 'UNUSED', 'SUPPLEMENTAL', 'PERIOD')) this.refuse(`ALTER TABLE … DROP ${this.token.value}`)
    let columns: Name[]
    if (this.isOperator('(')) columns = this.nameList(() => this.columnName())
    else {
      this.expectWord('COLUMN', 905)
      columns = [this.columnName()]
    }
    let cascade = false
    for (;;) {
      if (this.acceptWord('CASCADE')) {
        this.acceptWord('CONSTRAINTS')
        cascade = true
      } else if (this.acceptWord('CHECKPOINT')) this.integer(905)
      else if (!this.acceptWord('INVALIDATE', 'ONLINE')) break
    }
    return { action: 'drop-columns', columns, cascade, ...this.span(start) }
  }

  private alterRename(): AlterTableAction {
    const { start } = this.advance()
    const what = this.acceptWord('COLUMN', 'CONSTRAINT')
    if (what === undefined) {
      if (this.isWord('PARTITION', 'SUBPARTITION', 'LOB')) this.refuse(`ALTER TABLE … RENAME ${this.token.value}`)
      this.expectWord('TO', 14155)
      return { action: 'rename', to: this.name(903), ...this.span(start) }
    }
    const item = (): Name => (what === 'COLUMN' ? this.columnName() : this.name(2250))
    const from = item()
    this.expectWord('TO', 905)
    const to = item()
    return { action: what === 'COLUMN' ? 'rename-column' : 'rename-constraint', from, to, ...this.span(start) }
  }

  private alterEnable(): AlterTableAction {
    const { start } = this.token
    const enable = this.advance().value === 'ENABLE'
    if (this.acceptWords('ALL', 'TRIGGERS')) return { action: 'triggers', enable, ...this.span(start) }
    if (this.acceptWords('ROW', 'MOVEMENT') || this.acceptWords('TABLE', 'LOCK')) {
      return { action: 'storage', words: [this.textFrom(start).toUpperCase()], ...this.span(start) }
    }
    const validate = this.acceptWord('VALIDATE', 'NOVALIDATE')
    const target = this.constraintTarget()
    let cascade = false
    for (;;) {
      if (this.isWords('USING', 'INDEX')) this.usingIndex()
      else if (this.acceptWord('CASCADE')) cascade = true
      else if (!this.acceptWords('KEEP', 'INDEX') && !this.acceptWords('DROP', 'INDEX')) break
    }
    return { action: 'constraint-state', ...target, enable, novalidate: validate === 'NOVALIDATE', cascade, ...this.span(start) }
  }
}
