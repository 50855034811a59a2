/** Functions of supplied packages that SQL may call. Source: PL/SQL Packages and Types Reference, DBMS_LOB, UTL_RAW. */
import { oraError } from '../../errors/messages'
import { type Expr, joinSql, sql } from '../expr'
import { NUMBER, VARCHAR2, varchar2 } from '../types'
import type { FunctionRule, RuleContext } from './registry'
import { asText, type Built, maybeNull, num, rule, strict, txt, volatileRule, wrongType } from './rule'

const optional = (e: Expr | undefined, c: RuleContext, otherwise: string) => (e ? num(e, c) : `${otherwise}::numeric`)

/** SUBSTR (lob, amount, offset): NULL where amount or offset is less than one. */
function lobSubstr(args: readonly Expr[], c: RuleContext): Built {
  const plsql = c.surroundings === 'plsql'
  const places = sql`${optional(args[1], c, '32767')}, ${optional(args[2], c, '1')}`
  if (args[0].type.kind === 'BLOB' || args[0].type.kind === 'RAW')
    return plsql ? maybeNull({ kind: 'RAW' }, sql`ora.lob_part(${args[0].sql}, ${places})`) : maybeNull({ kind: 'RAW', size: 2000 }, sql`ora.lob_substr(${args[0].sql}, ${places})`)
  if (plsql) return maybeNull(VARCHAR2, sql`ora.lob_part(${txt(args[0], c)}, ${places})`)
  return maybeNull(varchar2(4000), sql`ora.lob_substr(${txt(args[0], c)}, ${places})`)
}

const raw = (e: Expr, c: RuleContext) => c.convert(e, { kind: 'RAW' }).sql
/** Oracle checks a name; what stands for itself is given back. */
const assertRule = (name: string, fn: string): FunctionRule =>
  rule(`DBMS_ASSERT.${name}`, 1, 1, (args, c) => maybeNull(VARCHAR2, sql`ora.${fn}(${txt(args[0], c)})`))

export const packageFunctions: readonly FunctionRule[] = [
  rule('DBMS_LOB.GETLENGTH', 1, 1, (args, c) => {
    const bytes = args[0].type.kind === 'BLOB' || args[0].type.kind === 'RAW'
    return strict(
      NUMBER,
      sql`pg_catalog.${bytes ? 'octet_length' : 'length'}(${bytes ? args[0].sql : asText(args[0], c).sql})::numeric`,
      args
    )
  }),
  rule('DBMS_LOB.SUBSTR', 1, 3, lobSubstr),
  rule('DBMS_LOB.INSTR', 2, 4, (args, c) => {
    if (args[0].type.kind === 'BLOB') return wrongType('CLOB', args[0])
    const [value, pattern] = [txt(args[0], c), txt(args[1], c)]
    return maybeNull(NUMBER, sql`ora.lob_instr(${value}, ${pattern}, ${optional(args[2], c, '1')}, ${optional(args[3], c, '1')})`)
  }),
  rule('DBMS_LOB.COMPARE', 2, 2, (args, c) => {
    const [a, b] = args.map((arg) => (arg.type.kind === 'BLOB' ? arg.sql : txt(arg, c)))
    return maybeNull(NUMBER, sql`(case when ${a} = ${b} then 0 when ${a} < ${b} then -1 when ${a} > ${b} then 1 end)::numeric`)
  }),
  rule('UTL_RAW.LENGTH', 1, 1, (args, c) =>
    strict(NUMBER, sql`pg_catalog.octet_length(${c.convert(args[0], { kind: 'RAW' }).sql})::numeric`, args)
  ),
  rule('UTL_RAW.CONCAT', 1, 12, (args, c) =>
    maybeNull({ kind: 'RAW' }, sql`nullif(${joinSql(args.map((arg) => sql`coalesce(${raw(arg, c)}, '')`), ' || ')}, '')`)
  ),
  rule('UTL_RAW.REVERSE', 1, 1, (args, c) => strict({ kind: 'RAW' }, sql`pg_catalog.reverse(${raw(args[0], c)})`, args)),
  volatileRule('DBMS_RANDOM.VALUE', 0, 2, (args, c) => {
    if (args.length === 1) throw oraError(909, [], c.span.start)
    return { type: NUMBER, sql: sql`ora.random_value(${joinSql(args.map((arg) => num(arg, c)), ', ')})`, nullable: args.length > 0 }
  }),
  volatileRule('DBMS_RANDOM.RANDOM', 0, 0, () => ({ type: NUMBER, sql: 'ora.random_integer()', nullable: false })),
  volatileRule('DBMS_RANDOM.NORMAL', 0, 0, () => ({ type: NUMBER, sql: 'ora.random_normal()', nullable: false })),
  volatileRule('DBMS_RANDOM.STRING', 2, 2, (args, c) => maybeNull(varchar2(4000), sql`ora.random_string(${txt(args[0], c)}, ${num(args[1], c)})`)),
  volatileRule('DBMS_UTILITY.GET_TIME', 0, 0, () => ({ type: NUMBER, sql: 'ora.hundredths()', nullable: false })),
  assertRule('SIMPLE_SQL_NAME', 'assert_simple_name'),
  assertRule('ENQUOTE_LITERAL', 'assert_literal'),
  rule('DBMS_ASSERT.NOOP', 1, 1, (args, c) => maybeNull(VARCHAR2, txt(args[0], c))),
  rule('DBMS_ASSERT.ENQUOTE_NAME', 1, 2, (args, c) => {
    const fold = args[1] ? args[1].sql : 'true'
    return maybeNull(VARCHAR2, sql`ora.assert_enquoted(${txt(args[0], c)}, ${fold})`)
  })
]

/** Of the same packages, known and refused by name. */
export const MISSING_PACKAGE_FUNCTIONS: readonly string[] = [
  'DBMS_ASSERT.SQL_OBJECT_NAME', 'DBMS_ASSERT.SCHEMA_NAME', 'DBMS_ASSERT.QUALIFIED_SQL_NAME', 'DBMS_UTILITY.GET_HASH_VALUE', 'DBMS_CRYPTO.HASH', 'DBMS_METADATA.GET_DDL', 'DBMS_OBFUSCATION_TOOLKIT.MD5',
  'UTL_RAW.SUBSTR', 'UTL_RAW.BIT_AND', 'UTL_RAW.BIT_OR', 'UTL_RAW.BIT_XOR', 'UTL_ENCODE.BASE64_ENCODE',
  'UTL_ENCODE.BASE64_DECODE', 'UTL_I18N.STRING_TO_RAW', 'UTL_I18N.RAW_TO_CHAR', 'UTL_URL.ESCAPE', 'UTL_URL.UNESCAPE',
  'UTL_MATCH.EDIT_DISTANCE'
]
