/** Virtual columns whose expression names one of the given columns. */
import { phys } from '../../catalog/physical-names'
import type { StoredColumn, StoredTable } from '../../catalog/stored-objects'
import { quoteName } from '../expr'

export const virtualUses = (table: StoredTable, names: ReadonlySet<string>): StoredColumn[] =>
  table.columns.filter((c) => c.virtualSql !== undefined && [...names].some((name) => c.virtualSql?.includes(quoteName(phys(name)))))
