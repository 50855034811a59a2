/** Code as a tree of steps that the server takes: what it need not see becomes fragments, as large as can be. */
import { refuse } from '../../errors/ora-error'
import type { Driven, DrivenHandler, Fragment, Slot } from '../compiled'
import { pgTypeOf, type RecordType } from '../types'
import { type Block, type Code, line as codeLine, type Jump, leavesOf, partsOf } from './code'
import { BOOLEAN, type Frame, INTEGER, type Variable } from './frame'
import { makeFunction, namesIn, type PgParameter, printBody } from './make-function'

export class DrivenMaker {
  /** Around the place that is made. */
  private readonly loops: { readonly label: string; readonly leave?: string }[] = []
  constructor(readonly frame: Frame) {}

  /** All variables that live between fragments: steps may still add some. */
  get slots(): readonly Slot[] {
    const { variables, columns } = this.frame
    return [...new Map([...variables, ...columns].filter(lives).map(v => [v.name, slotOf(v)])).values(), CAUGHT]
  }

  slot(name: string): Slot {
    const found = this.slots.find(s => s.name === name)
    return found ?? refuse(`a part of a variable (${name}) in a statement that the server runs`)
  }

  driven(codes: readonly Code[]): Driven[] {
    const result: Driven[] = []
    let run: Code[] = []
    const flush = (): void => {
      if (run.length > 0) result.push({ do: 'run', fragment: this.fragment(run), line: run[0].line })
      run = []
    }
    for (const code of codes) {
      if (needsServer(code)) {
        flush()
        result.push(...this.one(code))
      } else run.push(code)
    }
    flush()
    return result
  }

  /** Plpgsql over slots: those that its text names go in, and out again with those of `results`, which are listed last. */
  fragment(codes: readonly Code[], results?: readonly { readonly slot: Slot; readonly name: string }[], given: readonly { readonly slot: Slot; readonly name: string }[] = []): Fragment {
    const { frame } = this
    const body = printBody({ frame, body: codes, form: 'value' })
    const names = namesIn(body.text)
    const used = this.slots.filter(s => names.has(s.name))
    // Results of its own: then nothing else changes in it.
    const inOut = results ? [] : used.filter(s => s !== CAUGHT)
    const inOnly = results ? used : used.filter(s => s === CAUGHT)
    const parameters: PgParameter[] = [
      ...inOnly.map(s => parameter('in', s.name, s)),
      ...given.map(g => parameter('in', g.name, g.slot)),
      ...inOut.map(s => parameter('inout', s.name, s)),
      ...(results ?? []).map(r => parameter('out', r.name, r.slot))
    ]
    const out = [...inOut, ...(results ?? []).map(r => r.slot)]
    if (out.length === 0) parameters.push({ mode: 'out', name: 'none$', pgType: 'text' })
    const fn = makeFunction({ frame, schema: 'ora_block', parameters, body: codes, form: 'value' }, body)
    return { fn, in: [...inOnly, ...given.map(g => g.slot), ...inOut], out, valueForm: true, shapes: [...frame.unit.shapes.values()] }
  }

  /** Values into slots, which may be another program's. */
  values(values: readonly { readonly sql: string; readonly slot: Slot }[], at: number, before: readonly Code[] = []): Fragment {
    const results = values.map((v, i) => ({ slot: v.slot, name: `to$${i + 1}` }))
    return this.fragment([...before, ...values.map((v, i) => codeLine(`to$${i + 1} := ${v.sql};`, at))], results)
  }
  /** Another program's slots into ours. */
  takeOver(pairs: readonly { readonly from: Slot; readonly to: Slot }[], at: number): Fragment {
    return this.fragment(
      pairs.map((_, i) => codeLine(`to$${i + 1} := from$${i + 1};`, at)),
      pairs.map((p, i) => ({ slot: p.to, name: `to$${i + 1}` })),
      pairs.map((p, i) => ({ slot: p.from, name: `from$${i + 1}` }))
    )
  }

  /** A query's portal: what the server takes the rows from. */
  open(opening: (portal: string) => string, at: number): Fragment {
    const portal = this.frame.declare('portal', 'refcursor')
    const open = codeLine(`${opening(portal)} to$1 := ${portal}::text;`, at, { effect: true })
    return this.fragment([open], [{ slot: { name: 'portal$', type: { kind: 'REF CURSOR' } }, name: 'to$1' }])
  }

  test(when: string, at: number): Fragment {
    return this.values([{ sql: `(${when})`, slot: { name: 'test$', type: BOOLEAN } }], at)
  }

  private one(code: Code): readonly Driven[] {
    switch (code.is) {
      case 'driven':
        return code.drive(this)
      case 'if':
        return [{
          do: 'if',
          arms: code.arms.map(a => ({ when: this.test(a.when, a.line), then: this.driven(a.then) })),
          otherwise: this.driven(code.otherwise ?? [])
        }]
      case 'loop':
        return [{
          do: 'loop', labels: [code.label], body: this.inside(code),
          ...(code.while !== undefined && { while: this.test(code.while, code.line) })
        }]
      case 'range-loop':
        return [{
          do: 'range-loop', labels: [code.label], variable: { name: code.index, type: INTEGER }, reverse: code.reverse, body: this.inside(code),
          bounds: this.values([code.low, code.high].map((sql, i) => ({ sql, slot: { name: `bound$${i}`, type: INTEGER } })), code.line)
        }]
      case 'query-loop':
        return [code.drive(this, this.inside(code))]
      case 'block':
        return code.handlers.length === 0 ? this.driven(code.body) : [this.block(code)]
      case 'exit':
      case 'continue':
        return this.jump(code)
      case 'return':
        return [{ do: 'return' }]
      default:
        throw new Error(`${code.is} is not the server's`)
    }
  }

  private inside(loop: Extract<Code, { label: string; body: readonly Code[] }>): Driven[] {
    this.loops.push({ label: loop.label, ...('leave' in loop && { leave: loop.leave }) })
    const body = this.driven(loop.body)
    this.loops.pop()
    return body
  }

  private jump({ is, label, when, line }: Jump): Driven[] {
    const leaving = this.loops.slice(this.loops.findIndex(l => l.label === label) + 1).flatMap(l => (l.leave === undefined ? [] : [codeLine(l.leave, line)]))
    const test = when === undefined ? undefined : this.test(when, line)
    if (leaving.length === 0) return [{ do: is, label, ...(test && { when: test }) }]
    const go: Driven[] = [...this.driven(leaving), { do: is, label }]
    return test ? [{ do: 'if', arms: [{ when: test, then: go }], otherwise: [] }] : go
  }

  private block(code: Block): Driven {
    const left = code.body.flatMap(leavesOf).map(leave => codeLine(leave, code.line))
    const handlers = code.handlers.map((h): DrivenHandler => ({ codes: h.codes, idents: h.idents, body: this.driven([...left, ...h.body]) }))
    return { do: 'block', labels: [code.label], body: this.driven(code.body), handlers }
  }
}

const opaque = (pg: string): RecordType => ({ kind: 'RECORD', id: pg, fields: [], pg })
const lives = (v: Variable): boolean => v.type !== undefined || v.key !== undefined
const slotOf = (v: Variable): Slot => ({ name: v.name, type: v.type ?? opaque(v.pgType) })
/** The error being handled. */
export const CAUGHT: Slot = { name: 'caught', type: opaque('ora.error') }

const parameter = (mode: PgParameter['mode'], name: string, slot: Slot): PgParameter => ({ mode, name, pgType: pgTypeOf(slot.type) })

/** The server must see it: it drives something in it, or leaves what stands around it. */
function needsServer(code: Code): boolean {
  return hasDriven(code) || leaves(code, new Set())
}
function hasDriven(code: Code): boolean {
  if (code.is === 'driven') return code.unless === undefined || code.unless.some(hasDriven)
  return partsOf(code).some(hasDriven)
}
function leaves(code: Code, inside: ReadonlySet<string>): boolean {
  if (code.is === 'return') return true
  if (code.is === 'exit' || code.is === 'continue') return !inside.has(code.label)
  const own = 'label' in code ? new Set([...inside, code.label]) : inside
  return partsOf(code).some(part => leaves(part, own))
}
