/** Types that PL/SQL has by name. Source: PL/SQL Language Reference, chapter 3; package STANDARD. */
import { refuse } from '../../errors/ora-error'
import { plsError } from '../../errors/pls-messages'
import { columnType } from '../../sql/ddl/column-type'
import type { NlsSettings } from '../../sql/statement'
import type { DataTypeNode } from '../../sql/tree'
import type { OraType } from '../../sql/types'
import type { PlsqlType, ScalarType } from '../types'

const INTEGER: OraType = { kind: 'NUMBER', precision: 38, scale: 0 }
const integer = (more: Partial<ScalarType> = {}): ScalarType => ({ kind: 'SCALAR', type: INTEGER, integer: 'PLS_INTEGER', ...more })
const MAX = '2147483647'

const STANDARD: Readonly<Record<string, PlsqlType>> = {
  BOOLEAN: { kind: 'SCALAR', type: { kind: 'BOOLEAN' } },
  PLS_INTEGER: integer(),
  BINARY_INTEGER: integer(),
  NATURAL: integer({ range: ['0', MAX] }),
  NATURALN: integer({ range: ['0', MAX], notNull: true }),
  POSITIVE: integer({ range: ['1', MAX] }),
  POSITIVEN: integer({ range: ['1', MAX], notNull: true }),
  SIGNTYPE: integer({ range: ['-1', '1'] }),
  SIMPLE_INTEGER: integer({ notNull: true }),
  SIMPLE_FLOAT: { kind: 'SCALAR', type: { kind: 'BINARY_FLOAT' }, notNull: true },
  SIMPLE_DOUBLE: { kind: 'SCALAR', type: { kind: 'BINARY_DOUBLE' }, notNull: true },
  SYS_REFCURSOR: { kind: 'REF CURSOR' }
}

const MAX_SIZE = 32767
const SIZED: Readonly<Record<string, (size: number | undefined, unit: 'BYTE' | 'CHAR') => OraType>> = {
  VARCHAR2: (size, unit) => ({ kind: 'VARCHAR2', size, unit }),
  NVARCHAR2: (size) => ({ kind: 'VARCHAR2', size, unit: 'CHAR', national: true }),
  CHAR: (size, unit) => ({ kind: 'CHAR', size, unit }),
  NCHAR: (size) => ({ kind: 'CHAR', size, unit: 'CHAR', national: true }),
  RAW: (size) => ({ kind: 'RAW', size }),
  'LONG RAW': () => ({ kind: 'RAW', size: 32760 }),
  LONG: () => ({ kind: 'VARCHAR2', size: 32760, unit: 'BYTE' })
}

/**
 * @param sized a variable, field or element: VARCHAR2 needs its size there (PLS-00215), CHAR has 1; parameters and results have none
 * @throws PLS-00215
 */
export function builtInType(node: DataTypeNode, nls: NlsSettings, sized: boolean): PlsqlType {
  const standard = Object.hasOwn(STANDARD, node.name) ? STANDARD[node.name] : undefined
  if (standard) return standard
  const build = Object.hasOwn(SIZED, node.name) ? SIZED[node.name] : undefined
  if (build) {
    const size = typeof node.args[0] === 'number' ? node.args[0] : undefined
    if (size !== undefined && size > MAX_SIZE) throw plsError(215, [String(MAX_SIZE)], node.start)
    const char = node.name === 'CHAR' || node.name === 'NCHAR'
    if (sized && size === undefined && !char && node.args.length === 0 && !node.name.startsWith('LONG'))
      throw plsError(215, [String(MAX_SIZE)], node.start)
    return { kind: 'SCALAR', type: build(sized && char ? (size ?? 1) : size, node.unit ?? nls.NLS_LENGTH_SEMANTICS) }
  }
  if (node.name === 'TIMESTAMP' && node.withTimeZone === 'TIME ZONE') {
    const precision = typeof node.args[0] === 'number' ? node.args[0] : 6
    return { kind: 'SCALAR', type: { kind: 'TIMESTAMP_TZ', precision } }
  }
  if (node.name === 'TIMESTAMP' && node.args[0] === 9) {
    const kind = node.withTimeZone ? 'TIMESTAMP_LTZ' : 'TIMESTAMP'
    return { kind: 'SCALAR', type: { kind, precision: 9 } }
  }
  if (['BFILE', 'XMLTYPE', 'JSON', 'ANYDATA'].includes(node.name)) refuse(node.name, node.start)
  return { kind: 'SCALAR', type: columnType(node, nls) }
}
