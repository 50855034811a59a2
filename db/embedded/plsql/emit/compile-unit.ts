import type { Catalog } from '../../catalog/catalog'
import { OTHER_SETTINGS } from '../../sql/ddl/nls-dependence'
import type { TranslateContext } from '../../sql/statement'
import type { CompiledUnit } from '../compiled'
import type { Compiler } from '../model'
import { createCompiler } from '../resolve'
import type { ParsedUnit, UnitNode } from '../tree'
import { firstLine } from '../units/unit-header'
import { refusalRows } from './compile-errors'
import { Facts } from './facts'
import { storedPackage, storedPackageBody } from './packages'
import { storedSubprogram } from './stored-subprogram'
import { storedType } from './stored-type'
import { storedTrigger } from './triggers'
import { Refusal, UnitContext } from './unit-context'

type Stored = Exclude<UnitNode, { type: 'anonymous' }>
/** What is left to say of a unit beside its functions. */
export type UnitParts = Pick<CompiledUnit, 'signatures' | 'interface' | 'triggers'>

const UNITS: { readonly [K in Stored['type']]: (unit: UnitContext, node: Extract<Stored, { type: K }>) => UnitParts } = {
  'create-subprogram': storedSubprogram,
  'create-package': storedPackage,
  'create-package-body': storedPackageBody,
  'create-trigger': storedTrigger,
  'create-type': storedType
}

/**
 * CREATE PROCEDURE, FUNCTION, PACKAGE, PACKAGE BODY, TRIGGER, TYPE. Compile errors are in `errors`, not thrown.
 * A package body finds its specification's text in the catalog (StoredProgram.source).
 *
 * @param text what `parsed` was parsed from: the statement, or "CREATE " and the stored source.
 * @param owner the schema that the unit is in: names and rights are its.
 * @throws InvalidUnit when a unit that it uses must be compiled first.
 */
export function compileUnit(parsed: ParsedUnit, text: string, context: TranslateContext, catalog: Catalog, owner: string): CompiledUnit {
  const compiled = compile(parsed, text, context, catalog, owner)
  if (compiled.errors.length > 0) return compiled
  const other = compile(parsed, text, { ...context, nls: { ...context.nls, ...OTHER_SETTINGS } }, catalog, owner)
  const same = JSON.stringify([compiled.functions, compiled.interface, compiled.signatures]) === JSON.stringify([other.functions, other.interface, other.signatures])
  return same ? compiled : { ...compiled, nls: { ...context.nls } }
}

const compile = (parsed: ParsedUnit, text: string, context: TranslateContext, catalog: Catalog, owner: string): CompiledUnit =>
  Facts.untilStable(facts => pass(parsed.unit as Stored, text, context, catalog, owner, facts))

function pass(node: Stored, text: string, context: TranslateContext, catalog: Catalog, owner: string, facts: Facts): CompiledUnit {
  const name = node.name.object.name
  const kind = node.type === 'create-trigger' ? 'trigger' : 'subprogram'
  const compiler = unitCompiler(createCompiler({ text, context, catalog, owner, unit: `${owner}.${name}` }), firstLine(text, node.sourceStart, kind === 'trigger'))
  const unit = new UnitContext({ compiler, facts, pgSchema: owner, pgName: name, kind, start: node.sourceStart })
  const nothing: UnitParts = { signatures: [] }
  let errors = compiler.errors
  let parts = nothing
  try {
    const emit = UNITS[node.type] as (u: UnitContext, n: Stored) => UnitParts
    parts = unit.attempt({ start: node.sourceStart, end: node.end }, 'Unit', () => emit(unit, node), nothing)
  } catch (e) {
    if (!(e instanceof Refusal)) throw e
    errors = [...refusalRows(e, compiler)]
  }
  const dependsOn = [...compiler.depends.values()].filter(d => d.owner !== owner || d.name !== name)
  if (errors.length > 0) return { errors, types: [], functions: [], signatures: [], dependsOn, shapes: [] }
  return { errors, types: [...compiler.types.values()], functions: unit.functions, ...parts, dependsOn, shapes: [...unit.shapes.values()] }
}

/** Lines and columns count in the unit's source, which begins at its kind ("PROCEDURE p …"), in a trigger at its body. */
export function unitCompiler(compiler: Compiler, sourceStart: number): Compiler {
  const first = compiler.place(sourceStart)
  return {
    ...compiler,
    place(offset) {
      const { line, column } = compiler.place(Math.max(offset, sourceStart))
      return { line: line - first.line + 1, column: line === first.line ? column - first.column + 1 : column }
    }
  }
}

