import { execFileSync } from 'node:child_process'
import { userInfo } from 'node:os'
import { basename } from 'node:path'
import type { Folders } from '../session/session'

type Values = Readonly<Record<string, string | undefined>>

const git = (project: string, ...words: string[]): string => {
  try {
    return execFileSync('git', words, { cwd: project, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return ''
  }
}

/** Values that are the same for every session; the folders are added when it is there. */
export function commonEnvironment(project: string, runId: string, kind: 'build' | 'deploy' | 'dev', host: Values, target?: string): Record<string, string> {
  const given = (name: string, make: () => string) => host[name] ?? make()
  const [commit = '', branch = ''] = git(project, 'rev-parse', 'HEAD', '--abbrev-ref', 'HEAD').split('\n')
  const values: Record<string, string> = {
    WERCKER: 'true',
    WERCKER_APPLICATION_ID: basename(project),
    WERCKER_APPLICATION_NAME: basename(project),
    WERCKER_APPLICATION_OWNER_NAME: userInfo().username,
    WERCKER_APPLICATION_URL: '',
    TERM: 'xterm-256color',
    WERCKER_RUN_ID: runId,
    WERCKER_RUN_URL: '',
    WERCKER_GIT_DOMAIN: given('WERCKER_GIT_DOMAIN', () => ''),
    WERCKER_GIT_OWNER: given('WERCKER_GIT_OWNER', () => userInfo().username),
    WERCKER_GIT_REPOSITORY: given('WERCKER_GIT_REPOSITORY', () => ''),
    WERCKER_GIT_BRANCH: given('WERCKER_GIT_BRANCH', () => branch.replace(/^HEAD$/, '')),
    WERCKER_GIT_TAG: given('WERCKER_GIT_TAG', () => (commit ? git(project, 'tag', '--points-at', 'HEAD').split('\n').at(-1)! : '')),
    WERCKER_GIT_COMMIT: given('WERCKER_GIT_COMMIT', () => commit)
  }
  for (const name of ['WERCKER_STARTED_BY', 'WERCKER_MAIN_PIPELINE_STARTED']) if (host[name]) values[name] = host[name]
  if (kind === 'deploy') {
    Object.assign(values, { DEPLOY: 'true', WERCKER_DEPLOY_ID: runId, WERCKER_DEPLOY_URL: '' })
    if (target) values.WERCKER_DEPLOYTARGET_NAME = target
  } else Object.assign(values, { BUILD: 'true', CI: 'true', WERCKER_BUILD_ID: runId, WERCKER_BUILD_URL: '' })
  return values
}

export const folderEnvironment = ({ root, source, output, cache, report }: Folders, sourceDir = ''): Record<string, string> => ({
  WERCKER_ROOT: source,
  WERCKER_SOURCE_DIR: sourceDir ? `${source}/${sourceDir}` : source,
  WERCKER_OUTPUT_DIR: output,
  WERCKER_CACHE_DIR: cache,
  WERCKER_PIPELINE_DIR: root,
  WERCKER_REPORT_DIR: report
})
