import { existsSync, readFileSync, statSync } from 'node:fs'
import { XMLParser } from 'fast-xml-parser'
import { plainText } from './log-tail'
import type { Coverage, TestCase, TestResults } from './report'

const MAX_TEXT = 6000

/** Whether the file was written by the stage that started then, and not by an earlier one (file times may be coarse). */
const writtenSince = (file: string, startedAt: string): boolean => existsSync(file) && statSync(file).mtimeMs >= Date.parse(startedAt) - 1000

type Reason = string | { readonly message?: string; readonly '#text'?: string }
interface JunitCase {
  readonly classname?: string
  readonly name?: string
  readonly time?: string
  readonly failure?: Reason | readonly Reason[]
  readonly error?: Reason | readonly Reason[]
  readonly skipped?: Reason
}

/** What pytest wrote (--junitxml), when it is of that run; a half-written file is none. */
export function readTestResults(file: string, startedAt: string): TestResults | null {
  if (!writtenSince(file, startedAt)) return null
  try {
    const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false, parseAttributeValue: false, trimValues: false, htmlEntities: true /* numeric ones too */ })
    const document = parser.parse(readFileSync(file, 'utf8'))
    const suites = list(document.testsuites?.testsuite) as { testcase?: JunitCase | JunitCase[]; time?: string }[]
    const cases = suites.flatMap(({ testcase }) => (list(testcase) as JunitCase[]).map(readCase))
    if (!suites.length) return null
    const count = (state: TestCase['state']) => cases.filter((test) => test.state === state).length
    return { tests: cases.length, failed: count('failed'), skipped: count('skipped'), seconds: suites.reduce((sum, { time }) => sum + (Number(time) || 0), 0), cases }
  } catch {
    return null
  }
}

function readCase({ classname = '', name = '', time, failure, error, skipped }: JunitCase): TestCase {
  const reasons = [...list(failure), ...list(error)] as Reason[]
  const state = reasons.length ? 'failed' : skipped !== undefined ? 'skipped' : 'passed'
  const [reason] = reasons.length ? reasons : skipped !== undefined ? [skipped] : []
  const said = typeof reason === 'string' ? { '#text': reason } : reason
  const text = reasons.map((one) => (typeof one === 'string' ? one : (one['#text'] ?? ''))).join('\n').trim()
  return {
    group: plainText(classname),
    name: plainText(name),
    seconds: Number(time) || 0,
    state,
    message: said ? plainText(said.message || said['#text'] || '').trim().split('\n')[0].slice(0, 500) : null,
    text: state === 'failed' ? plainText(text.length > MAX_TEXT ? `…${text.slice(-MAX_TEXT)}` : text) : null
  }
}

/** What coverage.py wrote (json report), when it is of that run. */
export function readCoverage(file: string, startedAt: string): Coverage | null {
  if (!writtenSince(file, startedAt)) return null
  try {
    const { totals, files } = JSON.parse(readFileSync(file, 'utf8')) as {
      totals: { percent_covered: number }
      files: Record<string, { summary: { percent_covered: number }; missing_lines: number[] }>
    }
    return {
      percent: totals.percent_covered,
      files: Object.entries(files).map(([name, { summary, missing_lines }]) => ({ file: plainText(name.replaceAll('\\', '/')), percent: summary.percent_covered, missing: missing_lines }))
    }
  } catch {
    return null
  }
}

const list = <T>(value: T | readonly T[] | undefined): readonly T[] => (value === undefined ? [] : Array.isArray(value) ? value : [value as T])
