import { $, usePowerShell } from 'zx'
import { Interrupted, StageError } from '../pipeline/stage-error'
import { rootFolder } from './root-folder'

if (process.platform === 'win32') usePowerShell()

export interface CommandOptions {
  readonly cwd?: string
  /** Added to this process's environment; `undefined` removes. */
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly signal?: AbortSignal
  /** Receives everything the command prints, as it comes. */
  readonly log?: (text: string) => void
  /** For the error: what to do when it fails. */
  readonly next?: string
  /** Return whatever the exit code. */
  readonly tolerant?: boolean
}

export interface CommandResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program (no shell words are interpreted in the arguments). A failure is a StageError with its last lines. */
export async function runCommand(command: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const env: NodeJS.ProcessEnv = { ...process.env, ...options.env }
  const shell = $({ cwd: options.cwd ?? rootFolder, env, quiet: true, nothrow: true, signal: options.signal, stdio: ['ignore', 'pipe', 'pipe'] })
  options.log?.(`$ ${command.join(' ')}\n`)
  const child = shell`${[...command]}`
  if (options.log) {
    child.stdout.on('data', (chunk: Buffer) => options.log?.(String(chunk)))
    child.stderr.on('data', (chunk: Buffer) => options.log?.(String(chunk)))
  }
  const output = await child
  if (options.signal?.aborted) throw new Interrupted()
  if (output.exitCode !== 0 && !options.tolerant) {
    const said = `${output.stdout}\n${output.stderr}`.split('\n').filter((line) => line.trim())
    throw new StageError(
      `${command.slice(0, 3).join(' ')} ended with exit code ${output.exitCode ?? output.signal}.`,
      `Command: ${command.join(' ')}`,
      options.next ?? 'Read the lines above and repeat the command.',
      said.slice(-12)
    )
  }
  return { exitCode: output.exitCode ?? 1, stdout: output.stdout, stderr: output.stderr }
}
