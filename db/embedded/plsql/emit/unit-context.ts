/** One pass of compiling a unit or block: what all of its functions share. */
import { createHash } from 'node:crypto'
import { InvalidUnit, OraError } from '../../errors/ora-error'
import { PlsError } from '../../errors/pls-messages'
import type { Span } from '../../sql/expr'
import type { ColumnInfo } from '../../sql/statement'
import type { CompileError, CursorShape, DrivenProgram, PgFunction } from '../compiled'
import type { Compiler } from '../model'
import type { SubprogramNode } from '../tree'
import type { Signature } from '../types'
import type { Captured } from './call'
import { kindsOf } from './column-kinds'
import type { Facts } from './facts'

/** What a compile error makes the compiler leave out. */
export type Ignored = 'Statement' | 'SQL Statement' | 'Item' | 'Declaration' | 'Unit'

export interface UnitOptions {
  readonly compiler: Compiler
  readonly facts: Facts
  /** Where its functions lie, and what their names begin with: "HR", "P". */
  readonly pgSchema: string
  readonly pgName: string
  readonly kind: PgFunction['kind']
  /** Offset of the unit. */
  readonly start: number
}

export class UnitContext {
  readonly functions: PgFunction[] = []
  readonly shapes = new Map<string, CursorShape>()
  /** Of local subprograms. */
  readonly captured = new Map<Signature, readonly Captured[]>()
  /** Names of their functions, by the node that has the body. */
  readonly localNames = new Map<SubprogramNode, string>()
  /** Those that must be driven: made once all of the unit is compiled. */
  readonly localPrograms = new Map<Signature, () => DrivenProgram>()
  readonly c: Compiler
  readonly facts: Facts
  private readonly names = new Map<string, number>()

  /** Its text asks for SQL%ROWCOUNT or the like: then what a called subprogram left there counts. */
  readonly asksSqlAttributes: boolean

  constructor(readonly options: UnitOptions) {
    this.asksSqlAttributes = /\bsql\s*%/i.test(options.compiler.text)
    this.c = options.compiler
    this.facts = options.facts
  }

  /** Line of the Oracle text. */
  line(offset: number): number {
    return this.c.place(offset).line
  }

  /** Runs `make`; what does not compile in it is noted, with what is left out because of it, and `otherwise` stands for it. */
  attempt<T>(at: Span, ignored: Ignored, make: () => T, otherwise: T): T {
    try {
      return make()
    } catch (e) {
      if (e instanceof InvalidUnit) throw e
      this.note(e, at, ignored)
      return otherwise
    }
  }

  private note(e: unknown, at: Span, ignored: Ignored): void {
    if (e instanceof PlsError) this.error(e.number, e.message, e.offset)
    else if (e instanceof OraError && e.code === 3001) throw new Refusal(e, at)
    else if (e instanceof OraError) this.error(e.code, WHOLE.has(e.code) ? e.message : `PL/SQL: ${e.message}`, e.offset ?? at.start)
    else throw e
    if (e instanceof PlsError && ALONE.has(e.number)) return
    if (ignored === 'Unit') this.c.errors.push({ line: 0, position: 0, text: 'PL/SQL: Compilation unit analysis terminated', number: 0, attribute: 'ERROR' })
    else this.error(0, `PL/SQL: ${e instanceof OraError && ignored === 'Statement' ? 'SQL Statement' : ignored} ignored`, ignored === 'Item' ? itemPlace(e, at) : at.start)
  }

  private error(number: number, text: string, offset: number): void {
    const { line, column } = this.c.place(offset)
    const row: CompileError = { line, position: column, text, number, attribute: 'ERROR' }
    this.c.errors.push(row)
  }

  /** The shape of a cursor that clients may get, kept under a hash of it. */
  shape(columns: readonly ColumnInfo[]): CursorShape {
    const id = `${kindsOf(columns.map(c => c.type))}_${this.hash(JSON.stringify(columns)).slice(0, 16)}`
    const shape = { id, columns }
    this.shapes.set(id, shape)
    return shape
  }

  hash(text: string): string {
    return createHash('sha256').update(text).digest('hex').slice(0, 32)
  }

  /** "P.LOCAL", "P.LOCAL#2": names of functions within the unit, in the order of their text. */
  functionName(name: string): string {
    const full = `${this.options.pgName}.${name}`
    const n = (this.names.get(full) ?? 0) + 1
    this.names.set(full, n)
    return n === 1 ? full : `${full}#${n}`
  }
}

/** A declaration whose type is wrong is ignored from its type on. */
function itemPlace(e: unknown, at: Span & { readonly of?: unknown }): number {
  const type = at.of as Partial<Span> | undefined
  const wrong = e instanceof PlsError && type?.start !== undefined && type.end !== undefined && e.offset >= type.start && e.offset < type.end
  return wrong ? e.offset : at.start
}

/** Errors that are said without what is ignored because of them. */
const ALONE: ReadonlySet<number> = new Set([323, 428])
/** Errors of a trigger as such: CREATE TRIGGER raises them. */
const WHOLE: ReadonlySet<number> = new Set([4082, 4084, 4085])

/** ORA-03001 somewhere in a unit: nothing of it is made. */
export class Refusal extends Error {
  constructor(readonly error: OraError, readonly at: Span) {
    super(error.message)
  }
}
