/** A database container that did not come up: what its state and its last lines say of the cause. */

export interface ContainerEvidence {
  readonly image: string
  /** Of `docker inspect`, when the container was made. */
  readonly state?: { readonly Running: boolean; readonly ExitCode: number; readonly OOMKilled: boolean; readonly Error?: string }
  /** All that the server printed. */
  readonly log: string
  /** What the last attempt to connect met. */
  readonly lastError?: string
  /** Waited in vain for so long. */
  readonly waitedMs?: number
}

/** Shown to people as it is, without a stack. */
export class ContainerFailure extends Error {
  constructor(
    what: string,
    readonly where: string,
    readonly next: string,
    /** The server's last lines. */
    readonly detail: readonly string[] = [],
    /** All of its lines. */
    readonly log = ''
  ) {
    super(what)
    this.name = 'ContainerFailure'
  }
}

interface Cause {
  readonly fits: (evidence: ContainerEvidence) => boolean
  readonly what: (evidence: ContainerEvidence) => string
  readonly next: string
}

const ended = ({ state }: ContainerEvidence): boolean => state !== undefined && !state.Running
const seconds = (ms = 0): string => `${Math.round(ms / 1000)} s`

/** The first that fits. Numbers are Oracle's: Database Error Messages, 19c. */
const CAUSES: readonly Cause[] = [
  {
    fits: ({ log }) => /ORA-00845|ORA-27123|\/dev\/shm|shared memory/i.test(log),
    what: () => 'The database got too little shared memory.',
    next: 'Give the engine more memory, or name a smaller image: ORACLE_IMAGE.'
  },
  {
    fits: ({ state, log }) => state?.OOMKilled === true || state?.ExitCode === 137 || /ORA-27102|ORA-04031|out of memory|Cannot allocate memory/i.test(log),
    what: ({ state }) => (state?.ExitCode === 137 && !state.OOMKilled ? 'The database was killed (exit code 137), most likely for lack of memory.' : 'The database ran out of memory.'),
    next: 'Oracle Database Free wants 2 GB: give the engine more memory, or end other containers.'
  },
  {
    fits: ({ log }) => /No space left on device|ORA-19502|ORA-01119/i.test(log),
    what: () => 'The engine has no disk space left for the database.',
    next: 'docker system df tells what takes it.'
  },
  {
    fits: ({ log, state }) => /exec format error/i.test(log) || /exec format error/i.test(state?.Error ?? ''),
    what: ({ image }) => `The image ${image} is made for another processor.`,
    next: 'Name one for this machine: ORACLE_IMAGE.'
  },
  {
    fits: ended,
    what: ({ state }) => `The database's container ended with exit code ${state!.ExitCode} before it answered.`,
    next: 'Read its lines.'
  },
  {
    fits: ({ lastError }) => /ORA-01017|ORA-01045|ORA-28000/.test(lastError ?? ''),
    what: ({ lastError }) => `The database is up and refuses the app's user: ${lastError}`,
    next: 'The image must honour APP_USER and APP_USER_PASSWORD, and must not bring data of its own.'
  },
  {
    fits: ({ lastError }) => /ORA-12514|ORA-12505/.test(lastError ?? ''),
    what: ({ lastError, waitedMs }) => `The database did not offer its service within ${seconds(waitedMs)}: ${lastError}`,
    next: 'Read its lines; the image must offer FREEPDB1.'
  },
  {
    fits: () => true,
    what: ({ waitedMs, lastError }) => `The database did not answer a query within ${seconds(waitedMs)}${lastError ? `: ${lastError}` : '.'}`,
    next: 'Read its lines; a slow machine may need longer: ORACLE_START_TIMEOUT in seconds.'
  }
]

/** What to tell of a container that was made and did not get ready. */
export function explainFailure(evidence: ContainerEvidence): ContainerFailure {
  const cause = CAUSES.find(({ fits }) => fits(evidence))!
  const lines = evidence.log.split('\n').filter((line) => line.trim())
  return new ContainerFailure(cause.what(evidence), `Image: ${evidence.image}`, cause.next, lines.slice(-12), evidence.log)
}

/** What to tell when there is no image to make one of. `reason`: the engine's or the registry's words. */
export function explainMissingImage(image: string, reason: string): ContainerFailure {
  const why = /no such host|lookup|dial tcp|i\/o timeout|network is unreachable|connection refused|TLS handshake/i.test(reason)
    ? ['its registry cannot be reached', 'Check the network and the proxy settings of the engine']
    : /unauthorized|denied|authentication|forbidden/i.test(reason)
      ? ['its registry refuses it, or it does not exist', 'Check the name; docker login where it is private']
      : /not found|manifest unknown|no such image/i.test(reason)
        ? ['there is none of that name', 'Check the name']
        : /no space left/i.test(reason)
          ? ['the engine has no disk space left', 'docker system df tells what takes it']
          : ['the engine could not fetch it', 'Try docker pull with that name']
  return new ContainerFailure(`The image ${image} cannot be pulled: ${why[0]}.`, `Engine: ${reason.trim()}`, `${why[1]}, or name another image that is there: ORACLE_IMAGE.`)
}
