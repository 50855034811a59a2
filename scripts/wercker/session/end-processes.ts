import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

/** Ends the shell's group, and on Linux whatever left the group but carries the run's mark in its environment. */
export async function endProcesses(shell: number | undefined, runId: string): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (shell !== undefined) send(-shell, signal)
    for (const pid of marked(runId)) send(pid, signal)
    for (let waited = 0; waited < 20; waited++) {
      if (!(shell !== undefined && groupAlive(shell)) && !marked(runId).length) return
      await wait(signal === 'SIGTERM' && waited < 5 ? 5 : 25)
    }
  }
}

function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}

/** Zombies of the group that nobody waited for are no orphans. */
function groupAlive(group: number): boolean {
  try {
    process.kill(-group, 0)
  } catch {
    return false
  }
  if (process.platform !== 'linux') return true
  for (const pid of pids()) {
    const stat = readText(`/proc/${pid}/stat`)
    const [state, , pgrp] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (Number(pgrp) === group && state !== 'Z') return true
  }
  return false
}

/** Synchronous: a thousand small reads of memory are faster without a thread's help. */
const readText = (file: string): string => {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return ''
  }
}

const pids = () => readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number)

function marked(runId: string): number[] {
  if (process.platform !== 'linux') return []
  const found: number[] = []
  for (const pid of pids()) {
    const environment = readText(`/proc/${pid}/environ`)
    if (pid !== process.pid && `\0${environment}`.includes(`\0WERCKER_SESSION=${runId}\0`)) found.push(pid)
  }
  return found
}
