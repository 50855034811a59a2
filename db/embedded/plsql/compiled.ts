/**
 * What compiling a unit yields. A unit runs as functions of PostgreSQL; a block that controls transactions, or runs SQL that
 * is known only then, becomes a tree of steps that the server drives, whose leaves are such functions.
 */
import type { CompileError, ObjectKey } from '../catalog/object-key'
import type { BindInfo, ColumnInfo } from '../sql/statement'
import type { PackageInterface, PlsqlType, Signature } from './types'

/** A composite type, made once and kept: named by a hash of its structure. In the order in which they need each other. */
export interface PgTypeDefinition {
  /** "ora_type"."r_…" */
  readonly name: string
  /** (a numeric, b text) */
  readonly body: string
}
export interface PgFunction {
  /** Schema and name, not quoted. */
  readonly schema: string
  readonly name: string
  /** Between the quoted name and AS: "(p1 numeric, out r text) language plpgsql". */
  readonly head: string
  readonly body: string
  /** For PostgreSQL's line n of the body (from 1) the line of the Oracle text at [n-1]; 0: none. Kept in ora.line_maps. */
  readonly lines: readonly number[]
  /** What ORA-06512 names: "HR.P", '' for a block. `kind` 'trigger' adds ORA-04088. */
  readonly unit: string
  readonly kind: 'subprogram' | 'trigger' | 'block'
}

/** A variable that lives between the fragments of a driven block, or a bind variable: kept as PostgreSQL's text, null for NULL. */
export interface Slot {
  /** Its name in plpgsql. */
  readonly name: string
  readonly type: PlsqlType
}
/**
 * Plpgsql code as a function over slots: `select * from "ora_block"."f_<hash>"(in…)` gives one row, the out slots in order; without
 * out slots one column that is null.
 */
export interface Fragment {
  readonly fn: PgFunction
  readonly in: readonly Slot[]
  readonly out: readonly Slot[]
  /**
   * All fragments of a DrivenProgram: one more column `e`, of type ora.error (code, ident, args, stack), is the last. When it is not null the
   * fragment failed there: what it did before stays, the out slots are stored, then the error takes its course. Such a fragment
   * raises nothing itself but what no handler may catch (cancel).
   */
  readonly valueForm: boolean
  /** Shapes of the cursors that it may open, by their id, which the portal's name carries: "ora$<id>$<n>". */
  readonly shapes: readonly CursorShape[]
}
/** Those of stored units are kept in the catalog by id (CompiledUnit.shapes). */
export interface CursorShape { readonly id: string; readonly columns: readonly ColumnInfo[] }

/** The fragment's only out slot is a boolean: "true" goes on. */
export type Test = Fragment

export type Driven =
  | { readonly do: 'run'; readonly fragment: Fragment; readonly line: number }
  | { readonly do: 'if'; readonly arms: readonly { readonly when: Test; readonly then: readonly Driven[] }[]; readonly otherwise: readonly Driven[] }
  | { readonly do: 'loop'; readonly labels: readonly string[]; readonly while?: Test; readonly body: readonly Driven[] }
  /** `bounds` gives low and high; both are integers; `variable` is set before each turn. */
  | { readonly do: 'range-loop'; readonly labels: readonly string[]; readonly variable: Slot; readonly bounds: Fragment; readonly reverse: boolean; readonly body: readonly Driven[] }
  /** `row` is set before each turn; what the query gave is kept by the server, so commits do not harm it. */
  | { readonly do: 'cursor-loop'; readonly labels: readonly string[]; readonly cursor: DrivenQuery; readonly row: Slot; readonly body: readonly Driven[] }
  | { readonly do: 'exit' | 'continue'; readonly label?: string; readonly when?: Test }
  | { readonly do: 'block'; readonly labels: readonly string[]; readonly body: readonly Driven[]; readonly handlers: readonly DrivenHandler[] }
  | { readonly do: 'return' }
  /** RAISE without a name: the error being handled. */
  | { readonly do: 'reraise' }
  | { readonly do: 'commit' | 'rollback' | 'savepoint'; readonly name?: string; readonly line: number }
  | { readonly do: 'set-transaction'; readonly mode: 'read only' | 'read write' | 'serializable' | 'read committed'; readonly line: number }
  | DynamicSql
  /** The state of a cursor: its slot (null: closed), and with it the slots `<name>_rows` numeric and `<name>_found` boolean, which the
   * server keeps: after OPEN 0 and null, after FETCH the rows fetched so far and whether this one gave any. */
  | { readonly do: 'open'; readonly cursor: Slot; readonly query: DrivenQuery; readonly line: number }
  | { readonly do: 'open-dynamic'; readonly cursor: Slot; readonly text: Fragment; readonly using: readonly DrivenArgument[]; readonly line: number }
  | { readonly do: 'fetch'; readonly cursor: Slot; readonly into: readonly Slot[]; readonly bulk: boolean; readonly limit?: Fragment; readonly after: readonly Driven[]; readonly line: number }
  | { readonly do: 'close'; readonly cursor: Slot; readonly line: number }
  /**
   * A stored or local subprogram that is itself driven: `enter` copies arguments to its own slots, `leave` results back. `shared` are
   * slots of both, of a local one: what it writes there stays also after an error.
   */
  | {
    readonly do: 'call'; readonly unit: DrivenCallee; readonly enter: readonly Fragment[]; readonly leave: readonly Fragment[]
    readonly shared?: readonly Slot[]; readonly line: number
  }
  /** DBMS_OUTPUT.GET_LINE and the like, which only the server can answer: `name` is "DBMS_OUTPUT.GET_LINE". */
  | { readonly do: 'builtin'; readonly name: string; readonly in: readonly (Slot | null)[]; readonly out: readonly (Slot | null)[]; readonly before: readonly Fragment[]; readonly after: readonly Driven[]; readonly line: number }

export interface DynamicSql {
  readonly do: 'dynamic'
  /** Its only out slot is the text. */
  readonly text: Fragment
  readonly using: readonly DrivenArgument[]
  /** Slots of these types get the columns of the row; `bulk`: each a collection. A record takes all columns. */
  readonly into?: { readonly slots: readonly Slot[]; readonly bulk: boolean }
  readonly returning?: { readonly slots: readonly Slot[]; readonly bulk: boolean }
  /** SQL%ROWCOUNT and its companions are set here: "sql$rowcount" numeric. */
  readonly rowCount: Slot
  /** Copies what came into temporary slots to the real targets. */
  readonly after: readonly Driven[]
  readonly line: number
}
export interface DrivenArgument { readonly mode: 'IN' | 'OUT' | 'IN OUT'; readonly slot: Slot; readonly before?: Fragment }
/** `select … ` as a fragment that returns the name of a portal which it has opened. */
export interface DrivenQuery { readonly open: Fragment; readonly shape: CursorShape }
export interface DrivenHandler {
  /** Error numbers (1 with `idents` for exceptions of the program's own); 'others' takes all. */
  readonly codes: readonly number[] | 'others'
  readonly idents: readonly string[]
  readonly body: readonly Driven[]
}
/** Compiled when it is called for, from the unit's source in the catalog; a local one is at hand. */
export type DrivenCallee = { readonly stored: ObjectKey & { readonly pgName: string } } | { readonly local: DrivenProgram }
export interface DrivenProgram {
  /** "HR.P", as ORA-06512 names it; '' for an anonymous block. */
  readonly unit: string
  /** Set to null at entry, but for those that the caller gives. */
  readonly slots: readonly Slot[]
  readonly body: readonly Driven[]
  /** The slot of the error being handled, `ora.error` as text; read by SQLCODE and SQLERRM. */
  readonly caught: Slot
  readonly autonomous: boolean
}

/** A driven program with what must be made before it runs. */
export interface CompiledProgram {
  readonly types: readonly PgTypeDefinition[]
  /** Functions that its fragments call: local subprograms. In schema "ora_block", named by hash as fragments are. */
  readonly functions: readonly PgFunction[]
  readonly program: DrivenProgram
  readonly dependsOn: readonly ObjectKey[]
  readonly shapes: readonly CursorShape[]
}

/** An anonymous block or CALL. Binds are slots: one for each name, in order of first appearance. */
export interface CompiledBlock {
  readonly types: readonly PgTypeDefinition[]
  /** Functions that its fragments call: local subprograms. In schema "ora_block", named by hash as fragments are. */
  readonly functions: readonly PgFunction[]
  readonly binds: readonly (BindInfo & { readonly slot: Slot })[]
  readonly run: { readonly fragment: Fragment } | { readonly driven: DrivenProgram }
  readonly dependsOn: readonly ObjectKey[]
}

export type { CompileError }

/** A stored unit. `errors` not empty: it is kept INVALID and there are no functions. */
export interface CompiledUnit {
  readonly errors: readonly CompileError[]
  readonly types: readonly PgTypeDefinition[]
  readonly functions: readonly PgFunction[]
  /** Procedure and function: one. Package body: of all, with the private ones. */
  readonly signatures: readonly Signature[]
  /** Package specification; a collection type (its `types` has one). */
  readonly interface?: PackageInterface
  /** Trigger: which of the functions stands behind which timing point. */
  readonly triggers?: readonly { readonly point: 'BEFORE STATEMENT' | 'BEFORE EACH ROW' | 'AFTER EACH ROW' | 'AFTER STATEMENT' | 'INSTEAD OF EACH ROW'
    readonly function: string
    /** PostgreSQL's form of WHEN, over NEW and OLD. */
    readonly whenSql?: string }[]
  readonly dependsOn: readonly ObjectKey[]
  /** Of the cursors that it may hand out, kept by id. */
  readonly shapes: readonly CursorShape[]
  /** NLS settings that its text took the meaning from, if any. */
  readonly nls?: Readonly<Record<string, string>>
}
