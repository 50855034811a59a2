import { cp, readFile } from 'node:fs/promises'
import { basename, join, relative, resolve, sep } from 'node:path'
import { ignoredBy } from './ignore-rules'

/** The project's copy that a run works on: what the ignore file names stays behind, `.git` comes along. */
export async function copySource(project: string, to: string, ignoreFile: string, workingDir: string): Promise<void> {
  const text = await readFile(join(project, ignoreFile), 'utf8').catch(() => '')
  const ignored = ignoredBy(text)
  const { mkdir, readdir } = await import('node:fs/promises')
  await mkdir(to, { recursive: true })
  // Entry by entry: cp refuses to copy a folder into itself, and the copy is below the project.
  for (const entry of await readdir(project)) {
    const from = join(project, entry)
    if (resolve(from) === resolve(workingDir) || basename(from) === '.wercker') continue
    await cp(from, join(to, entry), {
      recursive: true,
      verbatimSymlinks: true,
      preserveTimestamps: true,
      filter: (path) => resolve(path) !== resolve(workingDir) && !ignored(relative(project, path).split(sep).join('/'))
    })
  }
}
