/** Every statement that is neither query nor DML, by type. The table also says what commits. */
import type { Catalog } from '../../catalog/catalog'
import { CatalogSnapshot } from '../../catalog/catalog-snapshot'
import { oraError } from '../../errors/messages'
import { OraError, refuse } from '../../errors/ora-error'
import { alterTrigger, alterUnit, createUnit, dropProgram, dropTrigger, readUnit, settleUnits } from '../../plsql/units'
import type { TranslateContext, Translation } from '../statement'
import type { DropStatement, ParsedStatement, StatementNode } from '../tree'
import { alterIndex } from './alter-index'
import { alterSession } from './alter-session'
import { alterTable } from './alter-table'
import { alterView } from './alter-view'
import { comment } from './comment'
import { createIndex } from './create-index'
import { createTable } from './create-table'
import { createView } from './create-view'
import type { DdlContext } from './ddl-context'
import { dropIndex, dropSequence, dropSynonym, dropTable, dropView } from './drop'
import { grantOrRevoke } from './grant'
import { purge } from './purge'
import { rename } from './rename'
import { createRole, dropRole } from './role'
import { createSequence } from './sequence'
import { createSynonym } from './synonym'
import { commit, lockTable, rollback, savepoint, setConstraints, setRole, setTransaction } from './transaction'
import { truncate } from './truncate'
import { createUser, dropUser } from './user'

type Translate<T extends StatementNode> = (statement: T, ddl: DdlContext) => Translation
type Table = { readonly [K in StatementNode['type']]?: Translate<Extract<StatementNode, { type: K }>> }

/** Commits the transaction before and after itself. */
const DDL: Table = {
  'create-table': createTable,
  'alter-table': alterTable,
  'create-index': createIndex,
  'alter-index': alterIndex,
  'alter-view': alterView,
  purge,
  'create-view': createView,
  'create-synonym': createSynonym,
  'create-user': createUser,
  'alter-user': createUser,
  'create-role': createRole,
  grant: grantOrRevoke,
  revoke: grantOrRevoke,
  comment,
  rename,
  truncate,
  'create-sequence': createSequence,
  'alter-sequence': createSequence,
  'alter-unit': alterUnit,
  'alter-trigger': alterTrigger,
  drop: (statement, ddl) => DROP[statement.object](statement, ddl)
}

const missing =
  (code: number): Translate<DropStatement> =>
  (statement) => {
    throw oraError(code, [statement.name.object.name], statement.name.start)
  }
const DROP: Readonly<Record<DropStatement['object'], Translate<DropStatement>>> = {
  TABLE: dropTable,
  VIEW: dropView,
  INDEX: dropIndex,
  SEQUENCE: dropSequence,
  SYNONYM: dropSynonym,
  'PUBLIC SYNONYM': dropSynonym,
  USER: dropUser,
  ROLE: dropRole,
  PROCEDURE: dropProgram,
  FUNCTION: dropProgram,
  PACKAGE: dropProgram,
  'PACKAGE BODY': dropProgram,
  TYPE: dropProgram,
  'TYPE BODY': missing(4043),
  TRIGGER: dropTrigger,
  'MATERIALIZED VIEW': missing(12003)
}

const OTHER: Table = {
  commit,
  rollback,
  savepoint,
  'set-transaction': setTransaction,
  'set-constraints': setConstraints,
  'set-role': setRole,
  'alter-session': alterSession,
  'lock-table': lockTable
}

/** What is translated here, for docs/compatibility.md. */
export const OTHER_STATEMENTS: readonly string[] = [...Object.keys(DDL), ...Object.keys(OTHER)]

/**
 * @throws OraError; one that a DDL statement raises has `afterCommit`: Oracle had committed the transaction
 *   before it found the mistake.
 */
export function translateOther(parsed: ParsedStatement, text: string, context: TranslateContext, catalog: Catalog): Translation {
  if (!(catalog instanceof CatalogSnapshot)) throw new Error('DDL needs the loaded catalog')
  const { statement } = parsed
  const ddl: DdlContext = { text, context, catalog, settleUnits }
  const unit = statement.type === 'plsql' ? readUnit(text) : undefined
  const changing = unit ? (_: StatementNode, d: DdlContext) => createUnit(unit, d) : (DDL[statement.type] as Translate<StatementNode> | undefined)
  if (changing) {
    try {
      if (parsed.placeholders.length) throw oraError(1027, [], parsed.placeholders[0].start)
      return changing(statement, ddl)
    } catch (e) {
      if (e instanceof OraError) e.afterCommit = true
      throw e
    }
  }
  const other = OTHER[statement.type] as Translate<StatementNode> | undefined
  if (!other) refuse(statement.type.replace(/-/g, ' ').toUpperCase(), statement.start)
  return other(statement, ddl)
}
