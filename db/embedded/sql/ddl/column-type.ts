/** Data types of columns: what DDL wrote → OraType → the type of the PostgreSQL column. SQL Language Reference, "Data Types". */
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import type { NlsSettings } from '../statement'
import type { DataTypeNode } from '../tree'
import type { LengthUnit, OraType } from '../types'

type Build = (node: DataTypeNode, nls: NlsSettings) => OraType

const number: Build = (node) => {
  const [precision, scale] = node.args
  if (precision === undefined) return { kind: 'NUMBER' }
  if (precision !== '*' && (precision < 1 || precision > 38)) throw oraError(1727, [], node.start)
  if (typeof scale === 'number' && (scale < -84 || scale > 127)) throw oraError(1728, [], node.start)
  if (precision === '*') return typeof scale === 'number' ? { kind: 'NUMBER', scale } : { kind: 'NUMBER' }
  return { kind: 'NUMBER', precision, scale: typeof scale === 'number' ? scale : 0 }
}
/** DECIMAL and NUMERIC without precision are integers. */
const decimal: Build = (node, nls) => (node.args.length ? number(node, nls) : { kind: 'NUMBER', scale: 0 })
const integer: Build = () => ({ kind: 'NUMBER', scale: 0 })
const float: Build = (node) => {
  const bits = typeof node.args[0] === 'number' ? node.args[0] : 126
  if (bits < 1 || bits > 126) throw oraError(1724, [], node.start)
  return { kind: 'NUMBER', binaryPrecision: bits }
}

function sized(node: DataTypeNode, maximum: number, fallback?: number): number {
  const size = typeof node.args[0] === 'number' ? node.args[0] : fallback
  if (size === undefined) throw oraError(906, [], node.end)
  if (size === 0) throw oraError(1723, [], node.start)
  if (size > maximum) throw oraError(910, [], node.start)
  return size
}
const unitOf = (node: DataTypeNode, nls: NlsSettings): LengthUnit => node.unit ?? nls.NLS_LENGTH_SEMANTICS

const varchar: Build = (node, nls) => ({ kind: 'VARCHAR2', size: sized(node, 4000), unit: unitOf(node, nls) })
const char: Build = (node, nls) => ({ kind: 'CHAR', size: sized(node, 2000, 1), unit: unitOf(node, nls) })
const fraction = (node: DataTypeNode, fallback: number, position = 0): number => {
  const digits = typeof node.args[position] === 'number' ? (node.args[position] as number) : fallback
  if (digits < 0 || digits > 9) throw oraError(30088, [], node.start)
  if (digits > 6) refuse(`${node.name}(${digits}): more than 6 digits of fractional seconds`, node.start)
  return digits
}
const timestamp: Build = (node) => {
  const precision = fraction(node, 6)
  if (node.withTimeZone === 'TIME ZONE') refuse('a TIMESTAMP WITH TIME ZONE column (the zone would be lost)', node.start)
  return node.withTimeZone ? { kind: 'TIMESTAMP_LTZ', precision } : { kind: 'TIMESTAMP', precision }
}
const leading = (node: DataTypeNode): number => {
  const digits = node.interval?.leading ?? 2
  if (digits < 0 || digits > 9) throw oraError(30088, [], node.start)
  return digits
}
const interval: Build = (node) => {
  if (/YEAR/.test(node.name)) return { kind: 'INTERVAL_YM', precision: leading(node) }
  const seconds = node.interval?.second ?? 6
  if (seconds < 0 || seconds > 9) throw oraError(30088, [], node.start)
  if (seconds > 6) refuse(`INTERVAL DAY TO SECOND(${seconds}): more than 6 digits of fractional seconds`, node.start)
  return { kind: 'INTERVAL_DS', precision: leading(node), secondPrecision: seconds }
}
const plain =
  (kind: 'CLOB' | 'BLOB' | 'DATE' | 'BINARY_FLOAT' | 'BINARY_DOUBLE' | 'LONG' | 'ROWID'): Build =>
  () => ({ kind })

const TYPES: Readonly<Record<string, Build>> = {
  NUMBER: number,
  DECIMAL: decimal,
  DEC: decimal,
  NUMERIC: decimal,
  INTEGER: integer,
  INT: integer,
  SMALLINT: integer,
  FLOAT: float,
  REAL: () => ({ kind: 'NUMBER', binaryPrecision: 63 }),
  'DOUBLE PRECISION': () => ({ kind: 'NUMBER', binaryPrecision: 126 }),
  BINARY_FLOAT: plain('BINARY_FLOAT'),
  BINARY_DOUBLE: plain('BINARY_DOUBLE'),
  VARCHAR2: varchar,
  VARCHAR: varchar,
  NVARCHAR2: (node) => ({ kind: 'VARCHAR2', size: sized(node, 2000), unit: 'CHAR', national: true }),
  CHAR: char,
  CHARACTER: char,
  NCHAR: (node) => ({ kind: 'CHAR', size: sized(node, 1000, 1), unit: 'CHAR', national: true }),
  CLOB: plain('CLOB'),
  NCLOB: () => ({ kind: 'CLOB', national: true }),
  BLOB: plain('BLOB'),
  RAW: (node) => ({ kind: 'RAW', size: sized(node, 2000) }),
  DATE: plain('DATE'),
  TIMESTAMP: timestamp,
  'INTERVAL YEAR TO MONTH': interval,
  'INTERVAL DAY TO SECOND': interval,
  INTERVAL: interval,
  LONG: plain('LONG'),
  ROWID: plain('ROWID'),
  UROWID: plain('ROWID')
}

/** Types that Oracle 19c has as columns and this server has not. */
const REFUSED = new Set(['BFILE', 'XMLTYPE', 'LONG RAW', 'ANYDATA', 'ANYTYPE', 'ANYDATASET', 'SDO_GEOMETRY', 'URITYPE', 'JSON'])

/** @throws ORA-00902 unknown, 00906 size missing, 00910 too long, 01723…01728, 30088; ORA-03001 for what only Oracle has. */
export function columnType(node: DataTypeNode, nls: NlsSettings): OraType {
  const build = Object.hasOwn(TYPES, node.name) ? TYPES[node.name] : undefined
  if (build) return build(node, nls)
  if (REFUSED.has(node.name)) refuse(`a column of type ${node.name}`, node.start)
  throw oraError(902, [], node.start)
}

/** Type of the PostgreSQL column: PG_TYPE with the modifiers that PostgreSQL shall enforce. */
export function columnPgType(type: OraType): string {
  switch (type.kind) {
    case 'NUMBER':
      if (type.binaryPrecision !== undefined || (type.precision === undefined && type.scale === undefined)) return 'numeric'
      return `numeric(${type.precision ?? 38},${type.scale ?? 0})`
    case 'DATE':
      return 'timestamp(0)'
    case 'TIMESTAMP':
      return `timestamp(${type.precision})`
    case 'TIMESTAMP_LTZ':
      return `timestamptz(${type.precision})`
    case 'INTERVAL_YM':
      return 'interval'
    case 'INTERVAL_DS':
      return `interval(${type.secondPrecision ?? 6})`
    case 'BINARY_FLOAT':
      return 'float4'
    case 'BINARY_DOUBLE':
      return 'float8'
    case 'RAW':
    case 'BLOB':
      return 'bytea'
    default:
      return 'text'
  }
}
