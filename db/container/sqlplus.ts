/**
 * `sqlplus [-S] [-L] LOGON [@FILE [argument …]]` inside of the container: runs a file, or what comes in by standard input, as SQL*Plus would; it asks
 * nothing. LOGON is user/password[@service or host:port/service] [as sysdba], or `/ as sysdba`. What it does not support it refuses by name.
 * Source: SQL*Plus User's Guide 19c, "Starting SQL*Plus".
 */
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Login, parseLogin, ScriptRunner } from '@cicd-oracle/sql'
import { connect } from './login'

const USAGE = 'Usage: sqlplus [-S] [-L] { user/password[@service | @host:port/service] [as sysdba] | / as sysdba } [@FILE [argument ...]]\n'
const WITHOUT_MEANING = new Set(['-s', '-silent', '-l', '-logon'])

class Misuse extends Error {}

export interface CommandLine {
  readonly login: Login
  readonly file?: string
  readonly args: readonly string[]
}

/** @throws Misuse */
export function readCommandLine(argv: readonly string[]): CommandLine {
  let at = 0
  for (; argv[at]?.startsWith('-'); at++) if (!WITHOUT_MEANING.has(argv[at].toLowerCase())) throw new Misuse(`The option ${argv[at]} is not supported.\n${USAGE}`)
  const words: string[] = []
  for (; at < argv.length && !(argv[at].startsWith('@') && words.length); at++) words.push(argv[at])
  if (!words.length || /^\/nolog$/i.test(words[0])) throw new Misuse(`${words.length ? '/NOLOG is' : 'Nobody is asked for a logon; none is'} not supported.\n${USAGE}`)
  const [script, ...args] = argv.slice(at)
  return { login: parseLogin(words.join(' ')), args, ...(script && { file: script.slice(1) }) }
}

function readScript(file: string | undefined): { text: string; name: string } {
  if (file === undefined) return { text: readFileSync(0, 'utf8'), name: 'standard-input' }
  const name = [file, `${file}.sql`].find(existsSync)
  if (name === undefined) throw new Misuse(`SP2-0310: unable to open file "${file}"\n`)
  return { text: readFileSync(name, 'utf8'), name }
}

async function main(argv: readonly string[]): Promise<number> {
  if (/^-v/i.test(argv[0] ?? '')) {
    process.stdout.write('The script runner of the embedded database, not SQL*Plus. Release 19.0.0.0.0\n')
    return 0
  }
  try {
    const { login, file, args } = readCommandLine(argv)
    const { text, name } = readScript(file)
    const runner = new ScriptRunner(await connect(login), login, {
      write: (out) => void process.stdout.write(out),
      writeError: (out) => void process.stderr.write(out),
      connect,
      folder: process.cwd(),
      atErrors: 'continue'
    })
    return await runner.run(text, resolve(name), args).finally(() => runner.currentConnection.close().catch(() => undefined))
  } catch (error) {
    process.stderr.write(`${(error as Error).message.split('\nHelp:')[0].trimEnd()}\n`)
    return 1
  }
}

if (require.main === module) void main(process.argv.slice(2)).then((code) => process.exit(code))
