/** SHOW ERRORS [kind name]: what USER_ERRORS has of a compiled object. */
import { formatTable } from './format-table'
import type { ScriptSession } from './script-session'
import { unquote } from './settings'

const HEADINGS = [
  { heading: 'LINE/COL', right: false },
  { heading: 'ERROR', right: false }
]

/** @param words `PACKAGE BODY hr.p`; none: the object created last */
export async function showErrors(session: ScriptSession, words: readonly string[]): Promise<void> {
  const object = words.length > 1 ? named(words) : session.lastCreated
  const rows = object ? await errorsOf(session, object) : []
  if (!object || rows.length === 0) return session.print('No errors.\n')
  const table = formatTable(HEADINGS, rows, { ...session.settings, heading: true, pageSize: 50_000 })
  session.print(`Errors for ${object.type} ${object.name}:\n\n${table.join('\n')}\n`)
}

function named(words: readonly string[]): { type: string; name: string } {
  const name = words[words.length - 1].replace(/^.*\./, '')
  return { type: words.slice(0, -1).join(' ').toUpperCase(), name: name.startsWith('"') ? unquote(name) : name.toUpperCase() }
}

async function errorsOf(session: ScriptSession, object: { type: string; name: string }): Promise<string[][]> {
  const { rows = [] } = await session.oracle(() =>
    session.connection.execute<[number, number, string]>(
      'select line, position, text from user_errors where name = :1 and type = :2 order by sequence',
      [object.name, object.type]
    )
  )
  return rows.map(([line, position, text]) => [`${line}/${position}`, text.trimEnd()])
}
