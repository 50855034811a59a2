import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { ConfigError } from './config/config-error'
import { findConfig } from './config/find'
import { readConfig } from './config/parse'
import type { Config } from './config/types'
import { commonEnvironment } from './environment/common'
import { connectEngine } from './engine/engine'
import { passVariables, readEnvironmentFile, withFile } from './environment/host'
import { interpolate } from './environment/quote'
import { maskSecrets, secretsOf } from './environment/mask-secrets'
import { minutes, type Options, readOptions, USAGE } from './options'
import { createOutput } from './output'
import { collectArtefacts } from './pipeline/artefacts'
import { copySource } from './pipeline/copy-source'
import { runPipeline } from './pipeline/run'
import { startContainerSession } from './session/container'
import { startDirectSession } from './session/direct'
import { checkSteps } from './steps/check'

export interface Surroundings {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly print: (text: string) => void
  /** First Ctrl-C: the steps end, after-steps run. */
  readonly signal?: AbortSignal
  /** Second: these too. */
  readonly afterSignal?: AbortSignal
}

/** The whole command; returns its exit code: 0 or 1, as the original. */
export async function runCli(argv: string[], around: Surroundings): Promise<number> {
  try {
    const options = readOptions(argv)
    if (options.help || !options.command) {
      around.print(USAGE)
      return options.help ? 0 : 1
    }
    const { command } = options
    if (command === 'check-config') return checkConfig(options, around)
    if (command === 'build' || command === 'deploy' || command === 'dev') return (await runOne(options, around, command, options.pipeline ?? around.env.WERCKER_PIPELINE ?? command)).ok ? 0 : 1
    if (command === 'workflow') return await runWorkflow(options, around)
    throw new Error(`No command ${command}\n\n${USAGE}`)
  } catch (error) {
    around.print(`${(error as Error).message}\n`)
    return 1
  }
}

const loadConfig = (options: Options, { cwd, env }: Surroundings, folder = cwd): Config => {
  const explicit = options['wercker-yml'] ?? env.WERCKER_YML_FILE
  return readConfig(findConfig(folder, explicit === undefined ? undefined : resolve(cwd, explicit)))
}

/** Also names steps and parameters that nobody knows, which the original left to the run. */
function checkConfig(options: Options, around: Surroundings): number {
  const config = loadConfig(options, around)
  for (const [name, pipeline] of config.pipelines) {
    refuse(config, [...(pipeline.box || options.direct ? [] : [{ message: `No box definition found for ${name}`, at: pipeline.at }]), ...checkSteps(pipeline, options.direct)])
    around.print(`Found pipeline section: ${name}\n${pipeline.box ? `  with box: ${pipeline.box.image}\n` : ''}`)
  }
  for (const name of config.workflows.keys()) around.print(`Found workflow: ${name}\n`)
  return 0
}

function refuse(config: Config, problems: ConfigError['problems']): void {
  if (problems.length) throw new ConfigError(config.file, problems, readFileSync(config.file, 'utf8'))
}

async function runWorkflow(options: Options, around: Surroundings): Promise<number> {
  const name = options.positionals[0]
  if (!name) throw new Error('workflow needs a name')
  const config = loadConfig(options, around)
  const workflow = config.workflows.get(name)
  if (!workflow) throw new Error(`No workflow named ${name}`)
  // Nothing runs when any of its pipelines cannot.
  for (const { pipelineName } of workflow.pipelines) refuse(config, checkSteps(config.pipelines.get(pipelineName)!, options.direct))
  const outputs = new Map<string, string>()
  for (const entry of workflow.pipelines) {
    const from = entry.artifactPipeline ?? entry.requires[0]
    if (!entry.artifactPipeline && entry.requires.length > 1) throw new Error(`workflow ${name}: ${entry.name} requires several pipelines: name its artifactPipeline`)
    const result = await runOne({ ...options, positionals: [], artifacts: true, 'wercker-yml': config.file }, around, 'deploy', entry.pipelineName, from ? outputs.get(from) : around.cwd, entry.envFile)
    if (!result.ok) return 1
    outputs.set(entry.name, result.artefacts!)
  }
  return 0
}

async function runOne(options: Options, around: Surroundings, kind: 'build' | 'deploy' | 'dev', name: string, given?: string, envFile?: string): Promise<{ ok: boolean; artefacts?: string }> {
  const { cwd, env, print, signal, afterSignal } = around
  const workingDir = resolve(cwd, options['working-dir'] ?? env.WERCKER_WORKING_DIR ?? '.wercker')
  const latest = join(workingDir, 'latest', 'output')
  const target = options.positionals[0]
  const recent = kind === 'deploy' && !target && !given && existsSync(latest)
  if (recent) print('--> No target specified, using recent build output.\n')
  const project = given ?? resolve(cwd, target ?? (recent ? latest : '.'))
  if (project === workingDir) throw new Error("Project path can't be the same as the working dir")
  const own = (recent || target !== undefined) && existsSync(join(project, 'wercker.yml'))
  const config = loadConfig(options, around, own || (target !== undefined && !recent) ? project : cwd)
  const pipeline = config.pipelines.get(name)
  if (!pipeline) throw new ConfigError(config.file, [{ message: `No pipeline named ${name}` }])
  refuse(config, checkSteps(pipeline, options.direct))
  const { box } = pipeline
  if (!options.direct && !box) throw new ConfigError(config.file, [{ message: `No box definition found for ${name}`, at: pipeline.at }])
  const engine = options.direct ? undefined : await connectEngine()
  const variables = resolve(cwd, envFile ?? options.environment ?? env.WERCKER_ENVIRONMENT_FILE ?? 'ENVIRONMENT')
  const host = withFile(env, readEnvironmentFile(variables))
  const { visible, hidden } = passVariables(host)
  const runId = randomBytes(12).toString('hex')
  const common = commonEnvironment(project, runId, kind, host, options['deploy-target'])
  const output = createOutput(print, maskSecrets(secretsOf(visible, hidden)))
  const folder = join(workingDir, 'runs', runId)
  const mounted = options['direct-mount'] || kind === 'dev'
  let artefacts: string | undefined
  try {
    const result = await runPipeline(
      {
        config: { ...config, sourceDir: options['source-dir'] ?? config.sourceDir },
        pipeline,
        runId,
        kind,
        project,
        environment: { ...common, ...visible },
        hidden,
        target: options['deploy-target'],
        commandTimeout: minutes(options['command-timeout'], config.commandTimeout, 25, 'command-timeout'),
        noResponseTimeout: minutes(options['no-response-timeout'], config.noResponseTimeout, 5, 'no-response-timeout'),
        output,
        signal,
        afterSignal,
        async startSession() {
          const source = mounted ? project : join(folder, 'source')
          if (!mounted) await copySource(project, source, options['ignore-file'] ?? config.ignoreFile ?? '.werckerignore', workingDir)
          if (!engine) return startDirectSession({ root: folder, source, output: join(folder, 'output'), cache: join(workingDir, 'cache'), report: join(folder, 'report') }, runId)
          return startContainerSession({
            engine, runId, box: box!, services: pipeline.services, source, mounted, basePath: pipeline.basePath, workingDir, signal,
            interpolate: (text) => interpolate(text, { ...common, ...visible, ...hidden }),
            say: (text) => output.say(text)
          })
        }
      },
      options.artifacts
        ? async (session) => {
            const kept = await collectArtefacts(session, workingDir, runId, kind === 'deploy' ? 'latest_deploy' : 'latest')
            if (kept.whole) output.say('Nothing in $WERCKER_OUTPUT_DIR', 'the whole source tree is the artefact')
            artefacts = kept.folder
          }
        : undefined
    )
    if (!result.ok) print(`Step failed: ${result.failedStep}\n`)
    return { ok: result.ok, artefacts }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
