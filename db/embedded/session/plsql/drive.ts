/**
 * Runs PL/SQL that controls transactions or runs SQL known only then: the server goes through its tree and runs the parts
 * between as fragments, each a statement of the session's transaction.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import type { Driven, DrivenHandler, DrivenProgram, DrivenQuery, Fragment, PgFunction, Slot } from '../../plsql/compiled'
import type { PlsqlType } from '../../plsql/types'
import type { ExecuteResult } from '../../postgres/flight'
import { isolation } from '../isolation'
import type { Session } from '../session'
import type { Statements } from '../statements'
import type { Mark, Send } from '../transaction'
import { autonomously } from './autonomous'
import { BUILTINS } from './builtins'
import { CellRows, DrivenCursors, drainPortal, type OpenCursor, type Row, TextRows } from './driven-cursors'
import { Frame } from './driven-frame'
import { storedProgram } from './driven-units'
import type { Driving } from './driving'
import { converterOf, openDynamic, runDynamic } from './dynamic-sql'
import { catchable, PlsqlError } from './plsql-error'
import { bulkValues, rowValues } from './put-row'
import { collectPortals, keepCollected } from './ref-cursors'
import type { SlotValue } from './slot-values'

type Do<K extends Driven['do']> = Extract<Driven, { readonly do: K }>
/** How a list of steps ended, when not by its end. */
type Completion = { readonly leave: 'exit' | 'continue'; readonly label?: string } | { readonly leave: 'return' }

/** Calls of driven subprograms within each other; ORA-06500 beyond. */
const MAX_DEPTH = 1000
/** Turns of a loop between two looks at what else there is to do. */
const TURNS = 64

/** Runs an anonymous block. @returns the values of the slots named by `results` */
export async function drive(session: Session, statements: Statements, program: DrivenProgram, given: ReadonlyMap<string, SlotValue>,
  results: readonly string[]): Promise<SlotValue[]> {
  const driver = new Driver(session, statements)
  const frame = new Frame(program, given)
  const run = async (): Promise<void> => {
    if (program.autonomous) await autonomously(session, child => new Driver(child, statements).whole(frame))
    else await driver.run(frame)
  }
  await driver.statement(run)
  const values = results.map(name => frame.get(name))
  const cursors = new Set(program.slots.flatMap(slot => (slot.type.kind === 'REF CURSOR' ? [slot.name] : [])))
  const portals = results.flatMap(name => (cursors.has(name) ? frame.get(name) ?? [] : []))
  await driver.handOver(portals)
  return values
}

export class Driver implements Driving {
  readonly cursors = new DrivenCursors()
  private mark?: Mark
  private turns = 0
  private depth = 0
  private readonly frames: Frame[] = []

  constructor(readonly session: Session, readonly statements: Statements) {}

  /** All of `work` or nothing stays: what it committed, and what an error left uncommitted behind that, excepted. */
  async statement(work: () => Promise<void>): Promise<void> {
    const { transaction } = this.session
    const wasOpen = transaction.open
    try {
      await work()
    } catch (e) {
      if (this.mark) await transaction.undoTo(this.mark)
      throw e instanceof PlsqlError ? await e.full(this.session) : e
    }
    if (this.mark) await transaction.release(this.mark)
    if (!wasOpen && transaction.open && !transaction.active) await this.end(() => transaction.commit())
  }

  /** The program of an autonomous transaction, in a session of its own. */
  async whole(frame: Frame): Promise<void> {
    await this.run(frame)
    if (!this.session.transaction.active) return
    await this.session.transaction.rollback()
    throw new PlsqlError(6519, '', '', `\x01${frame.place(1)}`)
  }

  async run(frame: Frame): Promise<void> {
    if (this.depth >= MAX_DEPTH) throw new PlsqlError(6500, '', '', '')
    await this.session.context.blocks.ensure({ types: [], functions: functionsOf(frame.program) })
    this.depth++
    this.frames.push(frame)
    try {
      await this.all(frame.program.body, frame)
    } finally {
      this.frames.pop()
      this.depth--
    }
  }

  /** Portals for the client. */
  async handOver(names: readonly string[]): Promise<void> {
    const { session } = this
    const portals = [...names, ...session.implicitResults].filter(name => {
      const cursor = this.cursors.find(name)
      if (cursor) keepCollected(session, name, cursor.columns, remaining(cursor))
      return !cursor && !session.collected.has(name)
    })
    if (portals.length > 0) await this.part(send => collectPortals(session, portals, send))
  }

  /** One part of the program as a statement of its own. */
  async part<T>(work: (send: Send) => Promise<T>): Promise<T> {
    await this.begin()
    return this.session.transaction.statement('part', work)
  }
  /** Before the first change. */
  async begin(): Promise<void> {
    this.mark ??= await this.session.transaction.mark()
  }

  /** Runs a fragment and keeps what it gives. @throws PlsqlError */
  async fragment(fragment: Fragment, from: Frame, to: Frame = from): Promise<Row> {
    const { session } = this
    session.context.blocks.addShapes(fragment.shapes)
    const input = fragment.in.map(slot => (from.has(slot.name) || from === to ? from : to).get(slot.name))
    let result: ExecuteResult
    try {
      result = await this.part(async send => (await send(flight => session.fragments.add(flight, fragment, input), true))[0])
    } catch (e) {
      session.fragments.reset(fragment)
      throw e
    }
    const [row] = result.rows.toRows()
    fragment.out.forEach((slot, i) => (to.has(slot.name) || from === to ? to : from).set(slot, row[i]))
    raiseValue(fragment, row)
    const overflow = session.output.takeFailure()
    if (overflow) throw overflow
    return row
  }

  private async test(fragment: Fragment, frame: Frame): Promise<boolean> {
    return (await this.fragment(fragment, frame))[0] === 't'
  }

  async all(steps: readonly Driven[], frame: Frame): Promise<Completion | undefined> {
    for (const step of steps) {
      const completion = await this.one(step, frame)
      if (completion) return completion
    }
    return undefined
  }

  private async one(step: Driven, frame: Frame): Promise<Completion | undefined> {
    if (this.session.interrupted) throw oraError(1013)
    switch (step.do) {
      case 'run':
        await this.fragment(step.fragment, frame)
        return undefined
      case 'if':
        for (const arm of step.arms) if (await this.test(arm.when, frame)) return this.all(arm.then, frame)
        return this.all(step.otherwise, frame)
      case 'loop':
        return this.loop(step.labels, frame, step.body, async () => !step.while || this.test(step.while, frame))
      case 'range-loop':
        return this.rangeLoop(step, frame)
      case 'cursor-loop':
        return this.cursorLoop(step, frame)
      case 'exit':
      case 'continue':
        return !step.when || (await this.test(step.when, frame)) ? { leave: step.do, label: step.label } : undefined
      case 'block':
        return this.block(step, frame)
      case 'return':
        return { leave: 'return' }
      case 'reraise':
        throw PlsqlError.parse(frame.get(frame.program.caught.name) ?? '(6503,,,)')
      case 'call':
        await this.call(step, frame)
        return undefined
      default:
        await this.at(step.line, frame, () => this.act(step, frame))
        return undefined
    }
  }

  /** What the server itself does; its errors get the line. */
  private async at(line: number, frame: Frame, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (e) {
      if (e instanceof PlsqlError && e.frames !== '') throw e
      const error = catchable(e, this.session)
      throw error ? error.passed(frame.place(line)) : e
    }
  }

  private async act(step: Extract<Driven, { readonly line: number }>, frame: Frame): Promise<void> {
    const { transaction } = this.session
    switch (step.do) {
      case 'commit':
        return this.end(() => transaction.commit())
      case 'rollback':
        return this.end(() => (step.name === undefined ? transaction.rollback() : transaction.rollbackTo(step.name)))
      case 'savepoint':
        await this.begin()
        return transaction.savepoint(step.name ?? '')
      case 'set-transaction':
        return transaction.begin(isolation(step.mode))
      case 'dynamic':
        await runDynamic(this, step, frame)
        return
      case 'open':
      case 'open-dynamic': {
        const name = step.do === 'open' ? await this.open(step.query, frame) : await openDynamic(this, step, frame)
        frame.set(step.cursor, name)
        return this.attributes(frame, step.cursor, { rows: 0 })
      }
      case 'fetch':
        return this.fetch(step, frame)
      case 'close':
        await this.cursorOf(frame.get(step.cursor.name))
        this.cursors.close(frame.get(step.cursor.name) ?? '')
        await this.attributes(frame, step.cursor)
        frame.set(step.cursor, null)
        return
      case 'builtin':
        return this.builtin(step, frame)
    }
  }

  /** Before a transaction ends, PostgreSQL's portals are read: Oracle's cursors live on. */
  async end(work: () => Promise<void>): Promise<void> {
    const names = new Set(this.frames.flatMap(frame => frame.cursors()))
    const open = [...names].filter(name => !this.cursors.has(name) && !this.session.collected.has(name))
    if (open.length > 0 && this.session.transaction.open) await this.part(send => collectPortals(this.session, open, send))
    await work()
  }

  // ---------------------------------------------------------------- control
  private async loop(labels: readonly string[], frame: Frame, body: readonly Driven[], goesOn: () => Promise<boolean>):
    Promise<Completion | undefined> {
    while (await goesOn()) {
      if (++this.turns % TURNS === 0) await nextTurn() // a break may have come
      if (this.session.interrupted) throw oraError(1013)
      const completion = await this.all(body, frame)
      if (!completion) continue
      if (completion.leave === 'return' || (completion.label !== undefined && !labels.includes(completion.label))) return completion
      if (completion.leave === 'exit') return undefined
    }
    return undefined
  }

  private async rangeLoop(step: Do<'range-loop'>, frame: Frame): Promise<Completion | undefined> {
    const [low, high] = await this.fragment(step.bounds, frame)
    if (low === null || high === null) throw new PlsqlError(6502, '', '', '')
    const [first, last] = step.reverse ? [BigInt(high), BigInt(low)] : [BigInt(low), BigInt(high)]
    const by = step.reverse ? -1n : 1n
    let next = first
    return this.loop(step.labels, frame, step.body, async () => {
      if (step.reverse ? next < last : next > last) return false
      frame.set(step.variable, String(next))
      next += by
      return true
    })
  }

  private async cursorLoop(step: Do<'cursor-loop'>, frame: Frame): Promise<Completion | undefined> {
    const name = await this.open(step.cursor, frame)
    const { columns, rows } = await this.cursorOf(name)
    const convert = converterOf(this)
    try {
      return await this.loop(step.labels, frame, step.body, async () => {
        const row = rows.next()
        if (!row) return false
        const [value] = await rowValues(row, columns, [step.row], convert)
        frame.set(step.row, value)
        return true
      })
    } finally {
      this.cursors.close(name)
    }
  }

  private async block(step: Do<'block'>, frame: Frame): Promise<Completion | undefined> {
    let completion: Completion | undefined
    try {
      completion = await this.all(step.body, frame)
    } catch (e) {
      const error = step.handlers.length > 0 ? catchable(e, this.session) : undefined
      const handler = error && step.handlers.find(h => takes(h, error))
      if (!error || !handler) throw e
      const { caught } = frame.program
      const outer = frame.get(caught.name)
      frame.set(caught, error.value)
      completion = await this.all(handler.body, frame)
      frame.set(caught, outer)
    }
    const left = completion?.leave === 'exit' && completion.label !== undefined && step.labels.includes(completion.label)
    return left ? undefined : completion
  }

  private async call(step: Do<'call'>, frame: Frame): Promise<void> {
    const program = 'local' in step.unit ? step.unit.local : await storedProgram(this.session, step.unit.stored)
    const callee = new Frame(program, new Map(), 'local' in step.unit ? frame.owner : step.unit.stored.owner)
    for (const enter of step.enter) await this.fragment(enter, frame, callee)
    for (const slot of step.shared ?? []) callee.set(slot, frame.get(slot.name))
    try {
      if (program.autonomous) await autonomously(this.session, child => new Driver(child, this.statements).whole(callee))
      else await this.run(callee)
    } catch (e) {
      const error = catchable(e, this.session)
      throw error ? error.passed(frame.place(step.line)) : e
    } finally {
      for (const slot of step.shared ?? []) frame.set(slot, callee.get(slot.name))
    }
    for (const leave of step.leave) await this.fragment(leave, callee, frame)
  }

  private async builtin(step: Do<'builtin'>, frame: Frame): Promise<void> {
    const run = BUILTINS[step.name] ?? refuse(step.name)
    for (const before of step.before) await this.fragment(before, frame)
    const types: (PlsqlType | undefined)[] = step.out.map(slot => slot?.type)
    const values = run(this.session, step.in.map(slot => (slot ? frame.get(slot.name) : null)), types)
    step.out.forEach((slot, i) => slot && frame.set(slot, values[i]))
    await this.all(step.after, frame)
  }

  // ---------------------------------------------------------------- cursors
  private async open(query: DrivenQuery, frame: Frame): Promise<string> {
    const buffer = await this.part(async send => {
      const { session } = this
      const { open } = query
      const [result] = await send(flight => session.fragments.add(flight, open, open.in.map(slot => frame.get(slot.name))))
      const [row] = result.rows.toRows()
      raiseValue(open, row)
      return drainPortal(send, row[0] ?? '')
    })
    return this.cursors.add(query.shape.id, query.shape.columns, new TextRows(buffer))
  }

  /** A cursor that plpgsql opened is taken over with what it has left. @throws ORA-01001 */
  private async cursorOf(name: SlotValue): Promise<OpenCursor> {
    const { session } = this
    const known = this.cursors.find(name)
    if (known) return known
    if (name === null) throw oraError(1001)
    if (!session.collected.has(name)) await this.part(send => collectPortals(session, [name], send))
    const collected = session.collected.get(name)
    if (!collected) throw oraError(1001)
    session.collected.delete(name)
    const { columns, rows, text } = collected
    return this.cursors.adopt(name, columns, text ? new TextRows(rows) : new CellRows(rows, columns))
  }

  private async fetch(step: Do<'fetch'>, frame: Frame): Promise<void> {
    const cursor = await this.cursorOf(frame.get(step.cursor.name))
    const convert = converterOf(this)
    if (step.bulk) {
      const limit = step.limit && Number((await this.fragment(step.limit, frame))[0] ?? '0')
      const rows = take(cursor, limit)
      const collections = await bulkValues(rows, cursor.columns, step.into, convert)
      step.into.forEach((slot, i) => frame.set(slot, collections[i]))
      await this.attributes(frame, step.cursor, { rows: rows.length, found: limit !== undefined && rows.length >= limit })
    } else {
      const [row] = take(cursor, 1)
      await this.attributes(frame, step.cursor, { rows: row ? 1 : 0, found: row !== undefined })
      if (!row) return
      const values = await rowValues(row, cursor.columns, step.into, convert)
      step.into.forEach((slot, i) => frame.set(slot, values[i]))
    }
    await this.all(step.after, frame)
  }

  /**
   * %ROWCOUNT and %FOUND: of a cursor they live beside its own slot, of a cursor variable with its portal (ora.cursor_opened and
   * the others). `state` is what this step gave; absent: closed.
   */
  private async attributes(frame: Frame, cursor: Slot, state?: { readonly rows: number; readonly found?: boolean }): Promise<void> {
    const name = frame.get(cursor.name) ?? ''
    if (cursor.type.kind !== 'REF CURSOR') {
      const fetched = this.cursors.find(name)?.fetched
      frame.set(`${cursor.name}_rows`, state && String(fetched) || null)
      return frame.set(`${cursor.name}_found`, state?.found === undefined ? null : state.found ? 't' : 'f')
    }
    const fetched = state?.found === undefined ? 'ora.cursor_opened($1)' : `ora.cursor_fetched($1, ${state.rows}, ${state.found})`
    const call = state ? fetched : 'ora.cursor_closed($1)'
    await this.part(send => send(flight => flight.parse('', `select ${call}`, [25]).bind('', '', [name]).execute(''), true))
  }
}

/** @throws the error that a fragment gave as its last column; without one that is null, or a composite of nulls */
function raiseValue(fragment: Fragment, row: Row): void {
  const value = fragment.valueForm ? row[row.length - 1] : null
  const error = value === null ? undefined : PlsqlError.parse(value)
  if (error?.code) throw error
}

const takes = (handler: DrivenHandler, error: PlsqlError): boolean =>
  handler.codes === 'others' || (error.ident === '' ? handler.codes.includes(error.code) : handler.idents.includes(error.ident))

function take(cursor: OpenCursor, limit: number | undefined): Row[] {
  const rows: Row[] = []
  while (limit === undefined || rows.length < limit) {
    const row = cursor.rows.next()
    if (!row) break
    rows.push(row)
  }
  cursor.fetched += rows.length
  return rows
}
const remaining = (cursor: OpenCursor): Row[] => take(cursor, undefined)

const functions = new WeakMap<DrivenProgram, readonly PgFunction[]>()

/** Of all fragments of a program, those of its local subprograms too. */
function functionsOf(program: DrivenProgram): readonly PgFunction[] {
  let found = functions.get(program)
  if (!found) {
    const seen = new Set<unknown>()
    const list: PgFunction[] = []
    const walk = (node: unknown): void => {
      if (node === null || typeof node !== 'object' || seen.has(node)) return
      seen.add(node)
      if ('fn' in node) list.push(node.fn as PgFunction)
      else for (const part of Object.values(node)) walk(part)
    }
    walk(program.body)
    found = list
    functions.set(program, found)
  }
  return found
}
