import type { Catalog } from '../../catalog/catalog'
import { oraError } from '../../errors/messages'
import type { TranslateContext } from '../../sql/statement'
import type { CompiledProgram } from '../compiled'
import { createCompiler } from '../resolve'
import type { CreatePackageBody, CreateSubprogram, ParsedUnit } from '../tree'
import { blockErrors } from './compile-errors'
import { unitCompiler } from './compile-unit'
import { Facts } from './facts'
import { packageBody } from './packages'
import { subprogramOf } from './stored-subprogram'
import { drivenProgram, type SubprogramBody } from './subprogram'
import { Refusal, UnitContext } from './unit-context'

/**
 * One subprogram of a stored unit as a program that the server drives: for calls whose `unit` is stored. Functions beside it that it
 * calls are there already, made when the unit was.
 *
 * @param parsed the procedure, function or package body that has it.
 * @param pgName which subprogram: its signature's `pgName`.
 */
export function compileDriven(parsed: ParsedUnit, text: string, context: TranslateContext, catalog: Catalog, owner: string, pgName: string): CompiledProgram {
  try {
    return Facts.untilStable(facts => compile(parsed, text, context, catalog, owner, pgName, facts))()
  } catch (e) {
    throw e instanceof Refusal ? e.error : e
  }
}

function compile(parsed: ParsedUnit, text: string, context: TranslateContext, catalog: Catalog, owner: string, pgName: string, facts: Facts): () => CompiledProgram {
  const node = parsed.unit as CreateSubprogram | CreatePackageBody
  const name = node.name.object.name
  const compiler = unitCompiler(createCompiler({ text, context, catalog, owner, unit: `${owner}.${name}` }), node.sourceStart)
  const unit = new UnitContext({ compiler, facts, pgSchema: owner, pgName: name, kind: 'subprogram', start: node.sourceStart })
  const body = node.type === 'create-subprogram' ? subprogramOf(unit, node) : memberOf(unit, node, pgName)
  return () => {
    if (compiler.errors.length > 0) throw blockErrors(compiler.errors, text)
    if (!body) throw oraError(6508)
    const program = drivenProgram(body)
    return { types: [...compiler.types.values()], functions: [], program, dependsOn: [...compiler.depends.values()], shapes: [...unit.shapes.values()] }
  }
}

function memberOf(unit: UnitContext, node: CreatePackageBody, pgName: string): SubprogramBody | undefined {
  const found = [...packageBody(unit, node).bodies].find(([signature]) => signature.pgName === pgName)
  return found?.[1]
}
