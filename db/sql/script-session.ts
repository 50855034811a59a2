/** What a running script has: its connection, settings and variables, and where it prints. */
import type oracledb from 'oracledb'
import type { Login } from './connect-string'
import type { NlsFormats } from './format-value'
import { ScriptError } from './script-error'
import { defaultSettings, unquote } from './settings'
import { substitute } from './substitute'

export interface ScriptEnvironment {
  /** Tables, feedback, PROMPT. */
  readonly write: (text: string) => void
  readonly writeError: (text: string) => void
  readonly connect: (login: Login) => Promise<oracledb.Connection>
  /** What @file is relative to. */
  readonly folder: string
  /** Without a WHENEVER: the first error ends the run and undoes what was not committed; or, as SQL*Plus does, it goes on. Default: stop. */
  readonly atErrors?: 'stop' | 'continue'
}

/** A statement and where it stands. */
export interface Statement {
  readonly text: string
  readonly file: string
  /** Of its first character, from 1. */
  readonly line: number
  readonly column: number
}

interface DriverError extends Error {
  readonly errorNum?: number
  readonly offset?: number
}

export class ScriptSession {
  readonly settings = defaultSettings()
  readonly variables = new Map<string, string>()
  /** Number of the last Oracle error. */
  lastError = 0
  /** What `/` runs again. */
  lastStatement?: Statement
  /** What SHOW ERRORS shows. */
  lastCreated?: { readonly type: string; readonly name: string }
  private nls?: NlsFormats

  constructor(
    private current: oracledb.Connection,
    private login: Login,
    readonly environment: ScriptEnvironment
  ) {
    this.nameConnection()
  }

  get connection(): oracledb.Connection {
    return this.current
  }

  print(text: string): void {
    if (this.settings.termOut) this.environment.write(text)
  }

  /** Commits, as SQL*Plus does, and goes on with another login. */
  async reconnect(wanted: Login): Promise<void> {
    const login: Login = { ...wanted, connectString: wanted.connectString ?? this.login.connectString }
    const connection = await this.oracle(() => this.environment.connect(login))
    await this.current.commit()
    await this.current.close()
    this.current = connection
    this.login = login
    this.forgetFormats()
    this.nameConnection()
    if (this.settings.serverOutput) await this.switchServerOutput()
  }

  async switchServerOutput(): Promise<void> {
    await this.oracle(() => this.current.execute(`begin dbms_output.${this.settings.serverOutput ? 'enable(null)' : 'disable'}; end;`))
  }

  /** @throws ScriptError */
  substituted(text: string): string {
    return substitute(text, this.variables, this.settings)
  }

  /** Turns the driver's errors into the runner's, with their place when a statement is given. */
  async oracle<T>(work: () => Promise<T>, statement?: Statement): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (error instanceof ScriptError) throw error
      const { errorNum, offset } = error as DriverError
      throw new ScriptError(messageOf(error), statement && { of: statement, offset: offset ?? 0 }, errorNum || 1)
    }
  }

  /** How this session's dates are written; asked once, and again after ALTER SESSION. */
  async formats(): Promise<NlsFormats> {
    if (this.nls) return this.nls
    const formats = new Map<string, string>()
    try {
      const { rows } = await this.current.execute<[string, string]>(
        "select parameter, value from nls_session_parameters where parameter like 'NLS%FORMAT'"
      )
      for (const [name, value] of rows ?? []) formats.set(name, value)
    } catch {
      // An account without the view sees dates in ISO form.
    }
    this.nls = {
      date: formats.get('NLS_DATE_FORMAT') ?? 'YYYY-MM-DD HH24:MI:SS',
      timestamp: formats.get('NLS_TIMESTAMP_FORMAT') ?? 'YYYY-MM-DD HH24:MI:SS.FF3'
    }
    return this.nls
  }

  forgetFormats(): void {
    this.nls = undefined
  }

  private nameConnection(): void {
    const { user, connectString } = this.login
    this.variables.set('_USER', user === '' ? 'SYS' : user.startsWith('"') ? unquote(user) : user.toUpperCase())
    this.variables.set('_CONNECT_IDENTIFIER', connectString ?? '')
  }
}

/** Without the driver's links to its manual. */
export function messageOf(error: unknown): string {
  return (error as Error).message
    .split('\n')
    .filter(line => !/^(Help:|https?:)/.test(line))
    .join('\n')
    .trimEnd()
}
