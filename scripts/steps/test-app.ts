import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { XMLParser } from 'fast-xml-parser'
import { appConnection } from '../lib/app-connection'
import { runCommand } from '../lib/command'
import { testEnvironment } from '../lib/python'
import { rootFolder, runFolder } from '../lib/root-folder'
import type { StageContext, StageResult } from '../pipeline/context'

/** pytest with coverage, through the real driver, against the pipeline's database. */
export async function run(context: StageContext): Promise<StageResult<'test-app'>> {
  const { python } = await testEnvironment(context)
  context.progress('pytest')
  const report = join(runFolder, 'test-app.junit.xml')
  const coverage = join(runFolder, 'test-app.coverage.json')
  await runCommand([python, '-m', 'pytest', '-q', `--junitxml=${report}`, '--cov', '--cov-branch', `--cov-report=json:${coverage}`, '--cov-report=term-missing'], {
    cwd: join(rootFolder, 'app'),
    env: { ...appConnection(context.output('database')), COVERAGE_FILE: join(runFolder, '.coverage'), PYTHONDONTWRITEBYTECODE: '1' },
    log: context.log,
    signal: context.signal,
    next: 'Mend the test or the app.'
  })
  const { tests, skipped } = readCounts(readFileSync(report, 'utf8'))
  const percent = (JSON.parse(readFileSync(coverage, 'utf8')) as { totals: { percent_covered: number } }).totals.percent_covered
  return {
    outputs: { tests, skipped, coverage: Math.round(percent * 10) / 10 },
    summary: `${tests - skipped} passed${skipped ? `, ${skipped} skipped` : ''} · coverage ${percent.toFixed(0)} % · against ${context.output('database').kind}`
  }
}

function readCounts(junit: string): { tests: number; skipped: number } {
  const document = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' }).parse(junit)
  const suite = [document.testsuites.testsuite].flat()[0]
  return { tests: Number(suite.tests), skipped: Number(suite.skipped) }
}
