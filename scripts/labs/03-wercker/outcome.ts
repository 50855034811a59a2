/** What flake8 and pytest said at a commit, and whether that is what the workshop teaches there. Pure. */
import { XMLParser } from 'fast-xml-parser'
import type { Expected } from './commits'

export interface Outcome {
  /** flake8's lines: place, code and words. */
  readonly style: readonly string[]
  readonly tests?: { readonly passed: number; readonly failed: number }
  /** First lines of the failed tests' messages. */
  readonly reasons: readonly string[]
  readonly statements?: number
  readonly missed?: number
}

/** flake8's findings, without the statistics below them; a path as on any platform. */
export const readStyle = (stdout: string): string[] =>
  stdout.split(/\r?\n/).filter((line) => /:\d+:\d+: /.test(line)).map((line) => line.replace(/^\.[\\/]/, ''))

interface JUnitCase {
  readonly failure?: { readonly message: string }
  readonly error?: { readonly message: string }
}

/** pytest's --junitxml. A test that could not even start (a fixture, an import) counts as failed. */
export function readTests(junit: string): Pick<Outcome, 'tests' | 'reasons'> {
  const parsed = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', isArray: (name) => name === 'testcase', htmlEntities: true }).parse(junit) as { testsuites?: { testsuite?: { testcase?: JUnitCase[] } } }
  const cases = parsed.testsuites?.testsuite?.testcase ?? []
  const failures = cases.flatMap(({ failure, error }) => failure ?? error ?? [])
  return { tests: { passed: cases.length - failures.length, failed: failures.length }, reasons: failures.map(({ message }) => message.split('\n')[0]) }
}

/** @returns what is not as expected, in one sentence; undefined when all is */
export function findDifference(expected: Expected, outcome: Outcome): string | undefined {
  const codes = outcome.style.map((line) => line.split(' ').slice(0, 2).join(' '))
  if (codes.join() !== expected.style.join()) return `flake8 says ${outcome.style.join(' · ') || 'nothing'}, expected ${expected.style.join(' · ') || 'nothing'}`
  const { tests } = expected
  if (!tests) return undefined
  if (!outcome.tests) return 'pytest did not run'
  if (outcome.tests.passed !== tests.passed || outcome.tests.failed !== tests.failed)
    return `${testLine(outcome)}, expected ${tests.passed} passed and ${tests.failed} failed`
  const wanted = [...(expected.reasons ?? [])].sort()
  const found = [...outcome.reasons].sort()
  const other = found.find((reason, i) => !reason.startsWith(wanted[i] ?? '\0'))
  if (other !== undefined) return `a test fails for another reason: ${other}`
  if (expected.missed !== undefined && outcome.missed !== expected.missed) return `coverage misses ${outcome.missed ?? 'an unknown number of'} statements, expected ${expected.missed}`
  return undefined
}

export function testLine({ tests, missed, statements }: Outcome): string {
  if (!tests) return 'no tests yet'
  const coverage = statements === undefined || missed === undefined ? '' : `, ${statements} statements, ${missed} missed: ${Math.round(((statements - missed) / statements) * 100)} %`
  return `${tests.failed ? `${tests.failed} failed, ` : ''}${tests.passed} passed${coverage}`
}

/** One line for people: what the tools said. */
export function outcomeLine(outcome: Outcome): string {
  if (outcome.style.length) return outcome.style.map((line) => line.split(' ').slice(0, 2).join(' ')).join(' · ')
  return outcome.reasons.length ? `${testLine({ ...outcome, statements: undefined })}: ${outcome.reasons.join(' · ')}` : testLine(outcome) === 'no tests yet' ? 'flake8 is silent' : testLine(outcome)
}
