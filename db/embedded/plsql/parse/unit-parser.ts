import { oraError } from '../../errors/messages'
import { isIdentifier } from '../../sql/parse/name-parser'
import type { QualifiedName } from '../../sql/tree'
import type { AnonymousBlock, BlockNode, CreateSubprogram, CreateType, PlsqlStatement, UnitNode } from '../tree'
import { PACKAGE_BODY_ITEM, PACKAGE_ITEM, STORED_HEAD } from './expected-symbols'
import { PlsqlStatementParser } from './plsql-statement-parser'
import { PlsqlSyntaxError, type UnitHeader } from './plsql-syntax-error'

/** What a CREATE begins with, until its text is read. */
export interface UnitStart {
  readonly start: number
  readonly orReplace: boolean
  readonly sourceStart: number
}

/** Oracle's error for a missing name, by kind. */
const NAME_ERRORS: Readonly<Record<string, number>> = { TRIGGER: 4070, TYPE: 2302 }

/** Whole units. Source: PL/SQL Language Reference 19c, chapter 14, "SQL Statements for Stored PL/SQL Units"; SQL's CALL. */
export abstract class UnitParser extends PlsqlStatementParser {
  header: UnitHeader | undefined

  protected abstract createTrigger(unit: UnitStart): UnitNode

  unit(): UnitNode {
    if (this.isWord('CREATE')) return this.createUnit()
    if (this.isWord('CALL')) return this.callStatement()
    return this.anonymous()
  }

  private anonymous(): AnonymousBlock {
    const { start } = this.token
    const labels = []
    while (this.acceptOperator('<<')) {
      labels.push(this.identifier())
      this.expectOperator('>>', 905)
    }
    if (!this.isWord('BEGIN', 'DECLARE')) this.unexpected(['begin', 'case', 'declare', 'exit', 'for', 'goto', 'if', 'loop', '<<'])
    const block = this.block(labels)
    this.unitEnd()
    return { type: 'anonymous', block, ...this.span(start) }
  }

  /** The last `;`, behind which nothing may stand. */
  protected unitEnd(): void {
    this.expectOperator(';', 905)
    if (this.token.start < this.text.length) this.unexpected([])
  }

  /** CALL p(…) [INTO :x], an SQL statement. */
  private callStatement(): AnonymousBlock {
    this.procedural = false
    const { start } = this.advance()
    const at = this.token.start
    if (!isIdentifier(this.token)) this.fail(6576)
    const path = [this.takeName()]
    while (this.acceptOperator('.')) path.push(this.name(6576))
    if (this.isOperator('@')) this.refuse('database link')
    if (!this.isOperator('(')) throw oraError(6576, [], at)
    const args = this.callArguments()
    const value = { type: 'call' as const, path, args, ...this.span(at) }
    if (this.isOperator('.')) this.refuse('method call')
    const target = this.acceptWord('INTO') ? (this.token.kind === 'bind' ? this.placeholder() : this.fail(936)) : undefined
    if (this.isOperator(';')) this.fail(911)
    this.expectEnd()
    const span = this.span(start)
    const statement: PlsqlStatement = target ? { type: 'assign', target, value, ...span } : { type: 'call-statement', call: value, ...span }
    const block: BlockNode = { type: 'block', declarations: [], statements: [statement], handlers: [], ...span }
    return { type: 'anonymous', block, ...span }
  }

  // ------------------------------------------------------------------- CREATE
  private createUnit(): UnitNode {
    const { start } = this.advance()
    this.stored = true
    const orReplace = this.acceptWords('OR', 'REPLACE')
    this.acceptWord('EDITIONABLE', 'NONEDITIONABLE')
    const sourceStart = this.token.start
    this.sourceStart = sourceStart
    const unit = { start, orReplace, sourceStart }
    switch (this.advance().value) {
      case 'PROCEDURE':
        return this.createSubprogram('PROCEDURE', unit)
      case 'FUNCTION':
        return this.createSubprogram('FUNCTION', unit)
      case 'PACKAGE':
        return this.acceptWord('BODY') ? this.createPackageBody(unit) : this.createPackage(unit)
      case 'TRIGGER':
        return this.createTrigger(unit)
      default:
        return this.createType(unit)
    }
  }

  /** [schema.]name: without it there is no object. */
  protected unitName(kind: UnitHeader['kind'], { orReplace, sourceStart }: UnitStart): QualifiedName {
    const code = NAME_ERRORS[kind] ?? 4050
    const part = () => (this.isName(this.token) && isIdentifier(this.token) ? this.takeName() : this.missing(code))
    const first = part()
    const second = this.acceptOperator('.') ? part() : undefined
    const name = { ...(second && { schema: first }), object: second ?? first, ...this.span(first.start) }
    this.header = { kind, orReplace, name, sourceStart }
    if (this.isWord('SHARING') || this.isWords('DEFAULT', 'COLLATION')) this.refuse(`${this.token.value} of a ${kind.toLowerCase()}`)
    return name
  }

  /** An error that keeps the object from being made. */
  protected missing(code: number): never {
    throw oraError(code, [], this.token.start)
  }

  private createSubprogram(kind: 'PROCEDURE' | 'FUNCTION', unit: UnitStart): CreateSubprogram {
    const name = this.unitName(kind, unit)
    const subprogram = this.subprogram(kind, name.object, unit.sourceStart)
    if (!subprogram.body) this.unexpected(STORED_HEAD)
    this.unitEnd()
    return { type: 'create-subprogram', ...unit, name, subprogram, ...this.span(unit.start) }
  }

  private createPackage(unit: UnitStart): UnitNode {
    const name = this.unitName('PACKAGE', unit)
    let authid: 'DEFINER' | 'CURRENT_USER' = 'DEFINER'
    for (;;) {
      if (this.acceptWord('AUTHID')) authid = this.authid()
      else if (this.isWord('ACCESSIBLE')) this.refuse('ACCESSIBLE BY')
      else break
    }
    if (!this.acceptWord('IS', 'AS')) this.unexpected(['is', 'authid', 'as', 'accessible'])
    this.specification = true
    const declarations = this.declarations(PACKAGE_ITEM, 'END')
    this.advance()
    this.checkEndName({ endName: this.endName() }, name.object)
    this.unitEnd()
    return { type: 'create-package', ...unit, name, authid, declarations, ...this.span(unit.start) }
  }

  private createPackageBody(unit: UnitStart): UnitNode {
    const name = this.unitName('PACKAGE BODY', unit)
    if (!this.acceptWord('IS', 'AS')) this.unexpected(['is', 'as', 'compress', 'compiled', 'wrapped'])
    const declarations = this.declarations(PACKAGE_BODY_ITEM, 'BEGIN', 'END')
    const { start } = this.token
    let initialization
    if (this.acceptWord('BEGIN')) initialization = { ...this.statementsAndHandlers(), ...this.span(start) }
    else this.advance()
    this.checkEndName({ endName: this.endName() }, name.object)
    this.unitEnd()
    return { type: 'create-package-body', ...unit, name, declarations, ...(initialization && { initialization }), ...this.span(unit.start) }
  }

  private createType(unit: UnitStart): CreateType {
    if (this.isWord('BODY')) this.refuse('CREATE TYPE BODY')
    const name = this.unitName('TYPE', unit)
    this.acceptWord('FORCE')
    if (this.acceptWord('AUTHID')) this.authid()
    if (this.isWord('OID', 'UNDER', 'ACCESSIBLE')) this.refuse(`CREATE TYPE … ${this.token.value}`)
    if (this.isOperator(';') || this.token.start === this.text.length) this.refuse('incomplete type')
    if (!this.acceptWord('IS', 'AS')) this.unexpected(['as', 'is', 'authid', 'force', 'oid', 'under', 'wrapped'])
    if (this.isWord('OBJECT', 'OPAQUE', 'UNDER')) this.refuse(`CREATE TYPE … AS ${this.token.value}`)
    const of = this.collectionType()
    if (of.type === 'associative') throw new PlsqlSyntaxError(of.start, 'PLS-00355: use of pl/sql table not allowed in this context')
    if (this.acceptWord('NOT')) this.refuse('NOT PERSISTABLE')
    this.acceptOperator(';')
    if (this.token.start < this.text.length) this.unexpected([';', 'not'])
    return { type: 'create-type', ...unit, name, of: of as CreateType['of'], ...this.span(unit.start) }
  }
}
