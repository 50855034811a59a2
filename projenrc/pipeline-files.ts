import { JsonFile, type Project, YamlFile } from 'projen'
import { stageRecordJsonSchema } from '../scripts/pipeline/stage-output'
import { STAGES, type Stage } from '../scripts/pipeline/stages'

/** wercker.yml: the stages of the one table, one step a stage; docs/stage-output.schema.json: what they leave. */
export function addPipelineFiles(project: Project): void {
  const everywhere = STAGES.filter(({ runtime }) => !runtime)
  const tested = everywhere.findIndex(({ name }) => name === 'package') + 1
  const script = (name: string, code: string) => ({ script: { name, code: `${code}\n` } })
  const step = ({ name, title }: Stage) => script(name, `# ${title}\nnpm run ${name}`)
  const prepare = [{ 'install-packages': { packages: 'git python3 python3-venv' } }]
  const result = 'echo "The pipeline $WERCKER_RESULT. ${WERCKER_FAILED_STEP_MESSAGE:-}"'
  new YamlFile(project, 'wercker.yml', {
    obj: {
      box: 'node:24',
      build: { steps: [...prepare, ...everywhere.slice(0, tested).map(step)], 'after-steps': [script('report', `${result}\nnpm run report`), script('stop', 'npm run stop')] },
      deploy: { steps: [...prepare, ...everywhere.slice(tested).map(step)], 'after-steps': [script('report', `${result}\nnpm run report`)] },
      workflows: [{ name: 'build-deploy', pipelines: [{ name: 'build' }, { name: 'deploy', requires: ['build'] }] }]
    }
  })
  new JsonFile(project, 'docs/stage-output.schema.json', { marker: false, obj: stageRecordJsonSchema() })
}
