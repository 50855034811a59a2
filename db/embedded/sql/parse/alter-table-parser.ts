import type { AlterTable, AlterTableAction, ColumnDefinition, ConstraintDefinition, Name } from '../tree'
import { DdlTableParser } from './ddl-table-parser'

/** ALTER TABLE in its common forms. Source: SQL Language Reference 19c, "ALTER TABLE". */
export abstract class AlterTableParser extends DdlTableParser {
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
      case 'ADD':
        return this.alterAdd()
      case 'MODIFY':
        return this.alterModify()
      case 'DROP':
        return this.alterDrop()
      case 'RENAME':
        return this.alterRename()
      case 'ENABLE':
      case 'DISABLE':
        return this.alterEnable()
      case 'SET':
        if (this.peekWord(1, 'UNUSED')) this.refuse('SET UNUSED')
        break
      case 'SPLIT':
      case 'MERGE':
      case 'EXCHANGE':
      case 'TRUNCATE':
      case 'COALESCE':
        this.refuse(`ALTER TABLE … ${this.token.value}`)
      // falls through
      case 'FLASHBACK':
        this.refuse('FLASHBACK ARCHIVE')
      // falls through
      case 'READ':
        this.refuse('read-only table')
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
    if (
      this.isWord('CONSTRAINT') ||
      (this.isWord('PRIMARY') && this.peekWord(1, 'KEY')) ||
      (this.isWord('UNIQUE') && this.peekOperator(1, '('))
    ) {
      const target = this.constraintTarget()
      const { state } = this.constraintState()
      if (state.disabled === undefined) this.refuse('MODIFY CONSTRAINT other than ENABLE or DISABLE', start)
      const cascade = this.acceptWord('CASCADE') !== undefined
      return {
        action: 'constraint-state',
        ...target,
        enable: !state.disabled,
        novalidate: state.novalidate === true,
        cascade,
        ...this.span(start)
      }
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
    if (this.isWord('PARTITION', 'SUBPARTITION', 'UNUSED', 'SUPPLEMENTAL', 'PERIOD')) {
      this.refuse(`ALTER TABLE … DROP ${this.token.value}`)
    }
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
