import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { runCommand } from '../lib/command'
import { readGitFacts } from '../lib/git'
import { testEnvironment } from '../lib/python'
import { rootFolder, runFolder } from '../lib/root-folder'
import type { StageContext, StageResult } from '../pipeline/context'

/** Builds the wheel, named by version and commit; two builds of one commit are the same bytes. */
export async function run(context: StageContext): Promise<StageResult<'package'>> {
  const { version } = context.output('commit')
  const { python } = await testEnvironment(context)
  const folder = join(runFolder, 'package')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  context.progress('building the wheel')
  const committedAt = (await readGitFacts())?.committedAt ?? 1577836800
  await runCommand([python, '-m', 'hatchling', 'build', '-t', 'wheel', '-d', folder], {
    cwd: join(rootFolder, 'app'),
    env: { PROMOTION_VERSION: version, SOURCE_DATE_EPOCH: String(committedAt), PYTHONDONTWRITEBYTECODE: '1' },
    log: context.log,
    signal: context.signal
  })
  const wheel = join(folder, readdirSync(folder).find((name) => name.endsWith('.whl'))!)
  const bytes = readFileSync(wheel)
  return {
    outputs: { wheel: relative(rootFolder, wheel), sha256: createHash('sha256').update(bytes).digest('hex'), version, bytes: bytes.length },
    summary: `wheel ${version} · ${(bytes.length / 1024).toFixed(1)} KiB${context.choices.runtime === 'docker' ? '' : ' (no image: --runtime docker builds one)'}`,
    ...(context.choices.runtime === 'docker' ? {} : { standIn: 'a wheel in .run/package stood in for the image in the registry' })
  }
}

/** The wheel is still there, unchanged. */
export async function alive(outputs: StageResult<'package'>['outputs']): Promise<boolean> {
  try {
    return createHash('sha256').update(readFileSync(join(rootFolder, outputs.wheel))).digest('hex') === outputs.sha256
  } catch {
    return false
  }
}
