/**
 * Runs a server in the foreground: `node cli.js --data DIR [--port N] [--host H] [--service S] [--tether]`.
 * When ready it prints one line of JSON ({pid, host, port, service, dataDir}), and sends it as a message if it was started
 * with an IPC channel. Ends at SIGTERM, SIGINT, SIGHUP; with --tether also when standard input closes; with an IPC channel also
 * when that closes before the starter has sent `keep`. Exit code 1: one sentence on standard error says why.
 */
import { resolve } from 'node:path'
import { clearRunning, ensureCredentials, takeLock, writeRunning } from './run-state'
import { startServer, type Server } from './server'

interface Arguments {
  readonly port: number
  readonly host?: string
  readonly service?: string
  readonly dataDir: string
  readonly tether: boolean
}

function parseArguments(argv: readonly string[]): Arguments {
  const values: Record<string, string> = {}
  let tether = false
  for (let i = 0; i < argv.length; i++) {
    const name = argv[i]
    if (name === '--tether') tether = true
    else if (['--port', '--host', '--service', '--data'].includes(name) && argv[i + 1] !== undefined) values[name] = argv[++i]
    else throw new Error(`unknown argument ${name}: known are --data DIR, --port N, --host H, --service S, --tether`)
  }
  if (!values['--data']) throw new Error('--data DIR is missing')
  const port = Number(values['--port'] ?? 0)
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`${values['--port']} is no port: give a number from 0 to 65535`)
  return { port, host: values['--host'], service: values['--service'], dataDir: resolve(values['--data']), tether }
}

/** To the process that started this one, if it still listens. */
function tell(message: object): void {
  if (process.connected) process.send?.(message)
}

async function main(): Promise<void> {
  const options = parseArguments(process.argv.slice(2))
  const log = (line: string): void => void process.stderr.write(`${new Date().toISOString()} ${line}\n`)
  const found = takeLock(options.dataDir)
  if (found) log(found)
  let starting: Promise<Server> | undefined
  let ending: Promise<void> | undefined
  const stop = async (): Promise<void> => {
    await (await starting?.catch(() => undefined))?.stop()
    clearRunning(options.dataDir)
  }
  const end = async (code: number): Promise<never> => {
    await (ending ??= stop())
    process.exit(code)
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void end(0))
  if (options.tether) process.stdin.on('end', () => void end(0)).on('error', () => void end(0)).resume()
  let keep = false
  process.on('message', message => {
    if (message === 'keep') keep = true
  })
  process.on('disconnect', () => {
    if (!keep) void end(1)
  })
  try {
    starting = startServer({
      ...options, log, verifyTypes: process.env.ORA_VERIFY_TYPES === '1',
      onFailure: reason => {
        log(reason)
        void end(1)
      }
    })
    const server = await starting
    if (ending) return
    const credentials = ensureCredentials(options.dataDir)
    if (credentials.fresh || server.fresh) await server.setPassword(credentials.adminUser, credentials.adminPassword)
    // The file with the passwords was lost, the data were not.
    const known = credentials.fresh && (await server.query(`select 1 from ora.users where name = '${credentials.user}'`)).length > 0
    if (known) await server.setPassword(credentials.user, credentials.password)
    const ready = { pid: process.pid, host: server.host, port: server.port, service: server.service }
    writeRunning(options.dataDir, ready)
    process.stdout.write(`${JSON.stringify({ ...ready, dataDir: options.dataDir })}\n`)
    tell(ready)
  } catch (e) {
    if (ending) return
    clearRunning(options.dataDir)
    tell({ failed: (e as Error).message })
    process.stderr.write(`${(e as Error).message}\n`)
    process.exit(1)
  }
}

main().catch(e => {
  tell({ failed: (e as Error).message })
  process.stderr.write(`${(e as Error).message}\n`)
  process.exit(1)
})
