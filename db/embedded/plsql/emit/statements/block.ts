/** Blocks: declarations, statements, handlers. */
import { plsError } from '../../../errors/pls-messages'
import type { Scope } from '../../model'
import { childScope, exceptionOf } from '../../resolve'
import type { BlockNode, HandlerNode, PlsqlStatement } from '../../tree'
import type { Code, Handler } from '../code'
import { declarations } from '../declarations'
import type { Frame } from '../frame'
import { statements } from './statement'

export function block(f: Frame, s: BlockNode & Pick<PlsqlStatement, 'labels'>, scope: Scope): readonly Code[] {
  const labels = [...(s.labels ?? []), ...(s.label ? [s.label] : [])].map(l => l.name)
  const [outer, ...inner] = labels.length > 0 ? labels : [undefined]
  const inside = inner.reduce((around, label) => childScope(around, label), childScope(scope, outer))
  return blockIn(f, s, inside)
}

/** A block whose scope is made already: a subprogram's, with its parameters. An exception in its declarations is not for its own handlers. */
export function blockIn(f: Frame, s: BlockNode, scope: Scope): readonly Code[] {
  const initial = declarations(f, s.declarations, scope)
  return [...initial, ...handled(f, s, scope)]
}

export function handled(f: Frame, s: Pick<BlockNode, 'statements' | 'handlers' | 'start'>, scope: Scope): readonly Code[] {
  const body = statements(f, s.statements, scope)
  if (s.handlers.length === 0) return body
  return [{ is: 'block', label: f.unit.c.fresh('block'), line: f.unit.line(s.start), body, handlers: handlers(f, s.handlers, scope) }]
}

function handlers(f: Frame, list: readonly HandlerNode[], scope: Scope): readonly Handler[] {
  const made: Handler[] = []
  f.handlers += 1
  list.forEach((h, i) => {
    const body = statements(f, h.statements, scope)
    const caught = f.unit.attempt(h, 'Statement', () => exceptions(f, h, scope, made, i === list.length - 1), { codes: [], idents: [] })
    made.push({ ...caught, line: f.unit.line(h.start), body })
  })
  f.handlers -= 1
  // What is never reached tests nothing.
  return made.filter(h => h.codes === 'others' || h.codes.length > 0 || h.idents.length > 0)
}

function exceptions(f: Frame, h: HandlerNode, scope: Scope, before: readonly Handler[], last: boolean): Pick<Handler, 'codes' | 'idents'> {
  if (h.names === 'OTHERS') {
    if (!last) throw plsError(370, [], h.start)
    return { codes: 'others', idents: [] }
  }
  const symbols = h.names.map(path => ({ path, symbol: exceptionOf(f.unit.c, scope, path) }))
  for (const { path, symbol } of symbols)
    if (before.some(b => (symbol.ident === '' ? b.codes !== 'others' && b.codes.includes(symbol.code) : b.idents.includes(symbol.ident))))
      throw plsError(483, [path.map(n => n.name).join('.')], path[0].start)
  return {
    codes: symbols.filter(e => e.symbol.ident === '').map(e => e.symbol.code),
    idents: symbols.filter(e => e.symbol.ident !== '').map(e => e.symbol.ident)
  }
}
