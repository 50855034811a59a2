/** Slots as the binds of a dynamic statement. */
import { refuse } from '../../errors/ora-error'
import type { Slot } from '../../plsql/compiled'
import type { PlsqlType } from '../../plsql/types'
import type { ParamSlot } from '../../sql/expr'
import { type OraType, PG_TYPE } from '../../sql/types'
import type { ParameterSource, Parameters } from '../bind-parameters'
import type { BindTypes } from '../translate-statement'
import type { SlotValue } from './slot-values'
import { scalarType } from './slot-values'

export interface Argument {
  readonly slot: Slot
  value: SlotValue
}

export class SlotParameters implements ParameterSource {
  readonly rows = 1
  constructor(private readonly args: readonly Argument[]) {}

  /** @throws ORA-03001 for records and collections as binds of SQL */
  get types(): BindTypes {
    const arrays = new Set<number>()
    const types = this.args.map(({ slot }, i): OraType => {
      if (slot.type.kind !== 'COLLECTION') return scalarType(slot.type, 'a bind')
      arrays.add(i)
      return scalarType(slot.type.element, 'a bind')
    })
    return { types, arrays }
  }

  of(slots: readonly ParamSlot[]): Parameters {
    const values = slots.map(({ param, type }) => {
      const { slot, value } = this.args[param]
      if (slot.type.kind === 'COLLECTION') return refuse('a collection as bind of a SQL statement')
      const from = scalarType(slot.type, 'a bind')
      return value === null ? null : PG_TYPE[from.kind] === 'bytea' && PG_TYPE[type.kind] === 'text' ? value.slice(2).toUpperCase() : value
    })
    return { values, formats: slots.map(() => 0) }
  }

  slot(position: number, _row: number, type: PlsqlType): SlotValue {
    const { slot, value } = this.args[position]
    const [given, wanted] = [slot.type.kind, type.kind]
    if (given !== wanted) refuse(`a bind of a ${given.toLowerCase()} type where a ${wanted.toLowerCase()} is wanted`)
    return value
  }
}
