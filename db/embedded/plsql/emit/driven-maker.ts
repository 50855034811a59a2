/** Code as a tree of steps that the server takes: what it need not see becomes fragments, as large as can be. */
import { refuse } from '../../errors/ora-error'
import type { Driven, DrivenHandler, Fragment, Slot } from '../compiled'
import { pgTypeOf, type RecordType } from '../types'
import { line as codeLine, partsOf, type Block, type Code } from './code'
import { BOOLEAN, INTEGER, type Frame, type Variable } from './frame'
import { makeFunction, namesIn, printBody, type PgParameter } from './make-function'

export class DrivenMaker {
  private readonly variables = new Map<string, Slot>()

  constructor(readonly frame: Frame) {
    for (const v of [...frame.variables, ...frame.columns]) if (lives(v)) this.variables.set(v.name, slotOf(v))
    this.variables.set('caught', CAUGHT)
  }

  /** All variables that live between fragments. */
  get slots(): readonly Slot[] {
    return [...this.variables.values()]
  }

  slot(name: string): Slot {
    const found = this.variables.get(name)
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
          do: 'loop', labels: [code.label], body: this.driven(code.body),
          ...(code.while !== undefined && { while: this.test(code.while, code.line) })
        }]
      case 'range-loop':
        return [{
          do: 'range-loop', labels: [code.label], variable: { name: code.index, type: INTEGER }, reverse: code.reverse, body: this.driven(code.body),
          bounds: this.values([code.low, code.high].map((sql, i) => ({ sql, slot: { name: `bound$${i}`, type: INTEGER } })), code.line)
        }]
      case 'query-loop':
        return [code.drive(this, this.driven(code.body))]
      case 'block':
        return code.handlers.length === 0 ? this.driven(code.body) : [this.block(code)]
      case 'exit':
      case 'continue':
        return [{ do: code.is, label: code.label, ...(code.when !== undefined && { when: this.test(code.when, code.line) }) }]
      case 'return':
        return [{ do: 'return' }]
      default:
        throw new Error(`${code.is} is not the server's`)
    }
  }

  private block(code: Block): Driven {
    const handlers = code.handlers.map((h): DrivenHandler => ({ codes: h.codes, idents: h.idents, body: this.driven(h.body) }))
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
const hasDriven = (code: Code): boolean => code.is === 'driven' || partsOf(code).some(hasDriven)
function leaves(code: Code, inside: ReadonlySet<string>): boolean {
  if (code.is === 'return') return true
  if (code.is === 'exit' || code.is === 'continue') return !inside.has(code.label)
  const own = 'label' in code ? new Set([...inside, code.label]) : inside
  return partsOf(code).some(part => leaves(part, own))
}
