import { createHash } from 'node:crypto'
import type { Catalog } from '../../catalog/catalog'
import type { TranslateContext } from '../../sql/statement'
import type { CompiledBlock, Fragment } from '../compiled'
import { childScope, createCompiler, rootScope } from '../resolve'
import type { AnonymousBlock, ParsedUnit } from '../tree'
import { pgTypeOf } from '../types'
import { type BlockBind, bindSlots } from './binds'
import { type Code, mustBeDriven } from './code'
import { blockErrors } from './compile-errors'
import { isAutonomous } from './declarations'
import { CAUGHT, DrivenMaker } from './driven-maker'
import { Facts } from './facts'
import { Frame } from './frame'
import { makeFunction, namesIn, type PgParameter, printBody } from './make-function'
import { block } from './statements/block'
import { Refusal, UnitContext } from './unit-context'
import { writtenIn } from './written-in'

/**
 * An anonymous block or CALL, for a user, NLS settings and bind types.
 *
 * @throws OraError ORA-06550 with every compile error of the block, ORA-03001 for what is refused by name.
 * @throws InvalidUnit when a unit that it uses must be compiled first.
 */
export function compileBlock(parsed: ParsedUnit, text: string, context: TranslateContext, catalog: Catalog): CompiledBlock {
  const unit = parsed.unit as AnonymousBlock
  // Local subprograms are named by all that their text depends on: nobody replaces another's.
  const key = createHash('sha256').update(JSON.stringify([text, { ...context, surroundings: undefined, bindArrays: [...(context.bindArrays ?? [])] }, catalog.version])).digest('hex').slice(0, 24)
  try {
    return Facts.untilStable(facts => compile(parsed, unit, text, context, catalog, key, facts))()
  } catch (e) {
    throw e instanceof Refusal ? e.error : e
  }
}

function compile(parsed: ParsedUnit, { block: node }: AnonymousBlock, text: string, context: TranslateContext, catalog: Catalog, key: string, facts: Facts): () => CompiledBlock {
  const compiler = createCompiler({ text, context, catalog, owner: context.user, unit: '' })
  const unit = new UnitContext({ compiler, facts, pgSchema: 'ora_block', pgName: key, kind: 'block', start: 0 })
  const frame = new Frame(unit, { kind: 'BLOCK' })
  const scope = childScope(rootScope(compiler))
  const binds = bindSlots(frame, parsed.placeholders, context, scope)
  const codes = block(frame, node, scope)
  return () => {
    if (compiler.errors.length > 0) throw blockErrors(compiler.errors, text)
    const autonomous = isAutonomous(node.declarations)
    const run = autonomous || codes.some(mustBeDriven) ? { driven: drivenBlock(frame, codes, autonomous) } : { fragment: fragment(frame, codes, binds.map(b => b.slot)) }
    const written = writtenSlots(frame, codes)
    return {
      types: [...compiler.types.values()],
      functions: unit.functions,
      binds: binds.map(({ name, slot }): BlockBind => ({ name, slot, direction: written.has(slot.name) ? 'inout' : 'in', ...(slot.type.kind === 'SCALAR' && { type: slot.type.type }) })),
      run,
      dependsOn: [...compiler.depends.values()]
    }
  }
}

const writtenSlots = (frame: Frame, codes: readonly Code[]): ReadonlySet<string> => writtenIn(printBody({ frame, body: codes, form: 'raising' }).text)

function drivenBlock(frame: Frame, codes: readonly Code[], autonomous: boolean) {
  const maker = new DrivenMaker(frame)
  const body = maker.driven(codes)
  return { unit: '', slots: maker.slots, body, caught: CAUGHT, autonomous }
}

/** The whole block as one function over its binds. */
function fragment(frame: Frame, codes: readonly Code[], slots: readonly Fragment['in'][number][]): Fragment {
  const body = printBody({ frame, body: codes, form: 'raising' })
  const [names, written] = [namesIn(body.text), writtenIn(body.text)]
  const used = slots.filter(s => names.has(s.name))
  const parameters = used.map((s): PgParameter => ({ mode: written.has(s.name) ? 'inout' : 'in', name: s.name, pgType: pgTypeOf(s.type) }))
  const fn = makeFunction({ frame, schema: 'ora_block', parameters, body: codes, form: 'raising' }, body)
  return { fn, in: used, out: used.filter(s => written.has(s.name)), valueForm: false, shapes: [...frame.unit.shapes.values()] }
}
