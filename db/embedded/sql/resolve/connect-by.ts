/**
 * CONNECT BY as a recursive derived table. Each row carries its level, the path of its place among its siblings
 * (which sorts depth-first), and the values of the PRIOR expressions of its ancestors (which show a cycle).
 * Source: SQL Language Reference, "Hierarchical Queries".
 */
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import { type Expr, joinSql, quoteLiteral, type Span, type Sql, sql } from '../expr'
import type { ConditionNode, ExprNode, PriorExpr, QueryNode, SelectBlock } from '../tree'
import { NUMBER, PG_TYPE, VARCHAR2 } from '../types'
import { asText, requireSortable } from './compare'
import { dualSeries } from './dual-series'
import { resolveFrom } from './from'
import type { BaseScope, ResolvedFrom } from './from-item'
import { expressionKey } from './group-keys'
import type { Env, Resolver, Scope } from './model'
import { FILLER, ownColumn, rebase } from './scope'
import { printSelect } from './select-parts'
import { sortList } from './sort'
import { conjuncts, ownNodes, usesRownum } from './walk'

type ConnectBy = NonNullable<SelectBlock['connectBy']>

export function hierarchicalFrom(r: Resolver, block: SelectBlock, query: QueryNode, base: BaseScope): ResolvedFrom {
  const parts = conjuncts(block.where)
  const series = dualSeries(r, block, base, parts)
  if (series) return series
  return new Hierarchy(r, block, query, base, parts).resolve()
}

const numberColumn = (made: Sql): Expr => ({ type: NUMBER, sql: made, nullable: false, span: FILLER, digits: { int: 10, frac: 0 } })

class Hierarchy {
  private readonly connect: ConnectBy
  private readonly rows: ResolvedFrom
  /** Conditions of WHERE that are applied to the finished hierarchy. */
  private readonly filters: readonly ConditionNode[]
  private readonly w: string
  private readonly f: string
  /** Columns that the output asked for, added to both terms while the output is resolved. */
  private readonly rootExtra: Sql[] = []
  private readonly childExtra: Sql[] = []
  private readonly carried = new Map<string, Expr>()

  constructor(
    private readonly r: Resolver,
    private readonly block: SelectBlock,
    private readonly query: QueryNode,
    base: BaseScope,
    where: readonly ConditionNode[]
  ) {
    this.connect = block.connectBy!
    const resolved = resolveFrom(r, block.from, base, where)
    const joins = resolved.where.filter((c) => isJoin(c, resolved.scope))
    this.filters = resolved.where.filter((c) => !joins.includes(c))
    if (usesRownum(joins)) refuse('ROWNUM in a join condition of a hierarchical query', block.start)
    const conditions = joins.map((c) => r.condition(c, { scope: resolved.scope, clause: 'where' }).sql)
    const made = rebase(resolved.scope, '')
    const source = sql`(${printSelect({ items: made.items.length > 0 ? made.items : ['1'], from: resolved.sql, where: conditions })})`
    this.rows = { sql: source, scope: resolved.scope, where: [] }
    this.w = r.alias('w')
    this.f = r.alias('f')
  }

  /** The block's columns as those of `alias`. */
  private scope(alias: string): Scope {
    return rebase(this.rows.scope, alias).scope
  }
  private columnNames(alias: string): Sql[] {
    return rebase(this.rows.scope, alias).items.map((_, i) => `${alias}.c${i + 1}`)
  }

  resolve(): ResolvedFrom {
    const { r, connect, w, f } = this
    if (usesRownum([connect.condition, connect.startWith])) refuse('ROWNUM in CONNECT BY or START WITH', connect.start)
    const [b1, b2] = [r.alias('b'), r.alias('b')]
    const parent = this.scope(w)
    const [root, child] = [b1, b2].map((b) => this.scope(b))
    const rootScope: Scope = { ...root, pseudo: { LEVEL: numberColumn('1::numeric') }, hierarchy: {} }
    const childScope: Scope = {
      ...child,
      pseudo: { LEVEL: numberColumn(`(${w}.lvl + 1)`) },
      hierarchy: {
        prior: (operand) =>
          r.expression(operand, { scope: { ...parent, pseudo: { LEVEL: numberColumn(`${w}.lvl`) } }, clause: 'connect by' })
      }
    }
    const start = connect.startWith && r.condition(connect.startWith, { scope: rootScope, clause: 'start with' }).sql
    const condition = r.condition(connect.condition, { scope: childScope, clause: 'connect by' }).sql
    const keys = priorOperands(connect.condition, this.rows.scope)
    const key = (scope: Scope): Sql =>
      sql`row(${joinSql(
        keys.map((k) => r.expression(k, { scope, clause: 'connect by' }).sql),
        ', '
      )})`
    const checked = keys.length > 0
    const loop = checked ? sql`${key(childScope)} = any(${w}.keys)` : 'false'
    const stop = connect.noCycle
      ? sql` where not ${w}.dup`
      : checked
        ? sql` where case when ${loop} then ora.raise_boolean(1436) else true end`
        : ''

    const rootItems = [
      ...this.list(b1),
      '1::numeric as lvl',
      sql`array[row_number() over (${this.siblings(rootScope, '')})] as ord`,
      'false as dup',
      ...(checked ? [sql`array[${key(rootScope)}] as keys`] : [])
    ]
    const childItems = [
      ...this.list(b2),
      `${w}.lvl + 1`,
      sql`${w}.ord || row_number() over (${this.siblings(childScope, w)})`,
      connect.noCycle ? loop : 'false',
      ...(checked ? [sql`${w}.keys || ${key(childScope)}`] : [])
    ]
    const rows = this.rows.sql!
    const rootTerm = sql`select ${joinSql(rootItems, ', ')}${this.rootExtra} from ${rows} as ${b1}${start ? sql` where ${start}` : ''}`
    const childTerm = sql`select ${joinSql(childItems, ', ')}${this.childExtra} from ${w} join ${rows} as ${b2} on ${condition}${stop}`
    const k = r.alias('w')
    const cycle =
      connect.noCycle && checked
        ? `(exists (select from ${w} as ${k} where ${k}.dup and ${k}.ord[1:${k}.lvl::int - 1] = ${w}.ord))::int`
        : '0'
    const leaf = `(coalesce(lead(${w}.lvl) over (order by ${w}.ord), 0) <= ${w}.lvl)::int`
    const finished = `select ${w}.*, ${leaf} as leaf, ${cycle} as cyc from ${w} where not ${w}.dup order by ${w}.ord`
    const made = sql`(with recursive ${w} as (${rootTerm} union all ${childTerm}) ${finished}) as ${f}`

    const pseudo: Record<string, Expr> = { LEVEL: numberColumn(`${f}.lvl`), CONNECT_BY_ISLEAF: numberColumn(`${f}.leaf::numeric`) }
    if (connect.noCycle) pseudo.CONNECT_BY_ISCYCLE = numberColumn(`${f}.cyc::numeric`)
    const child2 = (operand: ExprNode): Expr => r.expression(operand, { scope: childScope, clause: 'connect by' })
    const root2 = (operand: ExprNode): Expr => r.expression(operand, { scope: rootScope, clause: 'connect by' })
    return {
      sql: made,
      where: this.filters,
      scope: {
        ...this.scope(f),
        pseudo,
        hierarchy: {
          prior: (operand) =>
            this.carry('p', operand, (name) => {
              const value = r.expression(operand, {
                scope: { ...parent, pseudo: { LEVEL: numberColumn(`${w}.lvl`) } },
                clause: 'connect by'
              })
              const pg = PG_TYPE[value.type.kind]
              return { root: `null::${pg}`, child: sql`(${value.sql})::${pg}`, result: { ...value, nullable: true, sql: `${f}.${name}` } }
            }),
          root: (operand) =>
            this.carry('r', operand, (name) => {
              const value = root2(operand)
              return {
                root: sql`(${value.sql})::${PG_TYPE[value.type.kind]}`,
                child: `${w}.${name}`,
                result: { ...value, sql: `${f}.${name}` }
              }
            }),
          path: (operand, separator, span) => this.path(operand, separator, span, root2, child2)
        }
      }
    }
  }

  private list(alias: string): Sql[] {
    return this.columnNames(alias).map((c, i) => sql`${c} as c${String(i + 1)}`)
  }

  /** Contents of OVER that number siblings. */
  private siblings(scope: Scope, parent: string): Sql {
    if (!this.query.orderSiblings) return ''
    const env: Env = {
      scope,
      clause: 'order by',
      aliases: (name) => {
        const item = this.block.items.find((i) => i.type === 'item' && i.alias?.name === name)
        return item?.type === 'item' ? this.r.expression(item.value, { scope, clause: 'select' }) : undefined
      }
    }
    const exprs = this.query.orderBy.map((item) => {
      if (item.value.type === 'number') refuse('a position in ORDER SIBLINGS BY', item.start)
      const e = this.r.expression(item.value, env)
      requireSortable(e)
      return e
    })
    return sql`${parent ? `partition by ${parent}.ord ` : ''}order by ${sortList(exprs, this.query.orderBy)}`
  }

  /** A value that every row takes along; `variant` tells several of one operand apart. */
  private carry(
    kind: string,
    operand: ExprNode,
    make: (name: string) => { readonly root: Sql; readonly child: Sql; readonly result: Expr },
    variant = ''
  ): Expr {
    const operandKey = expressionKey(operand, this.rows.scope)
    const key = operandKey === undefined ? undefined : `${kind} ${variant} ${operandKey}`
    const known = key === undefined ? undefined : this.carried.get(key)
    if (known) return known
    const name = `${kind}${this.rootExtra.length + 1}`
    const { root, child, result } = make(name)
    this.rootExtra.push(sql`, ${root} as ${name}`)
    this.childExtra.push(sql`, ${child}`)
    const e: Expr = { ...result, constant: false, origin: result.origin?.is === 'column' ? result.origin : undefined }
    if (key !== undefined) this.carried.set(key, e)
    return e
  }

  /** SYS_CONNECT_BY_PATH. ORA-30003, 30004. */
  private path(operand: ExprNode, separator: ExprNode, span: Span, root: (n: ExprNode) => Expr, child: (n: ExprNode) => Expr): Expr {
    if (separator.type !== 'string' || separator.value === '') throw oraError(30003, [], separator.start)
    return this.carry(
      's',
      operand,
      (name) => {
        const step = (e: Expr): Sql => {
          if (e.type.kind === 'CLOB') refuse('SYS_CONNECT_BY_PATH of a LOB', span.start)
          return sql`ora.path_step(${asText(this.r, e).sql}, ${quoteLiteral(separator.value)})`
        }
        return {
          root: step(root(operand)),
          child: sql`ora.len_4000(${this.w}.${name} || ${step(child(operand))})`,
          result: { type: { ...VARCHAR2, size: 4000, unit: 'BYTE' } as Expr['type'], sql: `${this.f}.${name}`, nullable: false, span }
        }
      },
      separator.value
    )
  }
}

/** Reads columns of more than one source. */
function isJoin(condition: ConditionNode, scope: Scope): boolean {
  const aliases = new Set<string>()
  for (const n of ownNodes(condition)) {
    if (n.type !== 'column') continue
    const column = ownColumn(scope, n.path)
    const source = column && scope.sources.find((s) => s.columns.some((c) => c.expr.sql === column.expr.sql))
    if (source) aliases.add(source.alias)
  }
  return aliases.size > 1
}

/** What PRIOR stands before in CONNECT BY, each once. */
function priorOperands(condition: ConditionNode, scope: Scope): ExprNode[] {
  const found = new Map<string, ExprNode>()
  for (const n of ownNodes(condition))
    if (n.type === 'prior') found.set(expressionKey((n as PriorExpr).operand, scope) ?? String(n.start), (n as PriorExpr).operand)
  return [...found.values()]
}
