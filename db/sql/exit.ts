/** How a run ends: EXIT, WHENEVER SQLERROR, WHENEVER OSERROR. */
import { ScriptError } from './script-error'
import { splitWords } from './settings'

export type TransactionEnd = 'commit' | 'rollback'

/** Thrown to end the run, however deeply scripts are nested. */
export class Exit extends Error {
  constructor(
    readonly code: number,
    readonly end: TransactionEnd
  ) {
    super('exit')
  }
}

/** What happens at an error. */
export interface OnError {
  readonly then: 'exit' | 'continue'
  /** A number, SUCCESS, FAILURE, WARNING, SQL.SQLCODE or a variable: resolved when it happens. */
  readonly code: string
  readonly end: TransactionEnd | 'none'
}

export interface ExitContext {
  readonly variables: ReadonlyMap<string, string>
  /** Number of the last Oracle error, or 0. */
  readonly lastError: number
}

/** Without a WHENEVER, as SQL*Plus has it. */
export const goOnAtErrors: OnError = { then: 'continue', code: '0', end: 'none' }
/** Without a WHENEVER: unlike SQL*Plus, the first error ends the run and undoes what was not committed. */
export const stopAtErrors: OnError = { then: 'exit', code: '1', end: 'rollback' }

/** SQLERROR | OSERROR  EXIT [code] [COMMIT | ROLLBACK] | CONTINUE [COMMIT | ROLLBACK | NONE] */
export function parseWhenever(text: string): { readonly kind: 'SQLERROR' | 'OSERROR'; readonly action: OnError } {
  const [kind, then, ...rest] = splitWords(text.toUpperCase())
  if ((kind !== 'SQLERROR' && kind !== 'OSERROR') || (then !== 'EXIT' && then !== 'CONTINUE')) {
    throw new ScriptError(
      'Usage: WHENEVER SQLERROR | OSERROR  EXIT [SUCCESS | FAILURE | WARNING | n | SQL.SQLCODE] [COMMIT | ROLLBACK]' +
        ' | CONTINUE [COMMIT | ROLLBACK | NONE]'
    )
  }
  const ends = then === 'EXIT' ? ['COMMIT', 'ROLLBACK'] : ['COMMIT', 'ROLLBACK', 'NONE']
  const end = ends.includes(rest.at(-1) ?? '') ? (rest.pop() as string).toLowerCase() : then === 'EXIT' ? 'commit' : 'none'
  if (rest.length > (then === 'EXIT' ? 1 : 0)) throw new ScriptError(`WHENEVER: ${rest.join(' ')} is not understood`)
  return { kind, action: { then: then === 'EXIT' ? 'exit' : 'continue', code: rest[0] ?? '1', end: end as OnError['end'] } }
}

/** EXIT [code] [COMMIT | ROLLBACK] */
export function parseExit(text: string, context: ExitContext, standard: TransactionEnd): Exit {
  const words = splitWords(text.toUpperCase())
  const end = ['COMMIT', 'ROLLBACK'].includes(words.at(-1) ?? '') ? ((words.pop() as string).toLowerCase() as TransactionEnd) : standard
  if (words.length > 1) throw new ScriptError(`EXIT: ${words.join(' ')} is not understood`)
  return new Exit(exitCode(words[0] ?? 'SUCCESS', context), end)
}

/** Only eight bits reach the shell; an error never becomes 0 on the way. */
export function exitCode(word: string, { variables, lastError }: ExitContext): number {
  const value = (variables.get(word.toUpperCase()) ?? word).toUpperCase()
  if (value === 'SUCCESS') return 0
  if (value === 'FAILURE') return 1
  if (value === 'WARNING') return 2
  if (value === 'SQL.SQLCODE') return lastError % 256 || (lastError ? 1 : 0)
  if (/^\d+$/.test(value)) return Number(value) % 256
  throw new ScriptError(`SP2-0584: EXIT variable "${word}" was non-numeric`)
}
