import { join } from 'node:path'
import { z } from 'zod'
import { buildImage } from '../containers/build-image'
import { logsOf, removeContainer, runContainer } from '../containers/container'
import { writeContainerLog } from '../containers/container-files'
import { buildArgsOf, IMAGES } from '../containers/images'
import { insideConnectString, ownerConnection } from '../lib/app-connection'
import { rootFolder } from '../lib/root-folder'
import type { StageContext, StageResult } from '../pipeline/context'
import { Interrupted, StageError } from '../pipeline/stage-error'

const MEMORY = 256 * 1024 * 1024
/** The last line that the image prints (db/changes/container.ts). */
const answer = z.object({ applied: z.array(z.string()), alreadyRan: z.number(), total: z.number() })

/** The migration image as a container that ends when the changelogs are applied. What it holds is what this checkout holds now. */
export async function applyInContainer(context: StageContext): Promise<StageResult<'changes'>['outputs']> {
  const run = await context.containers()
  const image = await buildMigration(context)
  const database = context.output('database')
  const { user, password } = ownerConnection(database)
  const container = await runContainer(
    run.engine,
    {
      name: run.name('migration'),
      image,
      labels: run.labels('migration'),
      env: { CHANGELOG_CONNECT_STRING: insideConnectString(database), CHANGELOG_USER: user, CHANGELOG_PASSWORD: password },
      command: ['update', '--lock-wait', '60'],
      ...(database.network ? { network: { name: database.network, alias: 'migration' } } : {}),
      memoryBytes: MEMORY
    },
    context.signal
  ).catch((error) => {
    if (error instanceof Interrupted) throw error
    throw new StageError("The migration's container could not be started.", `Engine: ${(error as Error).message}`, 'Mend what the engine names.')
  })
  try {
    const code = await follow(context, container)
    const log = await logsOf(container)
    context.log(log)
    const lines = log.split('\n').filter((line) => line.trim())
    if (code === 0) return readAnswer(lines)
    const [what = `The migration ended with exit code ${code}.`, ...detail] = explanation(lines)
    throw new StageError(what, `Folder: db/changelog/hr   Log: ${writeContainerLog('migration', log)} (exit code ${code})`, 'Mend what it names.', detail)
  } finally {
    await removeContainer(container)
  }
}

/** Named by its contents only: the same checkout finds it again, and two runs at once agree. @returns its id */
async function buildMigration(context: StageContext): Promise<string> {
  const { engine } = await context.containers()
  const { migration } = IMAGES
  context.progress('building the migration image')
  const { id } = await buildImage(engine, {
    context: join(rootFolder, migration.context),
    dockerfile: migration.dockerfile,
    tags: [`${migration.name}:latest`],
    buildArgs: buildArgsOf(migration),
    progress: (text) => context.progress(`building the migration image: ${text}`),
    log: context.log,
    signal: context.signal
  })
  return id
}

/** Shows its newest line until it ends. */
async function follow({ progress, signal }: StageContext, container: Awaited<ReturnType<typeof runContainer>>): Promise<number> {
  for (let last = ''; ; ) {
    if (signal.aborted) throw new Interrupted()
    const { State } = await container.inspect()
    if (!State.Running) return State.ExitCode
    const line = (await logsOf(container)).trimEnd().split('\n').pop()!
    if (line && line !== last) progress((last = line))
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

function readAnswer(lines: readonly string[]): z.infer<typeof answer> {
  for (const line of [...lines].reverse()) {
    if (!line.startsWith('{')) continue
    return answer.parse(JSON.parse(line))
  }
  throw new StageError('The migration image ended without telling what it applied.', 'Log: .run/logs/changes.log', 'Its base or its entry point is not that of db/changes/Dockerfile.')
}

/** The error and what follows it: progress comes before. An error of a changelog begins with its place, others have a number of Oracle's. */
function explanation(lines: readonly string[]): string[] {
  const at = lines.findIndex((line) => /\.(sql|xml):\d+|\b(ORA|NJS|DPI)-\d+/.test(line))
  return at < 0 ? [...lines.slice(-6)] : lines.slice(at, at + 12)
}
