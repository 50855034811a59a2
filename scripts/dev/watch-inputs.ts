import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs'
import { basename, dirname, join, resolve, sep } from 'node:path'

/** What tools write beside sources, and editors while they save. */
const IGNORED_FOLDERS = new Set(['node_modules', 'dist', '__pycache__', '.venv', '.pytest_cache', '.ruff_cache', '.git', '.run'])
const IGNORED_FILES = /^\.#|^#.*#$|~$|^\..*\.sw[a-z]$|^4913$|^\.coverage/

const ignored = (path: string): boolean => path.split(sep).some((part) => IGNORED_FOLDERS.has(part) || part.startsWith('dist.')) || IGNORED_FILES.test(basename(path))

export interface Watch {
  close(): void
}

/**
 * Tells of every file below the inputs that may have changed: a hint, its content decides.
 * @param inputs files, and folders ending in `/`, relative to the root; those that do not exist yet are watched for
 * @throws Error where the system allows no more watches
 */
export function watchInputs(root: string, inputs: readonly string[], onChange: (file: string) => void): Watch {
  const watchers = new Map<string, FSWatcher>()
  const files = new Set(inputs.filter((input) => !input.endsWith('/')).map((input) => resolve(root, input)))
  const folders = inputs.filter((input) => input.endsWith('/')).map((input) => resolve(root, input))
  const isInput = (path: string) => files.has(path) || folders.some((folder) => path === folder || path.startsWith(folder + sep))
  // Windows and macOS watch whole trees; Linux one folder at a time (and Node's own imitation of trees there loses new folders).
  const recursive = process.platform !== 'linux'

  const drop = (folder: string) => {
    for (const [path, watcher] of watchers)
      if (path === folder || path.startsWith(folder + sep)) {
        watcher.close()
        watchers.delete(path)
      }
  }
  const add = (folder: string, deep: boolean) => {
    if (watchers.has(folder)) return
    const watcher = watch(folder, { recursive: recursive && deep }, (_, name) => {
      const path = name === null ? folder : join(folder, String(name))
      if (ignored(path.slice(root.length + 1))) return
      const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
      if (!isInput(path)) return
      if (!recursive) {
        if (isFolder) addTree(path)
        else if (watchers.has(path)) drop(path)
      }
      onChange(path)
    })
    watcher.on('error', () => drop(folder)) // the folder is gone: its parent tells
    watchers.set(folder, watcher)
  }
  const addTree = (folder: string) => {
    try {
      add(folder, true)
      if (recursive) return
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name)
        if (entry.isDirectory() && !ignored(path.slice(root.length + 1))) addTree(path)
      }
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return // gone again
      throw error
    }
  }
  try {
    for (const folder of folders) addTree(folder)
    for (const path of [...files, ...folders]) {
      const parent = dirname(path)
      if (statSync(parent, { throwIfNoEntry: false })?.isDirectory()) add(parent, false)
    }
  } catch (error) {
    for (const watcher of watchers.values()) watcher.close()
    throw error
  }
  return {
    close: () => {
      for (const watcher of watchers.values()) watcher.close()
      watchers.clear()
    }
  }
}
