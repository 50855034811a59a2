import oracledb from 'oracledb'
import { attempt, finding, type LabCheck, type LiveSystem } from '../lab'

/** Nothing is created in OCI yet; what is checked is that this machine can stand in for it in the other labs. */
export async function check({ database }: LiveSystem): Promise<LabCheck> {
  const findings = [
    finding(Number(process.versions.node.split('.')[0]) >= 20, `Node ${process.versions.node}`, 'Install Node 20.19 or later.'),
    ...(await attempt('a database answers', 'npm run lab1 brings one up.', async () => {
      if (!database) throw new Error('no database runs')
      const connection = await oracledb.getConnection({ connectString: database.connectString, ...database.owner })
      await connection.close()
      return finding(true, `a database answers at ${database.connectString}`, '')
    }))
  ]
  return { findings, notYet: 'nothing is created on Oracle Cloud; this machine stands in for it in the other labs' }
}
