/** Which function calls group rows. Source: SQL Language Reference, "Aggregate Functions", "Analytic Functions". */
import type { FunctionCall } from '../tree'

export const AGGREGATE_NAMES: ReadonlySet<string> = new Set([
  'ANY_VALUE',
  'APPROX_COUNT_DISTINCT',
  'AVG',
  'CORR',
  'COUNT',
  'COVAR_POP',
  'COVAR_SAMP',
  'LISTAGG',
  'MAX',
  'MEDIAN',
  'MIN',
  'PERCENTILE_CONT',
  'PERCENTILE_DISC',
  'REGR_SLOPE',
  'REGR_INTERCEPT',
  'REGR_COUNT',
  'REGR_R2',
  'REGR_AVGX',
  'REGR_AVGY',
  'REGR_SXX',
  'REGR_SYY',
  'REGR_SXY',
  'STATS_MODE',
  'STDDEV',
  'STDDEV_POP',
  'STDDEV_SAMP',
  'SUM',
  'VAR_POP',
  'VAR_SAMP',
  'VARIANCE',
  'COLLECT',
  'XMLAGG',
  'JSON_ARRAYAGG',
  'JSON_OBJECTAGG',
  'CORR_S',
  'CORR_K',
  'APPROX_COUNT',
  'APPROX_SUM',
  'APPROX_MEDIAN',
  'APPROX_PERCENTILE'
])
/** Aggregates only with WITHIN GROUP, otherwise analytic. */
const HYPOTHETICAL: ReadonlySet<string> = new Set(['RANK', 'DENSE_RANK', 'PERCENT_RANK', 'CUME_DIST'])
/** Never without OVER. */
export const ANALYTIC_ONLY: ReadonlySet<string> = new Set([
  'ROW_NUMBER',
  'LAG',
  'LEAD',
  'FIRST_VALUE',
  'LAST_VALUE',
  'NTH_VALUE',
  'NTILE',
  'RATIO_TO_REPORT'
])
/** Tell which grouping a row belongs to. */
export const GROUPING_NAMES: ReadonlySet<string> = new Set(['GROUPING', 'GROUPING_ID', 'GROUP_ID'])

export function isAggregateCall(call: FunctionCall): boolean {
  if (call.over || call.path.length !== 1) return false
  const name = call.path[0].name
  return AGGREGATE_NAMES.has(name) || (HYPOTHETICAL.has(name) && call.withinGroup !== undefined)
}
export const isHypothetical = (name: string): boolean => HYPOTHETICAL.has(name)

/** Names that only a query may call: they look at several rows. */
export const isAggregateName = (name: string): boolean =>
  AGGREGATE_NAMES.has(name) || ANALYTIC_ONLY.has(name) || HYPOTHETICAL.has(name) || GROUPING_NAMES.has(name)
