import type { Connection } from 'oracledb'

/** The rows of a query as text, columns with a blank between them, empty ones left out. */
export async function rowsOf(connection: Connection, sql: string, binds: string[] = []): Promise<string[]> {
  const { rows } = await connection.execute<unknown[]>(sql, binds, { maxRows: 0 })
  return rows!.map((row) => row.filter((value) => value !== null).join(' '))
}
