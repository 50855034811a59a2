import { JsonFile, type Project } from 'projen'
import { LABS, STAGES } from '../scripts/pipeline/stages'
import { allowScripts, devDependencies } from './dependencies'

/** Every command goes through the bootstrap, so that each works as the first one in a fresh clone. */
const script = (name: string, ...args: string[]): string => ['node scripts/bootstrap.cjs', name, ...args].join(' ')

export function addPackageJson(project: Project): void {
  const scripts: Record<string, string> = {
    start: script('start'),
    dev: script('dev'),
    report: script('report'),
    test: script('test'),
    'test:long': script('test', '--long'),
    soak: script('test', '--soak'),
    bench: script('bench'),
    compat: script('compat'),
    compare: script('compare'),
    'pin-base': script('pin-base'),
    'commit-message': script('commit-message'),
    synth: script('synth'),
    lint: script('lint'),
    db: script('db'),
    changelog: script('changelog'),
    wercker: script('wercker'),
    stop: script('stop'),
    clean: script('clean')
  }
  for (const stage of STAGES) scripts[stage.name] = script('stage', stage.name)
  for (const { number } of LABS) {
    scripts[`lab${number}`] = script('lab', String(number))
    scripts[`lab${number}:check`] = script('lab', String(number), '--check')
  }
  new JsonFile(project, 'package.json', {
    readonly: false,
    obj: {
      name: 'cicd-oracle-python',
      version: '0.1.0',
      private: true,
      description: 'CI/CD with Oracle Database and Python: seven labs, one pipeline, and a bare laptop is enough.',
      license: 'MIT',
      engines: { node: '>=20.19' },
      workspaces: ['db/lexer', 'db/embedded', 'db/changes', 'db/sql', 'scripts/wercker'],
      scripts,
      devDependencies,
      allowScripts
    }
  })
}
