/** Runs a script as SQL*Plus would, through node-oracledb: one connection, settings, variables, and what to do at an error. */
import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, extname, resolve } from 'node:path'
import { isComment, scanTokens, splitScript, type ScriptPiece, type Token } from '@cicd-oracle/lexer'
import oracledb from 'oracledb'
import { commandOf, isCommand } from './client-commands'
import { type Login, parseLogin } from './connect-string'
import { describeTable } from './describe'
import { feedbackOf, objectOf, selectedRows } from './feedback'
import { formatTable } from './format-table'
import { fetchAs, formatValue, isNumber, type NlsFormats } from './format-value'
import { placeOf, printError, ScriptError } from './script-error'
import { applySet, defaultSettings, showSetting, splitWords, unquote } from './settings'
import { substitute } from './substitute'

export interface RunnerOptions {
  /** Tables, feedback, PROMPT. */
  readonly write: (text: string) => void
  readonly writeError: (text: string) => void
  readonly connect: (login: Login) => Promise<oracledb.Connection>
  /** What @file is relative to. */
  readonly folder: string
}

/** EXIT, or an error that ends the run. */
class Exit extends Error {
  constructor(readonly code: number, readonly end: 'commit' | 'rollback') {
    super('exit')
  }
}

interface OnError {
  readonly then: 'exit' | 'continue'
  readonly code: string
  readonly end: 'commit' | 'rollback' | 'none'
}

interface DriverError extends Error {
  readonly errorNum?: number
  readonly offset?: number
}

const MAX_DEPTH = 20

export class ScriptRunner {
  private readonly settings = defaultSettings()
  private readonly variables = new Map<string, string>()
  private onSqlError: OnError = { then: 'exit', code: '1', end: 'rollback' }
  private onFileError: OnError = { then: 'exit', code: '1', end: 'rollback' }
  private lastError = 0
  private lastStatement?: { text: string; piece: ScriptPiece; file: string }
  private lastCreated?: { type: string; name: string }
  private nls?: NlsFormats
  private depth = 0

  constructor(private connection: oracledb.Connection, private login: Login, private readonly options: RunnerOptions) {
    this.nameConnection()
  }

  /** @returns the exit code; the connection stays open, its work committed or rolled back. */
  async run(script: string, file: string, args: readonly string[] = []): Promise<number> {
    let exit = new Exit(0, this.settings.exitCommit ? 'commit' : 'rollback')
    try {
      await this.runText(script, file, args)
      exit = new Exit(0, this.settings.exitCommit ? 'commit' : 'rollback')
    } catch (error) {
      if (error instanceof Exit) exit = error
      else {
        this.options.writeError(error instanceof ScriptError ? printError(error) : `${(error as Error).message}\n`)
        exit = new Exit(1, 'rollback')
      }
    }
    try {
      await (exit.end === 'commit' ? this.connection.commit() : this.connection.rollback())
    } catch (error) {
      if (exit.code !== 0) return exit.code
      this.options.writeError(`${messageOf(error)}\n`)
      return 1
    }
    return exit.code
  }

  get currentConnection(): oracledb.Connection {
    return this.connection
  }

  private async runText(script: string, file: string, args: readonly string[]): Promise<void> {
    if (this.depth >= MAX_DEPTH) throw new ScriptError(`SP2-0309: scripts may be nested to a depth of ${MAX_DEPTH} only`)
    args.forEach((value, i) => this.variables.set(String(i + 1), value))
    this.depth++
    for (const piece of splitScript(script.replace(/^\uFEFF/, ''), { isCommand })) {
      const column = piece.start - script.lastIndexOf('\n', piece.start - 1)
      try {
        await this.runPiece(piece, file, column)
      } catch (error) {
        if (error instanceof Exit) throw error
        this.failed(error instanceof ScriptError && !error.place ? new ScriptError(error.message, placeOf(file, piece.text, 0, piece.line, column), error.code) : error)
      }
    }
    this.depth--
  }

  /** WHENEVER decides on Oracle's errors; the runner's own always end the run. */
  private failed(error: unknown): void {
    if (!(error instanceof ScriptError) || error.code === undefined) throw error
    this.options.writeError(printError(error))
    this.lastError = error.code
    if (this.onSqlError.then === 'exit') throw new Exit(this.exitCode(this.onSqlError.code), this.onSqlError.end === 'commit' ? 'commit' : 'rollback')
  }

  private async runPiece(piece: ScriptPiece, file: string, column: number): Promise<void> {
    if (this.settings.echo) this.print(`SQL> ${piece.text}${piece.terminator === ';' && piece.kind === 'sql' ? ';' : ''}\n`)
    if (piece.kind === 'command') {
      await this.runCommand(piece.text, file)
      if (this.onSqlError.then === 'continue' && this.onSqlError.end === 'commit') await this.connection.commit()
      return
    }
    if (piece.kind === 'run') {
      if (!this.lastStatement) throw new ScriptError('SP2-0103: Nothing in SQL buffer to run.')
      return this.execute(this.lastStatement.text, this.lastStatement.piece, this.lastStatement.file, 1)
    }
    const text = this.substituted(piece.text)
    this.lastStatement = { text, piece, file }
    await this.execute(text, piece, file, column)
  }

  private substituted(text: string): string {
    const result = substitute(text, this.variables, this.settings)
    if (result !== text && this.settings.verify) {
      const lines = result.split('\n')
      text.split('\n').forEach((old, i) => {
        if (old !== lines[i]) this.print(`old${String(i + 1).padStart(4)}: ${old}\nnew${String(i + 1).padStart(4)}: ${lines[i] ?? ''}\n`)
      })
    }
    return result
  }

  // ------------------------------------------------------------- statements
  private async execute(text: string, piece: ScriptPiece, file: string, column: number): Promise<void> {
    const tokens = scanTokens(text).tokens.filter(t => !isComment(t))
    this.refuseBinds(tokens)
    const started = Date.now()
    let result: oracledb.Result<unknown>
    try {
      result = await this.connection.execute(text, [], {
        outFormat: oracledb.OUT_FORMAT_ARRAY, maxRows: 0, autoCommit: this.settings.autoCommit, fetchTypeHandler: fetchAs as never
      })
    } catch (error) {
      await this.printServerOutput().catch(() => undefined)
      const { errorNum, offset } = error as DriverError
      throw new ScriptError(messageOf(error), placeOf(file, text, offset ?? 0, piece.line, column), errorNum || 1)
    }
    if (tokens[0]?.value === 'ALTER' && tokens[1]?.value === 'SESSION') this.nls = undefined
    this.rememberCreated(tokens)
    if (result.metaData) await this.printRows(result.metaData, (result.rows ?? []) as unknown[][])
    for (const set of (result.implicitResults ?? []) as oracledb.ResultSet<unknown[]>[]) {
      await this.printRows(set.metaData as readonly oracledb.Metadata<unknown>[], await set.getRows(0))
      await set.close()
    }
    await this.printServerOutput()
    this.printFeedback(tokens, result)
    if (this.settings.timing) this.print(`Elapsed: ${elapsed(Date.now() - started)}\n`)
  }

  /** VARIABLE is refused, so no bind variable is ever declared. CREATE may name :NEW and :OLD. */
  private refuseBinds(tokens: readonly Token[]): void {
    const bind = tokens[0]?.value === 'CREATE' ? undefined : tokens.find(t => t.kind === 'bind')
    if (bind) throw new ScriptError(`SP2-0552: Bind variable "${bind.value}" not declared.`)
  }

  private async printRows(columns: readonly oracledb.Metadata<unknown>[], rows: readonly unknown[][]): Promise<void> {
    if (columns.some(c => c.dbType === oracledb.DB_TYPE_CURSOR)) throw new ScriptError('CURSOR columns are not supported by this runner')
    const nls = await this.nlsFormats()
    if (rows.length > 0) {
      const cells = rows.map(row => row.map((value, i) => formatValue(value, columns[i], this.settings, nls)))
      const lines = formatTable(columns.map(c => ({ heading: c.name, right: isNumber(c) })), cells, this.settings)
      this.print(`\n${lines.join('\n')}\n\n`)
    }
    const feedback = selectedRows(rows.length, this.settings.feedback)
    if (feedback) this.print(rows.length === 0 ? `\n${feedback}\n\n` : `${feedback}\n\n`)
  }

  private printFeedback(tokens: readonly Token[], result: oracledb.Result<unknown>): void {
    const words = tokens.slice(0, 12).map(t => t.value)
    if (result.warning && tokens[0]?.value === 'CREATE') {
      return this.print(`\nWarning: ${objectOf(words)} created with compilation errors.\n\n`)
    }
    const feedback = this.settings.feedback > 0 && !result.metaData ? feedbackOf(tokens, result.rowsAffected ?? 0) : undefined
    if (feedback) this.print(`\n${feedback}\n\n`)
  }

  private async printServerOutput(): Promise<void> {
    if (!this.settings.serverOutput) return
    for (;;) {
      const { outBinds } = await this.connection.execute<{ line: string | null; status: number }>('begin dbms_output.get_line(:line, :status); end;', {
        line: { dir: oracledb.BIND_OUT, type: oracledb.STRING, maxSize: 32_767 }, status: { dir: oracledb.BIND_OUT, type: oracledb.NUMBER }
      })
      if (!outBinds || outBinds.status !== 0) return
      this.print(`${outBinds.line ?? ''}\n`)
    }
  }

  /** The object whose errors SHOW ERRORS shows. */
  private rememberCreated(tokens: readonly Token[]): void {
    if (tokens[0]?.value !== 'CREATE' && tokens[0]?.value !== 'ALTER') return
    const at = tokens.findIndex(t => t.kind === 'word' && ['PROCEDURE', 'FUNCTION', 'PACKAGE', 'TRIGGER', 'TYPE', 'VIEW'].includes(t.value))
    if (at < 0 || at > 6) return
    const body = tokens[at + 1]?.value === 'BODY'
    let name = tokens[at + (body ? 2 : 1)]
    if (tokens[at + (body ? 3 : 2)]?.value === '.') name = tokens[at + (body ? 4 : 3)]
    if (name) this.lastCreated = { type: tokens[at].value + (body ? ' BODY' : ''), name: name.value }
  }

  private async nlsFormats(): Promise<NlsFormats> {
    if (this.nls) return this.nls
    const formats = new Map<string, string>()
    try {
      const { rows } = await this.connection.execute<[string, string]>("select parameter, value from nls_session_parameters where parameter like 'NLS%FORMAT'")
      for (const [name, value] of rows ?? []) formats.set(name, value)
    } catch {
      // An account without the view sees dates in ISO form.
    }
    this.nls = { date: formats.get('NLS_DATE_FORMAT') ?? 'YYYY-MM-DD HH24:MI:SS', timestamp: formats.get('NLS_TIMESTAMP_FORMAT') ?? 'YYYY-MM-DD HH24:MI:SS.FF3' }
    return this.nls
  }

  // --------------------------------------------------------------- commands
  private async runCommand(written: string, file: string): Promise<void> {
    const name = commandOf(written)
    if (name === 'REMARK') return
    const joined = written.replace(/-[ \t\r]*\n/g, ' ')
    const line = name === 'DEFINE' || name === 'UNDEFINE' ? joined : this.substitutedQuietly(joined)
    const rest = line.replace(/^\S+\s*/, '')
    const plain = rest.replace(/;?\s*$/, '')
    switch (name) {
      case 'PROMPT': return this.print(`${rest}\n`)
      case 'SET': return this.set(line.replace(/;?\s*$/, ''))
      case 'DESCRIBE': return this.describe(plain)
      case 'SHOW': return this.show(plain)
      case 'DEFINE': return this.define(plain)
      case 'UNDEFINE': return splitWords(plain).forEach(word => void this.variables.delete(word.toUpperCase()))
      case 'CONNECT': return this.reconnect(plain)
      case 'WHENEVER': return this.whenever(plain)
      case 'EXIT': case 'QUIT': return this.exit(plain)
      case '@': case '@@': return this.startFile(line.replace(/^@+\s*/, '').replace(/;?\s*$/, ''), file, name === '@@')
      case 'START': return this.startFile(plain, file, false)
      case 'EXECUTE': return this.executeCall(plain, file)
      case 'RUN': return this.rerun()
      default: throw new ScriptError(`the command ${name ?? written} is not supported`)
    }
  }

  private substitutedQuietly(text: string): string {
    return substitute(text, this.variables, this.settings)
  }

  private async set(line: string): Promise<void> {
    const before = this.settings.serverOutput
    applySet(this.settings, line)
    if (this.settings.serverOutput !== before) {
      await this.oracle(() => this.connection.execute(`begin dbms_output.${before ? 'disable' : 'enable(null)'}; end;`))
    }
  }

  private async describe(name: string): Promise<void> {
    const rows = await this.oracle(() => describeTable(this.connection, name))
    const columns = ['Name', 'Null?', 'Type'].map(heading => ({ heading, right: false }))
    this.print(`${formatTable(columns, rows, { ...this.settings, heading: true, pageSize: 50_000 }).map(l => ` ${l}`).join('\n')}\n\n`)
  }

  private async show(text: string): Promise<void> {
    const [what = '', ...words] = splitWords(text)
    if (/^err(o|or|ors)?$/i.test(what)) return this.showErrors(words)
    if (/^user$/i.test(what)) return this.print(`USER is "${this.variables.get('_USER')}"\n`)
    this.print(`${showSetting(this.settings, what)}\n`)
  }

  private async showErrors(words: readonly string[]): Promise<void> {
    const fold = (word: string): string => (word.startsWith('"') ? unquote(word) : word.toUpperCase())
    const named = words.length > 1 ? { type: words.slice(0, -1).join(' ').toUpperCase(), name: fold(words[words.length - 1].replace(/^.*\./, '')) } : undefined
    const object = named ?? this.lastCreated
    if (!object) return this.print('No errors.\n')
    const { rows = [] } = await this.oracle(() => this.connection.execute<[number, number, string]>(
      'select line, position, text from user_errors where name = :1 and type = :2 order by sequence', [object.name, object.type]))
    if (rows.length === 0) return this.print('No errors.\n')
    const table = formatTable([{ heading: 'LINE/COL', right: false }, { heading: 'ERROR', right: false }],
      rows.map(([line, position, text]) => [`${line}/${position}`, text.trimEnd()]), { ...this.settings, heading: true, pageSize: 50_000 })
    this.print(`Errors for ${object.type} ${object.name}:\n\n${table.join('\n')}\n`)
  }

  private define(text: string): void {
    const at = text.indexOf('=')
    if (at < 0) {
      const names = text.trim() ? [text.trim().toUpperCase()] : [...this.variables.keys()].sort()
      for (const name of names) {
        const value = this.variables.get(name)
        if (value === undefined) throw new ScriptError(`SP2-0135: symbol ${text.trim()} is UNDEFINED`)
        this.print(`DEFINE ${name.padEnd(15)} = "${value}" (CHAR)\n`)
      }
      return
    }
    const name = text.slice(0, at).trim()
    if (!/^[\p{L}\p{N}_$#]+$/u.test(name)) throw new ScriptError(`DEFINE: ${name || 'nothing'} is no name of a variable`)
    this.variables.set(name.toUpperCase(), unquote(this.substitutedQuietly(text.slice(at + 1).trim())))
  }

  private async reconnect(text: string): Promise<void> {
    if (/\sas\s+\w+$/i.test(text)) throw new ScriptError('CONNECT … AS is not supported')
    const wanted = parseLogin(text)
    const login: Login = { ...wanted, connectString: wanted.connectString ?? this.login.connectString }
    const connection = await this.oracle(() => this.options.connect(login))
    await this.connection.commit()
    await this.connection.close()
    this.connection = connection
    this.login = login
    this.nls = undefined
    this.nameConnection()
    if (this.settings.serverOutput) await this.oracle(() => connection.execute('begin dbms_output.enable(null); end;'))
    this.print('Connected.\n')
  }

  private nameConnection(): void {
    const { user, connectString } = this.login
    this.variables.set('_USER', user.startsWith('"') ? unquote(user) : user.toUpperCase())
    this.variables.set('_CONNECT_IDENTIFIER', connectString ?? '')
  }

  private whenever(text: string): void {
    const words = splitWords(text.toUpperCase())
    const [kind, then] = words
    if ((kind !== 'SQLERROR' && kind !== 'OSERROR') || (then !== 'EXIT' && then !== 'CONTINUE')) {
      throw new ScriptError('Usage: WHENEVER SQLERROR | OSERROR  EXIT [SUCCESS | FAILURE | n | SQL.SQLCODE] [COMMIT | ROLLBACK] | CONTINUE [COMMIT | ROLLBACK | NONE]')
    }
    const rest = words.slice(2)
    const end = ['COMMIT', 'ROLLBACK', 'NONE'].includes(rest.at(-1) ?? '') ? (rest.pop() as string).toLowerCase() : then === 'EXIT' ? 'commit' : 'none'
    if (rest.length > (then === 'EXIT' ? 1 : 0)) throw new ScriptError(`WHENEVER: ${rest.join(' ')} is not understood`)
    const action: OnError = { then: then === 'EXIT' ? 'exit' : 'continue', code: rest[0] ?? '0', end: end as OnError['end'] }
    if (then === 'EXIT' && rest[0] !== undefined) this.exitCode(rest[0])
    if (kind === 'SQLERROR') this.onSqlError = rest[0] === undefined && then === 'EXIT' ? { ...action, code: '1' } : action
    else this.onFileError = rest[0] === undefined && then === 'EXIT' ? { ...action, code: '1' } : action
  }

  private exit(text: string): never {
    const words = splitWords(text.toUpperCase())
    const end = ['COMMIT', 'ROLLBACK'].includes(words.at(-1) ?? '') ? (words.pop() as string) : this.settings.exitCommit ? 'COMMIT' : 'ROLLBACK'
    if (words.length > 1) throw new ScriptError(`EXIT: ${words.join(' ')} is not understood`)
    throw new Exit(this.exitCode(words[0] ?? 'SUCCESS'), end === 'COMMIT' ? 'commit' : 'rollback')
  }

  private exitCode(word: string): number {
    const value = this.variables.get(word.toUpperCase()) ?? word.toUpperCase()
    if (value === 'SUCCESS') return 0
    if (value === 'FAILURE') return 1
    if (value === 'WARNING') return 2
    if (value === 'SQL.SQLCODE') return this.lastError % 256 || (this.lastError ? 1 : 0)
    if (/^\d+$/.test(value)) return Number(value) % 256
    throw new ScriptError(`SP2-0584: EXIT variable "${word}" was non-numeric`)
  }

  private async startFile(text: string, from: string, besideCaller: boolean): Promise<void> {
    const [written, ...args] = splitWords(text).map(unquote)
    if (written === undefined) throw new ScriptError('SP2-1506: START, @ or @@ command has no arguments')
    const name = extname(basename(written)) ? written : `${written}.sql`
    const caller = dirname(from)
    const candidates = (besideCaller ? [caller] : [this.options.folder, caller]).map(folder => resolve(folder, name))
    const path = candidates.find(existsSync)
    if (path === undefined) {
      if (this.onFileError.then === 'continue') return this.options.writeError(`SP2-0310: unable to open file "${name}"\n`)
      throw new ScriptError(`SP2-0310: unable to open file "${name}"`)
    }
    await this.runText(readFileSync(path, 'utf8'), path, args)
  }

  private async executeCall(text: string, file: string): Promise<void> {
    const block = `begin ${text}; end;`
    const piece: ScriptPiece = { kind: 'plsql', text: block, start: 0, end: block.length, line: 1, terminator: '/' }
    await this.execute(block, piece, file, 1)
  }

  private async rerun(): Promise<void> {
    if (!this.lastStatement) throw new ScriptError('SP2-0103: Nothing in SQL buffer to run.')
    this.print(`${this.lastStatement.text}\n`)
    await this.execute(this.lastStatement.text, this.lastStatement.piece, this.lastStatement.file, 1)
  }

  /** Turns the driver's errors into ours. */
  private async oracle<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (error instanceof ScriptError) throw error
      throw new ScriptError(messageOf(error), undefined, (error as DriverError).errorNum || 1)
    }
  }

  private print(text: string): void {
    if (this.settings.termOut) this.options.write(text)
  }
}

/** Without the driver's links to its manual. */
function messageOf(error: unknown): string {
  return (error as Error).message.split('\n').filter(line => !/^(Help:|https?:)/.test(line)).join('\n').trimEnd()
}

function elapsed(milliseconds: number): string {
  const two = (n: number): string => String(Math.floor(n)).padStart(2, '0')
  const seconds = milliseconds / 1000
  return `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}.${two((milliseconds % 1000) / 10)}`
}
