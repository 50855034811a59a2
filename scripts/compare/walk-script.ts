import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, extname, resolve } from 'node:path'
import { isComment, scanTokens, splitScript } from '@cicd-oracle/lexer'
import { applySet, commandOf, defaultSettings, isCommand, ScriptError, splitWords, substitute, unquote } from '@cicd-oracle/sql'

/** One statement for both sides, and where it stands. */
export interface Statement {
  readonly text: string
  readonly file: string
  /** Of its first character, from 1. */
  readonly line: number
  readonly column: number
  /** Bind variables in it, in capitals. */
  readonly binds: readonly string[]
}

/** What VARIABLE declared. */
export interface Variable {
  readonly name: string
  readonly type: string
  readonly size?: number
}

export interface Walk {
  readonly statements: readonly Statement[]
  readonly variables: readonly Variable[]
  /** Commands that change how results look, not what they are, and so do nothing here. */
  readonly passedOver: readonly { readonly file: string; readonly line: number; readonly text: string }[]
}

/** Layout, and what a comparison decides for itself: it goes on at every error, and shows what differs. */
const PASSED_OVER: ReadonlySet<string> = new Set(['PROMPT', 'REMARK', 'WHENEVER', 'SPOOL', 'COLUMN', 'BREAK', 'COMPUTE', 'TTITLE', 'BTITLE', 'REPHEADER', 'REPFOOTER',
  'CLEAR', 'TIMING', 'PAUSE', 'SHOW', 'PRINT', 'LIST', 'HELP', 'HISTORY', 'STORE', 'SAVE', 'ATTRIBUTE'])
const MAX_DEPTH = 20

class End extends Error {}

/**
 * Cuts a script as `npm run db -- sql` does, with the commands that decide what is sent: SET, DEFINE, VARIABLE, EXECUTE, @, @@, /, EXIT.
 * Nothing is executed: what cannot be compared is found before anything runs.
 * @param args &1, &2, …
 * @param folder what @file is relative to
 * @throws ScriptError with its place
 */
export function walkScript(script: string, file: string, args: readonly string[], folder: string): Walk {
  const statements: Statement[] = []
  const variables: Variable[] = []
  const passedOver: Walk['passedOver'][number][] = []
  const settings = defaultSettings()
  const definitions = new Map<string, string>()
  let depth = 0

  const add = (text: string, at: Omit<Statement, 'text' | 'binds'>) => {
    const tokens = scanTokens(text).tokens.filter((token) => !isComment(token))
    // In a trigger :new is no bind variable.
    const used = tokens[0]?.value === 'CREATE' ? [] : tokens.filter(({ kind }) => kind === 'bind')
    for (const token of used)
      if (!variables.some(({ name }) => name === token.value)) throw new ScriptError(`SP2-0552: Bind variable "${token.value}" not declared: VARIABLE ${token.value} NUMBER`, { of: { ...at, text }, offset: token.start })
    statements.push({ text, ...at, binds: [...new Set(used.map(({ value }) => value))] })
  }

  function walk(text: string, from: string, given: readonly string[]): void {
    if (depth >= MAX_DEPTH) throw new ScriptError(`SP2-0309: scripts may be nested to a depth of ${MAX_DEPTH} only`)
    given.forEach((value, i) => definitions.set(String(i + 1), value))
    depth++
    const body = text.replace(/^\uFEFF/, '')
    for (const piece of splitScript(body, { isCommand })) {
      const at = { file: from, line: piece.line, column: piece.start - body.lastIndexOf('\n', piece.start - 1) }
      try {
        if (piece.kind === 'command') command(piece.text, at)
        else if (piece.kind === 'run') again()
        else add(substitute(piece.text, definitions, settings), at)
      } catch (error) {
        if (!(error instanceof ScriptError)) throw error
        throw error.place ? error : new ScriptError(error.message, { of: { ...at, text: piece.text }, offset: 0 })
      }
    }
    depth--
  }

  function again(): void {
    const last = statements.at(-1)
    if (!last) throw new ScriptError('SP2-0103: Nothing in SQL buffer to run.')
    statements.push(last)
  }

  function command(written: string, at: { readonly file: string; readonly line: number; readonly column: number }): void {
    const name = commandOf(written) ?? written
    const joined = written.replace(/-[ \t\r]*\n/g, ' ')
    if (PASSED_OVER.has(name)) return void passedOver.push({ file: at.file, line: at.line, text: joined })
    const line = name === 'DEFINE' || name === 'UNDEFINE' ? joined : substitute(joined, definitions, settings)
    const rest = line.replace(name.startsWith('@') ? /^@+\s*/ : /^[A-Za-z!]+\s?/, '').replace(/;?\s*$/, '').trimStart()
    switch (name) {
      case 'SET':
        return applySet(settings, `SET ${rest}`)
      case 'DEFINE':
        return define(rest)
      case 'UNDEFINE':
        for (const word of splitWords(rest)) definitions.delete(word.toUpperCase())
        return
      case 'VARIABLE':
        return declare(rest)
      case 'EXECUTE':
        return add(`begin ${rest}; end;`, at)
      case 'DESCRIBE':
        return add(`select * from ${tableName(rest)} where 1 = 0`, at)
      case 'RUN':
        return again()
      case 'EXIT':
      case 'QUIT':
        throw new End()
      case '@':
      case '@@':
      case 'START':
        return walkFile(rest, at.file, name === '@@')
    }
    throw new ScriptError(`${name} cannot be compared: each side stays with its own user, and nothing but the database is asked`)
  }

  function define(text: string): void {
    const equals = text.indexOf('=')
    if (equals < 0) return
    const name = text.slice(0, equals).trim()
    if (!/^[\p{L}\p{N}_$#]+$/u.test(name)) throw new ScriptError(`DEFINE: ${name || 'nothing'} is no name of a variable`)
    definitions.set(name.toUpperCase(), unquote(substitute(text.slice(equals + 1).trim(), definitions, settings)))
  }

  function declare(text: string): void {
    const [, name, type, size] = /^(\w+)\s+(\w+)\s*(?:\(\s*(\d+)(?:\s+(?:BYTE|CHAR))?\s*\))?$/i.exec(text) ?? []
    if (name === undefined) throw new ScriptError('VARIABLE takes a name and a type: VARIABLE n NUMBER, VARIABLE t VARCHAR2(100), VARIABLE c REFCURSOR')
    if (!VARIABLE_TYPES.includes(type.toUpperCase())) throw new ScriptError(`VARIABLE of type ${type.toUpperCase()} is not supported: ${VARIABLE_TYPES.join(', ')}`)
    const variable = { name: name.toUpperCase(), type: type.toUpperCase(), ...(size ? { size: Number(size) } : {}) }
    const known = variables.findIndex((other) => other.name === variable.name)
    if (known < 0) variables.push(variable)
    else if (JSON.stringify(variables[known]) !== JSON.stringify(variable)) throw new ScriptError(`VARIABLE ${variable.name} is declared already, with another type`)
  }

  function walkFile(text: string, from: string, besideCaller: boolean): void {
    const [written, ...given] = splitWords(text).map(unquote)
    if (written === undefined) throw new ScriptError('SP2-1506: START, @ or @@ command has no arguments')
    const name = extname(basename(written)) ? written : `${written}.sql`
    const caller = resolve(folder, dirname(from))
    const path = (besideCaller ? [caller] : [folder, caller]).map((where) => resolve(where, name)).find(existsSync)
    if (path === undefined) throw new ScriptError(`SP2-0310: unable to open file "${name}"`)
    walk(readFileSync(path, 'utf8'), path, given)
  }

  try {
    walk(script, file, args)
  } catch (error) {
    if (!(error instanceof End)) throw error
  }
  return { statements, variables, passedOver }
}

export const VARIABLE_TYPES: readonly string[] = ['NUMBER', 'VARCHAR2', 'CHAR', 'NVARCHAR2', 'NCHAR', 'CLOB', 'NCLOB', 'BINARY_FLOAT', 'BINARY_DOUBLE', 'REFCURSOR']

/** Only a name may come here: it is put into a statement. */
function tableName(text: string): string {
  const tokens = scanTokens(text).tokens
  const isName = tokens.length % 2 === 1 && tokens.length <= 3 && tokens.every((t, i) => (i % 2 === 0 ? t.kind === 'word' || t.kind === 'quoted' : t.value === '.'))
  if (!isName) throw new ScriptError('Usage: DESCRIBE [schema.]object')
  return text.trim()
}
