/** Puts the parts of the resolver together for one statement. */
import type { Catalog } from '../../catalog/catalog'
import { oraError } from '../../errors/messages'
import type { Expr, Sql } from '../expr'
import type { TranslateContext } from '../statement'
import { PG_TYPE, VARCHAR2 } from '../types'
import { bareName } from './calls'
import { condition } from './conditions'
import { convert } from './convert'
import { expression } from './expression'
import type { Resolver } from './model'
import { query } from './query'
import { ruleContext } from './rule-context'
import { columnExpr, invalidIdentifier } from './scope'
import { sequenceValue } from './sequences'

export function makeResolver(text: string, session: TranslateContext, catalog: Catalog, ddl = false): Resolver {
  // What is stored serves sessions of any settings; numbers become text with a point there.
  const context = ddl ? { ...session, nls: { ...session.nls, NLS_NUMERIC_CHARACTERS: '.,' } } : session
  let aliases = 0
  const before: Sql[] = []
  const after: Sql[] = []
  const r: Resolver = {
    text,
    context,
    catalog,
    ddl,
    querying: false,
    before,
    used: new Map(),
    types: new Map(),
    after,
    alias: (prefix) => `${prefix}${++aliases}`,
    expression: (node, env) => expression(r, node, env),
    condition: (node, env) => condition(r, node, env),
    query: (node, options) => query(r, node, options),
    convert: (e, to) => convert(e, to, ruleContext(r, [e], e.span)),
    placeholder: (node) => {
      if (context.surroundings) return context.surroundings.placeholder(node)
      if (ddl) throw oraError(1027, [], node.start)
      const type = context.bindTypes?.[node.index] ?? VARCHAR2
      const kind = type.kind === 'NULL' ? VARCHAR2 : type
      return {
        type: kind,
        sql: [{ param: node.index, type: kind }, `::${PG_TYPE[kind.kind]}`],
        nullable: true,
        span: { start: node.start, end: node.end },
        origin: { is: 'bind', bind: node.index },
        constant: true
      }
    },
    sequence: (node, env) => sequenceValue(r, node, env),
    column: (node, env): Expr => {
      const alias = node.path.length === 1 ? env.aliases?.(node.path[0].name, node) : undefined
      const found = alias ?? columnExpr(env.scope, node) ?? context.surroundings?.column(node) ?? bareName(r, node, env)
      if (!found) throw invalidIdentifier(node.path)
      return { ...found, span: { start: node.start, end: node.end } }
    }
  }
  return r
}
