/** Functions of supplied packages that SQL may call. Source: PL/SQL Packages and Types Reference, DBMS_LOB, UTL_RAW. */
import { type Expr, sql } from '../expr'
import { NUMBER, varchar2 } from '../types'
import type { FunctionRule, RuleContext } from './registry'
import { asText, type Built, maybeNull, num, rule, strict, txt, wrongType } from './rule'

const optional = (e: Expr | undefined, c: RuleContext, otherwise: string) => (e ? num(e, c) : `${otherwise}::numeric`)

/** SUBSTR (lob, amount, offset): NULL where amount or offset is less than one. */
function lobSubstr(args: readonly Expr[], c: RuleContext): Built {
  const places = sql`${optional(args[1], c, '32767')}, ${optional(args[2], c, '1')}`
  if (args[0].type.kind === 'BLOB' || args[0].type.kind === 'RAW')
    return maybeNull({ kind: 'RAW', size: 2000 }, sql`ora.lob_substr(${args[0].sql}, ${places})`)
  return maybeNull(varchar2(4000), sql`ora.lob_substr(${txt(args[0], c)}, ${places})`)
}

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
  rule('UTL_RAW.LENGTH', 1, 1, (args, c) =>
    strict(NUMBER, sql`pg_catalog.octet_length(${c.convert(args[0], { kind: 'RAW' }).sql})::numeric`, args)
  )
]

/** Of the same packages, known and refused by name. */
export const MISSING_PACKAGE_FUNCTIONS: readonly string[] = [
  'DBMS_LOB.COMPARE', 'DBMS_RANDOM.VALUE', 'DBMS_RANDOM.STRING', 'DBMS_RANDOM.NORMAL', 'DBMS_RANDOM.RANDOM', 'DBMS_UTILITY.GET_TIME',
  'DBMS_UTILITY.GET_HASH_VALUE', 'DBMS_CRYPTO.HASH', 'DBMS_METADATA.GET_DDL', 'DBMS_OBFUSCATION_TOOLKIT.MD5', 'UTL_RAW.CONCAT',
  'UTL_RAW.SUBSTR', 'UTL_RAW.REVERSE', 'UTL_RAW.BIT_AND', 'UTL_RAW.BIT_OR', 'UTL_RAW.BIT_XOR', 'UTL_ENCODE.BASE64_ENCODE',
  'UTL_ENCODE.BASE64_DECODE', 'UTL_I18N.STRING_TO_RAW', 'UTL_I18N.RAW_TO_CHAR', 'UTL_URL.ESCAPE', 'UTL_URL.UNESCAPE',
  'UTL_MATCH.EDIT_DISTANCE'
]
