import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { readBase, writeBase } from './containers/dockerfile'
import { connectEngine } from './containers/engine'
import { dockerfileOf, IMAGES } from './containers/images'
import { askDigest, pinDockerfile, withoutDigest } from './containers/pin-base'
import { rootFolder } from './lib/root-folder'
import { StageError } from './pipeline/stage-error'

const USAGE = `npm run pin-base [-- FILE…]: writes the digest of its base into each Dockerfile (the images that are built here, or FILE…), as the
base's registry names it now. Run it again to take over what was published since.

  --unpin   take the digest out again: for a mirror, or an engine without a registry

Exit code: 0 all are pinned, 1 a registry did not answer (what could be pinned is), 3 no container engine answers.
`

/** `npm run pin-base` */
export async function main(argv: string[]): Promise<number> {
  if (argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(USAGE)
    return 0
  }
  const unknown = argv.find((word) => word.startsWith('-') && word !== '--unpin')
  if (unknown) {
    process.stderr.write(`Unknown option ${unknown}.\n\n${USAGE}`)
    return 2
  }
  const named = argv.filter((word) => !word.startsWith('-')).map((file) => resolve(process.env.INIT_CWD ?? rootFolder, file))
  const files = named.length ? named : Object.values(IMAGES).map(dockerfileOf).filter(existsSync)
  try {
    if (argv.includes('--unpin')) files.forEach(unpin)
    else return await pin(files)
    return 0
  } catch (error) {
    return report(error)
  }
}

async function pin(files: readonly string[]): Promise<number> {
  const engine = await connectEngine()
  const asked = new Map<string, Promise<string>>()
  const digestOf = (image: string): Promise<string> => {
    if (!asked.has(image)) asked.set(image, askDigest(engine, image))
    return asked.get(image)!
  }
  let code = 0
  for (const file of files) {
    try {
      const text = readFileSync(file, 'utf8')
      const pinned = await pinDockerfile(text, digestOf)
      if (!pinned) throw new StageError(`${nameOf(file)} has no line ARG BASE=…, so there is nothing to pin.`, `File: ${nameOf(file)}`, 'Start its stages from an argument BASE.')
      write(file, text, pinned.text, pinned.base)
    } catch (error) {
      code = report(error)
    }
  }
  return code
}

function unpin(file: string): void {
  const text = readFileSync(file, 'utf8')
  const base = readBase(text)
  if (base) write(file, text, writeBase(text, withoutDigest(base)), withoutDigest(base))
}

function write(file: string, before: string, after: string, base: string): void {
  if (after !== before) writeFileSync(file, after)
  process.stdout.write(` ${after === before ? '=' : '✔'} ${nameOf(file).padEnd(24)} ${base}${after === before ? '  (as before)' : ''}\n`)
}

const nameOf = (file: string): string => relative(rootFolder, file).replace(/\\/g, '/')

function report(error: unknown): number {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR') process.stderr.write(` ✖ ${(error as Error).message}\n`)
  else if (error instanceof StageError) process.stderr.write(` ✖ ${[error.message, ...error.detail, error.where, error.next].join('\n   ')}\n`)
  else throw error
  return (error as { exitCode?: number }).exitCode ?? 1
}
