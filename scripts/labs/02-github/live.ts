import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isAlive } from '../../lib/process'
import { checkoutFolder } from './remote'

export interface PushedApp {
  readonly url?: string
  /** VERSION+gCOMMIT, as the wheel has it. */
  readonly version?: string
  readonly pid?: number
}

/** Where the app of the last push was deployed to; an address, no proof that it answers. */
export async function findPushed(folder = checkoutFolder): Promise<PushedApp> {
  try {
    const { outputs } = JSON.parse(readFileSync(join(folder, '.run/deploy.json'), 'utf8')) as { outputs: { url: string; version: string; pid: number | null } | null }
    return outputs ? { url: outputs.url, version: outputs.version, ...(outputs.pid ? { pid: outputs.pid } : {}) } : {}
  } catch {
    return {} // nothing was deployed
  }
}

/** Ends the app and the database that pushes left running: by the pushed checkout's own `npm run stop`. @returns its exit code */
export async function stopPushed(folder = checkoutFolder): Promise<number> {
  const { pid } = await findPushed(folder)
  const runs = (pid !== undefined && isAlive(pid, 'promotion')) || existsSync(join(folder, '.run/database'))
  if (!runs || !existsSync(join(folder, 'scripts/bootstrap.cjs'))) return 0
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(folder, 'scripts/bootstrap.cjs'), 'stop'], { cwd: folder, stdio: 'inherit' })
    child.on('error', () => resolve(1))
    child.on('close', (code) => resolve(code ?? 1))
  })
}
