import { JsonFile, type Project, YamlFile } from 'projen'
import { stageRecordJsonSchema } from '../scripts/pipeline/stage-output'
import { STAGES } from '../scripts/pipeline/stages'

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
  // Actions are pinned by commit; what each hash is stands beside it in docs/dependencies.md.
  const checkout = 'actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683'
  const setupNode = 'actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020'
  const setupPython = 'actions/setup-python@a26af69be951a213d495a4c3e4e4022e16d87065'
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
            { uses: checkout, with: { 'persist-credentials': false } },
            { uses: setupNode, with: { 'node-version': '24', cache: 'npm' } },
            { uses: setupPython, with: { 'python-version': '3.13' } },
            ...everywhere.map(({ name, title }) => ({ name: `${name}: ${title}`, run: `npm run ${name}` })),
            { name: 'test', run: 'npm test' },
            { name: 'stop what the stages started', if: 'always()', run: 'npm run stop' }
          ]
        }
      }
    }
  })
}
