/** CONNECT BY. */
import { refuse } from '../../errors/ora-error'
import type { QueryNode, SelectBlock } from '../tree'
import type { BaseScope, ResolvedFrom } from './from-item'
import type { Resolver } from './model'

export function hierarchicalFrom(_r: Resolver, block: SelectBlock, _query: QueryNode, _base: BaseScope): ResolvedFrom {
  return refuse('CONNECT BY', block.connectBy!.start)
}
