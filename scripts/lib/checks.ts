import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StageError } from '../pipeline/stage-error'
import { runCommand } from './command'
import { requireCommitMessages } from './commit-message'
import { testEnvironment } from './python'
import { rootFolder } from './root-folder'

export interface CheckOptions {
  readonly progress?: (text: string) => void
  readonly log?: (text: string) => void
  readonly signal?: AbortSignal
}
export interface Check {
  readonly name: string
  /** Throws StageError with what is wrong. */
  run(options: CheckOptions): Promise<void>
}

const bin = (name: string) => join(rootFolder, 'node_modules', '.bin', name + (process.platform === 'win32' ? '.cmd' : ''))
const command = (name: string, words: readonly string[], next: string): Check => ({
  name,
  run: async ({ log, signal }) => {
    await runCommand(words, { log, signal, next })
  }
})

/** All that a commit must satisfy before it is worth testing. They only look; nothing is written to the checkout. */
export const CHECKS: readonly Check[] = [
  { name: 'commit messages', run: requireCommitMessages },
  { name: 'generated files', run: () => checkGeneratedFiles() },
  command('types', [bin('tsc'), '--noEmit', '-p', '.'], 'Mend the types named above.'),
  command('lint', [bin('biome'), 'lint', '--error-on-warnings', '.'], 'Mend the lines named above (npx biome lint --write helps with some).'),
  command('layers', [bin('depcruise'), '--config', '.dependency-cruiser.json', '--output-type', 'err', '.projenrc.ts', 'projenrc', 'scripts', 'db'], 'Move the import: docs/architecture.md tells which folder may know which.'),
  {
    name: 'python',
    run: async ({ log, signal, progress }) => {
      const { python } = await testEnvironment({ log, signal, progress })
      const next = 'Mend the lines named above (.venv/bin/ruff check --fix app, ruff format app).'
      await runCommand([python, '-m', 'ruff', 'check', '--quiet', 'app'], { log, signal, next })
      await runCommand([python, '-m', 'ruff', 'format', '--check', '--quiet', 'app'], { log, signal, next })
    }
  }
]

/** Synthesises into a scratch folder and compares: a generated file edited by hand, or a forgotten `npm run synth`. */
export async function checkGeneratedFiles(checkout = rootFolder): Promise<void> {
  // Loaded here: projen takes half a second that the other checks need not wait for.
  const { createProject } = await import('../../projenrc/project')
  const scratch = mkdtempSync(join(tmpdir(), 'synth-'))
  try {
    process.env.PROJEN_DISABLE_POST = 'true'
    createProject(scratch).synth()
    const { files } = JSON.parse(readFileSync(join(scratch, '.projen/files.json'), 'utf8')) as { files: string[] }
    // package.json is owned by npm too: `npm install` may reorder, so it is compared by value.
    const read = (folder: string, file: string): string => {
      try {
        const text = readFileSync(join(folder, file), 'utf8').replace(/\r\n/g, '\n')
        return file.endsWith('package.json') ? JSON.stringify(JSON.parse(text)) : text
      } catch {
        return ''
      }
    }
    const different = files.filter((file) => read(scratch, file) !== read(checkout, file))
    if (different.length)
      throw new StageError(
        `${different.length} generated file${different.length > 1 ? 's differ' : ' differs'} from what projenrc describes.`,
        `Files: ${different.join(', ')}`,
        'Change projenrc/ instead of the file, and run: npm run synth.'
      )
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}
