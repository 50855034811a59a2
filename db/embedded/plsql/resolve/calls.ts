/** Calls of subprograms: which overload, arguments in the order of PostgreSQL's function. */
import { qualified } from '../../catalog/physical-names'
import { refuse } from '../../errors/ora-error'
import { plsError } from '../../errors/pls-messages'
import { joinSql, type Sql, sql } from '../../sql/expr'
import { whileChanging } from '../../sql/resolve/stored-function'
import type { Argument, ExprNode, Name } from '../../sql/tree'
import type { ResolvedCall, SubprogramSymbol, Target, Value } from '../model'
import type { PlsqlType, Signature } from '../types'
import { type Analysis, anyValue } from './analysis'
import { coerce, distance } from './coerce'
import { programCollection } from './names'
import { chooseOverload, type GivenArgument } from './overloads'
import { storedCall } from './stored-call'
import { targetOf } from './targets'
import { variableValue } from './values'

/** A formal parameter has no size of its own, but a range and NOT NULL. */
export function parameterType(type: PlsqlType): PlsqlType {
  if (type.kind !== 'SCALAR') return type
  switch (type.type.kind) {
    case 'NUMBER':
      return type.integer ? type : { ...type, type: { kind: 'NUMBER' } }
    case 'VARCHAR2':
    case 'CHAR':
      return { ...type, type: { kind: type.type.kind, national: type.type.national } }
    case 'RAW':
      return { ...type, type: { kind: 'RAW' } }
    case 'TIMESTAMP':
    case 'TIMESTAMP_TZ':
    case 'TIMESTAMP_LTZ':
      return { ...type, type: { ...type.type, precision: 9 } }
    default:
      return type
  }
}

export const givenArguments = (a: Analysis, args: readonly Argument[], valueOf = (node: ExprNode): Value => anyValue(a, node)): GivenArgument[] =>
  args.map((arg) => {
    if (arg.key) throw plsError(306, ['=>'], arg.start)
    return { value: valueOf(arg.value), start: arg.start, end: arg.end, ...(arg.name && { name: arg.name }) }
  })

/** @param kind what the place wants: PLS-00221, PLS-00222 for the other */
export function resolveCall(
  a: Analysis,
  symbol: SubprogramSymbol,
  args: readonly Argument[],
  name: Name,
  kind: 'PROCEDURE' | 'FUNCTION'
): ResolvedCall {
  const wanted = symbol.overloads.filter((o) => o.signature.kind === kind)
  if (wanted.length === 0) throw plsError(kind === 'PROCEDURE' ? 221 : 222, [name.name], name.start)
  const given = givenArguments(a, args)
  const { signature, matched } = chooseOverload(
    a.c,
    name.name,
    wanted.map((o) => o.signature),
    given,
    name
  )
  const chosen = wanted.find((o) => o.signature === signature)!
  a.c.calls.add(signature)
  const values: Sql[] = []
  const outs: { parameter: Signature['parameters'][number]; target: Target }[] = []
  signature.parameters.forEach((parameter, i) => {
    const arg = matched[i]
    if (parameter.mode !== 'OUT') values.push(arg ? coerce(a.c, arg.value, parameterType(parameter.type)) : parameter.defaultSql!)
    if (parameter.mode === 'IN') return
    if (!arg) refuse(`the default of ${parameter.mode} parameter ${parameter.name}`, name.start)
    const target = targetOf(a, args[given.indexOf(arg)].value)
    const back = variableValue(parameter.type, 'null', arg)
    if (distance(a.c, back, target.type) === undefined) throw plsError(306, [name.name], name.start)
    outs.push({ parameter, target })
  })
  return {
    signature,
    args: values,
    outs,
    captured: chosen.captured ?? [],
    ...(chosen.node && { node: chosen.node }),
    start: name.start,
    end: name.end
  }
}

/** A call as an operand. */
export function callValue(a: Analysis, symbol: SubprogramSymbol, args: readonly Argument[], name: Name): Value {
  if (a.mode === 'sql') return sqlCallValue(a, symbol, args, name)
  const call = resolveCall(a, symbol, args, name, 'FUNCTION')
  const { returns } = call.signature
  if (!returns) throw plsError(222, [name.name], name.start)
  const hoisted = a.hoist?.(call, a.guards)
  if (hoisted !== undefined) return variableValue(returns, hoisted, name)
  if (call.outs.length > 0) return refuse('a function with OUT parameters in this place', name.start)
  if (call.captured.length > 0) return refuse('a local function that reads variables of its surroundings, in this place', name.start)
  return variableValue(returns, callSql(call), name)
}

export const callSql = (call: ResolvedCall): Sql =>
  sql`${qualified(call.signature.pgSchema, call.signature.pgName)}(${joinSql(call.args, ', ')})`

/** Inside a static SQL statement: only stored functions, PLS-00231. */
function sqlCallValue(a: Analysis, symbol: SubprogramSymbol, args: readonly Argument[], name: Name): Value {
  if (symbol.overloads.some((o) => !isPublic(a, o.signature) || o.captured)) throw plsError(231, [name.name], name.start)
  const { columns } = a
  const given = givenArguments(a, args, columns && ((node) => programCollection(a, node) ?? columns(node)))
  const made = storedCall(
    a.c,
    name.name,
    symbol.overloads.map((o) => o.signature),
    given,
    name,
    a.r.querying
  )
  for (const o of symbol.overloads) a.c.calls.add(o.signature)
  return whileChanging(a.changing, true, made)
}

/** A stored function, or one that a package specification shows. */
function isPublic(a: Analysis, signature: Signature): boolean {
  const dot = signature.pgName.indexOf('.')
  if (dot < 0) return true
  const unit = a.c.catalog.findProgram(signature.pgSchema, signature.pgName.slice(0, dot))
  return unit?.interface?.subprograms.some((s) => s.pgName === signature.pgName) === true
}
