/** The client's own commands, by name. What is not in the table is refused. */
import { parseLogin } from './connect-string'
import { describeTable } from './describe'
import { formatTable } from './format-table'
import { ScriptError } from './script-error'
import type { ScriptSession } from './script-session'
import { applySet, showSetting, splitWords, unquote } from './settings'
import { showErrors } from './show-errors'

/** Given what follows the command's name: blanks and a final `;` are gone. */
type Command = (session: ScriptSession, rest: string) => Promise<void> | void

/** Commands that stay within one script; the runner has those that leave it. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  REMARK: () => undefined,
  SET: async (session, rest) => {
    const before = session.settings.serverOutput
    applySet(session.settings, `SET ${rest}`)
    if (session.settings.serverOutput !== before) await session.switchServerOutput()
  },
  DESCRIBE: async (session, rest) => {
    const rows = await session.oracle(() => describeTable(session.connection, rest))
    const columns = ['Name', 'Null?', 'Type'].map(heading => ({ heading, right: false }))
    const lines = formatTable(columns, rows, { ...session.settings, heading: true, pageSize: 50_000 })
    session.print(`${lines.map(line => ` ${line}`).join('\n')}\n\n`)
  },
  SHOW: async (session, rest) => {
    const [what = '', ...words] = splitWords(rest)
    if (/^err(o|or|ors)?$/i.test(what)) await showErrors(session, words)
    else if (/^user$/i.test(what)) session.print(`USER is "${session.variables.get('_USER')}"\n`)
    else session.print(`${showSetting(session.settings, what)}\n`)
  },
  DEFINE: define,
  UNDEFINE: (session, rest) => splitWords(rest).forEach(word => void session.variables.delete(word.toUpperCase())),
  CONNECT: async (session, rest) => {
    await session.reconnect(parseLogin(rest))
    session.print('Connected.\n')
  }
}

/** DEFINE, DEFINE name, DEFINE name = value. */
function define(session: ScriptSession, text: string): void {
  const at = text.indexOf('=')
  if (at < 0) {
    const names = text.trim() ? [text.trim().toUpperCase()] : [...session.variables.keys()].sort()
    for (const name of names) {
      const value = session.variables.get(name)
      if (value === undefined) throw new ScriptError(`SP2-0135: symbol ${text.trim()} is UNDEFINED`)
      session.print(`DEFINE ${name.padEnd(15)} = "${value}" (CHAR)\n`)
    }
    return
  }
  const name = text.slice(0, at).trim()
  if (!/^[\p{L}\p{N}_$#]+$/u.test(name)) throw new ScriptError(`DEFINE: ${name || 'nothing'} is no name of a variable`)
  session.variables.set(name.toUpperCase(), unquote(session.substituted(text.slice(at + 1).trim())))
}
