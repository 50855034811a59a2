import { type ChildProcess, spawn } from 'node:child_process'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { endProcesses } from './end-processes'
import { runInShell, SHELL_START, type Shell } from './run-in-shell'
import type { Folders, Session } from './session'

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
    run: (command, options) => runInShell(asShell(shell), command, options),
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
  shell.stdin!.write(SHELL_START)
  return shell
}

/** A process of this machine as the runner sees a shell. */
function asShell(shell: ChildProcess): Shell {
  return {
    type: (text) => void shell.stdin!.write(text),
    onData(listener) {
      shell.stdout!.on('data', listener)
      return () => void shell.stdout!.off('data', listener)
    },
    onExit(listener) {
      const onExit = (code: number | null, signal: string | null) => listener({ code: code ?? undefined, signal: signal ?? undefined })
      if (shell.pid === undefined) listener({ code: 127 })
      else if (shell.exitCode !== null || shell.signalCode !== null) onExit(shell.exitCode, shell.signalCode)
      else shell.on('exit', onExit)
      return () => void shell.off('exit', onExit)
    }
  }
}
