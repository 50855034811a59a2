/** Subprograms: signatures, and the functions of PostgreSQL behind them. */

import { refuse } from '../../errors/ora-error'
import { plsError } from '../../errors/pls-messages'
import type { DrivenProgram } from '../compiled'
import type { Scope } from '../model'
import { childScope, coerce, declare, expression, initialValue, parameterType, text, typeOf } from '../resolve'
import type { BlockNode, SubprogramNode } from '../tree'
import { type Parameter, pgTypeOf, type Signature } from '../types'
import { type Captured, LEAVE_ROWCOUNT } from './call'
import { type Code, hasEffect, line, mustBeDriven } from './code'
import { isAutonomous } from './declarations'
import { inName, outName } from './driven-call'
import { CAUGHT, DrivenMaker } from './driven-maker'
import type { SubprogramFacts } from './facts'
import { Frame, keyAt } from './frame'
import { makeFunction, namesIn, type PgParameter, printBody } from './make-function'
import { askedCall } from './statements/ask-server'
import { blockIn } from './statements/block'
import type { UnitContext } from './unit-context'

export interface Heading { readonly pgSchema: string; readonly pgName: string; readonly subprogramId: number; readonly overload?: string }

/** @param scope where the names of its types and defaults are looked up */
export function signatureOf(unit: UnitContext, node: SubprogramNode, scope: Scope, facts: SubprogramFacts, heading: Heading): Signature {
  const { c } = unit
  const seen = new Set<string>()
  const parameters = node.parameters.map((p): Parameter => {
    if (seen.has(p.name.name)) throw plsError(410, [], p.start)
    seen.add(p.name.name)
    const type = parameterType(typeOf(c, p.of, scope, 'parameter'))
    if (p.default && p.mode !== 'IN') throw plsError(230, [], p.start)
    return { name: p.name.name, mode: p.mode, type, ...(p.default && { defaultSql: text(coerce(c, expression(c, p.default, scope), type)) }) }
  })
  const returns = node.returns && parameterType(typeOf(c, node.returns, scope, 'parameter'))
  if (node.properties.includes('AGGREGATE')) refuse('an aggregate function of one\'s own', node.start)
  return {
    kind: node.kind, name: node.name.name, parameters, ...(returns && { returns }), ...heading,
    effects: facts.effects, valueForm: facts.effects, driven: facts.driven,
    ...(node.properties.includes('DETERMINISTIC') && { deterministic: true }),
    ...(node.properties.includes('PIPELINED') && { pipelined: true })
  }
}

export interface SubprogramBody {
  readonly frame: Frame
  readonly codes: readonly Code[]
  readonly signature: Signature
  readonly captured: readonly Captured[]
  readonly autonomous: boolean
  /** The codes themselves, where `codes` hide them from plpgsql. */
  readonly inner: readonly Code[]
}

/** @param first code at entry, behind the parameters */
export function subprogramBody(
  unit: UnitContext, node: SubprogramNode & { readonly body: BlockNode }, signature: Signature, scope: Scope, captured: readonly Captured[], parent?: Frame,
  first: readonly Code[] = []
): SubprogramBody {
  const frame = new Frame(unit, { kind: node.kind, ...(signature.returns && { returns: signature.returns }), ...(signature.pipelined && { pipelined: true }), ...(parent && { parent }) })
  const inside = childScope(scope, node.name.name)
  const at = unit.line(node.start)
  const codes: Code[] = [...parameters(frame, node, signature, inside, at), ...first]
  const { returns } = signature
  if (returns) frame.columns.push({ name: 'r', pgType: pgTypeOf(returns), type: returns })
  if (signature.pipelined) codes.push(line("r := '{}';", at, { safe: true }))
  codes.push(...blockIn(frame, node.body, inside))
  if (!returns || signature.pipelined) codes.push({ is: 'return', line: 0 })
  // Where the END is; the manual says nothing of the line.
  if (returns && !signature.pipelined) codes.push({ is: 'raise', code: 6503, ident: '', line: unit.line(node.body.endName?.start ?? Math.max(node.body.end - 1, node.body.start)) })
  const autonomous = isAutonomous(node.body.declarations)
  return { frame, codes: autonomous ? [autonomousCode(frame, codes, signature, captured, node)] : codes, signature, captured, autonomous, inner: codes }
}

function parameters(frame: Frame, node: SubprogramNode, signature: Signature, scope: Scope, at: number): readonly Code[] {
  const { c } = frame.unit
  const codes: Code[] = []
  let [ins, outs] = [0, 0]
  signature.parameters.forEach((p, i) => {
    const given = p.mode === 'OUT' ? undefined : inName(ins++)
    const out = p.mode === 'IN' ? undefined : outName(outs++)
    const pg = out ?? given ?? ''
    const { start, name } = node.parameters[i]
    const pgType = pgTypeOf(p.type)
    frame.columns.push({ name: pg, pgType, type: p.type, key: keyAt(start) })
    if (given && out) frame.columns.push({ name: given, pgType, type: p.type })
    if (out) codes.push(line(`${out} := ${given ?? text(initialValue(p.type))};`, at, { safe: true }))
    declare(c, scope, { is: 'variable', name: p.name, type: p.type, assignable: p.mode !== 'IN', pg }, name)
  })
  return codes
}

function autonomousCode(frame: Frame, codes: readonly Code[], signature: Signature, captured: readonly Captured[], node: SubprogramNode): Code {
  const at = frame.unit.line(node.start)
  const ins = signature.parameters.filter(p => p.mode !== 'OUT').map((_, i) => inName(i))
  const outs = signature.parameters.filter(p => p.mode !== 'IN').map((p, i) => ({ name: outName(i), type: p.type }))
  const { unit, owner } = frame.unit.c
  const stored = captured.length === 0 && unit.startsWith(`${owner}.`) && signature.pgSchema === owner
  const here = `perform ora.raise(3001, 'an autonomous local subprogram in a function that SQL, a trigger or an expression calls');`
  return {
    is: 'driven', must: true, line: at, drive: maker => maker.driven(codes),
    plain: stored
      ? askedCall(frame, signature, unit.slice(owner.length + 1), ins, [...(signature.returns ? [{ name: 'r', type: signature.returns }] : []), ...outs], node)
      : [line(here, at)]
  }
}

/** The raising form, and the one that gives its error as a value where that differs. */
export function subprogramFunctions({ frame, codes, signature, captured }: SubprogramBody): void {
  const { functions } = frame.unit
  const parameters = pgParameters(signature, captured)
  const leaves = !frame.options.parent && runsSql(frame, codes)
  const spec = { frame, schema: signature.pgSchema, parameters, body: codes, ...(leaves && { return: LEAVE_ROWCOUNT }) }
  functions.push(makeFunction({ ...spec, name: signature.pgName, form: 'raising' }))
  if (signature.valueForm) functions.push(makeFunction({ ...spec, name: `${signature.pgName}:e`, form: 'value' }))
}

const runsSql = (frame: Frame, codes: readonly Code[]): boolean => namesIn(printBody({ frame, body: codes, form: 'raising' }).text).has('sql_rowcount')

export function pgParameters(signature: Signature, captured: readonly Captured[]): PgParameter[] {
  const outs = signature.parameters.filter(p => p.mode !== 'IN')
  return [
    ...signature.parameters.filter(p => p.mode !== 'OUT').map((p, i): PgParameter => ({ mode: 'in', name: inName(i), pgType: pgTypeOf(p.type) })),
    ...(signature.returns ? [{ mode: 'out' as const, name: 'r', pgType: pgTypeOf(signature.returns) }] : []),
    ...outs.map((p, i): PgParameter => ({ mode: 'out', name: outName(i), pgType: pgTypeOf(p.type) })),
    ...captured.map((v): PgParameter => ({ mode: v.written ? 'inout' : 'in', name: v.symbol.pg ?? '', pgType: v.pgType }))
  ]
}

/** What the body has shown of it. */
export function learn(facts: SubprogramFacts, body: SubprogramBody): void {
  facts.effects ||= body.codes.some(hasEffect) || body.captured.some(v => v.written)
  facts.driven ||= body.codes.some(mustBeDriven)
}

export function drivenProgram({ frame, codes, captured, autonomous }: SubprogramBody): DrivenProgram {
  for (const v of captured) frame.columns.push({ name: v.symbol.pg ?? '', pgType: v.pgType, type: v.symbol.type })
  const maker = new DrivenMaker(frame)
  const body = maker.driven(codes)
  return { unit: frame.unit.c.unit, slots: maker.slots, body, caught: CAUGHT, autonomous }
}
