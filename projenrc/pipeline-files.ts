import { JsonFile, type Project, YamlFile } from 'projen'
import { stageRecordJsonSchema } from '../scripts/pipeline/stage-output'
import { STAGES } from '../scripts/pipeline/stages'

// Actions are pinned by commit; what each hash is stands beside it in docs/dependencies.md.
const checkout = 'actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683'
const setupNode = 'actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020'
const setupPython = 'actions/setup-python@a26af69be951a213d495a4c3e4e4022e16d87065'
const uploadArtifact = 'actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02'
/** A job's machine: the checkout, Node and Python. */
const prepare = [
  { uses: checkout, with: { 'persist-credentials': false } },
  { uses: setupNode, with: { 'node-version': '24', cache: 'npm' } },
  { uses: setupPython, with: { 'python-version': '3.13' } }
]

/** wercker.yml and the workflow: the same npm scripts, one step a stage. Labs 2 and 3 complete them. */
export function addPipelineFiles(project: Project): void {
  const everywhere = STAGES.filter(({ runtime }) => !runtime)
  const stagesUntil = (last: string) => everywhere.slice(0, everywhere.findIndex((stage) => stage.name === last) + 1)
  const wercker = (names: readonly { name: string; title: string }[]) =>
    names.map(({ name, title }) => ({ script: { name, code: `# ${title}\nnpm run ${name}\n` } }))
  new YamlFile(project, 'wercker.yml', {
    obj: {
      box: 'node:24',
      build: { steps: wercker(stagesUntil('package')) },
      deploy: { steps: wercker(STAGES.filter((stage) => stage.name === 'deploy' || stage.name === 'probe')) }
    }
  })
  new JsonFile(project, 'docs/stage-output.schema.json', { marker: false, obj: stageRecordJsonSchema() })
  new YamlFile(project, '.github/workflows/pipeline.yml', {
    obj: {
      name: 'pipeline',
      on: { push: { branches: ['main'] }, pull_request: {} },
      permissions: { contents: 'read' },
      concurrency: { group: 'pipeline-${{ github.ref }}', 'cancel-in-progress': true },
      jobs: {
        pipeline: {
          'runs-on': 'ubuntu-24.04',
          'timeout-minutes': 30,
          steps: [
            ...prepare,
            ...everywhere.map(({ name, title }) => ({ name: `${name}: ${title}`, run: `npm run ${name}` })),
            { name: 'test', run: 'npm test' },
            { name: 'stop what the stages started', if: 'always()', run: 'npm run stop' }
          ]
        }
      }
    }
  })
  addOracleFree(project)
}

/**
 * Everything against Oracle Database Free, which no test machine of ours has: started by hand, because its image is large and a
 * difference is news, not a broken build. Each step runs whatever the one before found.
 */
function addOracleFree(project: Project): void {
  const database = '--database container --keep'
  const step = (name: string, run: string) => ({ name, if: '${{ !cancelled() }}', run })
  // Not counted: what no two databases have in common.
  const compare = 'npm run compare -- embedded container'
  const ignore = '--ignore banner,versions,dates,rowids,ids,names,storage'
  new YamlFile(project, '.github/workflows/oracle-free.yml', {
    obj: {
      name: 'oracle-free',
      on: { workflow_dispatch: { inputs: { image: { description: 'image with Oracle Database', default: 'gvenzl/oracle-free:23-slim-faststart', required: true } } } },
      permissions: { contents: 'read' },
      jobs: {
        'oracle-free': {
          'runs-on': 'ubuntu-24.04',
          'timeout-minutes': 90,
          env: { ORACLE_IMAGE: '${{ inputs.image }}', ORACLE_START_TIMEOUT: '900' },
          steps: [
            ...prepare,
            step('pull the image', 'docker pull "$ORACLE_IMAGE"'),
            step('database, changes, tests of the app', `npm run test-app -- ${database}`),
            step('labs 4 and 7', `npm run lab4 -- ${database} && npm run lab7 -- ${database}`),
            step('the behaviour cases alone', 'npm run compat -- --database container'),
            step('the behaviour cases and the tests of the app, on both', `${compare} --suite`),
            step('set its report aside', 'mv .run/compare.json .run/compare-suite.json'),
            step('HR and queries, statement by statement, on both', `${compare} test/compare/statements.sql ${ignore}`),
            { name: 'keep the report', if: 'always()', uses: uploadArtifact, with: { name: 'oracle-free', path: '.run/compare*.json\n.run/logs/\n', 'include-hidden-files': true, 'if-no-files-found': 'warn' } },
            { name: 'stop what the steps started', if: 'always()', run: 'npm run stop' }
          ]
        }
      }
    }
  })
}
