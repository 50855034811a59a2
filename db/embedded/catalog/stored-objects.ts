/**
 * What ora.objects.definition holds, by type: the catalog's own shapes and, beside them, what only DDL and the
 * dictionary views need. Objects of the snapshot are these, so DDL may narrow `catalog.find(…)` to them.
 */
import type { Column, Constraint, Index, Program, Sequence, Synonym, Table, Trigger, View } from './catalog'
import type { CompileError, ObjectKey } from './object-key'

export type { ObjectKey }

export interface StoredColumn extends Column {
  readonly comment?: string
  /** GENERATED ALWAYS AS: Oracle text and PostgreSQL form. */
  readonly virtualText?: string
  readonly virtualSql?: string
}

export interface StoredConstraint extends Constraint {
  readonly columns: readonly string[]
  /** PostgreSQL form of a CHECK. */
  readonly checkSql?: string
  readonly initiallyDeferred?: boolean
  readonly notValidated?: boolean
  /** Index that enforces a P or U constraint, in the table's schema. */
  readonly index?: string
  /** ISO date-time of the last change, shown in LAST_CHANGE. */
  readonly changed?: string
}

export interface StoredTable extends Table {
  readonly columns: readonly StoredColumn[]
  readonly constraints: readonly StoredConstraint[]
  readonly comment?: string
  readonly organization?: 'INDEX'
  /** Temporary tables: what makes the session's own copy. */
  readonly temporarySql?: readonly string[]
}

export interface StoredView extends View {
  readonly columns: readonly StoredColumn[]
  readonly text: string
  readonly comment?: string
  /** Name of the constraint (type V or O) that WITH CHECK OPTION or WITH READ ONLY makes. */
  readonly constraint?: string
  /** Tables, views, synonyms and functions named in the text, resolved to what they stand for. */
  readonly dependsOn: readonly ObjectKey[]
  /** Of an INVALID one: what USER_ERRORS shows. */
  readonly errors?: readonly CompileError[]
  /** Who may read a dictionary view: everybody (then `system`), or holders of SELECT ANY DICTIONARY. */
  readonly access?: 'public' | 'dba'
}

export interface StoredSequence extends Sequence {
  /** Decimal texts: Oracle's bounds exceed PostgreSQL's and JavaScript's. */
  readonly minValue: string
  readonly maxValue: string
  readonly incrementBy: string
  readonly startWith: string
  readonly cycle: boolean
  readonly order: boolean
  /** 0: NOCACHE. */
  readonly cache: number
  /** Table whose identity column owns it. */
  readonly identityOf?: ObjectKey & { readonly column: string }
}

export interface StoredIndex extends Index {
  /** Names; `SYS_NC0000n$` where `expressions` has an entry. */
  readonly columns: readonly string[]
  readonly expressions: readonly (null | { readonly text: string; readonly sql: string })[]
  readonly descending: readonly boolean[]
  /** Made by a constraint and dropped with it. */
  readonly implicit?: boolean
  /** Enforces a constraint: then PostgreSQL's object is the constraint's. */
  readonly enforces?: string
  readonly bitmap?: boolean
}

export type StoredSynonym = Synonym

/** A function of PostgreSQL that a unit is made of, in the unit's schema. `head` and `body` are hashes: what changed is made anew. */
export interface StoredFunction {
  readonly name: string
  readonly head: string
  readonly body: string
}
/** What units of every kind have. */
export interface StoredUnit {
  /** What USER_SOURCE shows, from the word after CREATE [OR REPLACE] on; "CREATE " and this compiles again. */
  readonly source: string
  /** What USER_ERRORS shows. */
  readonly errors: readonly CompileError[]
  readonly dependsOn: readonly ObjectKey[]
  readonly functions: readonly StoredFunction[]
}
export interface StoredProgram extends Program, StoredUnit {
  /** PACKAGE: functions that stand for its body. */
  readonly stubs?: readonly StoredFunction[]
}
/** A timing point of a trigger, as PostgreSQL runs it. */
export interface TriggerPoint {
  readonly point: 'BEFORE STATEMENT' | 'BEFORE EACH ROW' | 'AFTER EACH ROW' | 'AFTER STATEMENT' | 'INSTEAD OF EACH ROW'
  readonly function: string
  readonly whenSql?: string
}
export interface StoredTrigger extends Trigger, StoredUnit {
  readonly points: readonly TriggerPoint[]
  readonly onView: boolean
  readonly follows: readonly ObjectKey[]
  /** Names for the old and the new row; absent: OLD, NEW. */
  readonly referencing: { readonly old?: string; readonly new?: string }
  /** For USER_TRIGGERS: what stands before WHEN and the body, the condition, the body. */
  readonly description: string
  readonly whenText?: string
  readonly body: string
  readonly actionType: 'PL/SQL' | 'CALL'
  /** Columns that it asks UPDATING('C') of; 'any': by an expression. */
  readonly updating?: readonly string[] | 'any'
}
export type StoredObject = StoredTable | StoredView | StoredSequence | StoredSynonym | StoredIndex | StoredProgram | StoredTrigger
/** What is in the name space of tables and not a program. */
export type StoredNamed = StoredTable | StoredView | StoredSequence | StoredSynonym
