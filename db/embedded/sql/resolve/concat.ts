/** a || b: NULL counts as no characters; longer than 4000 bytes is ORA-01489. */
import { type Expr, type Span, type Sql, sql } from '../expr'
import { isText, type OraType, VARCHAR2 } from '../types'
import { textSize } from './convert'
import type { Resolver } from './model'

const CHAR_LIMIT = 2000
const VARCHAR_LIMIT = 4000
const PLSQL_LIMIT = 32767

export function concat(r: Resolver, left: Expr, right: Expr, span: Span): Expr {
  const [a, b] = [left, right].map((e) => (isText(e.type) || e.type.kind === 'NULL' ? e : r.convert(e, VARCHAR2)))
  const type = r.context.surroundings?.in === 'plsql' ? plsqlType(a, b) : concatType(a, b)
  const constant = a.constant && b.constant
  if (left.type.kind === 'NULL' && right.type.kind === 'NULL') return { type: VARCHAR2, sql: 'null::text', nullable: true, span, constant }
  if (left.type.kind === 'NULL') return { ...b, type, span, origin: undefined }
  if (right.type.kind === 'NULL') return { ...a, type, span, origin: undefined }
  const nullable = a.nullable && b.nullable
  const some = (e: Expr): Sql => (e.nullable || e.type.kind === 'CLOB' ? sql`coalesce(${e.sql}, '')` : e.sql)
  const joined =
    a.nullable && b.nullable && type.kind !== 'CLOB' ? sql`nullif(${some(a)} || ${some(b)}, '')` : sql`(${some(a)} || ${some(b)})`
  if (type.kind === 'CLOB') {
    const both = nullable ? sql`case when ${a.sql} is null and ${b.sql} is null then null else ${joined} end` : joined
    return { type, sql: both, nullable, span, constant }
  }
  if (r.context.surroundings?.in === 'plsql') {
    const fits = (bytesOf(a.type) ?? PLSQL_LIMIT) + (bytesOf(b.type) ?? PLSQL_LIMIT) <= PLSQL_LIMIT
    return { type, sql: fits ? joined : sql`ora.plsql_len(${joined})`, nullable, span, constant }
  }
  const tooLong = textSize(a.type) + textSize(b.type) > VARCHAR_LIMIT
  return { type, sql: tooLong ? sql`ora.len_4000(${joined})` : joined, nullable, span, constant }
}

/** Bytes of a text type whose bound is known. */
function bytesOf(t: OraType): number | undefined {
  if (t.kind === 'NULL') return 0
  if (t.kind !== 'VARCHAR2' && t.kind !== 'CHAR') return undefined
  return t.size === undefined ? undefined : t.unit === 'CHAR' ? t.size * 4 : t.size
}
/** PL/SQL: no wider than known, up to 32767 bytes. */
function plsqlType(a: Expr, b: Expr): OraType {
  if (a.type.kind === 'CLOB' || b.type.kind === 'CLOB') return { kind: 'CLOB' }
  const size = (bytesOf(a.type) ?? PLSQL_LIMIT) + (bytesOf(b.type) ?? PLSQL_LIMIT)
  return size > PLSQL_LIMIT ? VARCHAR2 : { kind: 'VARCHAR2', size, unit: 'BYTE' }
}

function concatType(a: Expr, b: Expr): OraType {
  if (a.type.kind === 'CLOB' || b.type.kind === 'CLOB') return { kind: 'CLOB' }
  const size = textSize(a.type) + textSize(b.type)
  const national = ('national' in a.type && a.type.national) || ('national' in b.type && b.type.national) || undefined
  if (a.type.kind === 'CHAR' && b.type.kind === 'CHAR' && size <= CHAR_LIMIT) return { kind: 'CHAR', size, unit: 'BYTE', national }
  return { kind: 'VARCHAR2', size: Math.min(size, VARCHAR_LIMIT), unit: 'BYTE', national }
}
