import { randomBytes } from 'node:crypto'
import type { RunOptions, RunResult } from './session'

/** A shell that reads commands, wherever it runs. Its descriptor 9 leads to the same stream as its output. */
export interface Shell {
  type(text: string): void
  /** Its output, from now on. @returns how to stop listening */
  onData(listener: (text: string) => void): () => void
  /** It ended; at once if it did already. @returns how to stop listening */
  onExit(listener: (end: { readonly code?: number; readonly signal?: string }) => void): () => void
}

/** What is typed first: one stream keeps the order of both; the sentinel has a way of its own, so that a step may redirect its output. */
export const SHELL_START = 'exec 2>&1 9>&1\n'
/** How long output of a shell that ended may still come: what it left behind may hold the pipe for ever. */
const DRAIN_MS = 50

/** Types a command and reads until its sentinel: its exit code is then known, and the shell is ready for the next. */
export function runInShell(shell: Shell, command: string, options: RunOptions): Promise<RunResult> {
  if (options.signal?.aborted) return Promise.resolve({ kind: 'interrupted' })
  const sentinel = `wercker-${randomBytes(12).toString('hex')}`
  return new Promise((resolve) => {
    let held = ''
    let lastOutput = Date.now()
    const finish = (result: RunResult) => {
      clearTimeout(limit)
      clearInterval(silence)
      offData()
      offExit()
      options.signal?.removeEventListener('abort', onAbort)
      if (held) options.onOutput(held)
      held = ''
      resolve(result)
    }
    const onAbort = () => finish({ kind: 'interrupted' })
    const limit = setTimeout(() => finish({ kind: 'timeout' }), options.commandTimeout)
    const silence = setInterval(
      () => {
        if (Date.now() - lastOutput >= options.noResponseTimeout) finish({ kind: 'no-response' })
      },
      Math.min(1000, Math.max(20, options.noResponseTimeout / 10))
    )
    const offData = shell.onData((text) => {
      lastOutput = Date.now()
      held += text
      const at = held.indexOf(sentinel)
      if (at < 0) {
        // The sentinel may be cut in two; all before is let go.
        let keep = Math.min(sentinel.length - 1, held.length)
        while (keep > 0 && !held.endsWith(sentinel.slice(0, keep))) keep--
        if (held.length > keep) {
          options.onOutput(held.slice(0, held.length - keep))
          held = held.slice(held.length - keep)
        }
        return
      }
      const end = held.indexOf('\n', at)
      if (end < 0) return
      const code = Number(held.slice(at + sentinel.length + 1, end))
      held = held.slice(0, at)
      finish({ kind: 'exit', code })
    })
    const offExit = shell.onExit((end) => void setTimeout(() => finish({ kind: 'died', ...end }), DRAIN_MS))
    options.signal?.addEventListener('abort', onAbort)
    shell.type(`${command}\nprintf '%s %d\\n' ${sentinel} $? >&9\n`)
  })
}
