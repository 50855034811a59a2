/** What MODIFY does to the rows when a column's type changes. SQL Language Reference, "ALTER TABLE", modify_col_properties. */
import type { OraType } from '../types'
import { columnPgType } from './column-type'

export interface TypeChange {
  /** Raised when a row does not satisfy `unless` (given the column; default: it is null). */
  readonly error?: number
  readonly unless?: (column: string) => string
  /** Never possible, whatever the rows hold. */
  readonly impossible?: number
  /** PostgreSQL's conversion of the rows. */
  readonly using?: (column: string) => string
}
type Of<K extends OraType['kind']> = Extract<OraType, { kind: K }>

/** Undefined when nothing changes. */
export function typeChange(from: OraType, to: OraType): TypeChange | undefined {
  if (JSON.stringify(sorted(from)) === JSON.stringify(sorted(to))) return undefined
  if (from.kind !== to.kind) return kindChange(from, to)
  switch (from.kind) {
    case 'NUMBER':
      return widens(from, to as Of<'NUMBER'>) ? {} : { error: 1440 }
    case 'VARCHAR2':
    case 'RAW':
      return textChange(from.size, to as Of<'VARCHAR2'>)
    case 'CHAR': {
      const wider = to as Of<'CHAR'>
      if ((wider.size ?? 1) < (from.size ?? 1)) return { error: 1441 }
      return { using: padded(wider) }
    }
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return (to as Of<'TIMESTAMP'>).precision >= from.precision ? {} : { error: 30082 }
    case 'INTERVAL_YM':
    case 'INTERVAL_DS': {
      const after = to as Of<'INTERVAL_DS'>
      const narrower =
        (after.precision ?? 2) < (from.precision ?? 2) ||
        (from.kind === 'INTERVAL_DS' && (after.secondPrecision ?? 6) < (from.secondPrecision ?? 6))
      return narrower ? { error: 30082 } : {}
    }
    default:
      return {}
  }
}

const padded =
  (to: Of<'CHAR'>) =>
  (column: string): string =>
    `case when pg_catalog.length(${column}) < ${to.size ?? 1} then pg_catalog.rpad(${column}, ${to.size ?? 1}) else ${column} end`

function textChange(before: number | undefined, to: { size?: number; unit?: string }): TypeChange {
  const size = to.size ?? 4000
  const measure = to.unit === 'CHAR' ? 'length' : 'octet_length'
  if (before !== undefined && to.unit !== 'BYTE' && to.unit !== undefined && size >= before) return {}
  return { error: 1441, unless: (column) => `${column} is null or pg_catalog.${measure}(${column}) <= ${size}` }
}

function widens(from: Of<'NUMBER'>, to: Of<'NUMBER'>): boolean {
  if (from.binaryPrecision !== undefined || to.binaryPrecision !== undefined) {
    if (to.binaryPrecision === undefined) return to.precision === undefined && to.scale === undefined
    return from.binaryPrecision !== undefined && from.binaryPrecision <= to.binaryPrecision
  }
  if (to.precision === undefined && to.scale === undefined) return true
  if (from.precision === undefined && from.scale === undefined) return false
  const [p1, s1, p2, s2] = [from.precision ?? 38, from.scale ?? 0, to.precision ?? 38, to.scale ?? 0]
  return s2 >= s1 && p2 - s2 >= p1 - s1
}

const LOB = new Set(['CLOB', 'BLOB'])

function kindChange(from: OraType, to: OraType): TypeChange {
  if (from.kind === 'LONG' && to.kind === 'CLOB') return {}
  if (LOB.has(to.kind)) return { impossible: 22858 }
  if (LOB.has(from.kind)) return { impossible: 22859 }
  if (from.kind === 'VARCHAR2' && to.kind === 'CHAR') return { error: from.size === to.size ? undefined : 1439, using: padded(to) }
  if (from.kind === 'CHAR' && to.kind === 'VARCHAR2') return (to.size ?? 0) >= (from.size ?? 1) ? {} : { error: 1441 }
  if (from.kind === 'DATE' && (to.kind === 'TIMESTAMP' || to.kind === 'TIMESTAMP_LTZ')) return {}
  return { error: 1439, using: () => `null::${columnPgType(to)}` }
}

const sorted = (type: OraType): [string, unknown][] =>
  Object.entries(type)
    .filter(([, v]) => v !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
