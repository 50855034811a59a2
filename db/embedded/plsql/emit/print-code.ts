/**
 * Code as text of plpgsql.
 *
 * A block with handlers has no EXCEPTION clause of its own, which would undo all of its work: every piece that can fail stands in
 * a sub-block that ends with the first effect in it, keeps the error in `e` and leaves the block; the handlers come behind.
 */

import { phys } from '../../catalog/physical-names'
import { quoteLiteral, quoteName } from '../../sql/expr'
import type { Signature } from '../types'
import { type Block, type Call, type Code, type Handler, hasEffect, type If, type Jump, type Loop, leavesOf, type QueryLoop, type RangeLoop } from './code'
import type { MappedText } from './mapped-text'

/**
 * Where an error goes. `exit`: into `e`, and to the end of the block of that label; absent: it is raised. `guarded`: whatever raises
 * here is caught already.
 */
interface Course { readonly exit?: string; readonly guarded: boolean }
export const RAISING: Course = { guarded: true }
export const asValue = (exit: string): Course => ({ exit, guarded: false })

export class CodePrinter {
  /** Around the place that is printed. */
  private readonly loops: { readonly label: string; readonly leave?: string }[] = []

  /** @param unit "HR.P", '' for a block; @param declare makes a variable of plpgsql and gives its name */
  constructor(
    private readonly out: MappedText, private readonly unit: string, private readonly declare: (prefix: string, pgType: string) => string,
    private readonly returning = 'return;'
  ) {}

  print(codes: readonly Code[], course: Course): void {
    if (course.guarded) {
      for (const code of codes) this.one(code, course)
      return
    }
    let segment: Code[] = []
    const flush = (): void => {
      if (segment.length > 0) this.segment(segment, course.exit ?? '')
      segment = []
    }
    for (const code of codes) {
      if (!hasEffect(code)) segment.push(code)
      else if (code.is === 'line' || code.is === 'call') {
        segment.push(code)
        flush()
      } else {
        flush()
        this.one(code, course)
      }
    }
    flush()
  }

  /** Statements of which only the last may have an effect, in a sub-block that keeps their error. */
  private segment(codes: readonly Code[], exit: string): void {
    const guarded: Course = { exit, guarded: true }
    const last = codes[codes.length - 1]
    if (codes.every(isSafe)) return this.print(codes, guarded)
    this.out.add('begin')
    for (const code of codes) this.one(code, guarded)
    this.out.add(`exception when others then ${DIAGNOSTICS} ${CAUGHT} exit ${exit}; end;`)
    if (last.is === 'call' && byValue(last)) this.passOn(last, exit)
  }

  private one(code: Code, course: Course): void {
    switch (code.is) {
      case 'line':
        return this.out.add(code.text, code.line)
      case 'call':
        return this.call(code, course)
      case 'if':
        return this.if(code, course)
      case 'loop':
        return this.loop(code, course)
      case 'range-loop':
        this.out.add(`<<${code.label}>> for ${code.index} in ${code.reverse ? `reverse ${code.high}..${code.low}` : `${code.low}..${code.high}`} loop`, code.line)
        this.inside(code, course)
        return this.out.add('end loop;')
      case 'query-loop':
        return this.queryLoop(code, course)
      case 'block':
        return code.handlers.length === 0 ? this.print(code.body, course) : this.block(code, course)
      case 'exit':
      case 'continue':
        return this.jump(code)
      case 'return':
        return this.out.add([...this.leaving(undefined), this.returning].join(' '), code.line)
      case 'raise':
        return this.raise(code.code, code.ident, code.line, course)
      case 'reraise':
        return this.throw(`ora.again(caught, ${this.place(code.line)})`, course)
      case 'driven':
        return this.print(code.plain, course)
    }
  }

  private jump({ is, label, when, line }: Jump): void {
    const leaving = this.leaving(label)
    if (leaving.length === 0) return this.out.add(`${is} ${label}${when === undefined ? '' : ` when ${when}`};`, line)
    const code = `${leaving.join(' ')} ${is} ${label};`
    this.out.add(when === undefined ? code : `if ${when} then ${code} end if;`, line)
  }
  /** Of the loops inside the one with that label; of all for RETURN. */
  private leaving(label: string | undefined): readonly string[] {
    const inside = this.loops.slice(label === undefined ? 0 : this.loops.findIndex(l => l.label === label) + 1)
    return inside.flatMap(l => (l.leave === undefined ? [] : [l.leave]))
  }

  private place(line: number): string {
    return quoteLiteral(this.unit === '' ? `line ${line}` : `"${this.unit}", line ${line}`)
  }

  private raise(code: number, ident: string, line: number, course: Course): void {
    if (course.exit !== undefined) return this.out.add(`e := ora.thrown(${code}, ${quoteLiteral(ident)}, ${this.place(line)}); exit ${course.exit};`, line)
    this.out.add(`raise exception using errcode = 'OR000', message = '${code}'${ident === '' ? '' : `, column = ${quoteLiteral(ident)}`};`, line)
  }

  /** An error that knows its stack: this line of PostgreSQL has none of its own. */
  private throw(error: string, course: Course): void {
    this.out.add(course.exit === undefined ? `perform ora.throw(${error});` : `e := ${error}; exit ${course.exit};`)
  }

  private call(code: Call, course: Course): void {
    const valued = course.exit !== undefined && byValue(code)
    const invocation = `${functionName(code.signature, valued ? ':e' : '')}(${code.args})`
    const columns = [...code.columns.map(c => c.name), ...code.captured, ...(valued ? ['e'] : [])]
    const take = code.columns.map(c => `${c.variable} := ${code.record}.${c.name};`).join(' ')
    const back = code.captured.map(v => `${v} := ${code.record}.${v};`).join(' ')
    if (columns.length === 0) return this.out.add(`perform ${invocation};`, code.line)
    if (columns.length === 1) return this.out.add(`${valued ? 'e' : (code.columns[0]?.variable ?? code.captured[0])} := ${invocation};`, code.line)
    this.out.add(`${code.record} := ${invocation};`, code.line)
    if (!valued) return this.out.add(`${take} ${back}`, code.line)
    this.out.add(`e := ${code.record}.e; ${back}${take && ` if e.code is null then ${take} end if;`}`, code.line)
  }

  private passOn(code: Call, exit: string): void {
    this.out.add(`if e.code is not null then e := ora.passed(e, ${this.place(code.line)}); exit ${exit}; end if;`)
  }

  /** A condition as text; where nothing catches its error, it is computed before. */
  private tested(when: string, line: number, course: Course): string {
    if (course.guarded) return when
    const test = this.declare('test', 'boolean')
    this.segment([{ is: 'line', text: `${test} := ${when};`, line, effect: false, safe: false }], course.exit ?? '')
    return test
  }

  private if(code: If, course: Course, from = 0): void {
    const arms = course.guarded ? code.arms.slice(from) : code.arms.slice(from, from + 1)
    arms.forEach((arm, i) => {
      const when = this.tested(arm.when, arm.line, course)
      this.out.add(`${i === 0 ? 'if' : 'elsif'} ${when} then`, arm.line)
      this.print(arm.then, course)
    })
    const next = from + arms.length
    if (next < code.arms.length) {
      this.out.add('else')
      this.if(code, course, next)
    } else if (code.otherwise) {
      this.out.add('else')
      this.print(code.otherwise, course)
    }
    this.out.add('end if;')
  }

  private loop(code: Loop, course: Course): void {
    this.out.add(`<<${code.label}>> loop`, code.line)
    if (code.while !== undefined) this.out.add(`exit ${code.label} when (${this.tested(code.while, code.line, course)}) is not true;`, code.line)
    this.inside(code, course)
    this.out.add('end loop;')
  }

  private inside(loop: Loop | RangeLoop | QueryLoop, course: Course): void {
    this.loops.push({ label: loop.label, ...('leave' in loop && { leave: loop.leave }) })
    this.print(loop.body, course)
    this.loops.pop()
  }

  private queryLoop(code: QueryLoop, course: Course): void {
    if (course.guarded) {
      this.out.add(`<<${code.label}>> for ${code.row} in ${code.query} loop`, code.line)
      this.inside(code, course)
      return this.out.add('end loop;')
    }
    const [cursor, found, exit] = [this.declare('rows', 'refcursor'), this.declare('found', 'boolean'), course.exit ?? '']
    const step = (text: string, effect = false): void => this.segment([{ is: 'line', text, line: code.line, effect, safe: false }], exit)
    step(`${cursor} := null; open ${cursor} no scroll for ${code.query};`, true)
    this.out.add(`<<${code.label}>> loop`)
    step(`fetch ${cursor} into ${code.row}; ${found} := found;`)
    this.out.add(`exit ${code.label} when not ${found};`)
    this.inside(code, course)
    this.out.add(`end loop; close ${cursor};`, code.line)
  }

  private block(code: Block, course: Course): void {
    this.out.add(`<<${code.label}>> begin`)
    this.print(code.body, asValue(code.label))
    this.out.add(`end; if e.code is not null then declare caught ora.error := e; begin e := null; ${code.body.flatMap(leavesOf).join(' ')}`)
    code.handlers.forEach((handler, i) => {
      this.out.add(`${i === 0 ? 'if' : 'elsif'} ${handlerTest(handler)} then`, handler.line)
      this.print(handler.body, course)
    })
    if (!code.handlers.some(h => h.codes === 'others')) {
      this.out.add('else')
      this.throw('caught', course)
    }
    this.out.add('end if; end; end if;')
  }
}

/** Over `caught`. */
export function handlerTest(handler: Handler): string {
  if (handler.codes === 'others') return 'true'
  const tests = []
  if (handler.codes.length > 0) tests.push(`(caught.code in (${handler.codes.join(', ')}) and coalesce(caught.ident, '') = '')`)
  if (handler.idents.length > 0) tests.push(`caught.ident in (${handler.idents.map(quoteLiteral).join(', ')})`)
  return tests.join(' or ')
}

export const functionName = (s: Signature, suffix = ''): string => `${quoteName(phys(s.pgSchema))}.${quoteName(phys(s.pgName + suffix))}`

const byValue = (code: Call): boolean => code.signature.effects && code.signature.valueForm
const isSafe = (code: Code): boolean =>
  (code.is === 'line' && code.safe) || code.is === 'return' || code.is === 'raise' || code.is === 'reraise' ||
  ((code.is === 'exit' || code.is === 'continue') && code.when === undefined)

/** Variables that every function with value form in it has. */
export const DIAGNOSTIC_VARIABLES = ['x$state', 'x$message', 'x$detail', 'x$hint', 'x$constraint', 'x$table', 'x$schema', 'x$column', 'x$context'] as const
const DIAGNOSTICS = `get stacked diagnostics x$state = returned_sqlstate, x$message = message_text, x$detail = pg_exception_detail, x$hint = pg_exception_hint, \
x$constraint = constraint_name, x$table = table_name, x$schema = schema_name, x$column = column_name, x$context = pg_exception_context;`
const CAUGHT = `e := ora.caught(${DIAGNOSTIC_VARIABLES.join(', ')});`
