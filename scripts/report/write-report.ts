import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { reportPage } from './html/page'
import { junitOf } from './junit'
import { knownSecrets, maskSecrets } from './mask-secrets'
import { readReport } from './read-report'
import type { Report, ReportRecord, RunFacts } from './report'

export interface WrittenReport {
  readonly report: Report
  readonly html: string
  readonly json: string
  readonly junit: string
}

/**
 * Writes report.html, report.json and junit.xml into the folder above the logs.
 * @param records of the run's stages, in any order: what it reached, and what it kept
 * @returns the report and the three paths
 */
export function writeReport(records: readonly ReportRecord[], logsFolder: string, facts?: RunFacts): WrittenReport {
  const folder = dirname(logsFolder)
  const report = maskSecrets(readReport(records, logsFolder, facts), knownSecrets(process.env, join(folder, 'credentials.json')))
  mkdirSync(folder, { recursive: true })
  const write = (name: string, text: string): string => {
    const file = join(folder, name)
    // Renamed into place: somebody may just be looking at the last one.
    writeFileSync(`${file}.new`, text)
    renameSync(`${file}.new`, file)
    return file
  }
  return { report, html: write('report.html', reportPage(report)), json: write('report.json', reportJson(report)), junit: write('junit.xml', junitOf(report)) }
}

/** The report without the logs' text: the files are there. */
const reportJson = (report: Report): string =>
  `${JSON.stringify(report, (key, value: unknown) => (key === 'logs' ? (value as Report['stages'][number]['logs']).map(({ text, ...log }) => log) : value), 2)}\n`
