/** The labels by which containers and networks of ours are found again. */
import { hostname } from 'node:os'
import { readFileSync } from 'node:fs'
import { rootFolder } from '../lib/root-folder'

const PREFIX = 'cicd-oracle-python'
export const CHECKOUT = `${PREFIX}.checkout`
export const RUN = `${PREFIX}.run`
export const ROLE = `${PREFIX}.role`
const LIFETIME = `${PREFIX}.lifetime`
const PID = `${PREFIX}.pid`
const STARTED = `${PREFIX}.process-started`
const HOST = `${PREFIX}.host`

export type Role = 'network' | 'database' | 'migration' | 'app' | 'registry'
/** session: ends with the run. detached: stays until `npm run stop`. kept: the same, by --keep. */
export type ContainerLifetime = 'session' | 'detached' | 'kept'

export const labelsOf = (run: string, role: Role, lifetime: ContainerLifetime): Record<string, string> => ({
  [CHECKOUT]: rootFolder,
  [RUN]: run,
  [ROLE]: role,
  [LIFETIME]: lifetime,
  [PID]: String(process.pid),
  [STARTED]: startOf(process.pid),
  [HOST]: hostname()
})

/** NAME=VALUE filters for the engine. */
export const ofCheckout = (role?: Role): string[] => [`${CHECKOUT}=${rootFolder}`, ...(role ? [`${ROLE}=${role}`] : [])]
export const ofRun = (run: string): string[] => [`${RUN}=${run}`]

export const isSession = (labels: Readonly<Record<string, string>>): boolean => labels[LIFETIME] === 'session'

/** Made by a run of this machine that should have ended it and is no more. */
export function isLeftover(labels: Readonly<Record<string, string>>): boolean {
  return isSession(labels) && labels[HOST] === hostname() && startOf(Number(labels[PID])) !== labels[STARTED]
}

/** When the process began, in the kernel's ticks; "running" where only that is known; empty when there is none. Numbers are given away again. */
function startOf(pid: number): string {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return ''
  }
  if (process.platform !== 'linux') return 'running'
  try {
    // proc(5): the name in parentheses may hold anything; behind it the state, and field 22 as the 20th.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop()!.split(' ')
    // Ended, but its parent did not ask for its exit code: as PID 1 of a container often does not.
    return 'ZX'.includes(fields[0]) ? '' : fields[19]
  } catch {
    return ''
  }
}
