/** What PL/SQL tells the server while it runs: notices with SQLSTATE ORDBM, DETAIL says what, MESSAGE is the text. */
import type { PgErrorFields } from '../../postgres/pg-error'
import type { OutputBuffer } from './output-buffer'

/** What of a session it changes. */
interface Notified { readonly output: OutputBuffer; readonly implicitResults: string[] }
type Take = (session: Notified, text: string) => void

const NOTICES: Readonly<Record<string, Take>> = {
  put: (session, text) => session.output.put(text),
  put_line: (session, text) => session.output.putLine(text),
  new_line: session => session.output.newLine(),
  enable: (session, text) => session.output.enable(text === '' ? null : Number(text)),
  disable: session => session.output.disable(),
  return_result: (session, portal) => void session.implicitResults.push(portal)
}

export function takeNotice(session: Notified, notice: PgErrorFields, log: (line: string) => void): void {
  if (notice.code !== 'ORDBM') return
  const take = NOTICES[notice.detail ?? '']
  if (take) take(session, notice.message)
  else log(`no rule for notice ${notice.detail ?? ''}`)
}
