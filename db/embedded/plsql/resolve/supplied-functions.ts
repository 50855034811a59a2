/** Functions that only PL/SQL has: of package STANDARD and of supplied packages. Source: PL/SQL Packages and Types Reference. */
import { refuse } from '../../errors/ora-error'
import { plsError } from '../../errors/pls-messages'
import { type Span, type Sql, sql } from '../../sql/expr'
import type { Argument } from '../../sql/tree'
import { NUMBER } from '../../sql/types'
import type { Value } from '../model'
import { scalar } from '../types'
import { type Analysis, anyValue } from './analysis'
import { coerce } from './coerce'
import { setOf } from './multisets'
import { booleanExpr, isComposite, numberExpr, textExpr } from './values'

type Build = (a: Analysis, args: readonly Argument[], at: Span) => Value

const none =
  (name: string, build: (at: Span) => Value): Build =>
  (_, args, at) => {
    if (args.length > 0) throw plsError(306, [name], at.start)
    return build(at)
  }
const num = (a: Analysis, arg: Argument): Sql => coerce(a.c, anyValue(a, arg.value), scalar(NUMBER))

const inTrigger = (name: string): Build =>
  none(name, (at) => refuse(`${name} outside the body of a trigger`, at.start))

const FUNCTIONS: Readonly<Record<string, Build>> = {
  TRUE: none('TRUE', (at) => ({ ...booleanExpr('true', at), nullable: false })),
  FALSE: none('FALSE', (at) => ({ ...booleanExpr('false', at), nullable: false })),
  SQLCODE: none('SQLCODE', (at) => ({ ...numberExpr('ora.sqlcode(caught)', at, true), nullable: false })),
  SQLERRM: (a, args, at) => {
    if (args.length > 1) throw plsError(306, ['SQLERRM'], at.start)
    return textExpr(args.length === 0 ? 'ora.sqlerrm(caught)' : sql`ora.sqlerrm(${num(a, args[0])})`, at, 512)
  },
  SET: (a, args, at) => {
    if (args.length !== 1) throw plsError(306, ['SET'], at.start)
    return setOf(a, args[0].value)
  },
  CARDINALITY: (a, args, at) => {
    const value = args.length === 1 ? anyValue(a, args[0].value) : undefined
    const nested = value && isComposite(value) && value.composite.kind === 'COLLECTION' && value.composite.style === 'nested table'
    if (!nested) throw plsError(306, ['CARDINALITY'], at.start)
    return numberExpr(sql`pg_catalog.cardinality(pg_catalog.array_remove(${value.sql}, null))::numeric`, at, true)
  },
  INSERTING: inTrigger('INSERTING'),
  UPDATING: inTrigger('UPDATING'),
  DELETING: inTrigger('DELETING'),
  'DBMS_UTILITY.FORMAT_ERROR_STACK': none('FORMAT_ERROR_STACK', (at) => textExpr('ora.error_stack(caught)', at, 2000)),
  'DBMS_UTILITY.FORMAT_ERROR_BACKTRACE': none('FORMAT_ERROR_BACKTRACE', (at) => textExpr('ora.error_backtrace(caught)', at)),
  'DBMS_UTILITY.FORMAT_CALL_STACK': none('FORMAT_CALL_STACK', (at) => textExpr('ora.call_stack()', at, 2000)),
  'DBMS_UTILITY.GET_CPU_TIME': none('GET_CPU_TIME', (at) => numberExpr('ora.hundredths()', at))
}

export const suppliedValue = (name: string): Build | undefined => (Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined)

/** Of those, what a static SQL statement may not name: PLS-00231. */
export const PLSQL_ONLY: ReadonlySet<string> = new Set(['SQLCODE', 'SQLERRM'])

/** Functions and pseudocolumns that PL/SQL only lets SQL use: PLS-00204. */
export const SQL_ONLY: ReadonlySet<string> = new Set([
  'BIN_TO_NUM', 'CUBE_TABLE', 'CV', 'DATAOBJ_TO_PARTITION', 'DECODE', 'DEREF', 'DUMP', 'EXISTSNODE', 'FEATURE_ID', 'ITERATION_NUMBER',
  'LEVEL', 'LNNVL', 'NVL2', 'ORA_HASH', 'ORA_ROWSCN', 'PREVIOUS', 'PRIOR', 'REF', 'ROWID', 'ROWNUM', 'SCN_TO_TIMESTAMP', 'STANDARD_HASH',
  'SYS_CONNECT_BY_PATH', 'SYS_DBURIGEN', 'SYS_TYPEID', 'SYS_XMLGEN', 'TO_LOB', 'UPDATEXML', 'VALUE', 'VSIZE',
  'WIDTH_BUCKET', 'XMLAGG', 'XMLCOLATTVAL', 'XMLCONCAT', 'XMLELEMENT', 'XMLFOREST', 'XMLQUERY', 'XMLTABLE', 'XMLTRANSFORM'
])

/** Packages that come with the database: what this server has not of them is refused by name. */
export const SUPPLIED_PACKAGES: ReadonlySet<string> = new Set([
  'DBMS_ALERT', 'DBMS_APPLICATION_INFO', 'DBMS_AQ', 'DBMS_AQADM', 'DBMS_ASSERT', 'DBMS_COMPARISON', 'DBMS_CRYPTO', 'DBMS_DB_VERSION',
  'DBMS_DDL', 'DBMS_DEBUG', 'DBMS_DESCRIBE', 'DBMS_EDITIONS_UTILITIES', 'DBMS_ERRLOG', 'DBMS_FLASHBACK', 'DBMS_HPROF', 'DBMS_JOB',
  'DBMS_LOB', 'DBMS_LOCK', 'DBMS_METADATA', 'DBMS_MVIEW', 'DBMS_OBFUSCATION_TOOLKIT', 'DBMS_OUTPUT', 'DBMS_PARALLEL_EXECUTE', 'DBMS_PIPE',
  'DBMS_PROFILER', 'DBMS_RANDOM', 'DBMS_REDEFINITION', 'DBMS_RESULT_CACHE', 'DBMS_ROWID', 'DBMS_SCHEDULER', 'DBMS_SESSION', 'DBMS_SQL',
  'DBMS_STATS', 'DBMS_TRACE', 'DBMS_TRANSACTION', 'DBMS_TYPES', 'DBMS_UTILITY', 'DBMS_WARNING', 'DBMS_XMLGEN', 'DBMS_XPLAN', 'HTF', 'HTP',
  'OWA_UTIL', 'UTL_CALL_STACK', 'UTL_COLL', 'UTL_COMPRESS', 'UTL_ENCODE', 'UTL_FILE', 'UTL_HTTP', 'UTL_I18N', 'UTL_IDENT', 'UTL_INADDR',
  'UTL_LMS', 'UTL_MAIL', 'UTL_MATCH', 'UTL_NLA', 'UTL_RAW', 'UTL_REF', 'UTL_SMTP', 'UTL_TCP', 'UTL_URL'
])
