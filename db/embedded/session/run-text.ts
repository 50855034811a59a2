/** A statement of the server's own making or from the logon, without binds and without an answer. */
import type { Session } from './session'
import { BindParameters } from './bind-parameters'
import { runOnce } from './run-once'
import type { Answer } from './answer'
import { WireWriter } from '../ttc/wire-writer'

export async function runText(session: Session, sql: string): Promise<void> {
  const cursor = session.cursors.open(sql, false)
  const answer: Answer = { writer: new WireWriter(), traits: { driver: '', scaleIsOneByte: true }, kind: 'session' }
  try {
    await runOnce(session, cursor, answer, { parameters: new BindParameters([], [], session.lobs), commit: false })
  } catch (e) {
    throw session.errorOf(e, answer.kind)
  } finally {
    await session.cursors.close(cursor.id)
  }
}
