/** PIVOT and UNPIVOT. */
import { refuse } from '../../errors/ora-error'
import type { PivotTable } from '../tree'
import type { BaseScope, FromItem } from './from-item'
import type { Resolver } from './model'

export function pivotTable(_r: Resolver, node: PivotTable, _base: BaseScope, _table: FromItem): FromItem {
  return refuse(node.type.toUpperCase(), node.start)
}
