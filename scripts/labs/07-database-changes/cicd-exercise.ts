/** The workshop's exercise, step by step, with what each step must leave: the lab shows it, the check proves it. */
import { join } from 'node:path'
import { type Generated, generateChangelog, readChangelog, rollback, update } from '@cicd-oracle/changes'
import type { Connection } from 'oracledb'
import { CICD_CHANGELOG } from '../../lib/changelogs'
import { runScriptFile } from '../../lib/run-script-file'
import type { Schema } from './scratch-schema'
import { rowsOf } from './rows'

export interface ExerciseStep {
  readonly title: string
  /** Does it, in the exercise's own schema; returns what is there afterwards. */
  do(schema: Schema): Promise<readonly string[]>
  readonly expected: readonly string[]
}

/** History: file and tag of each row, in order. */
const history = (connection: Connection) => rowsOf(connection, 'select filename, tag from databasechangelog order by orderexecuted')

const updating = (master: string) => async ({ connection }: Schema) => {
  await update(connection, readChangelog([master], CICD_CHANGELOG.searchPath))
  return history(connection)
}
const undoing = (master: string, target: { count: number } | { tag: string }) => async ({ connection }: Schema) => {
  await rollback(connection, readChangelog([master], CICD_CHANGELOG.searchPath), target)
  return history(connection)
}

const generated = ({ text, leftOut }: Generated) => [
  ...text.split('\n').filter((line) => line.startsWith('--comment: ')).map((line) => line.slice('--comment: '.length)),
  ...leftOut.map((object) => `left out: ${object}`)
]

const [ONE, TWO, THREE] = ['changelog_001.sql', 'changelog_002.sql', 'changelog_003.sql']
const V1 = 'cicd-master-v1.xml'
const V2 = 'cicd-master.xml'
const MASTER_TAG = (tag: string) => `cicd-master.xml ${tag}`

export const EXERCISE: readonly ExerciseStep[] = [
  {
    title: 'feedback.sql: a table, a sequence, a trigger and a function, made by hand',
    do: async ({ connection, login }) => {
      await runScriptFile(join(CICD_CHANGELOG.searchPath, 'feedback.sql'), { login, args: [], log: () => {} })
      return rowsOf(connection, 'select object_type, object_name, status from user_objects order by 1, 2')
    },
    expected: ['FUNCTION TODAY_FEEDBACK_COUNT VALID', 'INDEX FEEDBACK_PK VALID', 'SEQUENCE FEEDBACK_SEQ VALID', 'TABLE FEEDBACK VALID', 'TRIGGER FEEDBACK_BI VALID']
  },
  {
    title: "generate-changelog --compat: what Liquibase's own generator finds of them (the trigger and the function are missing)",
    do: async ({ connection }) => generated(await generateChangelog(connection, { compat: true })),
    expected: ['sequence FEEDBACK_SEQ', 'table FEEDBACK', 'left out: FUNCTION TODAY_FEEDBACK_COUNT', 'left out: TRIGGER FEEDBACK_BI']
  },
  {
    title: 'generate-changelog: all of them',
    do: async ({ connection }) => generated(await generateChangelog(connection)),
    expected: ['sequence FEEDBACK_SEQ', 'table FEEDBACK', 'function TODAY_FEEDBACK_COUNT', 'trigger FEEDBACK_BI']
  },
  { title: `update with ${ONE}`, do: updating(ONE), expected: [ONE] },
  { title: 'rollback-count 1', do: undoing(ONE, { count: 1 }), expected: [] },
  { title: `update with the first master (${V1})`, do: updating(V1), expected: [ONE, TWO, THREE, MASTER_TAG('version_1.1')] },
  { title: 'rollback-count 1: the tag has a row of its own', do: undoing(V1, { count: 1 }), expected: [ONE, TWO, THREE] },
  { title: 'rollback-count 2', do: undoing(V1, { count: 2 }), expected: [ONE] },
  { title: 'rollback-count 1', do: undoing(V1, { count: 1 }), expected: [] },
  { title: `update with the second master (${V2})`, do: updating(V2), expected: [ONE, MASTER_TAG('version_1.0'), TWO, THREE, MASTER_TAG('version_1.1')] },
  { title: "rollback version_1.0: the tag's own changeset goes, too", do: undoing(V2, { tag: 'version_1.0' }), expected: [ONE] },
  { title: 'update: forward again', do: updating(V2), expected: [ONE, MASTER_TAG('version_1.0'), TWO, THREE, MASTER_TAG('version_1.1')] }
]
