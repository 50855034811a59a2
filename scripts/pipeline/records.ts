import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { rootFolder, runFolder } from '../lib/root-folder'
import { type StageRecord, stageRecordSchema } from './stage-output'
import type { Stage, StageName } from './stages'

const recordFile = (name: StageName) => join(runFolder, `${name}.json`)

/** The stage's last record, or undefined when there is none or it does not fit the schema (an older version wrote it). */
export function readRecord<N extends StageName>(name: N): StageRecord<N> | undefined {
  if (!existsSync(recordFile(name))) return undefined
  try {
    const parsed = stageRecordSchema.safeParse(JSON.parse(readFileSync(recordFile(name), 'utf8')))
    return parsed.success && (parsed.data as { stage: string }).stage === name ? (parsed.data as unknown as StageRecord<N>) : undefined
  } catch {
    return undefined // half written by a killed process
  }
}

export function writeRecord(record: StageRecord): void {
  mkdirSync(runFolder, { recursive: true })
  const file = recordFile(record.stage)
  writeFileSync(`${file}.new`, `${JSON.stringify(record, null, 2)}\n`)
  renameSync(`${file}.new`, file)
}

const SKIPPED = new Set(['node_modules', 'dist', '__pycache__', '.venv', '.pytest_cache', '.ruff_cache', '.coverage'])

/** Which editors write beside a file that is open. */
const OF_EDITORS = /^\.#|^#.*#$|~$|^\..*\.sw[a-z]$/

function* filesBelow(path: string): Generator<string> {
  if (!existsSync(path)) return
  if (statSync(path).isFile()) {
    yield path
    return
  }
  for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1)))
    if (!SKIPPED.has(entry.name) && !OF_EDITORS.test(entry.name) && !entry.name.startsWith('dist.') && !entry.isSymbolicLink()) yield* filesBelow(join(path, entry.name))
}

/** SHA-256 over names and contents of what the stage declares as inputs. */
export function hashInputs(stage: Stage): string {
  const hash = createHash('sha256')
  for (const input of stage.inputs)
    for (const file of filesBelow(join(rootFolder, input))) hash.update(relative(rootFolder, file)).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}
