import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findFreePort } from '../../lib/free-port'
import { rootFolder } from '../../lib/root-folder'

/** Path → `STATUS BODY`; of an error page only the status. */
export type ServiceAnswers = Readonly<Record<string, string>>

export const SERVICE_PATHS = ['/addition/1000/200', '/increment/1000/7', '/decrease/1150/180', '/addition/a/2'] as const

/** Serves the lab's module by Bottle's own command, on the loopback; its main section would listen on all addresses (3.7). */
export async function askService(python: string, folder: string, paths: readonly string[] = SERVICE_PATHS): Promise<ServiceAnswers> {
  const port = await findFreePort(0)
  const command = [python, '-m', 'bottle', '-b', `127.0.0.1:${port}`, 'promotion:app']
  const child = spawn(process.execPath, [join(rootFolder, 'scripts/lib/tether.cjs'), ...command], { cwd: folder, stdio: ['pipe', 'ignore', 'ignore'], env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } })
  const ended = new Promise((resolve) => child.once('close', resolve))
  try {
    const ask = async (path: string) => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(5000) })
      const text = await response.text()
      return response.ok ? `${response.status} ${text}` : String(response.status)
    }
    for (const end = Date.now() + 20_000; ; await sleep(50)) {
      if (await ask('/').then(() => true, () => false)) break
      if (child.exitCode !== null || Date.now() > end) throw new Error('the web service does not answer')
    }
    const answers: Record<string, string> = {}
    for (const path of paths) answers[path] = await ask(path)
    return answers
  } finally {
    child.stdin.end()
    await ended
  }
}
