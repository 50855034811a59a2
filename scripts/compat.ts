import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded, stopEmbedded } from '../db/connect'
import { type CaseResult, runCorpus } from './lib/corpus'
import { rootFolder } from './lib/root-folder'

/**
 * `npm run compat`: runs the behaviour cases against the embedded database and writes docs/compatibility.md: shares by area,
 * and the tables that the server itself executes.
 */
export async function main(): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), 'compat-'))
  const database = await startEmbedded({ dataDir })
  try {
    const results = await runCorpus(database)
    writeFileSync(join(rootFolder, 'docs/compatibility.md'), page(results))
    process.stdout.write(`docs/compatibility.md: ${results.filter(({ ok }) => ok).length} of ${results.length} cases\n`)
    return results.some(({ kind }) => kind === 'wrong') ? 1 : 0
  } finally {
    await stopEmbedded(dataDir)
    rmSync(dataDir, { recursive: true, force: true })
  }
}

function page(results: readonly CaseResult[]): string {
  const areas = [...new Set(results.map(({ area }) => area))].sort()
  const rows = areas.map((area) => {
    const cases = results.filter((result) => result.area === area)
    const count = (kind: string) => cases.filter((result) => result.kind === kind).length || ''
    const passed = cases.filter(({ ok }) => ok).length
    return `| ${area} | ${cases.length} | ${passed} | ${Math.floor((100 * passed) / cases.length)} % | ${count('refused')} | ${count('code')} | ${count('wrong')} |`
  })
  const passed = results.filter(({ ok }) => ok).length
  const failing = results.filter(({ ok, area }) => !ok && !area.startsWith('plsql') && !['triggers', 'dbms_output', 'compile_errors'].includes(area))
  return `# Compatibility of the embedded database

Written by \`npm run compat\`; do not edit. Behaviour meant: Oracle Database 19c. It is not Oracle Database, and says so in
V$VERSION. What is not supported is refused by name with ORA-03001 and the place.

## Behaviour cases

${results.length} cases, written from Oracle's manuals (\`test/compat/corpus.jsonl\`), run through python-oracledb: ${passed} pass.
"refused": an error instead of an answer; "other error": an error, but not Oracle's number; "wrong": an answer that differs, which
is a bug of the worst kind.

| area | cases | pass | share | refused | other error | wrong |
|---|---|---|---|---|---|---|
${rows.join('\n')}

PL/SQL is refused as a whole for now: the areas plsql_*, triggers, dbms_output and compile_errors wait for it.

## Cases that do not pass, PL/SQL aside

${failing.map(({ id, why }) => `- ${id}: ${why!.split('\n')[0].replace(/\|/g, '\\|').slice(0, 160)}`).join('\n')}

## Scalar functions

${functionList()}
`
}

/** The server's own table, read from its compiled form: the same rows that it executes. */
function functionList(): string {
  const source = join(rootFolder, 'db/embedded/dist/sql/functions/index.js')
  readFileSync(source) // a sentence of Node's own when db/embedded was dropped
  const { FUNCTIONS, MISSING_FUNCTIONS } = require(source) as { FUNCTIONS: ReadonlyMap<string, unknown>; MISSING_FUNCTIONS: ReadonlySet<string> }
  return `${[...FUNCTIONS.keys()].sort().join(', ')}.\n\nKnown to Oracle and refused by name: ${[...MISSING_FUNCTIONS].sort().join(', ')}.`
}
