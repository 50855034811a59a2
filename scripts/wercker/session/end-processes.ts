import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'

/** Ends the shell's group, and on Linux whatever left the group but carries the run's mark in its environment. */
export async function endProcesses(shell: number | undefined, runId: string): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (shell !== undefined) send(-shell, signal)
    for (const pid of await marked(runId)) send(pid, signal)
    for (let waited = 0; waited < 20; waited++) {
      if (!(shell !== undefined && (await groupAlive(shell))) && !(await marked(runId)).length) return
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
async function groupAlive(group: number): Promise<boolean> {
  try {
    process.kill(-group, 0)
  } catch {
    return false
  }
  if (process.platform !== 'linux') return true
  for (const pid of await pids()) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
    const [state, , pgrp] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (Number(pgrp) === group && state !== 'Z') return true
  }
  return false
}

const pids = async () => (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)

async function marked(runId: string): Promise<number[]> {
  if (process.platform !== 'linux') return []
  const found: number[] = []
  for (const pid of await pids()) {
    const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '')
    if (pid !== process.pid && `\0${environment}`.includes(`\0WERCKER_SESSION=${runId}\0`)) found.push(pid)
  }
  return found
}
