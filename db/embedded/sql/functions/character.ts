/** Character functions. Source: SQL Language Reference, "Character Functions". */
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import { type Expr, joinSql, quoteLiteral, sql } from '../expr'
import { textSize } from '../resolve/convert'
import { NUMBER, type OraType, varchar2 } from '../types'
import type { FunctionRule, RuleContext } from './registry'
import {
  asText,
  type Built,
  late,
  limited,
  literalNumber,
  literalText,
  maybeNull,
  num,
  rule,
  strict,
  textLike,
  textOfSize,
  txt
} from './rule'

const sizeOf = (e: Expr): number | undefined => (e.type.kind === 'VARCHAR2' || e.type.kind === 'CHAR' ? textSize(e.type) : undefined)

/** UPPER and LOWER keep the type, CHAR included. */
const caseRule = (name: string, pg: string): FunctionRule =>
  rule(name, 1, 1, (args, c) => {
    const value = asText(args[0], c)
    return strict(value.type.kind === 'CHAR' ? value.type : textLike(value), sql`pg_catalog.${pg}(${value.sql})`, args)
  })

/** NLS_UPPER and the like: a linguistic sort as second argument is refused. */
const nlsRule = (name: string, pg: string): FunctionRule =>
  rule(name, 1, 2, (args, c) => (args[1] ? refuse(`${name} with an NLS argument`, args[1].span.start) : caseRule(name, pg).build(args, c)))

const lengthRule = (name: string, pg: string): FunctionRule =>
  rule(name, 1, 1, (args, c) => {
    if (args[0].type.kind === 'BLOB') return strict(NUMBER, sql`pg_catalog.octet_length(${args[0].sql})::numeric`, args)
    return strict(NUMBER, sql`pg_catalog.${pg}(${txt(args[0], c)})::numeric`, args)
  })

function substr(args: readonly Expr[], c: RuleContext): Built {
  const value = asText(args[0], c)
  const from = literalNumber(args[1])
  const length = args[2] && literalNumber(args[2])
  const wholeLength = length !== undefined && length >= 1 && length < 2 ** 30 ? Math.floor(length) : undefined
  const type = wholeLength === undefined ? textLike(value) : textOfSize(value, Math.min(wholeLength * 4, sizeOf(value) ?? 4000))
  if (from !== undefined && from >= 0 && from < 2 ** 30 && (!args[2] || wholeLength !== undefined))
    return maybeNull(
      type,
      sql`nullif(pg_catalog.substr(${value.sql}, ${String(Math.max(Math.trunc(from), 1))}${args[2] ? `, ${wholeLength}` : ''}), '')`
    )
  return maybeNull(type, sql`ora.substr(${value.sql}, ${num(args[1], c)}${args[2] ? sql`, ${num(args[2], c)}` : ''})`)
}

function instr(args: readonly Expr[], c: RuleContext): Built {
  const [value, search] = [txt(args[0], c), txt(args[1], c)]
  if (args.length === 2) {
    // position('' in x) is 1 in PostgreSQL; an empty search text is NULL here already
    return maybeNull(NUMBER, sql`pg_catalog.strpos(${value}, ${search})::numeric`)
  }
  return maybeNull(NUMBER, sql`ora.instr(${late(value, c)}, ${search}, ${num(args[2], c)}${args[3] ? sql`, ${num(args[3], c)}` : ''})`)
}

const padRule = (name: 'LPAD' | 'RPAD'): FunctionRule =>
  rule(name, 2, 3, (args, c) => {
    const value = asText(args[0], c)
    const length = literalNumber(args[1])
    const type = textOfSize(value, length === undefined ? undefined : Math.floor(length) * 4)
    const pad = args[2] ? txt(args[2], c) : quoteLiteral(' ')
    const most = type.kind === 'CLOB' ? '1000000000' : c.surroundings === 'plsql' ? '32767' : '4000'
    const padded = sql`ora.${name.toLowerCase()}(${value.sql}, ${num(args[1], c)}, ${pad}, ${most})`
    return maybeNull(type, length !== undefined && length <= 1000 ? padded : limited(padded, type, c))
  })

/** LTRIM, RTRIM: a set of characters. */
const trimSetRule = (name: 'LTRIM' | 'RTRIM'): FunctionRule =>
  rule(name, 1, 2, (args, c) => {
    const value = asText(args[0], c)
    return maybeNull(
      textLike(value),
      sql`nullif(pg_catalog.${name.toLowerCase()}(${value.sql}${args[1] ? sql`, ${txt(args[1], c)}` : ''}), '')`
    )
  })

/** TRIM(LEADING|TRAILING|BOTH c FROM s): one character only (ORA-30001). */
function trim(args: readonly Expr[], c: RuleContext): Built {
  const value = asText(args[0], c)
  const side = c.options?.trim ?? 'BOTH'
  const pg = side === 'LEADING' ? 'ltrim' : side === 'TRAILING' ? 'rtrim' : 'btrim'
  if (!args[1]) return maybeNull(textLike(value), sql`nullif(pg_catalog.${pg}(${value.sql}), '')`)
  const set = literalText(args[1])
  if (set !== undefined && [...set].length !== 1) throw oraError(30001, [], args[1].span.start)
  const characters = set !== undefined ? txt(args[1], c) : sql`ora.one_character(${txt(args[1], c)})`
  return maybeNull(textLike(value), sql`nullif(pg_catalog.${pg}(${value.sql}, ${characters}), '')`)
}

const rawText = (e: Expr, c: RuleContext): Built['sql'] =>
  e.type.kind === 'RAW' || e.type.kind === 'BLOB' ? e.sql : sql`pg_catalog.convert_to(${txt(e, c)}, 'UTF8'::name)`
const HASH_BYTES: Readonly<Record<string, number>> = { MD5: 16, SHA1: 20, SHA256: 32, SHA384: 48, SHA512: 64 }

/** Functions on the internal bytes of a value: of text and RAW they are known. */
function hashable(e: Expr): void {
  if (!['VARCHAR2', 'CHAR', 'RAW', 'NULL'].includes(e.type.kind)) refuse(`STANDARD_HASH of ${e.type.kind}`, e.span.start)
}
const nationalCharacter: OraType = { kind: 'VARCHAR2', size: 1, unit: 'CHAR', national: true }
const raw = (size: number): OraType => ({ kind: 'RAW', size })

export const characterFunctions: readonly FunctionRule[] = [
  caseRule('UPPER', 'upper'),
  caseRule('LOWER', 'lower'),
  nlsRule('NLS_UPPER', 'upper'),
  nlsRule('NLS_LOWER', 'lower'),
  caseRule('INITCAP', 'initcap'),
  nlsRule('NLS_INITCAP', 'initcap'),
  lengthRule('LENGTH', 'length'),
  lengthRule('LENGTHC', 'length'),
  lengthRule('LENGTH4', 'length'),
  lengthRule('LENGTHB', 'octet_length'),
  rule('SUBSTR', 2, 3, substr),
  rule('SUBSTRC', 2, 3, substr),
  rule('SUBSTR4', 2, 3, substr),
  rule('SUBSTRB', 2, 3, (args, c) => {
    const value = asText(args[0], c)
    const length = args[2] && literalNumber(args[2])
    const type =
      length === undefined || length < 1 ? textLike(value) : textOfSize(value, Math.min(Math.floor(length), sizeOf(value) ?? 4000))
    return maybeNull(
      type,
      sql`ora.substrb(${late(value.sql, c)}, ${num(args[1], c)}, ${args[2] ? num(args[2], c) : '1000000000::numeric'})`
    )
  }),
  ...['INSTR', 'INSTRC', 'INSTR4'].map((name) => rule(name, 2, 4, instr)),
  rule('INSTRB', 2, 4, (args, c) =>
    maybeNull(
      NUMBER,
      sql`ora.instrb(${joinSql([late(txt(args[0], c), c), txt(args[1], c), ...args.slice(2).map((arg) => num(arg, c))], ', ')})`
    )
  ),
  padRule('LPAD'),
  padRule('RPAD'),
  trimSetRule('LTRIM'),
  trimSetRule('RTRIM'),
  rule('TRIM', 1, 2, trim),
  rule('REPLACE', 2, 3, (args, c) => {
    const value = asText(args[0], c)
    const shrinks = !args[2]
    const type = shrinks ? textLike(value) : textOfSize(value, undefined)
    const replaced = sql`ora.replace(${value.sql}, ${txt(args[1], c)}, ${args[2] ? txt(args[2], c) : 'null::text'})`
    return maybeNull(type, shrinks ? replaced : limited(replaced, type, c))
  }),
  rule('TRANSLATE', 2, 3, (args, c) => {
    const value = asText(args[0], c)
    if (c.options?.using) return { ...strict(textLike(value), value.sql, [args[0]]) }
    if (!args[2]) throw oraError(909, [], c.span.start)
    // characters of several bytes may come for shorter ones
    const to = literalText(args[2])
    const size = sizeOf(value)
    const type = to !== undefined && /^[\0-\x7f]*$/.test(to) ? textLike(value) : textOfSize(value, size && size * 4)
    return maybeNull(type, limited(sql`ora.translate(${value.sql}, ${txt(args[1], c)}, ${txt(args[2], c)})`, value.type, c))
  }),
  rule('CONCAT', 2, 2, (args, c) => {
    const [a, b] = [asText(args[0], c), asText(args[1], c)]
    const sizes = [sizeOf(a), sizeOf(b)]
    const type: OraType =
      a.type.kind === 'CLOB' || b.type.kind === 'CLOB'
        ? { kind: 'CLOB' }
        : sizes[0] === undefined || sizes[1] === undefined
          ? { kind: 'VARCHAR2' }
          : textOfSize(a, sizes[0] + sizes[1])
    const joined = sql`nullif(coalesce(${a.sql}, '') || coalesce(${b.sql}, ''), '')`
    return { type, sql: limited(joined, type, c), nullable: a.nullable && b.nullable }
  }),
  rule('ASCII', 1, 1, (args, c) => strict(NUMBER, sql`ora.ascii(${txt(args[0], c)})`, args)),
  rule('CHR', 1, 1, (args, c) => {
    if (c.options?.using === 'NCHAR_CS') return strict(nationalCharacter, sql`ora.nchr(${late(num(args[0], c), c)})`, args)
    const code = literalNumber(args[0])
    return strict(
      varchar2(4),
      code !== undefined && code >= 1 && code < 128
        ? quoteLiteral(String.fromCharCode(Math.floor(code)))
        : sql`ora.chr(${late(num(args[0], c), c)})`,
      args
    )
  }),
  rule('NCHR', 1, 1, (args, c) => strict(nationalCharacter, sql`ora.nchr(${late(num(args[0], c), c)})`, args)),
  rule('UNISTR', 1, 1, (args, c) => maybeNull({ kind: 'VARCHAR2', national: true }, sql`ora.unistr(${late(txt(args[0], c), c)})`)),
  rule('ASCIISTR', 1, 1, (args, c) => strict(varchar2(4000), limited(sql`ora.asciistr(${txt(args[0], c)})`, varchar2(), c), args)),
  rule('SOUNDEX', 1, 1, (args, c) => maybeNull(varchar2(4), sql`ora.soundex(${txt(args[0], c)})`)),
  rule('RAWTOHEX', 1, 1, (args, c) =>
    strict(
      varchar2(4000),
      sql`ora.rawtohex(${args[0].type.kind === 'RAW' || args[0].type.kind === 'BLOB' ? args[0].sql : rawText(args[0], c)})`,
      args
    )
  ),
  rule('HEXTORAW', 1, 1, (args, c) => maybeNull(raw(2000), sql`ora.hextoraw(${late(txt(args[0], c), c)})`)),
  rule('UTL_RAW.CAST_TO_RAW', 1, 1, (args, c) => strict(raw(2000), rawText(args[0], c), args)),
  rule('UTL_RAW.CAST_TO_VARCHAR2', 1, 1, (args, c) => {
    const bytes = c.convert(args[0], raw(2000)).sql
    return maybeNull(varchar2(4000), sql`nullif(pg_catalog.convert_from(${bytes}, 'UTF8'::name), '')`)
  }),
  rule('STANDARD_HASH', 1, 2, (args, c) => {
    hashable(args[0])
    const algorithm = args[1] ? literalText(args[1])?.toUpperCase() : 'SHA1'
    const size = algorithm === undefined ? 64 : HASH_BYTES[algorithm]
    if (size === undefined) throw oraError(904, [`"${algorithm}"`], args[1].span.start)
    return {
      type: raw(size),
      sql: sql`ora.standard_hash(${rawText(args[0], c)}, ${args[1] ? txt(args[1], c) : quoteLiteral('SHA1')})`,
      nullable: false
    }
  }),
  rule('DUMP', 1, 4, (_args, c) => refuse('DUMP', c.span.start)),
  rule('ORA_HASH', 1, 3, (_args, c) => refuse('ORA_HASH', c.span.start)),
  rule('VSIZE', 1, 1, (_args, c) => refuse('VSIZE', c.span.start))
]
