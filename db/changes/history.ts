/**
 * DATABASECHANGELOG, with Liquibase's own columns and types, so that either can go on from the other's history.
 */
import type { Connection } from 'oracledb'
import { type Changeset, describeChanges, nameOf, tagOf } from './changeset'

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
  const { rows } = await connection.execute<[number]>(
    "SELECT COUNT(*) FROM ALL_TABLES WHERE OWNER = SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA') AND TABLE_NAME = :name",
    [name]
  )
  return rows![0][0] > 0
}

/** Rows in the order they ran; empty when the table is not there. */
export async function readHistory(connection: Connection): Promise<Ran[]> {
  if (!(await tableExists(connection, 'DATABASECHANGELOG'))) return []
  const { rows } = await connection.execute<
    [
      string,
      string,
      string,
      string | null,
      number,
      Date,
      Ran['execType'],
      string | null,
      string | null,
      string | null,
      string | null,
      string | null
    ]
  >(
    'SELECT ID, AUTHOR, FILENAME, MD5SUM, ORDEREXECUTED, DATEEXECUTED, EXECTYPE, DESCRIPTION, COMMENTS, TAG, LIQUIBASE, DEPLOYMENT_ID ' +
      'FROM DATABASECHANGELOG ORDER BY DATEEXECUTED ASC, ORDEREXECUTED ASC',
    [],
    { maxRows: 0 }
  )
  return rows!.map(
    ([id, author, path, checksum, orderExecuted, dateExecuted, execType, description, comments, tag, liquibase, deploymentId]) => ({
      id,
      author,
      path,
      checksum,
      orderExecuted,
      dateExecuted,
      execType,
      description,
      comments,
      tag,
      liquibase,
      deploymentId
    })
  )
}

export interface RecordOptions {
  readonly execType: Ran['execType']
  readonly order: number
  readonly deploymentId: string
}

/** To 250 characters as Liquibase does, and to the 255 bytes that the column has. */
function shorten(text: string): string {
  let short = text.length > 250 ? `${text.slice(0, 247)}...` : text
  for (let end = 247; Buffer.byteLength(short) > 255; end--) short = `${text.slice(0, end)}...`
  return short
}

/** A statement of ours with its binds; it holds no literals. */
interface Bound {
  readonly sql: string
  readonly binds: Readonly<Record<string, string | number | null>>
}

const INSERTED = {
  ID: 'id',
  AUTHOR: 'author',
  FILENAME: 'filename',
  DATEEXECUTED: '',
  ORDEREXECUTED: 'ordered',
  MD5SUM: 'md5sum',
  DESCRIPTION: 'description',
  COMMENTS: 'comments',
  EXECTYPE: 'exectype',
  CONTEXTS: 'contexts',
  LABELS: 'labels',
  LIQUIBASE: 'liquibase',
  DEPLOYMENT_ID: 'deployment',
  TAG: 'tag'
}
const KEY_COLUMNS = new Set(['ID', 'AUTHOR', 'FILENAME'])
const KEY = 'ID = :id AND AUTHOR = :author AND FILENAME = :filename'

function rowStatement(changeset: Changeset, { execType, order, deploymentId }: RecordOptions): Bound {
  const tag = tagOf(changeset)?.tag
  const binds = {
    id: changeset.id,
    author: changeset.author,
    filename: changeset.path,
    ordered: order,
    md5sum: changeset.checksum,
    description: shorten(describeChanges(changeset)),
    comments: changeset.comment === undefined ? null : shorten(changeset.comment.trim()),
    exectype: execType,
    contexts: changeset.contexts ?? null,
    labels: changeset.labels ?? null,
    liquibase: WRITTEN_BY,
    deployment: deploymentId,
    ...(tag === undefined ? {} : { tag })
  }
  const columns = Object.entries(INSERTED)
    .filter(([, bind]) => bind !== 'tag' || tag !== undefined)
    .map(([column, bind]) => ({ column, value: bind ? `:${bind}` : 'CURRENT_TIMESTAMP' }))
  const list = (part: 'column' | 'value') => columns.map((each) => each[part]).join(', ')
  const assignments = columns.filter(({ column }) => !KEY_COLUMNS.has(column)).map(({ column, value }) => `${column} = ${value}`)
  const sql =
    execType === 'RERAN'
      ? `UPDATE DATABASECHANGELOG SET ${assignments.join(', ')} WHERE ${KEY}`
      : `INSERT INTO DATABASECHANGELOG (${list('column')}) VALUES (${list('value')})`
  return { sql, binds }
}

const deletion = ({ id, author, path }: Pick<Ran, 'id' | 'author' | 'path'>): Bound => ({
  sql: `DELETE FROM DATABASECHANGELOG WHERE ${KEY}`,
  binds: { id, author, filename: path }
})

/** As a statement to read, or to run elsewhere. */
const written = ({ sql, binds }: Bound): string =>
  sql.replace(/:(\w+)/g, (_, name: string) => {
    const value = binds[name]
    return value === null ? 'NULL' : typeof value === 'number' ? String(value) : `'${value.replace(/'/g, "''")}'`
  })

const run = async (connection: Connection, { sql, binds }: Bound): Promise<void> => void (await connection.execute(sql, { ...binds }))

/** Records what ran, in the current transaction: it is committed together with the change where Oracle allows. */
export const recordRan = (connection: Connection, changeset: Changeset, options: RecordOptions): Promise<void> =>
  run(connection, rowStatement(changeset, options))
export const recordSql = (changeset: Changeset, options: RecordOptions): string => written(rowStatement(changeset, options))

export const deleteRan = (connection: Connection, ran: Pick<Ran, 'id' | 'author' | 'path'>): Promise<void> => run(connection, deletion(ran))
export const deleteSql = (ran: Pick<Ran, 'id' | 'author' | 'path'>): string => written(deletion(ran))

/** Puts a tag on a row, in place of the one it had. */
export const tagRan = (connection: Connection, { id, author, path }: Ran, tag: string): Promise<void> =>
  run(connection, { sql: `UPDATE DATABASECHANGELOG SET TAG = :tag WHERE ${KEY}`, binds: { tag, id, author, filename: path } })

/** A stored NULL takes the present sum, a version-8 sum that still fits becomes version 9. */
export const storeChecksum = (connection: Connection, { checksum, id, author, path }: Changeset): Promise<void> =>
  run(connection, {
    sql: `UPDATE DATABASECHANGELOG SET MD5SUM = :md5sum WHERE ${KEY}`,
    binds: { md5sum: checksum, id, author, filename: path }
  })

/** Last ten digits of the epoch milliseconds: the same for all changesets of one run. */
export const newDeploymentId = (): string => String(Date.now()).slice(-10)

/** Highest number given so far. */
export const lastOrder = (history: readonly Ran[]): number => Math.max(0, ...history.map(({ orderExecuted }) => orderExecuted))

export const isSame = (changeset: Changeset, ran: Pick<Ran, 'id' | 'author' | 'path'>): boolean => nameOf(changeset) === nameOf(ran)
