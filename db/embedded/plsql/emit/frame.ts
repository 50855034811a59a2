/** One function in the making: its variables, labels and what stands around its statements. */
import { plsError } from '../../errors/pls-messages'
import type { Name } from '../../sql/tree'
import type { Scope, VariableSymbol } from '../model'
import { type PlsqlType, pgTypeOf, scalar } from '../types'
import type { UnitContext } from './unit-context'

export interface Variable {
  readonly name: string
  readonly pgType: string
  /** Absent: does not live beyond the statement that made it. */
  readonly type?: PlsqlType
  /** Of the program's own variables: their declaration, by which they are known from one compilation to the next. */
  readonly key?: string
  readonly symbol?: VariableSymbol
}

interface LoopLabel { readonly names: readonly string[]; readonly label: string }
interface GotoTarget { readonly name: string; readonly part: string; readonly index: number; readonly label: string }

export interface FrameOptions {
  readonly kind: 'FUNCTION' | 'PROCEDURE' | 'BLOCK' | 'TRIGGER'
  readonly returns?: PlsqlType
  readonly pipelined?: boolean
  /** The function that this one is declared in. */
  readonly parent?: Frame
}

/** Every function has these, when its text names them. */
export const INTEGER = scalar({ kind: 'NUMBER', precision: 38, scale: 0 })
export const BOOLEAN = scalar({ kind: 'BOOLEAN' })
const SQL_ATTRIBUTES: readonly Variable[] = [
  { name: 'sql_rowcount', pgType: 'numeric', type: scalar({ kind: 'NUMBER' }), key: 'sql_rowcount' },
  { name: 'sql_found', pgType: 'boolean', type: BOOLEAN, key: 'sql_found' },
  { name: 'sql_bulk_rowcount', pgType: 'numeric[]', key: 'sql_bulk_rowcount' },
  { name: 'sql_bulk_index', pgType: 'int[]', key: 'sql_bulk_index' },
  { name: 'sql_bulk_code', pgType: 'int[]', key: 'sql_bulk_code' }
]

export class Frame {
  readonly variables: Variable[]
  /** Parameters and results: visible to local subprograms, declared in the function's head. */
  readonly columns: Variable[] = []
  private readonly loops: LoopLabel[] = []
  private readonly targets: GotoTarget[] = []
  /** Handlers around the place that is being compiled: there RAISE may stand alone. */
  handlers = 0

  constructor(readonly unit: UnitContext, readonly options: FrameOptions) {
    this.variables = [...SQL_ATTRIBUTES]
  }

  /** A variable of plpgsql, null at entry. */
  declare(prefix: string, pgType: string, more: Omit<Variable, 'name' | 'pgType'> & { readonly called?: string } = {}): string {
    const name = this.unit.c.fresh(prefix, more.called)
    this.variables.push({ name, pgType, type: more.type, key: more.key, symbol: more.symbol })
    return name
  }
  /** One that lives between statements. */
  slot(prefix: string, type: PlsqlType): string {
    return this.declare(prefix, pgTypeOf(type), { type })
  }

  /** The program's own variables of this function and those around it, innermost first. */
  visible(): Variable[] {
    return [...this.variables, ...this.columns, ...(this.options.parent?.visible() ?? [])].filter(v => v.key !== undefined)
  }

  /** PL/SQL's place of an exit: the loop's own label in plpgsql. */
  loop<T>(names: readonly Name[], body: (label: string) => T): T {
    const label = this.unit.c.fresh('loop')
    this.loops.push({ names: names.map(n => n.name), label })
    try {
      return body(label)
    } finally {
      this.loops.pop()
    }
  }
  /** @throws PLS-00376 outside of any loop, PLS-00201 for a label that none around has */
  loopLabel(name: Name | undefined, start: number): string {
    const found = name ? this.loops.filter(l => l.names.includes(name.name)).pop() : this.loops[this.loops.length - 1]
    if (found) return found.label
    throw name ? plsError(201, [name.name], name.start) : plsError(376, [], start)
  }

  goto<T>(targets: readonly GotoTarget[], body: () => T): T {
    this.targets.push(...targets)
    try {
      return body()
    } finally {
      this.targets.length -= targets.length
    }
  }
  gotoTarget(name: string): GotoTarget | undefined {
    return this.targets.filter(t => t.name === name).pop()
  }
}

/** Declarations of a scope that a symbol is made in: the key by which its variable is known. */
export const keyAt = (start: number, part = ''): string => `${start}${part}`
export type { Scope }
