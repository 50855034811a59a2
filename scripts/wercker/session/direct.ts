import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { endProcesses } from './end-processes'
import type { Folders, RunOptions, RunResult, Session } from './session'

/** What the host may pass in: without these few no tool works. Everything else comes by the X_ rule. */
const PASSED = ['PATH', 'HOME', 'USER', 'LOGNAME', 'LANG', 'LC_ALL', 'TMPDIR', 'TZ']

/** One bash on this machine, in a process group of its own. */
export async function startDirectSession(folders: Folders, runId: string): Promise<Session> {
  for (const folder of Object.values(folders) as string[]) await mkdir(folder, { recursive: true })
  const env: NodeJS.ProcessEnv = { WERCKER_SESSION: runId }
  for (const name of PASSED) if (process.env[name] !== undefined) env[name] = process.env[name]
  let shell = startShell(folders.source, env)
  return {
    kind: 'direct',
    folders,
    run: (command, options) => runInShell(shell, command, options),
    async writeFile(path, text) {
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, text)
    },
    readFile: (path) => readFile(path, 'utf8').catch(() => undefined),
    copyOut: (path, hostFolder) => cp(path, hostFolder, { recursive: true, verbatimSymlinks: true }),
    async restart() {
      await endProcesses(shell.pid, runId)
      shell = startShell(folders.source, env)
    },
    close: () => endProcesses(shell.pid, runId)
  }
}

function startShell(cwd: string, env: NodeJS.ProcessEnv): ChildProcess {
  const shell = spawn('bash', ['--noprofile', '--norc'], { cwd, env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] })
  // A step may end the shell while we type; its exit tells.
  shell.stdin!.on('error', () => undefined)
  shell.on('error', () => undefined)
  shell.stdout!.setEncoding('utf8')
  // One stream keeps the order; the sentinel has a way of its own, so that a step may redirect its output.
  shell.stdin!.write('exec 2>&1 9>&1\n')
  return shell
}

/** How long output of a shell that ended may still come: what it left behind may hold the pipe for ever. */
const DRAIN_MS = 50

function runInShell(shell: ChildProcess, command: string, options: RunOptions): Promise<RunResult> {
  if (shell.pid === undefined) return Promise.resolve({ kind: 'died', code: 127 })
  if (shell.exitCode !== null || shell.signalCode !== null) return Promise.resolve({ kind: 'died', code: shell.exitCode ?? undefined, signal: shell.signalCode ?? undefined })
  if (options.signal?.aborted) return Promise.resolve({ kind: 'interrupted' })
  const sentinel = `wercker-${randomBytes(12).toString('hex')}`
  return new Promise((resolve) => {
    let held = ''
    let lastOutput = Date.now()
    const finish = (result: RunResult) => {
      clearTimeout(limit)
      clearInterval(silence)
      shell.stdout!.off('data', onData)
      shell.off('exit', onExit)
      options.signal?.removeEventListener('abort', onAbort)
      if (held) options.onOutput(held)
      held = ''
      resolve(result)
    }
    const onData = (text: string) => {
      lastOutput = Date.now()
      held += text
      const at = held.indexOf(sentinel)
      if (at < 0) {
        // The sentinel may be cut in two; all before is let go.
        const keep = held.lastIndexOf('w', held.length - 1) >= held.length - sentinel.length ? sentinel.length : 0
        if (held.length > keep) {
          options.onOutput(held.slice(0, held.length - keep))
          held = held.slice(held.length - keep)
        }
        return
      }
      const end = held.indexOf('\n', at)
      if (end < 0) return
      const code = Number(held.slice(at + sentinel.length + 1, end))
      held = held.slice(0, at)
      finish({ kind: 'exit', code })
    }
    const onExit = (code: number | null, signal: string | null) => void setTimeout(() => finish({ kind: 'died', code: code ?? undefined, signal: signal ?? undefined }), DRAIN_MS)
    const onAbort = () => finish({ kind: 'interrupted' })
    const limit = setTimeout(() => finish({ kind: 'timeout' }), options.commandTimeout)
    const silence = setInterval(
      () => {
        if (Date.now() - lastOutput >= options.noResponseTimeout) finish({ kind: 'no-response' })
      },
      Math.min(1000, Math.max(20, options.noResponseTimeout / 10))
    )
    shell.stdout!.on('data', onData)
    shell.on('exit', onExit)
    options.signal?.addEventListener('abort', onAbort)
    shell.stdin!.write(`${command}\nprintf '%s %d\\n' ${sentinel} $? >&9\n`)
  })
}
