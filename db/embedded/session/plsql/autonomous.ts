/**
 * PRAGMA AUTONOMOUS_TRANSACTION: a session of its own in PostgreSQL, with the same user, settings and package state. It waits
 * for what its parent has locked for ever, which PostgreSQL cannot see: so it is watched.
 */
import { quoteLiteral, quoteName } from '../../sql/expr'
import type { Session } from '../session'
import { FlightError } from '../transaction'
import { PlsqlError } from './plsql-error'

/** Milliseconds between two looks at who waits for whom. */
const WATCH = 300

/** Package variables of a session: statements that SQL has prepared there (catalog/sql/30-plsql-values.sql). */
export type Cell = readonly [name: string, statement: string]
/** Where the parent's are; it may be busy with the function that called. */
export interface Cells {
  read(): Promise<readonly Cell[]>
  /** Runs them one after the other. */
  change(commands: readonly string[]): Promise<void>
}

const cellsOf = (session: Session): Cells => ({
  async read() {
    const rows = await session.query('select name, statement from pg_catalog.pg_prepared_statements where from_sql')
    return rows.map(([name, text]): Cell => [name ?? '', text ?? ''])
  },
  async change(commands) {
    for (const command of commands) await session.query(command)
  }
})

export async function autonomously(parent: Session, work: (child: Session) => Promise<void>, cells = cellsOf(parent)): Promise<void> {
  const child = await parent.child()
  await copySettings(parent, child)
  await copyCells(cells, cellsOf(child))
  let deadlock = false
  const watch = setInterval(() => {
    void waitsForParent(parent, child).then(waits => {
      if (!waits) return
      deadlock = true
      void child.backend.cancel()
    }, () => undefined)
  }, WATCH)
  try {
    child.interrupted = false
    await work(child)
  } catch (e) {
    if (child.transaction.open) await child.transaction.rollback()
    throw deadlock && e instanceof FlightError ? new PlsqlError(60, '', '', '') : e
  } finally {
    clearInterval(watch)
    await copyCells(cellsOf(child), cells)
  }
}

/** NLS settings, CURRENT_SCHEMA and the rest, which ALTER SESSION may have changed. */
async function copySettings(from: Session, to: Session): Promise<void> {
  to.parameters.follow(from.parameters)
  await to.configure({ ...from.settings, ...to.callback.settings })
}

async function copyCells(from: Cells, to: Cells): Promise<void> {
  const [source, target] = [await from.read(), await to.read()]
  const has = (list: readonly Cell[], [name, text]: Cell): boolean => list.some(([n, t]) => n === name && t === text)
  const gone = target.filter(cell => !has(source, cell))
  const fresh = source.filter(cell => !has(target, cell))
  await to.change([...gone.map(([name]) => `deallocate ${quoteName(name)}`), ...fresh.map(([, text]) => text.replace(/;\s*$/, ''))])
}

async function waitsForParent(parent: Session, child: Session): Promise<boolean> {
  const [[waits]] = await parent.context.maintenance.query(`
    with recursive waiting(pid) as (
      select unnest(pg_catalog.pg_blocking_pids(${child.backend.processId}))
      union select unnest(pg_catalog.pg_blocking_pids(pid)) from waiting)
    select ${quoteLiteral(String(parent.backend.processId))}::int in (select pid from waiting)`)
  return waits === 't'
}
