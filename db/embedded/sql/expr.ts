/**
 * A resolved expression: its Oracle type beside the PostgreSQL SQL that computes it.
 *
 * `Sql` is a small tree of text and slots rather than a string, so that a piece can be placed anywhere
 * and parameters are numbered only once, by `printSql`. Build it with the `sql` template tag:
 *
 *     sql`nullif(pg_catalog.lower(${arg.sql}), '')`
 */
import type { OraType } from './types'

export interface Span {
  /** Offsets in the Oracle text: characters, 0-based, `end` exclusive. */
  readonly start: number
  readonly end: number
}

/** A parameter of the statement: `bind` is its 0-based position among the placeholders, `type` how it is sent. */
export interface ParamSlot {
  readonly param: number
  readonly type: OraType
}
export type Sql = string | ParamSlot | readonly Sql[]

/** Joins text and pieces. Only for text of ours: user text goes through `quoteLiteral`/`quoteName`. */
export function sql(strings: TemplateStringsArray, ...pieces: Sql[]): Sql {
  const out: Sql[] = []
  strings.forEach((s, i) => {
    if (s) out.push(s)
    if (i < pieces.length) out.push(pieces[i])
  })
  return out
}
export const joinSql = (pieces: readonly Sql[], separator: string): Sql =>
  pieces.flatMap((p, i) => (i === 0 ? [p] : [separator, p]))
export const quoteName = (name: string): string => `"${name.replace(/"/g, '""')}"`
/** A PostgreSQL text literal with a stated type: no untyped literal ever reaches PostgreSQL. */
export const quoteLiteral = (text: string): string =>
  (text.includes('\\') ? ` E'${text.replace(/\\/g, '\\\\').replace(/'/g, "''")}'` : `'${text.replace(/'/g, "''")}'`) + '::text'

/** Where an expression comes from, for rules that need more than its type. */
export type Origin =
  | { readonly is: 'literal'; readonly value: string | null }
  | { readonly is: 'bind'; readonly bind: number }
  | { readonly is: 'column'; readonly owner: string; readonly table: string; readonly column: string }

export interface Expr {
  readonly type: OraType
  readonly sql: Sql
  readonly nullable: boolean
  readonly span: Span
  readonly origin?: Origin
  /** Reads no row: PostgreSQL may evaluate it while planning, so a fallible helper over it must be the STABLE twin. */
  readonly constant?: boolean
  /** NUMBER: most digits before and after the decimal point; absent when not known. */
  readonly digits?: { readonly int: number; readonly frac: number }
  /** The column of a table or view that this shows unchanged: only such a one is described as NOT NULL, however sure an expression is. */
  readonly declared?: { readonly owner: string; readonly table: string; readonly column: string }
  /** TIMESTAMP_TZ: text expression with the zone that the value is shown in ('+02:00', 'Europe/Berlin'). */
  readonly zone?: Sql
  /** PL/SQL: a PLS_INTEGER, whose sums and products must stay one. */
  readonly integer?: boolean
}

/** A resolved condition: its SQL yields PostgreSQL's boolean. */
export interface Condition {
  readonly sql: Sql
  readonly span: Span
}

/** NULL is allowed, as clients are told: Oracle does not reason about expressions. */
export const describedNullable = (e: Expr): boolean => e.nullable || !e.declared

export interface PrintedSql {
  readonly text: string
  /** For $1, $2, …: which placeholder, sent as which type. */
  readonly params: readonly ParamSlot[]
}

/** Flattens to text; the same placeholder with the same type shares one $n. */
export function printSql(tree: Sql): PrintedSql {
  const params: ParamSlot[] = []
  const numbers = new Map<string, number>()
  let text = ''
  const walk = (node: Sql): void => {
    if (typeof node === 'string') text += node
    else if ('param' in node) {
      const key = `${node.param}:${node.type.kind}`
      let n = numbers.get(key)
      if (n === undefined) {
        params.push(node)
        n = params.length
        numbers.set(key, n)
      }
      text += `$${n}`
    } else for (const child of node as readonly Sql[]) walk(child)
  }
  walk(tree)
  return { text, params }
}
