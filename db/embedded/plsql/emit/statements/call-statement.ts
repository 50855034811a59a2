import type { CallMeaning, Scope } from '../../model'
import { coerce, callStatement as resolveCall, text, variableValue } from '../../resolve'
import type { CallStatement } from '../../tree'
import { callCode } from '../call'
import { type Code, line } from '../code'
import type { DrivenMaker } from '../driven-maker'
import { hoistInto } from '../evaluate'
import type { Frame } from '../frame'
import { askedBuiltin } from './ask-server'

export function callStatement(f: Frame, s: CallStatement, scope: Scope): readonly Code[] {
  const before: Code[] = []
  const meaning = resolveCall(f.unit.c, s.call, scope, hoistInto(f, before))
  const at = f.unit.line(s.start)
  switch (meaning.is) {
    case 'call':
      return [...before, ...callCode(f, meaning.call).codes]
    case 'code':
      return [...before, line(meaning.code, at, { effect: meaning.effect })]
    case 'builtin':
      return [...before, ...builtin(f, s, meaning, at)]
  }
}

/** What only the server knows: its answers come into slots, and go from there to where they belong. */
function builtin(f: Frame, s: CallStatement, meaning: Extract<CallMeaning, { is: 'builtin' }>, at: number): readonly Code[] {
  const ins = meaning.in.map(i => f.slot('in', i.type))
  const outs = meaning.outs.map(o => f.slot('out', o.type))
  const after = meaning.outs.map((o, i) => line(o.assign(coerce(f.unit.c, variableValue(o.type, outs[i], s), o.type)), at))
  return [
    ...meaning.in.map((value, i) => line(`${ins[i]} := ${text(value.sql)};`, at)),
    {
      is: 'driven', must: true, line: at,
      plain: askedBuiltin(f, meaning.name, ins, meaning.outs.map((o, i) => ({ name: outs[i], type: o.type })), s),
      drive: (maker: DrivenMaker) => [{
        do: 'builtin', name: meaning.name, in: ins.map(n => maker.slot(n)), out: outs.map(n => maker.slot(n)), before: [], after: [], line: at
      }]
    },
    ...after
  ]
}
