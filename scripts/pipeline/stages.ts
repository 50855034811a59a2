/**
 * The one table of the pipeline. npm scripts, wercker.yml, the workflow and `npm start` are all made from it
 * (projenrc/ generates the files, scripts/pipeline/run.ts runs it). To add a stage: one row here, one file in scripts/steps.
 */
export const STAGE_NAMES = ['commit', 'database', 'changes', 'test-app', 'package', 'build-image', 'push-image', 'deploy', 'probe'] as const
export type StageName = (typeof STAGE_NAMES)[number]

export interface Stage {
  /** = npm script = CI step = log file = report heading. */
  readonly name: StageName
  /** What it does, in a few words: for --help and CI. */
  readonly title: string
  /** Which of the workshop's labs it belongs to. */
  readonly labs: readonly number[]
  /** Stages whose outputs it reads; they run first when theirs are missing, outdated or no longer alive. */
  readonly needs: readonly StageName[]
  /** Files whose content decides whether an earlier output still holds; folders end in `/`. */
  readonly inputs: readonly string[]
  /** Only where containers are used (`--runtime docker`), or when it is asked for by name. */
  readonly runtime?: 'docker'
  /** It changes something outside this machine: never part of `npm start`, only run when asked for by name. */
  readonly outward?: boolean
}

/** All that the checks look at: sources, what configures them, and the generated files. */
const TOOLING = ['.projenrc.ts', 'projenrc/', '.projen/', 'package.json', 'package-lock.json', 'scripts/', 'tsconfig.json', 'vitest.config.mts', 'biome.jsonc', '.dependency-cruiser.json', '.gitignore', '.gitattributes', '.dockerignore', '.npmrc', 'wercker.yml', '.github/', 'docs/']

export const STAGES: readonly Stage[] = [
  { name: 'commit', title: 'verify the checkout: generated files, types, lint', labs: [2, 3], needs: [], inputs: [...TOOLING, 'app/', 'db/', 'test/'] },
  { name: 'database', title: 'bring a database up, with the HR schema in it', labs: [4], needs: [], inputs: ['db/hr/', 'db/embedded/', 'db/connect/', 'scripts/steps/database.ts'] },
  { name: 'changes', title: 'apply the changelogs', labs: [7], needs: ['database'], inputs: ['db/changelog/', 'db/changes/', 'scripts/steps/changes.ts'] },
  { name: 'test-app', title: 'test the app against that database', labs: [3, 4], needs: ['database', 'changes'], inputs: ['app/', 'scripts/steps/test-app.ts'] },
  { name: 'package', title: 'package what was tested', labs: [5], needs: ['commit'], inputs: ['app/', 'scripts/steps/package.ts'] },
  { name: 'build-image', title: 'build the image of the app', labs: [5], needs: ['commit'], inputs: ['app/', 'scripts/containers/', 'scripts/steps/build-image.ts'], runtime: 'docker' },
  { name: 'push-image', title: 'push the image to the registry', labs: [5], needs: ['build-image'], inputs: ['scripts/steps/push-image.ts'], runtime: 'docker', outward: true },
  { name: 'deploy', title: 'start the package', labs: [6], needs: ['package', 'build-image', 'database', 'changes'], inputs: ['app/', 'scripts/steps/deploy.ts', 'scripts/steps/deploy-process.ts', 'scripts/steps/deploy-container.ts'] },
  { name: 'probe', title: 'ask the running app', labs: [6], needs: ['deploy'], inputs: ['app/', 'scripts/steps/probe.ts'] }
]

export function findStage(name: string): Stage | undefined {
  return STAGES.find((stage) => stage.name === name)
}

export interface Lab {
  readonly number: number
  readonly folder: string
  readonly title: string
}

export const LABS: readonly Lab[] = [
  { number: 1, folder: '01-oci', title: 'Oracle Cloud' },
  { number: 2, folder: '02-github', title: 'GitHub repository' },
  { number: 3, folder: '03-wercker', title: 'Wercker: continuous integration' },
  { number: 4, folder: '04-oracle-database', title: 'Oracle Database for Python' },
  { number: 5, folder: '05-registry', title: 'Deliver to the registry' },
  { number: 6, folder: '06-kubernetes', title: 'Deploy on Kubernetes' },
  { number: 7, folder: '07-database-changes', title: 'Database changes in the workflow' }
]
