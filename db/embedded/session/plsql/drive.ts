import { refuse } from '../../errors/ora-error'
import type { DrivenProgram } from '../../plsql/compiled'
import type { Session } from '../session'
import type { SlotValue } from './slot-values'

export async function drive(_session: Session, _program: DrivenProgram, _slots: ReadonlyMap<string, SlotValue>, _results: readonly string[]): Promise<SlotValue[]> {
  return refuse('a block that controls transactions')
}
