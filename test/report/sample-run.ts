/** What runs leave behind, in a folder of its own: for the report's tests. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ReportRecord, RunFacts, StageFailure } from '../../scripts/report/report'
import type { StageName } from '../../scripts/pipeline/stages'

const START = Date.parse('2026-03-04T10:00:00.000Z')
export const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString()

const OUTPUTS: Partial<Record<StageName, unknown>> = {
  commit: { commit: '9f3c1e2aa00000000000000000000000000000aa', subject: 'Raise <salaries> & "bonuses"', branch: 'main', dirty: true, version: '0.1.0+g9f3c1e2.dirty', checks: ['types', 'lint'] },
  database: { kind: 'embedded', connectString: '127.0.0.1:15210/FREEPDB1', banner: 'b', version: '19.0', dataDir: null, pid: 1, container: null, network: null, insideConnectString: null, employees: 107 },
  changes: { applied: ['chlg/changelog_001.sql::1::developer', 'hr-master.xml::bonuses::table::architect'], alreadyRan: 6, total: 8 },
  'test-app': { tests: 3, skipped: 1, coverage: 96.6 },
  package: { wheel: '.run/package/promotion.whl', sha256: 'ab'.repeat(32), version: '0.1.0+g9f3c1e2', bytes: 8704 },
  deploy: { kind: 'process', url: 'http://127.0.0.1:8080', pid: 1, container: null, version: '0.1.0' },
  probe: { url: 'http://127.0.0.1:8080', connection: '19.0.0.0.0', employees: 107, increased: '8856' }
}
export const PLANNED: readonly StageName[] = ['commit', 'database', 'changes', 'test-app', 'package', 'deploy', 'probe']

export const record = (stage: StageName, started: number, seconds: number, more: Partial<ReportRecord> = {}): ReportRecord =>
  ({ schema: 1, stage, state: 'passed', startedAt: at(started), seconds, summary: `${stage} did its work`, inputs: 'h', outputs: OUTPUTS[stage], ...more }) as ReportRecord

export const facts = (more: Partial<RunFacts> = {}): RunFacts => ({ startedAt: at(0), planned: PLANNED, kept: [], options: [], ...more })

export const passedRun = (): ReportRecord[] => PLANNED.map((stage, i) => record(stage, i * 2, 1.5, stage === 'database' ? { standIn: 'the embedded database stood in for Oracle Database' } : {}))

export const FAILURE: StageFailure = {
  what: 'pytest ended with <exit code> 1.',
  where: 'Command: python -m pytest',
  next: 'Mend the test or the app.',
  detail: ['E   assert <b>8856</b> == 8857', '</pre><script>alert(1)</script>']
}
export const failedRun = (): ReportRecord[] => [...passedRun().slice(0, 3), record('test-app', 6, 2, { state: 'failed', summary: FAILURE.what, outputs: null, failure: FAILURE })]

const JUNIT = `<?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests"><testsuite name="pytest" errors="0" failures="1" skipped="1" tests="3" time="0.5">
<testcase classname="tests.test_calculator" name="test_addition[/addition/1-2]" time="0.001" />
<testcase classname="tests.test_raise" name="test_raise" time="0.2"><failure message="assert &lt;b&gt; == 2&#10;more">def test_raise():
&gt;   assert x
tests/test_raise.py:12: AssertionError &lt;script&gt;alert(2)&lt;/script&gt;</failure></testcase>
<testcase classname="tests.test_slow" name="test_slow" time="0.0"><skipped type="pytest.skip" message="no engine">x</skipped></testcase>
</testsuite></testsuites>`
const COVERAGE = { totals: { percent_covered: 96.59 }, files: { 'promotion/a.py': { summary: { percent_covered: 99.97 }, missing_lines: [3, 4, 5, 9] }, 'promotion/b.py': { summary: { percent_covered: 100 }, missing_lines: [] } } }

export interface SampleFolder {
  readonly run: string
  readonly logs: string
  log(name: string, text: string): void
  remove(): void
}

export function sampleFolder(): SampleFolder {
  const root = mkdtempSync(join(tmpdir(), 'report-'))
  const run = join(root, '.run')
  const logs = join(run, 'logs')
  mkdirSync(logs, { recursive: true })
  writeFileSync(join(run, 'test-app.junit.xml'), JUNIT)
  writeFileSync(join(run, 'test-app.coverage.json'), JSON.stringify(COVERAGE))
  const log = (name: string, text: string) => writeFileSync(join(logs, `${name}.log`), text)
  for (const stage of PLANNED) log(stage, `# ${stage}\n\u001b[32mgreen\u001b[0m <b>bold</b> & "quoted" of ${stage}\n`)
  log('app', 'the app listens\n')
  return { run, logs, log, remove: () => rmSync(root, { recursive: true, force: true }) }
}
