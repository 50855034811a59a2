import { groupsForCase, type Rule } from './expected'
import type { SuiteName } from './options'
import { runBehaviourCases } from './run-behaviour-cases'
import { runPytest } from './run-pytest'
import type { Side } from './side'
import { type CaseOutcomes, PASSED, SKIPPED, type SuiteOptions } from './suite'

const SUITES: Readonly<Record<SuiteName, (side: Side, options: SuiteOptions) => Promise<CaseOutcomes>>> = { corpus: runBehaviourCases, pytest: runPytest }

interface ComparedCase {
  readonly suite: SuiteName
  readonly id: string
  readonly a: string
  readonly b: string
  readonly expected?: readonly string[]
}

/** Runs suites on both sides, one side after the other, and compares case by case: what passed, and how it failed. */
export async function compareSuites(suites: readonly SuiteName[], sides: readonly [Side, Side], options: SuiteOptions): Promise<{ same: boolean; record: object }> {
  const { say, signal, verbose } = options
  const all: ComparedCase[] = []
  const totals: object[] = []
  for (const suite of suites) {
    const outcomes: CaseOutcomes[] = []
    for (const side of sides) {
      if (signal.aborted) return { same: false, record: {} }
      outcomes.push(await SUITES[suite](side, options))
      say(`   ${suite} on ${side.name}: ${passed(outcomes.at(-1)!)} of ${outcomes.at(-1)!.size} passed`)
    }
    const cases = compareCases(suite, outcomes[0], outcomes[1], options.rules)
    all.push(...cases)
    totals.push({ suite, cases: cases.length, passedA: passed(outcomes[0]), passedB: passed(outcomes[1]) })
  }
  say()
  const different = all.filter((one) => one.a !== one.b)
  const counted = different.filter(({ expected }) => !expected)
  for (const { suite, id, a, b, expected } of verbose ? different : counted) {
    say(` ${expected ? '✔' : '✖'} ${suite} ${id}${expected ? `  (expected: ${expected.join(', ')})` : ''}`)
    say(`       A  ${a}`)
    say(`       B  ${b}`)
  }
  const neither = all.filter(({ a, b }) => a === b && a !== PASSED && a !== SKIPPED)
  if (counted.length) say()
  say(` ${all.length} cases: ${all.length - counted.length} the same, ${counted.length} different`)
  if (different.length > counted.length) say(` ${different.length - counted.length} expected differences not counted (-v shows them)`)
  if (neither.length) say(` ${neither.length} fail alike on both: ${neither.map(({ id }) => id).join(', ')}`)
  return { same: counted.length === 0, record: { suites: totals, cases: all } }
}

const passed = (outcomes: CaseOutcomes): number => [...outcomes.values()].filter((outcome) => outcome === PASSED).length

/** A case that one side did not come to is different there. */
export function compareCases(suite: SuiteName, a: CaseOutcomes, b: CaseOutcomes, rules: readonly Rule[]): ComparedCase[] {
  return [...new Set([...a.keys(), ...b.keys()])].map((id) => {
    const [left, right] = [a.get(id) ?? 'did not run', b.get(id) ?? 'did not run']
    const expected = left === right ? [] : groupsForCase(rules, id)
    return { suite, id, a: left, b: right, ...(expected.length ? { expected } : {}) }
  })
}
