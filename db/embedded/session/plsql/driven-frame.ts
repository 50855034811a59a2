/** The variables of one call of a driven program. */
import type { DrivenProgram, Slot } from '../../plsql/compiled'
import type { SlotValue } from './slot-values'

export class Frame {
  private readonly values = new Map<string, SlotValue>()

  /** `owner`: whose names and rights count in its dynamic SQL; absent: the session's. */
  constructor(readonly program: DrivenProgram, given: ReadonlyMap<string, SlotValue> = new Map(), readonly owner?: string) {
    for (const slot of program.slots) this.values.set(slot.name, null)
    for (const [name, value] of given) this.values.set(name, value)
  }

  has(name: string): boolean {
    return this.values.has(name)
  }
  get(name: string): SlotValue {
    return this.values.get(name) ?? null
  }
  set(slot: Slot | string, value: SlotValue): void {
    this.values.set(typeof slot === 'string' ? slot : slot.name, value)
  }
  /** Values of its cursor variables. */
  cursors(): string[] {
    return this.program.slots.flatMap(slot => (slot.type.kind === 'REF CURSOR' ? this.get(slot.name) ?? [] : []))
  }
  /** What ORA-06512 shows of a line of this program. */
  place(line: number): string {
    return this.program.unit === '' ? `line ${line}` : `"${this.program.unit}", line ${line}`
  }
}
