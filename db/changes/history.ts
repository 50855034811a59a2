/**
 * DATABASECHANGELOG, with Liquibase's own columns and types, so that either can go on from the other's history.
 */
import type { Connection } from 'oracledb'
import { type Changeset, nameOf } from './changeset'

/** A changeset that ran, as the table has it. */
export interface Ran {
  readonly id: string
  readonly author: string
  readonly path: string
  readonly checksum: string | null
  readonly orderExecuted: number
  readonly dateExecuted: Date
  readonly execType: 'EXECUTED' | 'RERAN' | 'MARK_RAN'
  readonly description: string | null
  readonly comments: string | null
  readonly tag: string | null
  readonly liquibase: string | null
  readonly deploymentId: string | null
}

export const CREATE_HISTORY =
  'CREATE TABLE DATABASECHANGELOG (ID VARCHAR2(255) NOT NULL, AUTHOR VARCHAR2(255) NOT NULL, FILENAME VARCHAR2(255) NOT NULL, ' +
  'DATEEXECUTED TIMESTAMP NOT NULL, ORDEREXECUTED INTEGER NOT NULL, EXECTYPE VARCHAR2(10) NOT NULL, MD5SUM VARCHAR2(35), ' +
  'DESCRIPTION VARCHAR2(255), COMMENTS VARCHAR2(255), TAG VARCHAR2(255), LIQUIBASE VARCHAR2(20), CONTEXTS VARCHAR2(255), ' +
  'LABELS VARCHAR2(255), DEPLOYMENT_ID VARCHAR2(10))'

/** What goes into LIQUIBASE, VARCHAR2(20): who wrote the row. */
const WRITTEN_BY = 'changes 0.1.0'

export async function tableExists(connection: Connection, name: string): Promise<boolean> {
  const { rows } = await connection.execute<[number]>("SELECT COUNT(*) FROM ALL_TABLES WHERE OWNER = SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA') AND TABLE_NAME = :name", [name])
  return rows![0][0] > 0
}

/** Rows in the order they ran; empty when the table is not there. */
export async function readHistory(connection: Connection): Promise<Ran[]> {
  if (!(await tableExists(connection, 'DATABASECHANGELOG'))) return []
  const { rows } = await connection.execute<[string, string, string, string | null, number, Date, Ran['execType'], string | null, string | null, string | null, string | null, string | null]>(
    'SELECT ID, AUTHOR, FILENAME, MD5SUM, ORDEREXECUTED, DATEEXECUTED, EXECTYPE, DESCRIPTION, COMMENTS, TAG, LIQUIBASE, DEPLOYMENT_ID ' +
      'FROM DATABASECHANGELOG ORDER BY DATEEXECUTED ASC, ORDEREXECUTED ASC',
    [],
    { maxRows: 0 }
  )
  return rows!.map(([id, author, path, checksum, orderExecuted, dateExecuted, execType, description, comments, tag, liquibase, deploymentId]) => ({
    id, author, path, checksum, orderExecuted, dateExecuted, execType, description, comments, tag, liquibase, deploymentId
  }))
}

export interface RecordOptions {
  readonly execType: Ran['execType']
  readonly order: number
  readonly deploymentId: string
}

const shorten = (text: string): string => (text.length > 250 ? `${text.slice(0, 247)}...` : text)

/** Binds of a row. */
const rowOf = (changeset: Changeset, { execType, order, deploymentId }: RecordOptions) => ({
  id: changeset.id,
  author: changeset.author,
  filename: changeset.path,
  ordered: order,
  md5sum: changeset.checksum,
  description: 'sql',
  comments: changeset.comment === undefined ? null : shorten(changeset.comment.trim()),
  exectype: execType,
  contexts: changeset.contexts && /[\s,!()]/.test(changeset.contexts) ? `(${changeset.contexts})` : (changeset.contexts ?? null),
  labels: changeset.labels ?? null,
  liquibase: WRITTEN_BY,
  deployment: deploymentId
})

/** Records what ran, in the current transaction: it is committed together with the change where Oracle allows. */
export async function recordRan(connection: Connection, changeset: Changeset, options: RecordOptions): Promise<void> {
  const row = rowOf(changeset, options)
  await connection.execute(
    options.execType === 'RERAN'
      ? 'UPDATE DATABASECHANGELOG SET COMMENTS = :comments, CONTEXTS = :contexts, DATEEXECUTED = CURRENT_TIMESTAMP, DEPLOYMENT_ID = :deployment, ' +
          'DESCRIPTION = :description, EXECTYPE = :exectype, LABELS = :labels, LIQUIBASE = :liquibase, MD5SUM = :md5sum, ORDEREXECUTED = :ordered ' +
          'WHERE ID = :id AND AUTHOR = :author AND FILENAME = :filename'
      : 'INSERT INTO DATABASECHANGELOG (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID) ' +
          'VALUES (:id, :author, :filename, CURRENT_TIMESTAMP, :ordered, :md5sum, :description, :comments, :exectype, :contexts, :labels, :liquibase, :deployment)',
    row
  )
}

/** The same row as a statement to read or to run elsewhere. */
export function recordSql(changeset: Changeset, options: RecordOptions): string {
  const row = rowOf(changeset, options)
  const text = (value: string | null) => (value === null ? 'NULL' : `'${value.replace(/'/g, "''")}'`)
  return (
    'INSERT INTO DATABASECHANGELOG (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID) ' +
    `VALUES (${[text(row.id), text(row.author), text(row.filename), 'CURRENT_TIMESTAMP', row.ordered, text(row.md5sum), text(row.description), text(row.comments), text(row.exectype), text(row.contexts), text(row.labels), text(row.liquibase), text(row.deployment)].join(', ')})`
  )
}

export async function deleteRan(connection: Connection, ran: Pick<Ran, 'id' | 'author' | 'path'>): Promise<void> {
  await connection.execute('DELETE FROM DATABASECHANGELOG WHERE ID = :id AND AUTHOR = :author AND FILENAME = :filename', { id: ran.id, author: ran.author, filename: ran.path })
}

/** A stored NULL takes the present sum, a version-8 sum that still fits becomes version 9. */
export async function storeChecksum(connection: Connection, changeset: Changeset): Promise<void> {
  await connection.execute('UPDATE DATABASECHANGELOG SET MD5SUM = :md5sum WHERE ID = :id AND AUTHOR = :author AND FILENAME = :filename', {
    md5sum: changeset.checksum, id: changeset.id, author: changeset.author, filename: changeset.path
  })
}

export const isSame = (changeset: Changeset, ran: Ran): boolean => nameOf(changeset) === nameOf(ran)
