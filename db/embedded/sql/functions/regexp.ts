/** Regular expressions. Source: SQL Language Reference, REGEXP_*; patterns are rewritten by ora.regexp_pattern. */
import { type Expr, joinSql, quoteLiteral, type Sql, sql } from '../expr'
import { NUMBER } from '../types'
import type { FunctionRule, RuleContext } from './registry'
import { asText, maybeNull, num, rule, textLike, textOfSize, txt } from './rule'

const one = '1::numeric'
const zero = '0::numeric'
const flags = (e: Expr | undefined, c: RuleContext): Sql => (e ? sql`coalesce(${txt(e, c)}, 'c')` : quoteLiteral('c'))
const optional = (e: Expr | undefined, c: RuleContext, otherwise: Sql): Sql => (e ? num(e, c) : otherwise)

/** Text, pattern, position, occurrence. */
const place = (args: readonly Expr[], c: RuleContext): Sql =>
  sql`${txt(args[0], c)}, ${txt(args[1], c)}, ${optional(args[2], c, one)}, ${optional(args[3], c, one)}`

/** The condition REGEXP_LIKE(value, pattern [, flags]). */
export const regexpLike = (args: readonly Expr[], c: RuleContext): Sql =>
  sql`ora.regexp_like(${txt(args[0], c)}, ${txt(args[1], c)}, ${flags(args[2], c)})`

export const regexpFunctions: readonly FunctionRule[] = [
  rule('REGEXP_COUNT', 2, 4, (args, c) =>
    maybeNull(
      NUMBER,
      sql`ora.regexp_count(${joinSql([txt(args[0], c), txt(args[1], c), optional(args[2], c, one), flags(args[3], c)], ', ')})`
    )
  ),
  rule('REGEXP_INSTR', 2, 7, (args, c) =>
    maybeNull(
      NUMBER,
      sql`ora.regexp_instr(${place(args, c)}, ${optional(args[4], c, zero)}, ${flags(args[5], c)}, ${optional(args[6], c, zero)})`
    )
  ),
  rule('REGEXP_SUBSTR', 2, 6, (args, c) =>
    maybeNull(
      textLike(asText(args[0], c)),
      sql`ora.regexp_substr(${place(args, c)}, ${flags(args[4], c)}, ${optional(args[5], c, zero)})`
    )
  ),
  rule('REGEXP_REPLACE', 2, 6, (args, c) =>
    maybeNull(
      textOfSize(asText(args[0], c), undefined),
      sql`ora.regexp_replace(${joinSql(
        [
          txt(args[0], c),
          txt(args[1], c),
          args[2] ? txt(args[2], c) : 'null::text',
          optional(args[3], c, one),
          optional(args[4], c, zero),
          flags(args[5], c)
        ],
        ', '
      )})`
    )
  )
]
