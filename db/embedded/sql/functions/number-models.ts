/**
 * Number format models. Where PostgreSQL's to_char means the same (digits, groups, a point), it does the work, guarded
 * against overflow; all else is ora.to_char_number (catalog/sql/25). Source: SQL Language Reference, "Number Format Models".
 */
import { type Expr, quoteLiteral, type Sql, sql } from '../expr'
import { varchar2 } from '../types'
import type { RuleContext } from './registry'
import { type Built, literalText, txt } from './rule'

/** Columns that L, U and C take; also the most bytes that they fill. */
const CURRENCY_WIDTH: Readonly<Record<string, number>> = { L: 10, U: 10, C: 7 }

/** Bytes of the widest result. */
function widthOf(model: string): number {
  const m = model.toUpperCase().replace(/^FM/, '')
  if (m.startsWith('TM')) return 64
  if (m === 'RN') return 15
  const currency = [...m].reduce((sum, c) => sum + (CURRENCY_WIDTH[c] ?? 0), 0)
  const digits = m.replace(/EEEE$/, '').replace(/[^0-9.,GDX$]/g, '').length
  // group and decimal characters may have several bytes
  const wide = (m.match(/[GD]/g)?.length ?? 0) * 3
  return digits + wide + currency * 4 + (m.endsWith('EEEE') ? 6 : 0) + (m.endsWith('PR') ? 2 : 1)
}

/** FM, then digits with groups and a point: the integer and the fraction part. */
const PLAIN = /^(FM)?([90](?:[90,]*[90])?)(?:\.([90]+))?$/i

/** TO_CHAR(number, model). @param nls further arguments of ora.to_char_number. */
export function numberText(number: Expr, mask: Expr, nls: Sql, c: RuleContext): Built {
  const model = literalText(mask)
  const full = (n: Sql): Sql => sql`ora.to_char_number(${n}, ${txt(mask, c)}${nls})`
  if (model === undefined) return { type: varchar2(64), sql: full(number.sql), nullable: true }
  const type = varchar2(Math.min(4000, Math.max(1, widthOf(model))))
  const plain = PLAIN.exec(model)
  if (!plain || nls !== '') return { type, sql: full(number.sql), nullable: true }
  const [digits, fraction] = [plain[2].replace(/,/g, '').length, plain[3]?.length ?? 0]
  const limit = `${'9'.repeat(digits)}.${'9'.repeat(fraction)}4::numeric`
  return { type, nullable: true, sql: sql`ora.to_char_plain(${number.sql}, ${quoteLiteral(model.toUpperCase())}, ${limit})` }
}
