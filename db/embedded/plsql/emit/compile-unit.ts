import type { Catalog } from '../../catalog/catalog'
import { refuse } from '../../errors/ora-error'
import type { TranslateContext } from '../../sql/statement'
import type { CompiledUnit } from '../compiled'
import type { ParsedUnit } from '../tree'

/**
 * CREATE PROCEDURE, FUNCTION, PACKAGE, PACKAGE BODY, TRIGGER, TYPE. Compile errors are in `errors`, not thrown.
 * A package body finds its specification's text in the catalog (StoredProgram.source).
 *
 * @param text what `parsed` was parsed from: the statement, or "CREATE " and the stored source.
 * @param owner the schema that the unit is in: names and rights are its.
 * @throws InvalidUnit when a unit that it uses must be compiled first.
 */
export function compileUnit(parsed: ParsedUnit, text: string, context: TranslateContext, catalog: Catalog, owner: string): CompiledUnit {
  void text
  void context
  void catalog
  void owner
  return refuse('PL/SQL', parsed.unit.start)
}
