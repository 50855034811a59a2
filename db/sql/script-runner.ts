/** Runs a script as SQL*Plus would, through node-oracledb: piece after piece, and what to do at an error. */
import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, extname, resolve } from 'node:path'
import { splitScript, type ScriptPiece } from '@cicd-oracle/lexer'
import type oracledb from 'oracledb'
import { commandOf, isCommand } from './client-commands'
import type { Login } from './connect-string'
import { executeStatement } from './execute-statement'
import { Exit, exitCode, goOnAtErrors, type OnError, parseExit, parseWhenever, stopAtErrors, type TransactionEnd } from './exit'
import { COMMANDS } from './run-command'
import { printError, ScriptError } from './script-error'
import { messageOf, type ScriptEnvironment, ScriptSession, type Statement } from './script-session'
import { splitWords, unquote } from './settings'

const MAX_DEPTH = 20

export class ScriptRunner {
  private readonly session: ScriptSession
  private onSqlError: OnError
  private onFileError: OnError = stopAtErrors
  private depth = 0
  private errors = 0

  constructor(
    connection: oracledb.Connection,
    login: Login,
    private readonly environment: ScriptEnvironment
  ) {
    this.session = new ScriptSession(connection, login, environment)
    this.onSqlError = environment.atErrors === 'continue' ? goOnAtErrors : stopAtErrors
  }

  /** CONNECT changes it. */
  get currentConnection(): oracledb.Connection {
    return this.session.connection
  }

  /** Oracle's errors so far, those that did not end the run among them. */
  get errorCount(): number {
    return this.errors
  }

  /** @returns the exit code; the connection stays open, its work committed or rolled back. */
  async run(script: string, file: string, args: readonly string[] = []): Promise<number> {
    const exit = await this.runToExit(script, file, args)
    try {
      await (exit.end === 'commit' ? this.session.connection.commit() : this.session.connection.rollback())
    } catch (error) {
      if (exit.code === 0) this.environment.writeError(`${messageOf(error)}\n`)
      return exit.code || 1
    }
    return exit.code
  }

  private async runToExit(script: string, file: string, args: readonly string[]): Promise<Exit> {
    try {
      await this.runText(script, file, args)
      return new Exit(0, this.standardEnd)
    } catch (error) {
      if (error instanceof Exit) return error
      this.environment.writeError(error instanceof ScriptError ? printError(error) : `${(error as Error).stack}\n`)
      return new Exit(1, 'rollback')
    }
  }

  private get standardEnd(): TransactionEnd {
    return this.session.settings.exitCommit ? 'commit' : 'rollback'
  }

  private async runText(text: string, file: string, args: readonly string[]): Promise<void> {
    if (this.depth >= MAX_DEPTH) throw new ScriptError(`SP2-0309: scripts may be nested to a depth of ${MAX_DEPTH} only`)
    args.forEach((value, i) => this.session.variables.set(String(i + 1), value))
    this.depth++
    const script = text.replace(/^\uFEFF/, '')
    for (const piece of splitScript(script, { isCommand })) {
      const column = piece.start - script.lastIndexOf('\n', piece.start - 1)
      const statement: Statement = { text: piece.text, file, line: piece.line, column }
      try {
        await this.runPiece(piece, statement)
      } catch (error) {
        if (!(error instanceof ScriptError)) throw error
        await this.failed(error.place ? error : new ScriptError(error.message, { of: statement, offset: 0 }, error.code))
      }
    }
    this.depth--
  }

  /** WHENEVER decides on Oracle's errors; the runner's own always end the run. */
  private async failed(error: ScriptError): Promise<void> {
    if (error.code === undefined) throw error
    const { session, onSqlError } = this
    this.errors++
    this.environment.writeError(printError(error))
    session.lastError = error.code
    if (onSqlError.then === 'exit') throw new Exit(exitCode(onSqlError.code, session), onSqlError.end === 'commit' ? 'commit' : 'rollback')
    if (onSqlError.end === 'commit') await session.connection.commit()
    if (onSqlError.end === 'rollback') await session.connection.rollback()
  }

  private async runPiece(piece: ScriptPiece, statement: Statement): Promise<void> {
    const { session } = this
    if (session.settings.echo) session.print(`SQL> ${piece.text}${piece.terminator === ';' && piece.kind === 'sql' ? ';' : ''}\n`)
    if (piece.kind === 'command') return this.runCommand(piece.text, statement)
    if (piece.kind === 'run') return this.runAgain(false)
    const text = this.substituted(piece.text)
    session.lastStatement = { ...statement, text }
    await executeStatement(session, session.lastStatement)
  }

  /** VERIFY shows each line that changed. */
  private substituted(text: string): string {
    const { session } = this
    const result = session.substituted(text)
    if (result !== text && session.settings.verify) {
      const lines = result.split('\n')
      text.split('\n').forEach((old, i) => {
        const number = String(i + 1).padStart(4)
        if (old !== lines[i]) session.print(`old${number}: ${old}\nnew${number}: ${lines[i] ?? ''}\n`)
      })
    }
    return result
  }

  private async runAgain(show: boolean): Promise<void> {
    const { session } = this
    if (!session.lastStatement) throw new ScriptError('SP2-0103: Nothing in SQL buffer to run.')
    if (show) session.print(`${session.lastStatement.text}\n`)
    await executeStatement(session, session.lastStatement)
  }

  private async runCommand(written: string, statement: Statement): Promise<void> {
    const { session } = this
    const name = commandOf(written) ?? written
    const joined = written.replace(/-[ \t\r]*\n/g, ' ')
    // The value of DEFINE is substituted by itself; a remark not at all.
    const line = ['DEFINE', 'UNDEFINE', 'REMARK'].includes(name) ? joined : session.substituted(joined)
    const rest = line.replace(name.startsWith('@') ? /^@+\s*/ : /^[A-Za-z!]+\s?/, '')
    const plain = rest.replace(/;?\s*$/, '').trimStart()
    switch (name) {
      case 'PROMPT':
        return session.print(`${rest}\n`)
      case 'WHENEVER':
        return this.whenever(plain)
      case 'EXIT':
      case 'QUIT':
        throw parseExit(plain, session, this.standardEnd)
      case '@':
      case 'START':
        return this.runFile(plain, statement.file, false)
      case '@@':
        return this.runFile(plain, statement.file, true)
      case 'EXECUTE':
        return executeStatement(session, { ...statement, text: `begin ${plain}; end;` })
      case 'RUN':
        return this.runAgain(true)
    }
    if (!Object.hasOwn(COMMANDS, name)) throw new ScriptError(`the command ${name} is not supported`)
    await COMMANDS[name](session, plain)
  }

  private whenever(text: string): void {
    const { kind, action } = parseWhenever(text)
    if (action.then === 'exit') exitCode(action.code, this.session)
    if (kind === 'SQLERROR') this.onSqlError = action
    else this.onFileError = action
  }

  /** @file is looked for where the user is, then beside the caller; @@file only beside the caller. */
  private async runFile(text: string, from: string, besideCaller: boolean): Promise<void> {
    const [written, ...args] = splitWords(text).map(unquote)
    if (written === undefined) throw new ScriptError('SP2-1506: START, @ or @@ command has no arguments')
    const name = extname(basename(written)) ? written : `${written}.sql`
    const { folder } = this.environment
    const caller = resolve(folder, dirname(from))
    const path = (besideCaller ? [caller] : [folder, caller]).map(where => resolve(where, name)).find(existsSync)
    if (path !== undefined) return this.runText(readFileSync(path, 'utf8'), path, args)
    const message = `SP2-0310: unable to open file "${name}"`
    const { onFileError, session } = this
    if (onFileError === stopAtErrors) throw new ScriptError(message)
    this.environment.writeError(`${message}\n`)
    if (onFileError.then === 'exit')
      throw new Exit(exitCode(onFileError.code, session), onFileError.end === 'commit' ? 'commit' : 'rollback')
  }
}
