import { join } from 'node:path'
import oracledb from 'oracledb'
import { CICD_CHANGELOG } from '../../lib/changelogs'
import { CICD_USER } from '../../lib/credentials'
import { runScriptFile } from '../../lib/run-script-file'
import type { Lab } from '../lab'
import { EXERCISE } from './cicd-exercise'
import { rowsOf } from './rows'

/** The stage applies HR's changes; what follows is the exercise before them, in its own schema, which stays for trying things out. */
export const lab: Lab = {
  stages: ['changes'],
  async show({ database }, say) {
    const { connectString, admin, owner, cicd } = database!
    if (admin) {
      say(`The exercise, as ${CICD_USER} (cicd_user.sql makes the user anew):`)
      await runScriptFile(join(CICD_CHANGELOG.searchPath, 'cicd_user.sql'), { login: { connectString, ...admin }, args: [cicd.password], log: () => {} })
      const login = { connectString, ...cicd }
      const exercise = await oracledb.getConnection(login)
      try {
        for (const step of EXERCISE) {
          say(`  ${step.title}`)
          const rows = await step.do({ connection: exercise, login })
          for (const row of rows.length ? rows : ['(nothing)']) say(`      ${row}`)
        }
      } finally {
        await exercise.close()
      }
    } else say(`The exercise is left out: it makes a user, ${CICD_USER}; set ORACLE_ADMIN_USER and ORACLE_ADMIN_PASSWORD.`)

    const connection = await oracledb.getConnection({ connectString, ...owner })
    try {
      say(`HR's history (db/changelog/hr/query_log.sql):`)
      for (const row of await rowsOf(connection, 'select author, filename, orderexecuted, tag, comments from databasechangelog order by orderexecuted')) say(`  ${row}`)
    } finally {
      await connection.close()
    }
  }
}
