import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Whether that process runs. `command`: a word of its command line, where the platform tells (Linux), so that a process
 * id that was given away again is not taken for ours.
 */
export function isAlive(pid: number, command?: string): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  if (!command || process.platform !== 'linux') return true
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(command)
  } catch {
    return false
  }
}

/** Asks a process to end, and makes it after ten seconds. */
export async function endProcess(pid: number): Promise<void> {
  const send = (signal: NodeJS.Signals) => {
    try {
      process.kill(pid, signal)
    } catch {
      // gone already
    }
  }
  send('SIGTERM')
  for (const end = Date.now() + 10_000; Date.now() < end && isAlive(pid); ) await sleep(50)
  if (isAlive(pid)) send('SIGKILL')
}
