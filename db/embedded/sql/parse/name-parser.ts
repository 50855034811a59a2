import type { Token } from '@cicd-oracle/lexer'
import { oraError } from '../../errors/messages'
import type { ColumnReference, Name, QualifiedName } from '../tree'
import { RESERVED_WORDS, SEMI_RESERVED_WORDS } from './reserved-words'
import { TokenCursor } from './token-cursor'

const MAX_IDENTIFIER_BYTES = 128

/** May stand as an identifier where aliases and tables are named. */
export const isIdentifier = (t: Token): boolean => t.kind === 'quoted' || (t.kind === 'word' && !RESERVED_WORDS.has(t.value))

/** Names of objects, columns and aliases. */
export abstract class NameParser extends TokenCursor {
  /** An identifier; `code` is Oracle's error for its absence in that place. */
  protected name(code: number, args: readonly string[] = []): Name {
    if (!this.isName(this.token)) this.fail(code, args)
    return this.takeName()
  }

  /** May the token stand as an identifier here? */
  protected isName(t: Token): boolean {
    return isIdentifier(t)
  }

  /** A column being defined: ORA-00904 with nothing before the colon for reserved words. */
  protected columnName(): Name {
    const t = this.token
    if (!isIdentifier(t) || (t.kind === 'word' && SEMI_RESERVED_WORDS.has(t.value))) this.fail(904, [''])
    return this.takeName()
  }

  /** Takes the current token as a name, whatever it is. */
  protected takeName(): Name {
    const t = this.advance()
    if (t.value.length > MAX_IDENTIFIER_BYTES / 4 && Buffer.byteLength(t.value) > MAX_IDENTIFIER_BYTES) throw oraError(972, [], t.start)
    return { name: t.value, quoted: t.kind === 'quoted', start: t.start, end: t.end }
  }

  /** object or schema.object. */
  protected qualifiedName(code: number): QualifiedName {
    const first = this.name(code)
    let schema: Name | undefined
    let object = first
    if (this.acceptOperator('.')) {
      schema = first
      object = this.name(code)
    }
    if (this.isOperator('@')) this.refuse('database link')
    return { schema, object, ...this.span(first.start) }
  }

  /** c, t.c or s.t.c where only a column may stand: ORA-01747. */
  protected columnReference(): ColumnReference {
    const { start } = this.token
    const path = [this.pathName()]
    while (this.acceptOperator('.')) path.push(this.pathName())
    if (path.length > 3) throw oraError(1747, [], start)
    return { type: 'column', path, ...this.span(start) }
  }

  private pathName(): Name {
    const t = this.token
    if (!isIdentifier(t) || (t.kind === 'word' && SEMI_RESERVED_WORDS.has(t.value))) this.fail(1747)
    return this.takeName()
  }

  /** ( name, … ) */
  protected nameList(item: () => Name, separatorCode = 907): Name[] {
    this.expectOperator('(', 906)
    const names = this.commaList(item)
    this.expectOperator(')', separatorCode)
    return names
  }

  /** A whole number, for options. */
  protected integer(code: number): number {
    const t = this.token
    if (t.kind !== 'number' || !/^\d+$/.test(t.value)) this.fail(code)
    this.advance()
    return Number(t.value)
  }
}
