/** Bind variables of a block: slots that its code reads and writes. */
import type { TranslateContext } from '../../sql/statement'
import { type OraType, VARCHAR2 } from '../../sql/types'
import type { CompiledBlock, Slot } from '../compiled'
import type { Scope } from '../model'
import { declare } from '../resolve'
import { collectionType } from '../resolve/type-names'
import type { ParsedUnit } from '../tree'
import { type PlsqlType, pgTypeOf, scalar } from '../types'
import { type Frame, INTEGER, keyAt } from './frame'

export type BlockBind = CompiledBlock['binds'][number]

/** One for each name, in order of first appearance; a repeated name is the same bind. */
export function bindSlots(f: Frame, placeholders: ParsedUnit['placeholders'], context: TranslateContext, scope: Scope): readonly { readonly name: string; readonly slot: Slot }[] {
  const names = [...new Set(placeholders.map(p => p.name))]
  return names.map((name, i) => {
    const type = typeOfBind(f, context.bindTypes?.[i] ?? VARCHAR2, context.bindArrays?.has(i) ?? false)
    const pg = f.declare('bind', pgTypeOf(type), { type, called: name, key: keyAt(-1 - i) })
    const at = { start: 0, end: 0 }
    declare(f.unit.c, scope, { is: 'variable', name: `:${name}`, type, assignable: true, pg }, at)
    return { name, slot: { name: pg, type } }
  })
}

function typeOfBind(f: Frame, type: OraType, array: boolean): PlsqlType {
  if (type.kind === 'CURSOR') return { kind: 'REF CURSOR' }
  if (!array) return scalar(type)
  return collectionType(f.unit.c, { id: 'bind', style: 'associative array', key: { ...INTEGER, integer: 'PLS_INTEGER' }, element: scalar(type) })
}
