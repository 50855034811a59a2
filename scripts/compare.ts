import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { printError, ScriptError } from '@cicd-oracle/sql'
import { compareFile } from './compare/compare-file'
import { type CompareOptions, parseCompareOptions, usage, UsageError } from './compare/options'
import { comparedLines, isDifferent, sideLine, summary } from './compare/report'
import { scratchName } from './compare/scratch-user'
import { CannotConnect, openSide, type Side } from './compare/side'
import { compareSuites } from './compare/compare-suites'
import { type Walk, walkScript } from './compare/walk-script'
import { rootFolder, runFolder } from './lib/root-folder'
import { StageError } from './pipeline/stage-error'

/** `npm run compare -- A B FILE|--suite`. Exit codes: 0 the same, 1 different, 2 usage, 3 a side cannot be connected to (or the tests cannot run), 130 interrupted. */
export async function main(argv: readonly string[]): Promise<number> {
  // npm moves to the project's folder and leaves word of where it was called.
  const folder = process.env.INIT_CWD ?? process.cwd()
  if (argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(usage())
    return 0
  }
  let options: CompareOptions
  let walk: Walk | undefined
  try {
    options = parseCompareOptions(argv, folder)
    if (options.file !== undefined) walk = readScript(options.file, options.args, folder)
  } catch (error) {
    if (error instanceof UsageError) process.stderr.write(`${error.message} (npm run compare -- --help)\n`)
    else if (error instanceof ScriptError) process.stderr.write(printError(error))
    else throw error
    return 2
  }
  // Both sessions take the process's time zone; this one has no summer time, in which two different hours look alike.
  process.env.TZ = 'UTC'
  const interrupted = new AbortController()
  const interrupt = () => interrupted.abort()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt)
  try {
    return await compare(options, walk, folder, interrupted.signal)
  } catch (error) {
    if (interrupted.signal.aborted) return 130
    if (error instanceof StageError) {
      process.stderr.write(`${[` ✖ ${error.message}`, ...error.detail, error.where, error.next].join('\n   ')}\n`)
      return 3
    }
    if (!(error instanceof CannotConnect)) throw error
    process.stderr.write(`${[` ✖ ${error.message}`, ...error.lines].join('\n   ')}\n`)
    return 3
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, interrupt)
  }
}

/** @throws ScriptError with its place */
function readScript(file: string, args: readonly string[], folder: string): Walk {
  const path = file === '-' ? resolve(folder, 'standard-input') : resolve(folder, file)
  let text: string
  try {
    text = readFileSync(file === '-' ? 0 : path, 'utf8')
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}.`)
  }
  return walkScript(text, path, args, folder)
}

async function compare(options: CompareOptions, walk: Walk | undefined, folder: string, signal: AbortSignal): Promise<number> {
  const say = (line = '') => process.stdout.write(`${line}\n`)
  const name = scratchName()
  const shared = { asIs: options.asIs, scratchName: name, signal, say }
  const opened: Side[] = []
  try {
    say()
    for (const [side, choice, admin] of [['A', options.a, options.adminA], ['B', options.b, options.adminB]] as const) {
      opened.push(await openSide(side, { ...shared, choice, ...(admin ? { admin } : {}) }))
      say(sideLine(opened.at(-1)!))
    }
    say()
    const sides = opened as [Side, Side]
    const result = walk ? await runFile(options, walk, sides, folder, signal, say) : await compareSuites(options.suites, sides, { rules: options.rules, verbose: options.verbose, timeout: options.timeout, signal, say })
    if (signal.aborted) {
      say(' interrupted: no report is written')
      return 130
    }
    const file = options.report ?? join(runFolder, 'compare.json')
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `${JSON.stringify({ same: result.same, sides: sides.map(toJson), ...(options.file ? { file: options.file } : {}), ...result.record }, null, 2)}\n`)
    say(` ${result.same ? 'The same' : 'Different'}. Details: ${relative(folder, file) || relative(rootFolder, file)}`)
    return result.same ? 0 : 1
  } finally {
    for (const side of opened.reverse()) await side.close()
  }
}

async function runFile(options: CompareOptions, walk: Walk, sides: [Side, Side], folder: string, signal: AbortSignal, say: (line?: string) => void): Promise<{ same: boolean; record: object }> {
  const statements = await compareFile(walk, sides, {
    rules: options.rules,
    timeout: options.timeout,
    signal,
    onCompared: (compared) => comparedLines(compared, folder, options.verbose).forEach((line) => say(line))
  })
  if (options.verbose || statements.some(isDifferent)) say()
  for (const line of summary(statements, folder)) say(line)
  if (walk.passedOver.length) say(` ${walk.passedOver.length} commands of the client change nothing here and were passed over: ${[...new Set(walk.passedOver.map(({ text }) => text.split(/\s/)[0].toLowerCase()))].join(', ')}`)
  return { same: !statements.some(isDifferent), record: { statements: statements.map(({ statement, ...rest }) => ({ line: statement.line, in: statement.file, text: statement.text, ...rest })), passedOver: walk.passedOver } }
}

const toJson = ({ name, kind, login, version, as }: Side) => ({ name, kind, connectString: login.connectString, version, user: login.user, as })
