/** Conversion functions. Source: SQL Language Reference, "Conversion Functions". */
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import { type Expr, quoteLiteral, type Sql, sql } from '../expr'
import { isDatetime, isInterval, isNumeric, isText, NUMBER, type OraType, varchar2 } from '../types'
import { maskLiteral, toCharDate, toDate } from './datetime-masks'
import { intervalText } from './interval-text'
import { numberText } from './number-models'
import type { FunctionRule, RuleContext } from './registry'
import { asText, type Built, late, literalText, maybeNull, num, rule, strict, txt, wrongType } from './rule'

/** The third argument, 'NLS_NUMERIC_CHARACTERS = ''.,'' …': only literals, so that what it changes is known. */
function nlsArgument(e: Expr | undefined): ReadonlyMap<string, string> {
  const settings = new Map<string, string>()
  if (!e || e.type.kind === 'NULL') return settings
  const text = literalText(e)
  if (text === undefined) return refuse('an NLS argument that is not a literal', e.span.start)
  let rest = text.trim()
  while (rest) {
    const match = /^([A-Z_]+)\s*=\s*(?:'((?:[^']|'')*)'|(\S+))\s*/i.exec(rest)
    if (!match) throw oraError(12702, [], e.span.start)
    settings.set(match[1].toUpperCase(), match[2]?.replace(/''/g, "'") ?? match[3])
    rest = rest.slice(match[0].length)
  }
  return settings
}

function languageArgument(e: Expr | undefined): void {
  for (const [name, value] of nlsArgument(e)) {
    if (name !== 'NLS_DATE_LANGUAGE') throw oraError(12702, [], e!.span.start)
    if (!['AMERICAN', 'ENGLISH'].includes(value.toUpperCase())) refuse(`NLS_DATE_LANGUAGE ${value}`, e!.span.start)
  }
}

/** Decimal and group characters and the currency, as arguments of our helpers; nothing when all are the default. */
function numberNls(e: Expr | undefined, c: RuleContext): Sql {
  const settings = nlsArgument(e)
  for (const name of settings.keys())
    if (!['NLS_NUMERIC_CHARACTERS', 'NLS_CURRENCY', 'NLS_ISO_CURRENCY'].includes(name)) throw oraError(12702, [], e!.span.start)
  const characters = settings.get('NLS_NUMERIC_CHARACTERS') ?? c.nls.NLS_NUMERIC_CHARACTERS
  if (new Set(characters).size !== 2 || [...characters].length !== 2) throw oraError(12702, [], e?.span.start ?? c.span.start)
  const currency = settings.get('NLS_CURRENCY') ?? c.nls.NLS_CURRENCY
  if (settings.has('NLS_ISO_CURRENCY') && settings.get('NLS_ISO_CURRENCY')!.toUpperCase() !== 'AMERICA')
    refuse('NLS_ISO_CURRENCY', e!.span.start)
  return characters === '.,' && currency === '$' ? '' : sql`, ${quoteLiteral(characters)}, ${quoteLiteral(currency)}`
}

function toChar(args: readonly Expr[], c: RuleContext): Built {
  const [value, mask, nls] = args
  if (value.type.kind === 'NULL') return maybeNull(varchar2(1), 'null::text')
  if (isDatetime(value.type)) {
    languageArgument(nls)
    if (!mask) return c.convert(value, varchar2())
    return toCharDate(value, asText(mask, c), c)
  }
  if (isInterval(value.type)) return mask ? refuse('TO_CHAR of an interval with a format', mask.span.start) : intervalText(value)
  // TO_CHAR('12', '999'): the text is a number then
  const number = isNumeric(value.type) ? value : mask ? c.convert(value, NUMBER) : undefined
  if (!number) {
    const text = asText(value, c)
    if (text.type.kind === 'CLOB') return maybeNull(varchar2(4000), sql`ora.clob_text(${text.sql})`)
    return { ...text, type: text.type.kind === 'CHAR' ? { ...text.type, kind: 'VARCHAR2' } : text.type }
  }
  if (!mask) return c.convert(number, varchar2(40))
  if (number.type.kind === 'BINARY_FLOAT') return refuse('TO_CHAR of BINARY_FLOAT with a format', mask.span.start)
  if (number === value) checkNumberModel(mask)
  return numberText(c.convert(number, NUMBER), mask, numberNls(nls, c), c)
}

/** A literal model with a letter that no model has is wrong for every row, so also for none. */
function checkNumberModel(mask: Expr): void {
  const model = literalText(mask)
  if (model !== undefined && /[^0-9.,$BCDEFGLMIPRNSTUVX]/i.test(model)) throw oraError(1481, [], mask.span.start)
}

function toNumber(args: readonly Expr[], c: RuleContext): Built {
  const [value, mask, nls] = args
  if (c.options?.conversionDefault) return refuse('DEFAULT … ON CONVERSION ERROR', c.span.start)
  if (isDatetime(value.type)) return wrongType('NUMBER', value)
  if (!mask) return isText(value.type) || value.type.kind === 'NULL' ? c.convert(value, NUMBER) : c.convert(value, NUMBER)
  checkNumberModel(mask)
  const model = c.surroundings === 'plsql' ? 'plsql_number_model' : 'to_number_model'
  return maybeNull(NUMBER, sql`ora.${model}(${late(txt(value, c), c)}, ${txt(mask, c)}${numberNls(nls, c)})`)
}

function toDatetime(args: readonly Expr[], c: RuleContext, type: OraType, format: string): Built {
  const [value, mask, nls] = args
  if (c.options?.conversionDefault) return refuse('DEFAULT … ON CONVERSION ERROR', c.span.start)
  languageArgument(nls)
  // TO_DATE of a DATE goes through its text in the session's format, as Oracle documents not to do
  const text = isText(value.type) || value.type.kind === 'NULL' ? value : c.convert(value, varchar2())
  return toDate(c.convert(text, varchar2()), mask ? asText(mask, c) : maskLiteral(format, value), c, type)
}

export const conversionFunctions: readonly FunctionRule[] = [
  { ...rule('TO_CHAR', 1, 3, toChar), stability: 'stable' },
  { ...rule('TO_NCHAR', 1, 3, toChar), stability: 'stable' },
  rule('TO_NUMBER', 1, 3, toNumber),
  rule('TO_DATE', 1, 3, (args, c) => toDatetime(args, c, { kind: 'DATE' }, c.nls.NLS_DATE_FORMAT)),
  rule('TO_TIMESTAMP', 1, 3, (args, c) => toDatetime(args, c, { kind: 'TIMESTAMP', precision: 6 }, c.nls.NLS_TIMESTAMP_FORMAT)),
  rule('TO_TIMESTAMP_TZ', 1, 3, (_args, c) => refuse('TO_TIMESTAMP_TZ', c.span.start)),
  rule('TO_DSINTERVAL', 1, 1, (args, c) => {
    if (c.options?.conversionDefault) return refuse('DEFAULT … ON CONVERSION ERROR', c.span.start)
    return strict({ kind: 'INTERVAL_DS', precision: 9, secondPrecision: 9 }, sql`ora.text_to_dsinterval(${late(txt(args[0], c), c)})`, args)
  }),
  rule('TO_YMINTERVAL', 1, 1, (args, c) => {
    if (c.options?.conversionDefault) return refuse('DEFAULT … ON CONVERSION ERROR', c.span.start)
    return strict({ kind: 'INTERVAL_YM', precision: 9 }, sql`ora.text_to_yminterval(${late(txt(args[0], c), c)})`, args)
  }),
  rule('TO_CLOB', 1, 1, (args, c) => strict({ kind: 'CLOB' }, c.convert(asText(args[0], c), { kind: 'CLOB' }).sql, args)),
  rule('EMPTY_CLOB', 0, 0, () => ({ type: { kind: 'CLOB' }, sql: "''::text", nullable: false })),
  rule('EMPTY_BLOB', 0, 0, () => ({ type: { kind: 'BLOB' }, sql: "''::bytea", nullable: false })),
  rule('TO_BINARY_DOUBLE', 1, 1, (args, c) => strict({ kind: 'BINARY_DOUBLE' }, c.convert(args[0], { kind: 'BINARY_DOUBLE' }).sql, args)),
  rule('TO_BINARY_FLOAT', 1, 1, (args, c) => strict({ kind: 'BINARY_FLOAT' }, c.convert(args[0], { kind: 'BINARY_FLOAT' }).sql, args)),
  rule('TO_SINGLE_BYTE', 1, 1, (_args, c) => refuse('TO_SINGLE_BYTE', c.span.start)),
  rule('TO_MULTI_BYTE', 1, 1, (_args, c) => refuse('TO_MULTI_BYTE', c.span.start)),
  rule('ROWIDTOCHAR', 1, 1, (args, c) => strict(varchar2(18), c.convert(c.convert(args[0], { kind: 'ROWID' }), varchar2(18)).sql, args)),
  rule('CHARTOROWID', 1, 1, (args, c) => strict({ kind: 'ROWID' }, c.convert(args[0], { kind: 'ROWID' }).sql, args)),
  rule('BIN_TO_NUM', 1, Number.POSITIVE_INFINITY, (args, c) =>
    strict(
      NUMBER,
      args.reduce<Sql>((sum, arg, i) => (i ? sql`(${sum}) * 2 + ${num(arg, c)}` : num(arg, c)), ''),
      args
    )
  )
]
