/** The labs' commits, each a patch in steps/, and what flake8 and pytest say at each. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the tools are expected to say. */
export interface Expected {
  /** Item of the failure that is taught here. */
  readonly teaches?: string
  /** flake8's lines: place and code. */
  readonly style: readonly string[]
  /** Absent: there are no tests yet. */
  readonly tests?: { readonly passed: number; readonly failed: number }
  /** How the failed tests' messages begin. */
  readonly reasons?: readonly string[]
  /** Statements that no test reaches. Their number in all depends on Python's version (3.8). */
  readonly missed?: number
}

export interface LabCommit {
  /** Item of the workshop that commits. */
  readonly item: string
  readonly subject: string
  /** Why, in a sentence or two. */
  readonly note: string
  /** The patch's file. */
  readonly file: string
  readonly expected: Expected
}

const BLANK_LINES = ['promotion.py:5:1: E302', 'promotion.py:8:1: E302', 'promotion.py:10:1: W391']

const EXPECTED: Readonly<Record<string, Expected>> = {
  '2.11': { teaches: '2.13', style: BLANK_LINES },
  '2.12': { teaches: '2.13', style: BLANK_LINES },
  '2.14': { style: [] },
  '2.17': { style: [], tests: { passed: 2, failed: 0 }, missed: 0 },
  '3.3': { style: [], tests: { passed: 2, failed: 0 }, missed: 0 },
  '3.4': { teaches: '3.4', style: [], tests: { passed: 2, failed: 1 }, reasons: ["AttributeError: module 'promotion' has no attribute 'decrease'"], missed: 0 },
  '3.5': { style: [], tests: { passed: 3, failed: 0 }, missed: 0 },
  '3.7': { style: [], tests: { passed: 3, failed: 0 }, missed: 1 },
  '3.9': { teaches: '3.10', style: [], tests: { passed: 4, failed: 1 }, reasons: ["AssertionError: assert b'1200' == b'1000200'"], missed: 1 },
  '3.11': { teaches: '3.12', style: [], tests: { passed: 2, failed: 3 }, reasons: ["AssertionError: assert 1200 == '1200'", "AssertionError: assert 1250 == '1250.0'", "AssertionError: assert 970 == '970'"], missed: 1 },
  '3.13': { style: [], tests: { passed: 5, failed: 0 }, missed: 1 }
}

export const STEPS_FOLDER = join(__dirname, 'steps')

const order = (item: string): number => Number(item.split('.')[0]) * 100 + Number(item.split('.')[1])

/** In the workshop's order. @param folder of patches; another one in tests */
export function readCommits(folder = STEPS_FOLDER): LabCommit[] {
  const commits = readdirSync(folder)
    .filter((name) => name.endsWith('.patch'))
    .map((name) => readPatch(join(folder, name)))
    .sort((a, b) => order(a.item) - order(b.item))
  const missing = Object.keys(EXPECTED).filter((item) => !commits.some((commit) => commit.item === item))
  if (missing.length) throw new Error(`steps/ has no patch for ${missing.join(', ')}`)
  return commits
}

/** A patch begins as a letter does: Item, Subject, a blank line, why; then what `git apply` reads. */
function readPatch(file: string): LabCommit {
  const text = readFileSync(file, 'utf8')
  const [head, ...rest] = text.slice(0, text.indexOf('diff --git')).split('\n\n')
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(head)?.[1] ?? ''
  const item = field('Item')
  const expected = EXPECTED[item]
  if (!expected) throw new Error(`${file}: no commit of the labs is item "${item}"`)
  return { item, subject: field('Subject'), note: rest.join(' ').replace(/\s+/g, ' ').trim(), file, expected }
}
