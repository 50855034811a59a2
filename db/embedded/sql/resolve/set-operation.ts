/** UNION, INTERSECT, MINUS. Source: SQL Language Reference, "The UNION [ALL], INTERSECT, MINUS Operators". */
import { oraError } from '../../errors/messages'
import { type Expr, joinSql, type Sql, sql } from '../expr'
import type { ColumnInfo } from '../statement'
import type { QueryBody, QueryNode, SetOperation } from '../tree'
import { requireSortable } from './compare'
import { requireSessionZone } from './convert'
import { type BaseScope, outputColumn } from './from-item'
import type { QueryOptions, ResolvedQuery, Resolver } from './model'
import { resolveBlock } from './select-block'
import { commonType } from './unify'
import { sequenceReferences } from './walk'

export const scopeFor = (base: BaseScope): NonNullable<QueryOptions['outer']> => ({ sources: [], columns: [], ...base })

const PG_OPERATOR = { UNION: 'union', 'UNION ALL': 'union all', INTERSECT: 'intersect', MINUS: 'except' } as const

/** An operand: no ORDER BY of its own, no sequences. */
export function setOperand(r: Resolver, body: QueryBody, base: BaseScope): ResolvedQuery {
  if (body.type === 'set') return setOperation(r, body, base)
  if (body.type === 'query') return r.query(body, { outer: scopeFor(base) })
  for (const s of sequenceReferences(body.items)) throw oraError(2287, [], s.start)
  const plain: QueryNode = { type: 'query', with: [], body, orderBy: [], start: body.start, end: body.end }
  return resolveBlock(r, body, plain, base, { outer: base.outer })
}

/** Equal precedence, left to right: each step is in parentheses. ORA-01789, 01790. */
export function setOperation(r: Resolver, node: SetOperation, base: BaseScope): ResolvedQuery {
  const left = setOperand(r, node.left, base)
  const right = setOperand(r, node.right, base)
  if (left.columns.length !== right.columns.length) throw oraError(1789, [], node.left.start)
  return combine(r, node, left, right)
}

function combine(r: Resolver, node: SetOperation, left: ResolvedQuery, right: ResolvedQuery): ResolvedQuery {
  const exprs = left.exprs.map((a, i): Expr => {
    const b = right.exprs[i]
    if (a.zone !== b.zone) for (const e of [a, b]) requireSessionZone(e, 'in a set operation')
    const type = commonType(a.type, b.type)
    if (!type || (type.kind === 'CLOB' && a.type.kind !== b.type.kind && a.type.kind !== 'NULL' && b.type.kind !== 'NULL'))
      throw oraError(1790, [], a.span.start)
    const digits =
      a.digits && b.digits ? { int: Math.max(a.digits.int, b.digits.int), frac: Math.max(a.digits.frac, b.digits.frac) } : undefined
    const e: Expr = { type, sql: '', nullable: a.nullable || b.nullable, span: a.span, digits, zone: a.zone === b.zone ? a.zone : undefined }
    if (node.operator !== 'UNION ALL') requireSortable(e)
    return e
  })
  const columns = left.columns.map((c, i): ColumnInfo => ({ name: c.name, type: exprs[i].type, nullable: true }))
  return { sql: sql`(${converted(r, left, exprs)}) ${PG_OPERATOR[node.operator]} (${converted(r, right, exprs)})`, columns, exprs }
}

/** The operand with its columns in the common types. */
function converted(r: Resolver, q: ResolvedQuery, to: readonly Expr[]): Sql {
  if (q.exprs.every((e, i) => e.type.kind === to[i].type.kind || (isCharKind(e) && isCharKind(to[i])))) return q.sql
  const alias = r.alias('q')
  const items = q.exprs.map((e, i) => r.convert({ ...outputColumn(e, `${alias}.c${i + 1}`) }, to[i].type).sql)
  return sql`select ${joinSql(items, ', ')} from (${q.sql}) as ${alias}(${q.exprs.map((_, i) => `c${i + 1}`).join(', ')})`
}
const isCharKind = (e: Expr): boolean => e.type.kind === 'VARCHAR2' || e.type.kind === 'CHAR'
