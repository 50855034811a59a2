import type { ColumnInfo } from '../../../sql/statement'
import type { StaticColumn } from '../../resolve'

/** Columns of a query as a client that gets its cursor is told of them. */
export const describeColumns = (columns: readonly StaticColumn[]): readonly ColumnInfo[] =>
  columns.map(({ name, type }) => ({ name, type, nullable: true }))
