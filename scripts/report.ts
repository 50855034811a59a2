import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { rootFolder, runFolder } from './lib/root-folder'
import { readRecord } from './pipeline/records'
import { STAGES } from './pipeline/stages'
import type { Report, ReportRecord, RunFacts } from './report/report'
import { writeReport } from './report/write-report'

const USAGE = `npm run report: writes the last run's report anew and prints its path.
  .run/report.html for people, .run/report.json and .run/junit.xml for programs.
`

/** `npm run report`. Exit code 1: nothing ran in this checkout yet. */
export async function main(argv: string[]): Promise<number> {
  if (argv.length) {
    const help = argv[0] === '--help' || argv[0] === '-h'
    if (help) process.stdout.write(USAGE)
    else process.stderr.write(`Unknown option ${argv[0]}.\n\n${USAGE}`)
    return help ? 0 : 2
  }
  const records = STAGES.flatMap(({ name }) => readRecord(name) ?? [])
  if (!records.length) {
    process.stderr.write('Nothing ran in this checkout yet, so there is nothing to report. Run it first: npm start.\n')
    return 1
  }
  const { html } = writeReport(records, join(runFolder, 'logs'), lastFacts(records))
  process.stdout.write(`${relative(rootFolder, html)}\n`)
  return 0
}

/** What the last run knew of itself, unless a stage ran alone since. */
function lastFacts(records: readonly ReportRecord[]): RunFacts | undefined {
  try {
    const { schema, run, writtenAt } = JSON.parse(readFileSync(join(runFolder, 'report.json'), 'utf8')) as Report
    return schema === 1 && run && records.every(({ startedAt }) => startedAt <= writtenAt) ? run : undefined
  } catch {
    return undefined
  }
}
