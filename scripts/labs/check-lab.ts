import { join } from 'node:path'
import { findLiveSystem } from './live-system'
import { rootFolder } from '../lib/root-folder'
import type { StageContext } from '../pipeline/context'
import type { Lab as LabRow } from '../pipeline/stages'
import type { LabCheck, LiveSystem } from './lab'

export interface LabState {
  readonly state: 'passed' | 'passed locally' | 'not yet'
  /** `passed`, `passed locally: X stood in for Y`, or `not yet: why`. */
  readonly line: string
  readonly check: LabCheck
}

/** Runs a lab's check against the live system. */
export async function checkLab({ folder }: LabRow, lifetime: StageContext['lifetime'], live?: LiveSystem): Promise<LabState> {
  const { check } = (await import(join(rootFolder, 'scripts/labs', folder, 'check.ts'))) as { check(live: LiveSystem): Promise<LabCheck> }
  return judge(await check(live ?? (await findLiveSystem(lifetime))))
}

export function judge(check: LabCheck): LabState {
  const failed = check.findings.find(({ ok }) => !ok)
  if (failed) return { state: 'not yet', line: `not yet: ${failed.what}`, check }
  if (check.notYet) return { state: 'not yet', line: `not yet: ${check.notYet}`, check }
  return check.standIn ? { state: 'passed locally', line: `passed locally: ${check.standIn}`, check } : { state: 'passed', line: 'passed', check }
}
