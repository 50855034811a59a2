import { attempt, type Finding, finding, type LiveSystem } from './lab'
import { STEPS_FOLDER } from './03-wercker/commits'
import { outcomeLine } from './03-wercker/outcome'
import { type Proofs, proveCommits, rememberedProofs } from './03-wercker/prove'
import { join } from 'node:path'
import { rootFolder } from '../lib/root-folder'

const OFFLINE = /connection|resolve|network|timed out|retries|No matching distribution|unreachable/i

/**
 * Labs 2 and 3 have one history: its commits are replayed in a scratch copy, and flake8 and pytest say at each what the
 * workshop says there. About four seconds; the first time their packages are downloaded.
 * @param lab whose items; @param more findings from the same proofs
 * @returns undefined in a session that has no proof to remember
 */
export async function findCommits(live: LiveSystem, lab: 2 | 3, more: (proofs: Proofs) => Finding[] = () => []): Promise<Finding[] | undefined> {
  const steps = live.root === rootFolder ? STEPS_FOLDER : join(live.root, 'scripts/labs/03-wercker/steps')
  const remembered = live.lifetime === 'session' ? rememberedProofs(steps) : undefined
  if (live.lifetime === 'session' && !remembered) return undefined
  let hint = 'Read scripts/labs/03-wercker/steps: a patch was changed.'
  return attempt("the labs' commits", hint, async () => {
    const proofs = remembered ?? (await proveCommits(steps).catch((error: Error & { detail?: readonly string[] }) => {
      const detail = error.detail ?? []
      if (!OFFLINE.test(detail.join('\n'))) throw error
      hint = ''
      throw new Error(`no network: pip could not download what scripts/labs/03-wercker/requirements.lock names (${detail.find((line) => OFFLINE.test(line))!.trim()})`)
    }))
    return [...proofs.commits.filter(({ item }) => item.startsWith(`${lab}.`)).map((proof) => commitFinding(proof)), ...more(proofs)]
  }).then((findings) => findings.map((each) => (each.ok || hint ? each : { ...each, hint: 'Check the network or proxy settings of pip (pip config list), and repeat the command.' })))
}

/** Item, subject, and what the tools said; a failure that is taught is what is wanted there. */
function commitFinding({ item, subject, teaches, outcome, difference }: Proofs['commits'][number]): Finding {
  return finding(!difference, `${item.padEnd(5)}"${subject}": ${difference ?? `${teaches ? `fails as ${teaches} teaches: ` : ''}${outcomeLine(outcome)}`}`, 'Read scripts/labs/03-wercker/steps: a patch was changed.')
}
