/**
 * PRAGMA AUTONOMOUS_TRANSACTION: a session of its own in PostgreSQL, with the same user, settings and package state. It waits
 * for what its parent has locked for ever, which PostgreSQL cannot see: so it is watched.
 */
import { quoteLiteral } from '../../sql/expr'
import type { Session } from '../session'
import { FlightError } from '../transaction'
import { PlsqlError } from './plsql-error'

/** Milliseconds between two looks at who waits for whom. */
const WATCH = 300

export async function autonomously(parent: Session, work: (child: Session) => Promise<void>): Promise<void> {
  const child = await parent.child()
  await copySettings(parent, child)
  await copyPackages(parent, child)
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
    await copyPackages(child, parent)
  }
}

/** NLS settings, CURRENT_SCHEMA and the rest, which ALTER SESSION may have changed. */
async function copySettings(from: Session, to: Session): Promise<void> {
  to.parameters.follow(from.parameters)
  await to.configure({ ...from.settings, ...to.callback.settings })
}

/** Cells of package variables are statements prepared by SQL. */
async function copyPackages(from: Session, to: Session): Promise<void> {
  const cells = async (session: Session): Promise<(string | null)[][]> =>
    session.query('select name, statement from pg_catalog.pg_prepared_statements where from_sql')
  const [source, target] = [await cells(from), await cells(to)]
  const gone = target.filter(([name, text]) => !source.some(([n, t]) => n === name && t === text))
  const fresh = source.filter(([name, text]) => !target.some(([n, t]) => n === name && t === text))
  const commands = [...gone.map(([name]) => `deallocate "${(name ?? '').replace(/"/g, '""')}"`), ...fresh.map(([, text]) => (text ?? '').replace(/;\s*$/, ''))]
  for (const command of commands) await to.query(command)
}

async function waitsForParent(parent: Session, child: Session): Promise<boolean> {
  const [[waits]] = await parent.context.maintenance.query(`
    with recursive waiting(pid) as (
      select unnest(pg_catalog.pg_blocking_pids(${child.backend.processId}))
      union select unnest(pg_catalog.pg_blocking_pids(pid)) from waiting)
    select ${quoteLiteral(String(parent.backend.processId))}::int in (select pid from waiting)`)
  return waits === 't'
}
