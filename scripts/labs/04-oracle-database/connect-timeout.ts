/** Item 4.7: what a driver says where no database answers. The workshop met ORA-12170, because port 1521 was closed. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import oracledb from 'oracledb'
import { findFreePort } from '../../lib/free-port'
import { runCommand } from '../../lib/command'
import { testEnvironment } from '../../lib/python'

/** silent: accepts, and never says a word. full: does not even accept, as behind a firewall that drops. empty: nothing listens. */
export type Place = 'silent' | 'full' | 'empty'

export interface Attempt {
  readonly driver: 'node-oracledb' | 'python-oracledb'
  readonly place: Place
  /** NJS-…, DPY-…; null: the driver still waited when we ended it. */
  readonly code: string | null
  readonly text: string | null
  readonly seconds: number
}

export const PLACES: Readonly<Record<Place, string>> = {
  silent: 'a listener that accepts and never answers',
  full: 'a port that does not even accept',
  empty: 'a port where nothing listens'
}

/** Seconds that a connection may take; after twice that it is ended by us. */
export const LIMIT = 1

const PROGRAM = join(__dirname, 'connect_timeout.py')

/** Both drivers at all places, at the same time; about two seconds. Nothing is left listening. */
export async function tryConnects(): Promise<Attempt[]> {
  const { python } = await testEnvironment({})
  const accepted = new Set<Socket>()
  const silent = createServer((socket) => accepted.add(socket.on('error', () => undefined)))
  const full = process.platform === 'linux' ? await holdFullPort(python) : undefined
  try {
    const ports: Readonly<Record<Place, number>> = { silent: await listen(silent), empty: await findFreePort(0), full: full?.port ?? 0 }
    const places = (Object.keys(PLACES) as Place[]).filter((place) => ports[place])
    return await Promise.all([...places.map((place) => connectFromNode(place, ports[place])), ...places.map((place) => connectFromPython(python, place, ports[place]))])
  } finally {
    for (const socket of accepted) socket.destroy()
    silent.close()
    full?.child.kill()
  }
}

async function connectFromNode(place: Place, port: number): Promise<Attempt> {
  const started = performance.now()
  const outcome = (code: string | null, text: string | null): Attempt => ({ driver: 'node-oracledb', place, code, text, seconds: Math.round((performance.now() - started) / 10) / 100 })
  const connected = oracledb.getConnection({ user: 'hr', password: 'none', connectString: `127.0.0.1:${port}/PDB01?connect_timeout=${LIMIT}&transport_connect_timeout=${LIMIT}` })
  const failed = connected.then(
    () => outcome(null, 'connected'),
    (error: Error & { code?: string }) => outcome(error.code ?? null, error.message.replace(/ \(CONNECTION_ID=.*?\)/, ''))
  )
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Attempt>((done) => (timer = setTimeout(() => done(outcome(null, null)), LIMIT * 2000)))
  return Promise.race([failed, late]).finally(() => clearTimeout(timer))
}

async function connectFromPython(python: string, place: Place, port: number): Promise<Attempt> {
  const { stdout } = await runCommand([python, PROGRAM, String(port), String(LIMIT)])
  return { driver: 'python-oracledb', place, ...(JSON.parse(stdout) as Pick<Attempt, 'code' | 'text' | 'seconds'>) }
}

const listen = (server: Server): Promise<number> => new Promise((done) => server.listen(0, '127.0.0.1', () => done((server.address() as { port: number }).port)))

/** Node accepts by itself; Python's listener need not. */
function holdFullPort(python: string): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(python, [PROGRAM, 'full'], { stdio: ['pipe', 'pipe', 'ignore'] })
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('exit', (code) => fail(new Error(`the listener ended with exit code ${code}`)))
    child.stdout.once('data', (chunk) => done({ child, port: Number(chunk) }))
  })
}

/** One line for people. */
export function attemptLine({ driver, place, code, text, seconds }: Attempt): string {
  const said = code ? text!.replace(/ \(CONNECTION_ID=.*?\)/, '').replace(/\s*\n\s*/g, ' ').trim() : 'no error: it has no limit for this, and was ended from outside'
  return `${driver.padEnd(15)} ${PLACES[place].padEnd(41)} ${seconds.toFixed(1)} s  ${said}`
}
