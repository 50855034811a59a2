import { type Project, YamlFile } from 'projen'
import { STAGES } from '../scripts/pipeline/stages'

// Actions are pinned by commit; which release each hash is stands in docs/dependencies.md.
const checkout = 'actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683'
const setupNode = 'actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020'
const setupPython = 'actions/setup-python@a26af69be951a213d495a4c3e4e4022e16d87065'
const uploadArtifact = 'actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02'
const attest = 'actions/attest-build-provenance@e8998f949152b193b063cb0ec769d69d929409be'

const LINUX = 'ubuntu-24.04'
/** A job's machine: the checkout, Node and Python. `history`: all commits, not only the newest. */
const prepare = ({ node = '24', history = false, cache = true }: { node?: string; history?: boolean; cache?: boolean } = {}) => [
  { uses: checkout, with: { 'persist-credentials': false, ...(history && { 'fetch-depth': 0 }) } },
  { uses: setupNode, with: { 'node-version': node, ...(cache && { cache: 'npm' }) } },
  { uses: setupPython, with: { 'python-version': '3.13' } }
]
const keep = (name: string, path: string) => ({ name: 'keep the report', if: 'always()', uses: uploadArtifact, with: { name, path, 'include-hidden-files': true, 'if-no-files-found': 'warn' } })
const stop = { name: 'stop what the steps started', if: 'always()', run: 'npm run stop' }
const readOnly = { contents: 'read' }

/** .github/workflows and dependabot.yml: the stages of the one table, and what surrounds them. */
export function addWorkflows(project: Project): void {
  addPipeline(project)
  addRelease(project)
  addOracleFree(project)
  addDependencyUpdates(project)
}

function addPipeline(project: Project): void {
  const everywhere = STAGES.filter(({ runtime }) => !runtime)
  workflow(project, 'pipeline', {
    on: { push: { branches: ['main'] }, pull_request: {} },
    concurrency: { group: 'pipeline-${{ github.ref }}', 'cancel-in-progress': true },
    jobs: {
      pipeline: {
        'runs-on': LINUX,
        'timeout-minutes': 30,
        steps: [
          ...prepare({ history: true }),
          { name: 'commit messages', if: "github.event_name == 'pull_request'", env: { BASE: '${{ github.base_ref }}' }, run: 'npm run commit-message -- "origin/$BASE..HEAD"' },
          ...everywhere.map(({ name, title }) => ({ name: `${name}: ${title}`, run: `npm run ${name}` })),
          { name: 'report', if: 'always()', run: 'npm run report' },
          keep('report', '.run/report.html\n.run/report.json\n.run/junit.xml'),
          stop
        ]
      },
      test: {
        strategy: { 'fail-fast': false, matrix: { os: [LINUX, 'macos-15', 'windows-2025'], node: ['20', '22', '24'] } },
        'runs-on': '${{ matrix.os }}',
        'timeout-minutes': 45,
        steps: [...prepare({ node: '${{ matrix.node }}' }), { name: 'test', run: 'npm test' }]
      },
      containers: {
        needs: 'pipeline',
        'runs-on': LINUX,
        'timeout-minutes': 90,
        steps: [
          ...prepare(),
          { name: 'all stages in containers, on Oracle Database Free', run: 'npm start -- --runtime docker' },
          { name: 'long tests', run: 'npm run test:long' },
          keep('report-containers', '.run/report.html\n.run/logs/'),
          stop
        ]
      }
    }
  })
}

/** A tag v1.2.3 becomes an image in the repository's own registry, with a statement by whom and from what it was built. */
function addRelease(project: Project): void {
  workflow(project, 'release', {
    on: { push: { tags: ['v*'] } },
    concurrency: { group: 'release-${{ github.ref }}', 'cancel-in-progress': false },
    jobs: {
      image: {
        'runs-on': LINUX,
        'timeout-minutes': 30,
        environment: 'release',
        // The token of OIDC signs the statement; packages is the registry. No password of anybody is stored.
        permissions: { ...readOnly, packages: 'write', 'id-token': 'write', attestations: 'write' },
        steps: [
          // No cache: what a pull request wrote into it must not get into a release.
          ...prepare({ cache: false }),
          { name: 'build', run: 'npm run build-image' },
          {
            name: 'push',
            id: 'push',
            env: { DOCKER_USERNAME: '${{ github.actor }}', DOCKER_PASSWORD: '${{ secrets.GITHUB_TOKEN }}' },
            run: [
              'export DOCKER_REPO="ghcr.io/${GITHUB_REPOSITORY,,}"',
              'npm run push-image',
              'echo "name=$DOCKER_REPO" >> "$GITHUB_OUTPUT"',
              `node -p '"digest=" + require("./.run/push-image.json").outputs.digest' >> "$GITHUB_OUTPUT"`
            ].join('\n')
          },
          { name: 'say where it comes from', uses: attest, with: { 'subject-name': '${{ steps.push.outputs.name }}', 'subject-digest': '${{ steps.push.outputs.digest }}', 'push-to-registry': true } },
          { name: 'keep the bill of materials', uses: uploadArtifact, with: { name: 'image', path: '.run/image/', 'include-hidden-files': true } }
        ]
      }
    }
  })
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
  workflow(project, 'oracle-free', {
    on: { workflow_dispatch: { inputs: { image: { description: 'image with Oracle Database', default: 'gvenzl/oracle-free:23-slim-faststart', required: true } } } },
    jobs: {
      'oracle-free': {
        'runs-on': LINUX,
        'timeout-minutes': 90,
        env: { ORACLE_IMAGE: '${{ inputs.image }}', ORACLE_START_TIMEOUT: '900' },
        steps: [
          ...prepare(),
          step('pull the image', 'docker pull "$ORACLE_IMAGE"'),
          step('database, changes, tests of the app', `npm run test-app -- ${database}`),
          step('labs 4 and 7', `npm run lab4 -- ${database} && npm run lab7 -- ${database}`),
          step('the behaviour cases alone', 'npm run compat -- --database container'),
          step('the behaviour cases and the tests of the app, on both', `${compare} --suite`),
          step('set its report aside', 'mv .run/compare.json .run/compare-suite.json'),
          step('HR and queries, statement by statement, on both', `${compare} test/compare/statements.sql ${ignore}`),
          keep('oracle-free', '.run/compare*.json\n.run/logs/'),
          stop
        ]
      }
    }
  })
}

/** Weekly, in one pull request a kind: the pipeline says whether they are good. */
function addDependencyUpdates(project: Project): void {
  const row = (ecosystem: string, directories: readonly string[]) => ({
    'package-ecosystem': ecosystem, directories, schedule: { interval: 'weekly' }, cooldown: { 'default-days': 7 }, groups: { all: { patterns: ['*'] } }, 'commit-message': { prefix: 'build(deps)' }
  })
  new YamlFile(project, '.github/dependabot.yml', {
    obj: {
      version: 2,
      updates: [row('npm', ['/']), row('pip', ['/app', '/scripts/labs/03-wercker']), row('docker', ['/app', '/db/changes', '/db/embedded']), row('github-actions', ['/'])]
    }
  })
}

/** Least privilege unless a job says otherwise. */
const workflow = (project: Project, name: string, { on, concurrency, jobs }: { on: object; concurrency?: object; jobs: object }): void =>
  void new YamlFile(project, `.github/workflows/${name}.yml`, { obj: { name, on, permissions: readOnly, ...(concurrency && { concurrency }), jobs } })
