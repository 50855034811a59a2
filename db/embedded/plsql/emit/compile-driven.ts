import type { Catalog } from '../../catalog/catalog'
import { refuse } from '../../errors/ora-error'
import type { TranslateContext } from '../../sql/statement'
import type { CompiledProgram } from '../compiled'
import type { ParsedUnit } from '../tree'

/**
 * One subprogram of a stored unit as a program that the server drives: for calls whose `unit` is stored.
 *
 * @param parsed the procedure, function or package body that has it.
 * @param pgName which subprogram: its signature's `pgName`.
 */
export function compileDriven(
  parsed: ParsedUnit, text: string, context: TranslateContext, catalog: Catalog, owner: string, pgName: string
): CompiledProgram {
  void text
  void context
  void catalog
  void owner
  void pgName
  return refuse('PL/SQL', parsed.unit.start)
}
