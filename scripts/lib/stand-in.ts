import oracledb from 'oracledb'

/** What the database says it is; empty when it does not answer. */
export async function readBanner(login: { readonly connectString: string; readonly user: string; readonly password: string }): Promise<string> {
  try {
    const connection = await oracledb.getConnection({ ...login, connectTimeout: 5 })
    try {
      const { rows } = await connection.execute<[string]>('select banner from v$version where rownum = 1')
      return rows?.[0]?.[0] ?? ''
    } finally {
      await connection.close()
    }
  } catch {
    return ''
  }
}

/** Read from the database itself: what is not Oracle's says so in its banner. */
export const standInOf = (kind: 'embedded' | 'container' | 'remote', banner: string): { standIn?: string } =>
  kind === 'embedded' || banner.includes('not Oracle Database') ? { standIn: `the embedded database${kind === 'container' ? ', in a container,' : ''} stood in for Oracle Database` } : {}
