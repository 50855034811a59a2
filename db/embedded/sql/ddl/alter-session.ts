/** ALTER SESSION SET. Source: Database Reference, "Initialization Parameters"; Globalization Support Guide, chapter 3. */
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import { createResolver } from '../resolve'
import { EMPTY_SCOPE } from '../resolve/scope'
import { DEFAULT_NLS, type Step, type Translation } from '../statement'
import type { AlterSession, ExprNode } from '../tree'
import type { DdlContext } from './ddl-context'
import { steps } from './transaction'

interface Setting {
  readonly name: string
  readonly value: string
  readonly start: number
}
/** Gives the settings that really change: validated, in their stored spelling. Nothing: accepted, without a meaning here. */
type Rule = (setting: Setting, ddl: DdlContext) => readonly { name: string; value: string }[]

const keep = (s: Setting, value = s.value): { name: string; value: string }[] => [{ name: s.name, value }]

const oneOf =
  (...allowed: string[]): Rule =>
  (s) => {
    const value = s.value.toUpperCase()
    if (!allowed.includes(value)) throw oraError(12705, [], s.start)
    return keep(s, value)
  }
/** Valid in Oracle with other values too, which would change results. */
const only =
  (...supported: string[]): Rule =>
  (s) => {
    const value = s.value.toUpperCase()
    if (!supported.includes(value)) refuse(`ALTER SESSION SET ${s.name} = ${s.value}`, s.start)
    return keep(s, value)
  }

/** A mask is good when TO_CHAR takes it. */
const mask =
  (argument: 'SYSDATE' | 'LOCALTIMESTAMP' | 'SYSTIMESTAMP'): Rule =>
  (s, ddl) => {
    if (s.value === '') throw oraError(12705, [], s.start)
    const span = { start: s.start, end: s.start }
    const name = (text: string) => ({ ...span, name: text, quoted: false })
    const call: ExprNode = {
      ...span,
      type: 'call',
      path: [name('TO_CHAR')],
      args: [
        { ...span, value: { ...span, type: 'column', path: [name(argument)] } },
        { ...span, value: { ...span, type: 'string', value: s.value, national: false } }
      ]
    }
    createResolver(ddl.text, ddl.context, ddl.catalog).expression(call, { scope: EMPTY_SCOPE, clause: 'select' })
    return keep(s)
  }

const numericCharacters: Rule = (s) => {
  const [decimal, group, ...rest] = [...s.value]
  if (!decimal || !group || rest.length || decimal === group || /[0-9+\-<>]/.test(s.value)) throw oraError(12705, [], s.start)
  return keep(s)
}

const schema: Rule = (s, ddl) => {
  if (!ddl.catalog.hasUser(s.value)) throw oraError(1435, [], s.start)
  return keep(s)
}

/** A territory brings its formats with it. */
const territory: Rule = (s, ddl) => {
  const value = only('AMERICA')(s, ddl)
  const names = [
    'NLS_DATE_FORMAT',
    'NLS_TIMESTAMP_FORMAT',
    'NLS_TIMESTAMP_TZ_FORMAT',
    'NLS_NUMERIC_CHARACTERS',
    'NLS_CURRENCY',
    'NLS_ISO_CURRENCY'
  ] as const
  return [...value, ...names.map((name) => ({ name, value: DEFAULT_NLS[name] }))]
}
const language: Rule = (s, ddl) => [...only('AMERICAN')(s, ddl), { name: 'NLS_DATE_LANGUAGE', value: 'AMERICAN' }]

const timeZone: Rule = (s) => {
  const value = s.value.trim()
  const offset = /^([+-]?)(\d{1,2}):(\d{1,2})$/.exec(value)
  if (offset) {
    const [hours, minutes] = [Number(offset[2]), Number(offset[3])]
    if (hours > 15) throw oraError(1874, [], s.start)
    if (minutes > 59) throw oraError(1875, [], s.start)
    return keep(s, `${offset[1] || '+'}${String(hours).padStart(2, '0')}:${offset[3].padStart(2, '0')}`)
  }
  if (['LOCAL', 'DBTIMEZONE'].includes(value.toUpperCase())) return keep(s, value.toUpperCase())
  try {
    return keep(s, new Intl.DateTimeFormat('en-US', { timeZone: value }).resolvedOptions().timeZone && value)
  } catch {
    throw oraError(1882, [], s.start)
  }
}

const RULES: Readonly<Record<string, Rule>> = {
  CONTAINER: (s) => keep(s), // the session knows which there are
  CURRENT_SCHEMA: schema,
  TIME_ZONE: timeZone,
  NLS_DATE_FORMAT: mask('SYSDATE'),
  NLS_TIMESTAMP_FORMAT: mask('LOCALTIMESTAMP'),
  NLS_TIMESTAMP_TZ_FORMAT: mask('SYSTIMESTAMP'),
  NLS_NUMERIC_CHARACTERS: numericCharacters,
  NLS_LANGUAGE: language,
  NLS_TERRITORY: territory,
  NLS_DATE_LANGUAGE: only('AMERICAN', 'ENGLISH'),
  NLS_CURRENCY: (s) => keep(s),
  NLS_DUAL_CURRENCY: () => [],
  NLS_ISO_CURRENCY: only('AMERICA'),
  NLS_SORT: only('BINARY'),
  NLS_COMP: oneOf('BINARY', 'ANSI', 'LINGUISTIC'),
  NLS_LENGTH_SEMANTICS: oneOf('BYTE', 'CHAR'),
  NLS_CALENDAR: only('GREGORIAN'),
  NLS_NCHAR_CONV_EXCP: oneOf('TRUE', 'FALSE')
}

/** Parameters of the optimizer, of memory, tracing and the like: they never change a result. */
const WITHOUT_MEANING = new Set([
  'APPROX_FOR_AGGREGATION',
  'BITMAP_MERGE_AREA_SIZE',
  'COMMIT_LOGGING',
  'COMMIT_WAIT',
  'COMMIT_WRITE',
  'CREATE_STORED_OUTLINES',
  'CURSOR_BIND_CAPTURE_DESTINATION',
  'CURSOR_SHARING',
  'DB_FILE_MULTIBLOCK_READ_COUNT',
  'DDL_LOCK_TIMEOUT',
  'DEFERRED_SEGMENT_CREATION',
  'ENABLE_DDL_LOGGING',
  'ERROR_ON_OVERLAP_TIME',
  'EVENT',
  'EVENTS',
  'FAST_START_IO_TARGET',
  'FIXED_DATE_CACHE',
  'HASH_AREA_SIZE',
  'INMEMORY_QUERY',
  'LOG_ARCHIVE_MIN_SUCCEED_DEST',
  'MAX_DUMP_FILE_SIZE',
  'OBJECT_CACHE_MAX_SIZE_PERCENT',
  'OBJECT_CACHE_OPTIMAL_SIZE',
  'OPTIMIZER_ADAPTIVE_PLANS',
  'OPTIMIZER_ADAPTIVE_STATISTICS',
  'OPTIMIZER_CAPTURE_SQL_PLAN_BASELINES',
  'OPTIMIZER_DYNAMIC_SAMPLING',
  'OPTIMIZER_FEATURES_ENABLE',
  'OPTIMIZER_IGNORE_HINTS',
  'OPTIMIZER_INDEX_CACHING',
  'OPTIMIZER_INDEX_COST_ADJ',
  'OPTIMIZER_MODE',
  'OPTIMIZER_USE_INVISIBLE_INDEXES',
  'OPTIMIZER_USE_PENDING_STATISTICS',
  'OPTIMIZER_USE_SQL_PLAN_BASELINES',
  'PARALLEL_DEGREE_LIMIT',
  'PARALLEL_DEGREE_POLICY',
  'PARALLEL_FORCE_LOCAL',
  'PARALLEL_INSTANCE_GROUP',
  'PARALLEL_MIN_PERCENT',
  'PARALLEL_MIN_TIME_THRESHOLD',
  'PLSCOPE_SETTINGS',
  'PLSQL_CODE_TYPE',
  'PLSQL_DEBUG',
  'PLSQL_OPTIMIZE_LEVEL',
  'PLSQL_V2_COMPATIBILITY',
  'PLSQL_WARNINGS',
  'QUERY_REWRITE_ENABLED',
  'QUERY_REWRITE_INTEGRITY',
  'RECYCLEBIN',
  'RESULT_CACHE_MODE',
  'RESUMABLE_TIMEOUT',
  'SESSION_CACHED_CURSORS',
  'SKIP_UNUSABLE_INDEXES',
  'SORT_AREA_RETAINED_SIZE',
  'SORT_AREA_SIZE',
  'SQL_TRACE',
  'SQLTUNE_CATEGORY',
  'STAR_TRANSFORMATION_ENABLED',
  'STATISTICS_LEVEL',
  'TIMED_OS_STATISTICS',
  'TIMED_STATISTICS',
  'TRACEFILE_IDENTIFIER',
  'WORKAREA_SIZE_POLICY',
  'XML_DB_EVENTS',
  '_ORACLE_SCRIPT'
])
/** Known to Oracle, with a meaning that this server does not give. */
const REFUSED = new Set([
  'EDITION',
  'ISOLATION_LEVEL',
  'CONSTRAINTS',
  'PLSQL_CCFLAGS',
  'USE_STORED_OUTLINES',
  'ROW ARCHIVAL VISIBILITY',
  'FLAGGER',
  'INSTANCE'
])

export function alterSession(statement: AlterSession, ddl: DdlContext): Translation {
  const container = statement.settings.find(({ name }) => name.toUpperCase() === 'CONTAINER')
  if (container && statement.settings.length > 1) refuse('ALTER SESSION SET CONTAINER together with other parameters', container.span.start)
  const changes = statement.settings.flatMap(({ name, value, span }) => {
    const setting: Setting = { name: name.toUpperCase(), value, start: span.start }
    if (Object.hasOwn(RULES, setting.name)) return RULES[setting.name](setting, ddl)
    if (WITHOUT_MEANING.has(setting.name)) return []
    if (REFUSED.has(setting.name)) refuse(`ALTER SESSION SET ${setting.name}`, span.start)
    throw oraError(2248, [], span.start)
  })
  const list = changes.map(({ name, value }): Step => ({ do: 'set-session', name, value }))
  return { ...steps('session', list, ddl), cacheable: false }
}
