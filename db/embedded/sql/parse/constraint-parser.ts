import type { ConstraintDefinition, CreateIndex, Name } from '../tree'
import { DmlParser } from './dml-parser'

/** Words that begin a constraint behind a column. */
export const CONSTRAINT_WORDS = ['CONSTRAINT', 'NOT', 'NULL', 'UNIQUE', 'PRIMARY', 'CHECK', 'REFERENCES']

/** Constraints of tables, in a column's definition and beside it. Source: SQL Language Reference 19c, "constraint". */
export abstract class ConstraintParser extends DmlParser {
  protected abstract storageOption(): string | undefined
  protected abstract createIndex(start: number): CreateIndex

  protected get startsOutOfLineConstraint(): boolean {
    return (
      this.isWord('CONSTRAINT') ||
      (this.isWord('PRIMARY', 'FOREIGN') && this.peekWord(1, 'KEY')) ||
      (this.isWord('UNIQUE', 'CHECK') && this.peekOperator(1, '('))
    )
  }

  private constraintName(): Name | undefined {
    return this.acceptWord('CONSTRAINT') ? this.name(2250) : undefined
  }

  protected inlineConstraint(): ConstraintDefinition {
    const { start } = this.token
    const name = this.constraintName()
    const body = this.inlineConstraintBody()
    const rest = this.constraintState()
    return { ...(name && { name }), columns: [], ...body, ...rest, ...this.span(start) }
  }

  private inlineConstraintBody(): Pick<ConstraintDefinition, 'kind' | 'check' | 'checkText' | 'references'> {
    switch (this.acceptWord('NOT', 'NULL', 'UNIQUE', 'PRIMARY', 'CHECK', 'REFERENCES')) {
      case 'NOT':
        this.expectWord('NULL', 908)
        return { kind: 'NOT NULL' }
      case 'NULL':
        return { kind: 'NULL' }
      case 'UNIQUE':
        return { kind: 'UNIQUE' }
      case 'PRIMARY':
        this.expectWord('KEY', 905)
        return { kind: 'PRIMARY KEY' }
      case 'CHECK':
        return this.checkCondition()
      case 'REFERENCES':
        return { kind: 'REFERENCES', references: this.references() }
      default:
        this.fail(2253)
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

  protected outOfLineConstraint(): ConstraintDefinition {
    const { start } = this.token
    const name = this.constraintName()
    let body: Pick<ConstraintDefinition, 'kind' | 'columns' | 'check' | 'checkText' | 'references'>
    const columns = (): Name[] => this.nameList(() => this.columnName())
    switch (this.acceptWord('UNIQUE', 'PRIMARY', 'FOREIGN', 'CHECK')) {
      case 'UNIQUE':
        body = { kind: 'UNIQUE', columns: columns() }
        break
      case 'PRIMARY':
        this.expectWord('KEY', 905)
        body = { kind: 'PRIMARY KEY', columns: columns() }
        break
      case 'FOREIGN': {
        this.expectWord('KEY', 905)
        const own = columns()
        this.expectWord('REFERENCES', 905)
        body = { kind: 'REFERENCES', columns: own, references: this.references() }
        break
      }
      case 'CHECK':
        body = { columns: [], ...this.checkCondition() }
        break
      default:
        this.fail(904, [''])
    }
    const rest = this.constraintState()
    return { ...(name && { name }), ...body, ...rest, ...this.span(start) }
  }

  protected constraintState(): Pick<ConstraintDefinition, 'state' | 'usingIndex'> {
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

  protected usingIndex(): NonNullable<ConstraintDefinition['usingIndex']> {
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
    if (
      found ||
      this.atEnd ||
      this.token.kind === 'operator' ||
      this.isWord(
        'ENABLE',
        'DISABLE',
        'VALIDATE',
        'NOVALIDATE',
        'RELY',
        'NORELY',
        'DEFERRABLE',
        'INITIALLY',
        'NOT',
        'CONSTRAINT',
        'NULL',
        'CHECK',
        'UNIQUE',
        'REFERENCES',
        'PRIMARY',
        'CASCADE',
        'KEEP',
        'DROP',
        'AS',
        'ADD',
        'MODIFY'
      )
    ) {
      return this.span(start)
    }
    const name = this.qualifiedName(953)
    return { name, ...this.span(start) }
  }
}
