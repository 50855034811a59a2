import type { Catalog } from '../../catalog/catalog'
import { refuse } from '../../errors/ora-error'
import type { TranslateContext } from '../../sql/statement'
import type { CompiledBlock } from '../compiled'
import type { ParsedUnit } from '../tree'

/**
 * An anonymous block or CALL, for a user, NLS settings and bind types.
 *
 * @throws OraError ORA-06550 with every compile error of the block, ORA-03001 for what is refused by name.
 * @throws InvalidUnit when a unit that it uses must be compiled first.
 */
export function compileBlock(parsed: ParsedUnit, text: string, context: TranslateContext, catalog: Catalog): CompiledBlock {
  void text
  void context
  void catalog
  return refuse('PL/SQL', parsed.unit.start)
}
