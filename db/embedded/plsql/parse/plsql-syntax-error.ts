import type { QualifiedName } from '../../sql/tree'
import type { CreateTrigger } from '../tree'

/** Errors that no PL/SQL message covers: what is refused, reserved bind names, and what the lexer finds. */
export const STAYS: ReadonlySet<number> = new Set([1740, 1741, 1742, 1745, 1756, 3001])

/** What a CREATE said before the error: enough to keep the object, INVALID, as Oracle does. */
export interface UnitHeader {
  readonly kind: 'PROCEDURE' | 'FUNCTION' | 'PACKAGE' | 'PACKAGE BODY' | 'TRIGGER' | 'TYPE'
  readonly orReplace: boolean
  readonly name: QualifiedName
  /** Where the text of USER_SOURCE begins. */
  readonly sourceStart: number
  /** TRIGGER: all but its body. */
  readonly trigger?: Omit<CreateTrigger, 'body' | 'points' | 'start' | 'end'>
}

export interface PlsqlMessage {
  /** 0-based, in the whole text; the text's length for "end-of-file". */
  readonly offset: number
  /** "PLS-00103: Encountered the symbol …" or "PL/SQL: ORA-00936: missing expression". */
  readonly text: string
}

/** A text that is not PL/SQL: ORA-06550 for a block, rows of USER_ERRORS for a stored unit. */
export class PlsqlSyntaxError extends Error implements PlsqlMessage {
  /** Of a CREATE whose head was sound; absent for a block. */
  header?: UnitHeader
  /** Behind the `;` that follows the error: whatever is there could be looked at anew. */
  resume?: number

  constructor(
    readonly offset: number,
    readonly text: string,
    /** What Oracle adds for the same error: "PL/SQL: SQL Statement ignored". */
    readonly also: readonly PlsqlMessage[] = []
  ) {
    super(text)
    this.name = 'PlsqlSyntaxError'
  }
}
