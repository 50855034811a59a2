import type { StageName } from '../pipeline/stages'

/** Where a check looks: the running system, not what a run wrote down. */
export interface LiveSystem {
  /** 'session': part of `npm start`, which shows a line for each lab: what takes seconds to prove is remembered, or said to be open. */
  readonly lifetime?: 'session' | 'detached'
  /** The checkout. */
  readonly root: string
  /** The database, when one runs or is named by the environment. */
  readonly database?: { readonly kind: 'embedded' | 'container' | 'remote'; readonly connectString: string; readonly owner: Login; readonly app: Login; /** Of lab 7's exercise. */ readonly cicd: Login; /** Absent: a remote database whose administrator is not named. */ readonly admin?: Login; /** What it stands in for, when it is not Oracle's. */ readonly standIn?: string }
  /** Where the app answers, when it was deployed. */
  readonly appUrl?: string
  readonly appKind?: 'process' | 'container'
  /** The wheel that the package stage delivered. */
  readonly wheel?: string
  /** NAME:TAG that the build-image stage made. */
  readonly image?: string
  /** REGISTRY/REPOSITORY@DIGEST that the push-image stage pushed. */
  readonly pushed?: string
}
export interface Login {
  readonly user: string
  readonly password: string
}

export interface Finding {
  /** What was looked at, and what was seen. */
  readonly what: string
  readonly ok: boolean
  /** What to do when it is not. */
  readonly hint?: string
}

export interface LabCheck {
  readonly findings: readonly Finding[]
  /** What stood in for what the workshop names; then all is "passed locally". */
  readonly standIn?: string
  /** The lab is not finished here, whatever the findings: why. */
  readonly notYet?: string
}

/** A lab's folder: README.md (read), run.ts (do), check.ts (prove). */
export interface Lab {
  /** Stages that the lab runs, in order; a function where they depend on what this machine has, which it then says. */
  readonly stages: readonly StageName[] | ((say: (line: string) => void) => Promise<readonly StageName[]>)
  /** Shows the learner what came of it. */
  show?(live: LiveSystem, say: (line: string) => void): Promise<void>
}

export const finding = (ok: boolean, what: string, hint: string): Finding => ({ ok, what, hint })

/** A finding from something that may throw; the message becomes what was seen. */
export async function attempt(what: string, hint: string, work: () => Promise<Finding | Finding[]>): Promise<Finding[]> {
  try {
    return [await work()].flat()
  } catch (error) {
    return [{ ok: false, what: `${what}: ${(error as Error).message.split('\n')[0]}`, hint }]
  }
}
