/**
 * What the post-receive hook runs: the pipeline on what was pushed. Everything printed here reaches whoever pushes, as
 * lines that begin with `remote:`. The push itself has succeeded then; a pipeline that fails leaves live what was live.
 */
import { spawn } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { checkCommitMessages, commitLine } from '../../lib/commit-message'
import { isAlive } from '../../lib/process'
import { runGit, SCRATCH_ENVIRONMENT } from '../scratch-git'
import { findPushed } from './live'
import { checkOut } from './pushed-checkout'
import { BRANCH, checkoutFolder, LIVE_REF, logFile, pushFolder, readRef, remoteFolder } from './remote'

const NOTHING = /^0+$/

/** Standard input: `OLD NEW REF` for each ref that was pushed. Exit code 0: the app of what was pushed is live. */
export async function main(): Promise<number> {
  // The pusher may be gone; what was begun is brought to its end all the same.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  for (const signal of ['SIGINT', 'SIGHUP', 'SIGPIPE'] as const) process.on(signal, () => undefined)
  for (const name of Object.keys(SCRATCH_ENVIRONMENT)) delete process.env[name] // git's word for the bare repository
  const pushed = (await text(process.stdin)).split('\n').filter(Boolean).map((line) => line.split(' '))
  let code = 0
  for (const [before, commit, ref] of pushed) {
    if (ref !== `refs/heads/${BRANCH}`) print(` ${ref} is kept; what is pushed to ${BRANCH} is delivered.`)
    else if (NOTHING.test(commit)) print(` ${BRANCH} is gone; what was live stays.`)
    else code = await withLock(() => deliver(before, commit))
  }
  return code
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
  appendFileSync(logFile, `${line}\n`)
}

async function deliver(before: string, commit: string): Promise<number> {
  writeFileSync(logFile, '')
  const { stdout: subject } = await runGit(remoteFolder, ['log', '-1', '--format=%h "%s"', commit])
  print('')
  print(` The pipeline runs on ${subject.trim()}`)
  await remarkMessages(before, commit)
  const live = await readRef(LIVE_REF)
  const code = await runPushed(commit)
  if (code === 0) {
    await runGit(remoteFolder, ['update-ref', LIVE_REF, commit])
    print(` Live: ${(await findPushed()).url}/employees`)
    return 0
  }
  print('')
  print(` ${subject.trim()} is not delivered: the pipeline failed.`)
  print(` All that it printed: ${logFile}, ${join(checkoutFolder, '.run', 'logs')}`)
  if (live) await keepLive(live)
  return code
}

/** What ran before the push answers again, when the stage that failed had ended it already. */
async function keepLive(commit: string): Promise<void> {
  const name = commit.slice(0, 7)
  const { url, version } = await findPushed()
  const answers = url !== undefined && version?.includes(name) && (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5000) }).then(({ ok }) => ok, () => false))
  if (answers) return print(` ${name} stays live: ${url}/employees`)
  print(` ${name}, which was live, is started again.`)
  const code = await runPushed(commit, 'deploy', 'probe')
  print(code === 0 ? ` ${name} is live again: ${(await findPushed()).url}/employees` : ` ${name} could not be started again; nothing is live.`)
}

/** Said, not refused: the history is the pusher's. */
async function remarkMessages(before: string, commit: string): Promise<void> {
  const range = NOTHING.test(before) ? ['--max-count=1', commit] : [`${before}..${commit}`]
  const { wrong } = await checkCommitMessages(range, remoteFolder).catch(() => ({ wrong: [] }))
  for (const each of wrong) print(`   remark: ${commitLine(each)}`)
}

/** @returns the pipeline's exit code */
async function runPushed(commit: string, ...stages: string[]): Promise<number> {
  try {
    await checkOut(commit, (line) => print(`   ${line}`))
  } catch (error) {
    print(` ✖ checkout       ${(error as Error).message}`)
    return 1
  }
  const script = 'scripts/labs/02-github/deliver.ts'
  if (!existsSync(join(checkoutFolder, script))) {
    print(` ✖ checkout       this commit has no ${script}: it is from before a push could be delivered`)
    return 1
  }
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(checkoutFolder, 'scripts/bootstrap.cjs'), 'labs/02-github/deliver', ...stages], { cwd: checkoutFolder, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } })
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        process.stdout.write(chunk)
        appendFileSync(logFile, chunk)
      })
    child.on('error', (error) => {
      print(` ✖ ${error.message}`)
      resolve(1)
    })
    // 'exit', not 'close': the app holds no pipe of ours, but a tool's stray child might.
    child.on('exit', (code) => setTimeout(() => resolve(code ?? 1), 50))
  })
}

/** One delivery at a time; the next one waits. */
async function withLock(work: () => Promise<number>): Promise<number> {
  const lock = join(pushFolder, 'delivery.pid')
  mkdirSync(pushFolder, { recursive: true })
  for (let waited = false; ; waited = true) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const holder = Number(readFileSync(lock, { encoding: 'utf8', flag: 'a+' }))
    if (holder && isAlive(holder, 'bootstrap.cjs')) {
      if (!waited) process.stdout.write(` Another push is being delivered (process ${holder}); this one waits.\n`)
      await sleep(500)
    } else if (holder || waited) rmSync(lock, { force: true }) // of one that was killed
    else await sleep(200)
  }
  try {
    return await work()
  } finally {
    rmSync(lock, { force: true })
  }
}
