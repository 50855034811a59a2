/**
 * Columns of a cursor that is known only when it is opened: one letter for each PostgreSQL type behind it. A portal's name carries
 * them ("ora$<letters>_<hash>$<n>"), and FETCH refuses to convert (ora.check_columns).
 */
import { refuse } from '../../errors/ora-error'
import type { OraType, TypeKind } from '../../sql/types'
import type { PlsqlType } from '../types'

const LETTERS: Readonly<Record<TypeKind, string>> = {
  NUMBER: 'n', BINARY_FLOAT: 'f', BINARY_DOUBLE: 'd', VARCHAR2: 't', CHAR: 't', CLOB: 'c', LONG: 'c', BLOB: 'b', RAW: 'r', DATE: 'm', TIMESTAMP: 's',
  TIMESTAMP_TZ: 'z', TIMESTAMP_LTZ: 'l', INTERVAL_YM: 'y', INTERVAL_DS: 'i', ROWID: 't', BOOLEAN: 'o', CURSOR: 'u', NULL: 't'
}

export const kindsOf = (types: readonly OraType[]): string => types.map(t => LETTERS[t.kind]).join('')
export const columnKinds = (types: readonly PlsqlType[], start: number): string =>
  kindsOf(types.map(t => (t.kind === 'SCALAR' ? t.type : refuse('FETCH of a cursor variable into collections or cursors', start))))
