import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import oracledb from 'oracledb'
import { type Database, type DatabaseChoice, startEmbedded, stopEmbedded } from '../db/connect'
import { type CaseResult, runCorpus } from './lib/corpus'
import { rootFolder } from './lib/root-folder'
import { withChoices } from './pipeline/choices'

/**
 * `npm run compat`: runs the behaviour cases against the embedded database and writes docs/compatibility.md: shares by area,
 * and the tables that the server itself executes.
 */
export function main(argv: string[]): Promise<number> {
  return withChoices(argv, ({ database }) => (database && database.kind !== 'embedded' ? showShares(database) : writePage()))
}

/** --database: the same cases on another database; the page is of the embedded one, so they are only counted. */
async function showShares(choice: Exclude<DatabaseChoice, { kind: 'embedded' }>): Promise<number> {
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort())
  const { signal } = interrupted
  const started = choice.kind === 'container' ? await (await import('./containers/database-container')).startDatabaseContainer({ lifetime: 'session', signal }) : undefined
  try {
    const results = await runCorpus(started?.database ?? (choice as Extract<DatabaseChoice, { kind: 'remote' }>), { signal })
    for (const { id, kind, why } of results.filter(({ ok }) => !ok)) process.stdout.write(`${kind.padEnd(8)} ${id}: ${why?.split('\n')[0]}\n`)
    process.stdout.write(`${results.filter(({ ok }) => ok).length} of ${results.length} cases\n`)
    return results.some(({ kind }) => kind === 'wrong') ? 1 : 0
  } finally {
    await started?.remove()
  }
}

async function writePage(): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), 'compat-'))
  const database = await startEmbedded({ dataDir })
  try {
    const results = await runCorpus(database)
    writeFileSync(join(rootFolder, 'docs/compatibility.md'), page(results, await dictionaryViews(database)))
    process.stdout.write(`docs/compatibility.md: ${results.filter(({ ok }) => ok).length} of ${results.length} cases\n`)
    return results.some(({ kind }) => kind === 'wrong') ? 1 : 0
  } finally {
    await stopEmbedded(dataDir)
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** Views of SYS that everybody may read, as the server lists them. */
async function dictionaryViews({ connectString, user, password }: Database): Promise<string[]> {
  const connection = await oracledb.getConnection({ connectString, user, password })
  const { rows } = await connection.execute<[string]>("select view_name from all_views where owner = 'SYS' order by 1", [], { maxRows: 0 })
  await connection.close()
  return rows!.map(([name]) => name)
}

function page(results: readonly CaseResult[], views: readonly string[]): string {
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
V$VERSION. What is not supported is refused by name with ORA-03001 and the place; what answers, but not quite as Oracle would, is in
[deviations.md](deviations.md).

## Behaviour cases

${results.length} cases, written from Oracle's manuals (\`test/compat/corpus.jsonl\`), run through python-oracledb: ${passed} pass.
"refused": an error instead of an answer; "other error": an error, but not Oracle's number; "wrong": an answer that differs, which
is a bug of the worst kind.

| area | cases | pass | share | refused | other error | wrong |
|---|---|---|---|---|---|---|
${rows.join('\n')}

PL/SQL is refused as a whole for now: the areas plsql_*, triggers, dbms_output and compile_errors wait for it, and so do single
cases elsewhere. returning-006 cannot pass with this driver: see \`test/compat/corpus.test.ts\`.

## Cases that do not pass, PL/SQL aside

${failing.map(({ id, why }) => `- ${id}: ${why!.split('\n')[0].replace(/\|/g, '\\|').slice(0, 160)}`).join('\n')}

${serverTables()}

## Dictionary views

${views.join(', ')}.
`
}

/** The server's own tables, read from its compiled form: the very rows that it executes. */
function serverTables(): string {
  const load = <T>(file: string) => require(join(rootFolder, 'db/embedded/dist', file)) as T
  const { FUNCTIONS, MISSING_FUNCTIONS } = load<{ FUNCTIONS: ReadonlyMap<string, unknown>; MISSING_FUNCTIONS: ReadonlySet<string> }>('sql/functions/index.js')
  const { AGGREGATES } = load<{ AGGREGATES: object }>('sql/aggregates/rules.js')
  const { ANALYTIC } = load<{ ANALYTIC: object }>('sql/resolve/analytic-calls.js')
  const { OTHER_STATEMENTS } = load<{ OTHER_STATEMENTS: readonly string[] }>('sql/ddl/translate-other.js')
  const { MESSAGES } = load<{ MESSAGES: object }>('errors/messages.js')
  const list = (names: Iterable<string>) => `${[...names].sort().join(', ')}.`
  return `## Statements

select, insert, update, delete, merge, ${list(OTHER_STATEMENTS)}

## Scalar functions

${list(FUNCTIONS.keys())}

Known to Oracle and refused by name: ${list(MISSING_FUNCTIONS)}

## Aggregate functions

${list(Object.keys(AGGREGATES))}

## Analytic functions

${list(Object.keys(ANALYTIC))} The aggregates that PostgreSQL can window work with OVER too.

## Errors

${Object.keys(MESSAGES).length} of Oracle's numbers with their texts: ${Object.keys(MESSAGES).join(', ')}.`
}
