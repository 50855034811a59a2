/** A PostgreSQL cluster of our own: made from a cached template, started on a private socket, stopped. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chmodSync, chownSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, symlinkSync,
  writeFileSync } from 'node:fs'
import { createHash, randomBytes } from 'node:crypto'
import type { Writable } from 'node:stream'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { Backend, type BackendAddress } from './backend'
import { findBinaries, type Binaries } from './binaries'
import { clearOrphan, removeSocketFolder } from './postmaster-pid'
import { canReach, handOver, ownerOf, runAs } from './run-as'
import { distantData, templateFolder } from './cache'
import { waitForEnd } from './process-of'

export interface ClusterOptions {
  /** Our data folder; PostgreSQL's is `pg` in it. */
  readonly dataDir: string
  /** Names the template: whatever `prepare` puts into a fresh cluster. */
  readonly templateKey: string
  /** Fills a fresh cluster's database; runs once for each template. */
  readonly prepare: (query: (text: string) => Promise<(string | null)[][]>) => Promise<void>
  readonly maxConnections?: number
  readonly log?: (line: string) => void
}

export interface Cluster {
  readonly address: BackendAddress
  readonly pid: number
  /** True when this call made the data folder. */
  readonly fresh: boolean
  stop(): Promise<void>
  /** Called when PostgreSQL ends without `stop`. */
  onExit?: (reason: string) => void
}

export const DATABASE = 'postgres'
export const SUPERUSER = 'postgres'
const LOOPBACK_ONLY = process.platform === 'win32'

const SETTINGS: Readonly<Record<string, string>> = {
  jit: 'off',
  synchronize_seqscans: 'off', // else a big scan may start in the middle of a table
  max_parallel_workers_per_gather: '0',
  lc_messages: 'C', // some errors are told apart by their text
  // A commit survives the death of every process; against a loss of power the files are not guarded.
  fsync: 'off',
  logging_collector: 'off',
  log_min_messages: 'fatal',
  max_wal_size: '256MB'
}

/** @throws Error with one sentence: what, where, what to do. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const who = runAs()
  const binaries = findBinaries(who)
  const dataDir = resolve(options.dataDir)
  mkdirSync(dataDir, { recursive: true })
  const pgData = placeOf(dataDir)
  const fresh = !existsSync(join(pgData, 'PG_VERSION'))
  if (fresh) {
    const template = await ensureTemplate(binaries, options)
    rmSync(pgData, { recursive: true, force: true })
    copyFolder(template, pgData)
  } else {
    checkData(pgData, binaries)
    const found = await clearOrphan(pgData)
    if (found) options.log?.(`${found} on ${pgData}`)
  }
  return launch(binaries, pgData, fresh, options.maxConnections ?? 100)
}

/** PostgreSQL's own folder. Below a folder that nobody's uid may not enter it is a link to one that it may. */
function placeOf(dataDir: string): string {
  const who = runAs()
  const direct = join(dataDir, 'pg')
  // Our own folder needs to be entered, not read: what is secret in it has mode 600.
  if (who.uid !== undefined && canReach(dirname(dataDir), who) && !canReach(dataDir, who)) chmodSync(dataDir, statSync(dataDir).mode | 0o001)
  if (existsSync(direct) && !lstatSync(direct).isSymbolicLink()) {
    if (!canReach(dataDir, who)) throw new Error(`data folder ${dataDir} cannot be entered by uid ${who.uid}, which runs PostgreSQL here: move it, or chmod o+x the folders above`)
    return direct
  }
  if (canReach(dataDir, who)) return direct
  const elsewhere = distantData(dataDir, who)
  if (!lstatSync(direct, { throwIfNoEntry: false })) symlinkSync(elsewhere, direct)
  return elsewhere
}

function checkData(pgData: string, binaries: Binaries): void {
  const found = readFileSync(join(pgData, 'PG_VERSION'), 'utf8').trim()
  const wanted = binaries.version.split('.')[0]
  if (found !== wanted) {
    throw new Error(`data folder ${pgData} was made by PostgreSQL ${found} and version ${wanted} is installed: choose another with --data, or remove it`)
  }
  const owner = ownerOf(runAs())
  const uid = statSync(pgData).uid
  if (owner !== undefined && uid !== owner) {
    throw new Error(`data folder ${pgData} belongs to uid ${uid}, PostgreSQL runs as uid ${owner}: choose another with --data, or chown it`)
  }
}

/** Cluster files with everything installed, named by what made them. */
async function ensureTemplate(binaries: Binaries, options: ClusterOptions): Promise<string> {
  const who = runAs()
  const key = createHash('sha256').update(`${binaries.version}\0${options.templateKey}\0${TEMPLATE_FORMAT}`).digest('hex').slice(0, 16)
  const template = templateFolder(key, who)
  if (existsSync(join(template, 'PG_VERSION'))) return template
  const partial = `${template}.${process.pid}-${randomBytes(3).toString('hex')}`
  mkdirSync(partial, { mode: 0o700 })
  if (who.uid !== undefined) chownSync(partial, who.uid, who.gid as number)
  try {
    await initdb(binaries, partial)
    const cluster = await launch(binaries, partial, true, 5)
    try {
      const backend = await Backend.connect({ ...cluster.address, user: SUPERUSER, database: DATABASE })
      await options.prepare(text => backend.query(text))
      backend.close()
    } finally {
      await cluster.stop()
    }
    renameSync(partial, template)
  } catch (e) {
    rmSync(partial, { recursive: true, force: true })
    if (!existsSync(join(template, 'PG_VERSION'))) throw e // else another process was faster
  }
  return template
}
const TEMPLATE_FORMAT = 1

async function initdb(binaries: Binaries, folder: string): Promise<void> {
  const args = ['-D', folder, '-U', SUPERUSER, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8',
    '--no-sync', '--no-instructions', '--wal-segsize=1']
  const child = spawn(binaries.initdb, args, { ...runAs(), cwd: binaries.folder, stdio: ['ignore', 'ignore', 'pipe'], env: environment() })
  let text = ''
  child.stderr.on('data', chunk => (text += chunk))
  const code = await new Promise<number | null>((done, fail) => child.on('error', fail).on('close', done))
  if (code !== 0) throw new Error(`initdb failed (${code}) in ${folder}: ${text.trim().split('\n').slice(-3).join(' ')}`)
}

const environment = (): NodeJS.ProcessEnv => ({ PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC', SystemRoot: process.env.SystemRoot })

/**
 * Starts postgres and waits until a connection is accepted. Its life hangs on a pipe that we hold: when this
 * process dies, even by kill -9, a small shell beside it reads the end of the pipe and stops it.
 */
async function launch(binaries: Binaries, pgData: string, fresh: boolean, maxConnections: number): Promise<Cluster> {
  const who = runAs()
  const socketFolder = LOOPBACK_ONLY ? '' : mkdtempSync(join(tmpdir(), 'cicd-oracle-pg-'))
  if (socketFolder) {
    chmodSync(socketFolder, 0o700)
    if (who.uid !== undefined) chownSync(socketFolder, who.uid, who.gid as number)
  }
  const port = LOOPBACK_ONLY ? 20000 + Math.floor(Math.random() * 40000) : 5432
  const settings = { ...SETTINGS, ...stackDepth(), max_connections: String(maxConnections), port: String(port), unix_socket_directories: socketFolder,
    listen_addresses: LOOPBACK_ONLY ? '127.0.0.1' : '' }
  const args = ['-D', pgData, ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`])]
  const { child, output } = spawnTied(binaries, args)
  const ended = new Promise<void>(done => child.once('close', () => done()))
  let exited = false
  let stopping = false
  const cluster: Cluster = {
    address: { host: socketFolder || '127.0.0.1', port },
    pid: child.pid as number,
    fresh,
    async stop() {
      stopping = true
      if (!exited) child.kill('SIGINT')
      if (!(await Promise.race([ended.then(() => true), delay(5000)]))) {
        child.kill('SIGQUIT')
        await waitForEnd(child.pid as number, 3000)
      }
      removeSocketFolder(socketFolder)
    }
  }
  void ended.then(() => {
    exited = true
    if (!stopping) cluster.onExit?.(`PostgreSQL ended: ${output()}`)
  })
  const until = Date.now() + 30_000
  for (;;) {
    try {
      const backend = await Backend.connect({ ...cluster.address, user: SUPERUSER, database: DATABASE })
      backend.close()
      return cluster
    } catch (e) {
      if (exited || Date.now() > until) {
        await cluster.stop()
        throw new Error(`PostgreSQL did not start on ${pgData}: ${output() || (e as Error).message}`)
      }
      await new Promise(r => setTimeout(r, 10))
    }
  }
}

/** PL/SQL may recurse as deep as the system's stack allows; PostgreSQL's own default is 2 MB. */
function stackDepth(): Readonly<Record<string, string>> {
  if (process.platform === 'win32') return {}
  const limit = spawnSync('/bin/sh', ['-c', 'ulimit -s'], { encoding: 'utf8' }).stdout?.trim()
  const free = limit === 'unlimited' ? MOST_STACK : Number(limit) - STACK_SLOP
  return free > 2048 ? { max_stack_depth: `${Math.min(free, MOST_STACK)}kB` } : {}
}
const MOST_STACK = 7680
/** PostgreSQL refuses a setting nearer to the limit. */
const STACK_SLOP = 512

function spawnTied(binaries: Binaries, args: readonly string[]): { child: ChildProcess; output: () => string } {
  const options = { ...runAs(), cwd: binaries.folder, env: environment(), detached: true }
  const child = process.platform === 'win32'
    ? spawn(binaries.postgres, args, { ...options, detached: false, stdio: ['ignore', 'ignore', 'pipe', 'ignore'] })
    : spawn('/bin/sh', ['-c', '( read _ <&3 || kill -INT $$ ) >/dev/null 2>&1 & exec 3<&-; exec "$@"', 'sh', binaries.postgres, ...args],
      { ...options, stdio: ['ignore', 'ignore', 'pipe', 'pipe'] })
  let text = ''
  child.stderr?.on('data', chunk => (text = (text + chunk).slice(-2000)))
  // A line, not an end: the number of a process that has ended may be another's by now.
  child.once('exit', () => (child.stdio[3] as Writable | null)?.end('\n'))
  return { child, output: () => text.trim().split('\n').slice(-3).join(' ') }
}

const delay = (ms: number): Promise<false> => new Promise(r => setTimeout(() => r(false), ms).unref())

/** Copies a stopped cluster. Goes to a side name first: an interrupted copy must not look like a cluster. */
function copyFolder(from: string, to: string): void {
  const partial = `${to}.partial`
  rmSync(partial, { recursive: true, force: true })
  cpSync(from, partial, { recursive: true })
  writeFileSync(join(partial, 'postmaster.opts'), '')
  handOver(partial, runAs())
  chmodSync(partial, 0o700)
  renameSync(partial, to)
}
