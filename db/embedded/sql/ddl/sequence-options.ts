/** Options of a sequence: Oracle's defaults, checks and bounds, and what PostgreSQL is told. SQL Language Reference, "CREATE SEQUENCE". */
import { qualified } from '../../catalog/physical-names'
import type { StoredSequence } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'
import type { SequenceOptions } from '../tree'

const ORACLE_MAX = 10n ** 28n - 1n
const ORACLE_MIN = -(10n ** 27n - 1n)
const PG_MAX = 2n ** 63n - 1n
const PG_MIN = -(2n ** 63n)
const clamp = (n: bigint): bigint => (n > PG_MAX ? PG_MAX : n < PG_MIN ? PG_MIN : n)

export type SequenceFields = Pick<StoredSequence, 'minValue' | 'maxValue' | 'incrementBy' | 'startWith' | 'cycle' | 'order' | 'cache'>

/**
 * @param before the sequence that ALTER SEQUENCE changes.
 * @throws ORA-04001…04015
 */
export function sequenceFrom(options: SequenceOptions, before?: SequenceFields): SequenceFields {
  const increment = options.incrementBy ?? (before ? BigInt(before.incrementBy) : 1n)
  if (increment === 0n) throw oraError(4002)
  const descending = increment < 0n
  const bound = (option: bigint | 'none' | undefined, old: string | undefined, fallback: bigint): bigint =>
    option === 'none' ? fallback : (option ?? (old === undefined ? fallback : BigInt(old)))
  const maxValue = bound(options.maxValue, before?.maxValue, descending ? -1n : ORACLE_MAX)
  const minValue = bound(options.minValue, before?.minValue, descending ? ORACLE_MIN : 1n)
  if (minValue >= maxValue) throw oraError(4004)
  const span = increment < 0n ? -increment : increment
  if (span > maxValue - minValue) throw oraError(4005)
  const start = options.startWith ?? (before ? BigInt(before.startWith) : descending ? maxValue : minValue)
  if (!before) {
    if (start < minValue) throw oraError(4006)
    if (start > maxValue) throw oraError(4008)
  }
  const cycle = options.cycle ?? before?.cycle ?? false
  const cache = options.cache === 'none' ? 0 : (options.cache ?? before?.cache ?? 20)
  if (options.cache !== undefined && options.cache !== 'none' && options.cache < 2) throw oraError(4010)
  if (cycle && options.cache !== 'none' && cache > 0 && BigInt(cache) > ceilDivide(maxValue - minValue + 1n, span)) throw oraError(4013)
  if (cycle && ((descending && options.minValue === undefined && !before) || (!descending && options.maxValue === undefined && !before)))
    throw oraError(4015)
  return {
    minValue: String(minValue),
    maxValue: String(maxValue),
    incrementBy: String(increment),
    startWith: String(start),
    cycle,
    order: options.order ?? before?.order ?? false,
    cache
  }
}

const ceilDivide = (a: bigint, b: bigint): bigint => (a + b - 1n) / b

/** CACHE stays 1: PostgreSQL caches for each session, and so would give out of order what Oracle's one cache gives in order. */
const pgOptions = (s: StoredSequence): string =>
  [
    `increment by ${clamp(BigInt(s.incrementBy))}`,
    `minvalue ${clamp(BigInt(s.minValue))}`,
    `maxvalue ${clamp(BigInt(s.maxValue))}`,
    s.cycle ? 'cycle' : 'no cycle'
  ].join(' ')

export const createSequenceSql = (s: StoredSequence): string =>
  `create sequence ${qualified(s.owner, s.name)} as pg_catalog.int8 ${pgOptions(s)} start with ${clamp(BigInt(s.startWith))}`
/** PostgreSQL wants its start value, which only a restart uses, within the new bounds too. */
export const alterSequenceSql = (s: StoredSequence): string => {
  const [min, start, max] = [s.minValue, s.startWith, s.maxValue].map(BigInt)
  return `alter sequence ${qualified(s.owner, s.name)} ${pgOptions(s)} start with ${clamp(start < min ? min : start > max ? max : start)}`
}
