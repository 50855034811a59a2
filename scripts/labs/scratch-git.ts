import { devNull } from 'node:os'
import { type CommandResult, runCommand } from '../lib/command'

/** What git tells its hooks by environment; a repository of ours must not take it for its own. */
const INHERITED = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_OBJECT_DIRECTORY', 'GIT_ALTERNATE_OBJECT_DIRECTORIES', 'GIT_QUARANTINE_PATH', 'GIT_PREFIX', 'GIT_COMMON_DIR', 'GIT_NAMESPACE', 'GIT_CONFIG_PARAMETERS', 'GIT_CONFIG_COUNT']

const author = { name: 'Lab', email: 'lab@example.org' }

/** Nothing of the user's: no configuration, no signing, no hooks, no editor, no question. */
export const SCRATCH_ENVIRONMENT: Readonly<Record<string, string | undefined>> = {
  ...Object.fromEntries(INHERITED.map((name) => [name, undefined])),
  GIT_CONFIG_GLOBAL: devNull,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_AUTHOR_NAME: author.name,
  GIT_AUTHOR_EMAIL: author.email,
  GIT_COMMITTER_NAME: author.name,
  GIT_COMMITTER_EMAIL: author.email
}

export interface GitOptions {
  /** Seconds since 1970, of author and committer: the same work gives the same hash. */
  readonly at?: number
  readonly tolerant?: boolean
  readonly log?: (text: string) => void
}

/** git in a repository that was made here. */
export function runGit(folder: string, words: readonly string[], { at, ...options }: GitOptions = {}): Promise<CommandResult> {
  const dates = at === undefined ? {} : { GIT_AUTHOR_DATE: `@${at} +0000`, GIT_COMMITTER_DATE: `@${at} +0000` }
  // A folder may belong to whoever ran the command before (root, in a container).
  return runCommand(['git', '-c', 'safe.directory=*', '-c', 'core.autocrlf=false', '-c', 'gc.auto=0', ...words], { cwd: folder, env: { ...SCRATCH_ENVIRONMENT, ...dates }, ...options })
}
