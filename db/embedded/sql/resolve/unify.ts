/** One type for several values: arms of CASE, operands of set operators. */
import type { Expr } from '../expr'
import { isDatetime, isNumeric, type OraType, VARCHAR2 } from '../types'
import { inconsistent, textSize, typeName } from './convert'

const isChar = (t: OraType): boolean => t.kind === 'VARCHAR2' || t.kind === 'CHAR'

/** Longer of two character types: CHAR only when both are CHAR of one length. */
export function widerText(a: OraType, b: OraType): OraType {
  if (a.kind === 'CHAR' && b.kind === 'CHAR' && a.size === b.size && a.unit === b.unit) return a
  const size = (t: OraType): number | undefined => ('size' in t ? t.size : undefined)
  const unit = (t: OraType): 'BYTE' | 'CHAR' => ('unit' in t ? (t.unit ?? 'BYTE') : 'BYTE')
  const national = ('national' in a && a.national) || ('national' in b && b.national) || undefined
  if (size(a) === undefined || size(b) === undefined) return national ? ({ ...VARCHAR2, national } as OraType) : VARCHAR2
  if (unit(a) === unit(b)) return { kind: 'VARCHAR2', size: Math.max(size(a)!, size(b)!), unit: unit(a), national }
  return { kind: 'VARCHAR2', size: Math.max(textSize(a), textSize(b)), unit: 'BYTE', national }
}

function widerNumber(a: OraType, b: OraType): OraType {
  const kinds = [a.kind, b.kind]
  if (kinds.includes('BINARY_DOUBLE')) return { kind: 'BINARY_DOUBLE' }
  if (kinds.includes('BINARY_FLOAT')) return { kind: 'BINARY_FLOAT' }
  if (a.kind === 'NUMBER' && b.kind === 'NUMBER' && a.precision === b.precision && a.scale === b.scale) return a
  return { kind: 'NUMBER' }
}

function widerDatetime(a: OraType, b: OraType): OraType {
  if (a.kind === b.kind) return 'precision' in a && 'precision' in b && (a.precision ?? 0) < (b.precision ?? 0) ? b : a
  const order = ['TIMESTAMP_TZ', 'TIMESTAMP_LTZ', 'TIMESTAMP', 'DATE']
  return order.indexOf(a.kind) < order.indexOf(b.kind) ? a : b
}

/** The common type of two kinds that go together without loss; undefined when they do not. */
export function commonType(a: OraType, b: OraType): OraType | undefined {
  if (a.kind === 'NULL') return b
  if (b.kind === 'NULL') return a
  if (isChar(a) && isChar(b)) return widerText(a, b)
  if (isNumeric(a) && isNumeric(b)) return widerNumber(a, b)
  if (isDatetime(a) && isDatetime(b)) return widerDatetime(a, b)
  if (a.kind === 'CLOB' && (b.kind === 'CLOB' || isChar(b))) return a
  if (b.kind === 'CLOB' && isChar(a)) return b
  if (a.kind === 'RAW' && b.kind === 'RAW') return { kind: 'RAW', size: Math.max(a.size ?? 2000, b.size ?? 2000) }
  return a.kind === b.kind ? a : undefined
}

/** Of the arms of CASE: the first typed arm leads; others of another family are ORA-00932. */
export function armsType(arms: readonly Expr[]): OraType {
  let type: OraType = { kind: 'NULL' }
  for (const arm of arms) {
    const next = commonType(type, arm.type)
    if (!next) throw inconsistent(typeName(type), arm.type, arm.span.start)
    type = next
  }
  return type.kind === 'NULL' ? VARCHAR2 : type
}
