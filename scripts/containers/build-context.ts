/** What is sent to the engine for a build: a folder, less what .dockerignore names, as a tar that depends on nothing but contents. */
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { lstat, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import ignore from '@balena/dockerignore'
import { pack } from 'tar-stream'

export interface BuildContext {
  /** Absolute. */
  readonly folder: string
  /** Relative to the folder, with slashes. */
  readonly dockerfile: string
}

/** 1 January 1980: the same for everybody, and no archive format refuses it. */
const EPOCH = new Date('1980-01-01T00:00:00Z')

/** As BuildKit does: <Dockerfile>.dockerignore where there is one, else .dockerignore; the Dockerfile itself always travels. */
export function readIgnorePatterns({ folder, dockerfile }: BuildContext): string[] {
  const file = [`${dockerfile}.dockerignore`, '.dockerignore'].map((name) => join(folder, name)).find(existsSync)
  const lines = file ? readFileSync(file, 'utf8').split(/\r?\n/) : []
  return lines.map((line) => line.trim()).filter((line) => line && !line.startsWith('#'))
}

/** Paths of files and links, with slashes, sorted by their bytes. */
export function listContext(context: BuildContext): string[] {
  const patterns = readIgnorePatterns(context)
  const filter = ignore().add(patterns)
  const exceptions = patterns.filter((line) => line.startsWith('!')).map((line) => cleanPattern(line.slice(1)))
  const found: string[] = []
  const walk = (folder: string) => {
    for (const entry of readdirSync(join(context.folder, folder), { withFileTypes: true })) {
      const path = folder ? `${folder}/${entry.name}` : entry.name
      const ignored = filter.ignores(path)
      if (entry.isDirectory()) {
        if (!ignored || exceptions.some((pattern) => mayHold(path, pattern))) walk(path)
      } else if (!ignored && (entry.isFile() || entry.isSymbolicLink())) found.push(path)
    }
  }
  walk('')
  if (!found.includes(context.dockerfile)) found.push(context.dockerfile)
  return found.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
}

const cleanPattern = (pattern: string): string[] => pattern.split('/').filter((part) => part && part !== '.')

/** Whether something below the folder could match the exception: then an ignored folder is looked into. */
function mayHold(folder: string, pattern: readonly string[]): boolean {
  const parts = folder.split('/')
  for (let i = 0; i < parts.length && i < pattern.length; i++) {
    if (/[*?[\\]/.test(pattern[i])) return true
    if (pattern[i] !== parts[i]) return false
  }
  return true
}

/** Sorted entries, fixed times, owner 0:0, modes 644 and 755: the same checkout gives the same bytes on every machine. */
export function packContext(context: BuildContext): Readable {
  const tar = pack()
  const add = async () => {
    for (const name of listContext(context)) {
      const file = join(context.folder, name)
      const status = await lstat(file)
      const common = { name, mtime: EPOCH, uid: 0, gid: 0 }
      if (status.isSymbolicLink()) await entry(tar, { ...common, type: 'symlink', mode: 0o777, linkname: readlinkSync(file).replace(/\\/g, '/') })
      else {
        const content = await readFile(file)
        // Windows keeps no execute bit; what starts with #! is meant to be run.
        const executable = process.platform === 'win32' ? content.subarray(0, 2).toString() === '#!' : (status.mode & 0o100) !== 0
        await entry(tar, { ...common, mode: executable ? 0o755 : 0o644, size: content.length }, content)
      }
    }
    tar.finalize()
  }
  add().catch((error) => tar.destroy(error))
  return tar
}

const entry = (tar: ReturnType<typeof pack>, headers: Parameters<typeof tar.entry>[0], content?: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    const done = (error?: Error | null) => (error ? reject(error) : resolve())
    if (content) tar.entry(headers, content, done)
    else tar.entry(headers, done)
  })
