import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type DatabaseChoice, parseDatabaseChoice } from '../../db/connect'
import { parseRule, parseRules, type Rule, RuleError } from './expected'
import { KIND_TITLES, KINDS } from './outcome'

export class UsageError extends Error {}

export type SuiteName = 'corpus' | 'pytest'

export interface CompareOptions {
  readonly a: DatabaseChoice
  readonly b: DatabaseChoice
  readonly file?: string
  /** &1, &2, … of the file. */
  readonly args: readonly string[]
  readonly suites: readonly SuiteName[]
  readonly rules: readonly Rule[]
  /** The logins as they are, no users of our own. */
  readonly asIs: boolean
  readonly adminA?: { readonly user: string; readonly password: string }
  readonly adminB?: { readonly user: string; readonly password: string }
  /** Seconds for one statement or case. */
  readonly timeout: number
  readonly verbose: boolean
  /** Where the report goes; absent: .run/compare.json. */
  readonly report?: string
}

const SHIPPED = join(__dirname, 'expected.txt')
const shippedRules = (): Rule[] => parseRules(readFileSync(SHIPPED, 'utf8'), 'scripts/compare/expected.txt')

export const usage = (): string => `usage: npm run compare -- A B FILE [argument ...]
       npm run compare -- A B --suite [corpus|pytest]

Runs the same SQL, or the same tests, on two databases and reports what differs.

A and B   embedded           a fresh embedded database, removed afterwards
          container          a fresh Oracle Database Free in a container, removed afterwards (ORACLE_IMAGE names another image)
          user/password@host:port/service   (host:port/service with ORACLE_USER and ORACLE_PASSWORD set)
FILE      a script; it is cut as "npm run db -- sql" cuts it, and every statement runs on both sides, whatever failed before.
          - reads standard input. Arguments are the script's &1, &2, … (behind a -- of their own when they begin with -)
--suite   the behaviour cases of test/compat/corpus.jsonl, then the app's pytest suite, case by case; or one of the two

  --ignore X[,X...]   differences that do not count: kinds (${KINDS.join(', ')})
                      or groups of scripts/compare/expected.txt (${[...new Set(shippedRules().map(({ group }) => group))].join(', ')})
  --expected FILE     a list of differences that are meant, in the form of scripts/compare/expected.txt
  --admin-a, --admin-b USER/PASSWORD
                      who may make users there (also ORACLE_ADMIN_USER and ORACLE_ADMIN_PASSWORD); then each side runs as a
                      user of its own, removed afterwards. A login that may make users itself needs none.
  --as-is             no such users: the logins as they are; what the file makes stays
  --timeout SECONDS   for one statement or case (default 60)
  --report FILE       where the report goes, as JSON (default .run/compare.json)
  -v                  list what is the same too

Compared: ${KINDS.map((kind) => `${kind} (${KIND_TITLES[kind]})`).join('; ')}.
Rows are compared in order where the statement has ORDER BY outside of parentheses, and as multisets otherwise. Message texts are
shown and do not count: versions word them differently. Timestamps are compared to the millisecond, as the driver delivers them.

Exit codes: 0 the same, 1 different, 2 usage (also a FILE that cannot be run), 3 a side cannot be connected to, or the tests cannot run.
`

/** @throws UsageError with one sentence */
export function parseCompareOptions(argv: readonly string[], folder: string): CompareOptions {
  const words: string[] = []
  const rules: Rule[] = []
  const given: { adminA?: CompareOptions['adminA']; adminB?: CompareOptions['adminB'] } = {}
  let suites: SuiteName[] | undefined
  let asIs = false
  let verbose = false
  let timeout = 60
  let report: string | undefined
  const queue = [...argv]
  const value = (name: string): string => {
    const next = queue.shift()
    if (next === undefined || next.startsWith('--')) throw new UsageError(`${name} needs a value.`)
    return next
  }
  while (queue.length) {
    const raw = queue.shift()!
    if (raw === '--') {
      words.push(...queue.splice(0))
      break
    }
    if (!raw.startsWith('-') || raw === '-') {
      words.push(raw)
      continue
    }
    const equals = raw.indexOf('=')
    const word = raw.startsWith('--') && equals > 0 ? raw.slice(0, equals) : raw
    if (word !== raw) queue.unshift(raw.slice(equals + 1))
    switch (word) {
      case '--suite':
        suites = ['corpus', 'pytest']
        if (queue[0] === 'corpus' || queue[0] === 'pytest') suites = [queue.shift() as SuiteName]
        break
      case '--ignore':
        rules.push(...ignoreRules(value(word)))
        break
      case '--expected':
        rules.push(...readRules(value(word), folder))
        break
      case '--admin-a':
        given.adminA = parseAdmin(value(word), word)
        break
      case '--admin-b':
        given.adminB = parseAdmin(value(word), word)
        break
      case '--as-is':
        asIs = true
        break
      case '--timeout':
        timeout = Number(value(word))
        if (!(timeout > 0)) throw new UsageError('--timeout takes a number of seconds.')
        break
      case '--report':
        report = resolve(folder, value(word))
        break
      case '-v':
      case '--verbose':
        verbose = true
        break
      default:
        throw new UsageError(`Unknown option ${word}.`)
    }
  }
  const [a, b, file, ...args] = words
  if (b === undefined) throw new UsageError('Two databases are needed: A and B.')
  if (suites && file !== undefined) throw new UsageError(`Either FILE or --suite, not both (${file}).`)
  if (!suites && file === undefined) throw new UsageError('A FILE, or --suite, is needed.')
  return { a: parseSide(a, 'A'), b: parseSide(b, 'B'), ...(file === undefined ? {} : { file }), args, suites: suites ?? [], rules, asIs, ...given, timeout, verbose, ...(report === undefined ? {} : { report }) }
}

function parseSide(text: string, side: string): DatabaseChoice {
  try {
    return parseDatabaseChoice(text)
  } catch (error) {
    throw new UsageError(`${side}: ${(error as Error).message.replaceAll('--database', 'it')}`)
  }
}

function parseAdmin(text: string, option: string): { user: string; password: string } {
  const slash = text.indexOf('/')
  if (slash < 1 || slash === text.length - 1) throw new UsageError(`${option} takes USER/PASSWORD.`)
  return { user: text.slice(0, slash), password: text.slice(slash + 1) }
}

/** Names of kinds, or of groups in the shipped list. */
function ignoreRules(text: string): Rule[] {
  const shipped = shippedRules()
  return text.split(',').flatMap((name) => {
    const rules = shipped.filter(({ group }) => group === name)
    if (rules.length) return rules
    if ((KINDS as readonly string[]).includes(name)) return [{ group: name, reason: `--ignore ${name}`, ...parseRule(`${name} *`) }]
    throw new UsageError(`--ignore ${name}: it is neither a kind of difference (${KINDS.join(', ')}) nor a group of scripts/compare/expected.txt.`)
  })
}

function readRules(file: string, folder: string): Rule[] {
  try {
    return parseRules(readFileSync(resolve(folder, file), 'utf8'), file)
  } catch (error) {
    throw new UsageError(error instanceof RuleError ? error.message : `--expected ${file} cannot be read: ${(error as Error).message}`)
  }
}
