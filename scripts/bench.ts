import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import oracledb from 'oracledb'
import { Client } from 'pg'
import { type Database, startEmbedded, stopEmbedded } from '../db/connect'
import { type Figure, seconds } from './bench/figure'
import { runCommand } from './lib/command'
import { rootFolder } from './lib/root-folder'

const ROWS = 20_000
/** Calls a second: after a warm-up, the median of three rounds of a second each. */
async function rate(work: () => Promise<unknown>): Promise<number> {
  for (let i = 0; i < 50; i++) await work()
  const rounds: number[] = []
  for (let round = 0; round < 3; round++) {
    let calls = 0
    const end = performance.now() + 1000
    for (; performance.now() < end; calls++) await work()
    rounds.push(calls)
  }
  return rounds.sort((a, b) => a - b)[1]
}

/** First start (initdb and catalog), then with the cached template, then on its own data again. */
async function starts(folder: string): Promise<Figure[]> {
  const cache = process.env.CICD_ORACLE_CACHE
  process.env.CICD_ORACLE_CACHE = join(folder, 'cache')
  const dataDir = join(folder, 'first')
  const start = async (dir: string) => {
    let database: Database | undefined
    const time = await seconds(async () => {
      database = await startEmbedded({ dataDir: dir })
    })
    await database!.stop()
    return time
  }
  try {
    const first = await start(dataDir)
    const template = await start(join(folder, 'second'))
    const later = await start(dataDir)
    return [
      { what: 'first start, with initdb', value: first, unit: 's', goal: '≤ 4 s' },
      { what: 'new data folder from the cached template', value: template, unit: 's', goal: '≤ 1.5 s' },
      { what: 'later start on the same data', value: later, unit: 's', goal: '≤ 1.5 s' }
    ]
  } finally {
    if (cache === undefined) delete process.env.CICD_ORACLE_CACHE
    else process.env.CICD_ORACLE_CACHE = cache
  }
}

/** The driver through us beside `pg` on the very same tables. */
async function work(database: Database): Promise<Figure[]> {
  const login = { connectString: database.connectString, user: database.user, password: database.password }
  const connection = await oracledb.getConnection(login)
  await connection.execute('create table bench (id number primary key, name varchar2(40), amount number(12,2), at date)')
  const rows = Array.from({ length: ROWS }, (_, i) => [i, `name ${i}`, i / 100, new Date(Date.UTC(2024, 0, 1 + (i % 365)))])
  const inserted = await seconds(() => connection.executeMany('insert into bench values (:1, :2, :3, :4)', rows, { autoCommit: true }))

  // Lines 4 and 5 of postmaster.pid: the port, and the folder of the socket.
  const [port, host] = readFileSync(join(database.dataDir!, 'pg', 'postmaster.pid'), 'utf8').split('\n').slice(3, 5)
  const straight = new Client({ host: host || '127.0.0.1', port: Number(port), user: 'postgres', database: 'postgres' })
  await straight.connect()
  const table = `"${database.user}"."BENCH"`
  await straight.query(`create table "${database.user}"."BENCH_PG" (like ${table})`)
  const insertedStraight = await seconds(async () => {
    await straight.query('begin')
    for (const row of rows) await straight.query({ name: 'insert', text: `insert into "${database.user}"."BENCH_PG" values ($1, $2, $3, $4)`, values: row })
    await straight.query('commit')
  })
  let id = 0
  const next = () => (id = (id + 7919) % ROWS)
  const byKey = await rate(() => connection.execute('select name, amount from bench where id = :1', [next()]))
  const byKeyStraight = await rate(() => straight.query({ name: 'key', text: `select "NAME", "AMOUNT" from ${table} where "ID" = $1`, values: [next()] }))
  const constant = await rate(() => connection.execute('select 1 from dual'))
  const constantStraight = await rate(() => straight.query({ name: 'one', text: 'select 1' }))
  const fetched = await rate(() => connection.execute('select * from bench', [], { fetchArraySize: 1000, maxRows: 0 }))
  const fetchedStraight = await rate(() => straight.query({ name: 'all', text: `select * from ${table}`, rowMode: 'array' } as never))
  const connected = await rate(async () => (await oracledb.getConnection(login)).close())
  await connection.execute('drop table bench purge')
  await connection.close()
  await straight.end()
  return [
    { what: 'connect and close', value: connected, unit: '/s' },
    { what: 'select by key', value: byKey, unit: '/s', postgres: byKeyStraight },
    { what: 'select a constant', value: constant, unit: '/s', postgres: constantStraight },
    { what: `fetch, ${ROWS} rows of 4 columns`, value: fetched * ROWS, unit: 'rows/s', postgres: fetchedStraight * ROWS },
    { what: `array insert, ${ROWS} rows (PostgreSQL: prepared, row by row)`, value: ROWS / inserted, unit: 'rows/s', postgres: ROWS / insertedStraight }
  ]
}

async function pipeline(): Promise<Figure[]> {
  const time = await seconds(() => runCommand([process.execPath, 'scripts/bootstrap.cjs', 'start']))
  return [{ what: 'npm start on an installed clone', value: time, unit: 's', goal: '≤ 40 s' }]
}

/** Without an engine one line says so. */
async function images(signal: AbortSignal, say: (text: string) => void): Promise<Figure[]> {
  const { connectEngine, EngineMissing } = await import('./containers/engine')
  try {
    const engine = await connectEngine()
    say(engine.describe)
    return await (await import('./bench/images')).imageFigures(engine, signal, say)
  } catch (error) {
    if (!(error instanceof EngineMissing)) throw error
    say(`images and containers were not measured: ${error.message} ${error.next}`)
    return []
  }
}

const PARTS = ['db', 'images', 'start'] as const

/** `npm run bench [-- db|images|start]`: figures with the machine they are of; ratios are of one run. Nothing passes or fails here. */
export async function main([only]: string[]): Promise<number> {
  if (only !== undefined && !(PARTS as readonly string[]).includes(only)) {
    process.stderr.write(`usage: npm run bench [-- ${PARTS.join('|')}]; without a word, all of them\n`)
    return 2
  }
  const wanted = (part: (typeof PARTS)[number]) => only === undefined || only === part
  const say = (text: string) => void process.stderr.write(`   ${text}\n`)
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort())
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  chmodSync(folder, 0o755) // PostgreSQL may run as another user
  const figures: Figure[] = []
  try {
    if (wanted('db')) {
      figures.push(...(await starts(folder)))
      const dataDir = join(folder, 'data')
      const database = await startEmbedded({ dataDir })
      try {
        figures.push(...(await work(database)))
      } finally {
        await stopEmbedded(dataDir)
      }
    }
    if (wanted('images')) figures.push(...(await images(interrupted.signal, say)))
    if (wanted('start')) figures.push(...(await pipeline()))
  } catch (error) {
    if (interrupted.signal.aborted) return 130
    throw error
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  if (!figures.length) return 0
  const { stdout: commit } = await runCommand(['git', 'rev-parse', '--short', 'HEAD'], { tolerant: true, cwd: rootFolder })
  process.stdout.write(`\n${cpus().length} × ${cpus()[0].model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}, Node ${process.versions.node}, commit ${commit.trim()}\n\n`)
  process.stdout.write('| | here | straight on PostgreSQL | ratio | goal |\n|---|---|---|---|---|\n')
  const show = (value: number, unit: string) => `${value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2)} ${unit}`
  for (const { what, value, unit, postgres, goal } of figures)
    process.stdout.write(`| ${what} | ${show(value, unit)} | ${postgres === undefined ? '' : show(postgres, unit)} | ${postgres === undefined ? '' : (value / postgres).toFixed(2)} | ${goal ?? ''} |\n`)
  if (figures.some(({ what }) => what.includes('image'))) process.stdout.write(`\n${(await import('./bench/images')).PEERS}`)
  return 0
}
