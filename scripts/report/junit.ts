import type { Report, ReportStage, TestCase } from './report'

const escape = (text: string): string => text.replace(/[&<>"'\n\t]/g, (character) => `&#${character.charCodeAt(0)};`)
const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values).map(([name, value]) => ` ${name}="${escape(typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(3) : String(value))}"`).join('')

/** JUnit's XML as CI systems read it: a suite with a case for each stage, and one with the app's tests. */
export function junitOf(report: Report): string {
  const { stages, tests } = report
  const timestamp = report.startedAt.replace(/\.\d+Z$/, 'Z')
  const count = (state: string) => stages.filter((stage) => stage.state === state).length
  const suites = [
    suite({ name: 'pipeline', tests: stages.length, failures: count('failed'), errors: 0, skipped: stages.length - count('failed') - count('passed'), time: report.seconds, timestamp }, stages.map(stageCase)),
    ...(tests ? [suite({ name: 'test-app', tests: tests.tests, failures: tests.failed, errors: 0, skipped: tests.skipped, time: tests.seconds, timestamp }, tests.cases.map(testCase))] : [])
  ]
  const total = { name: 'cicd-oracle-python', tests: stages.length + (tests?.tests ?? 0), failures: count('failed') + (tests?.failed ?? 0), errors: 0, time: report.seconds }
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes(total)}>\n${suites.join('')}</testsuites>\n`
}

const suite = (values: Record<string, string | number>, cases: readonly string[]): string => `  <testsuite${attributes(values)}>\n${cases.join('')}  </testsuite>\n`

const one = (values: Record<string, string | number>, content: string): string =>
  content ? `    <testcase${attributes(values)}>\n      ${content}\n    </testcase>\n` : `    <testcase${attributes(values)}/>\n`

function stageCase({ name, seconds, state, failure, logs }: ReportStage): string {
  const content = failure
    ? `<failure${attributes({ message: failure.what, type: 'StageError' })}>${escape([failure.where, failure.next, ...failure.detail].join('\n'))}</failure>` +
      (logs[0] ? `\n      <system-out>${escape(logs[0].text)}</system-out>` : '')
    : state === 'passed' ? '' : `<skipped${attributes({ message: state })}/>`
  return one({ classname: 'pipeline', name, time: seconds }, content)
}

function testCase({ group, name, seconds, state, message, text }: TestCase): string {
  const content =
    state === 'failed' ? `<failure${attributes({ message: message ?? '' })}>${escape(text ?? '')}</failure>`
    : state === 'skipped' ? `<skipped${attributes({ message: message ?? '' })}/>`
    : ''
  return one({ classname: group, name, time: seconds }, content)
}
