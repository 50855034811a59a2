import oracledb from 'oracledb'
import type { Lab } from '../lab'

export const lab: Lab = {
  stages: ['changes'],
  async show({ database }, say) {
    const connection = await oracledb.getConnection({ connectString: database!.connectString, ...database!.owner })
    try {
      const { rows } = await connection.execute<unknown[]>('select author, filename, orderexecuted, tag, comments from databasechangelog order by 3')
      for (const row of rows ?? []) say(row.map((value) => value ?? '').join('  '))
    } finally {
      await connection.close()
    }
  }
}
