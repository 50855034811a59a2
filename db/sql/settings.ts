/** SET: what each option takes, and what of it has an effect. Source: SQL*Plus User's Guide 19c, "SET". */
import { ScriptError } from './script-error'

export interface Settings {
  echo: boolean
  /** A result of at least so many rows is counted; 0: nothing is said. */
  feedback: number
  /** The character before a substitution variable; undefined: SET DEFINE OFF. */
  define: string | undefined
  /** Ends a variable's name. */
  concat: string | undefined
  escape: string | undefined
  serverOutput: boolean
  /** Lines between headings; 0: no headings at all. */
  pageSize: number
  lineSize: number
  heading: boolean
  verify: boolean
  termOut: boolean
  autoCommit: boolean
  exitCommit: boolean
  timing: boolean
  trimOut: boolean
  wrap: boolean
  null: string
  numWidth: number
  long: number
  colSep: string
  underline: string
}

/** SQL*Plus's defaults, but for PAGESIZE: headings stand once over a result. */
export const defaultSettings = (): Settings => ({
  echo: false,
  feedback: 6,
  define: '&',
  concat: '.',
  escape: undefined,
  serverOutput: false,
  pageSize: 50_000,
  lineSize: 80,
  heading: true,
  verify: true,
  termOut: true,
  autoCommit: false,
  exitCommit: true,
  timing: false,
  trimOut: true,
  wrap: true,
  null: '',
  numWidth: 10,
  long: 80,
  colSep: ' ',
  underline: '-'
})

type Reader = (settings: Settings, words: string[], name: string) => void

const flag =
  (key: 'echo' | 'heading' | 'verify' | 'termOut' | 'exitCommit' | 'timing' | 'trimOut' | 'wrap'): Reader =>
  (settings, words, name) => {
    settings[key] = onOff(words, name)
  }
const count =
  (key: 'pageSize' | 'lineSize' | 'numWidth' | 'long', least: number, most: number): Reader =>
  (settings, words, name) => {
    const n = Number(words.shift())
    if (!Number.isInteger(n) || n < least || n > most)
      throw new ScriptError(`SP2-0267: ${name} option must be a whole number from ${least} to ${most}`)
    settings[key] = n
  }
const character =
  (key: 'define' | 'concat' | 'escape', standard: string): Reader =>
  (settings, words, name) => {
    const word = unquote(words.shift() ?? '')
    if (/^on$/i.test(word)) settings[key] = standard
    else if (/^off$/i.test(word)) settings[key] = undefined
    else if (word.length === 1 && !/[\w\s]/.test(word)) settings[key] = word
    else throw new ScriptError(`SP2-0272: ${name} takes ON, OFF or one character that is neither letter, digit nor blank`)
  }
const text =
  (key: 'null' | 'colSep'): Reader =>
  (settings, words) => {
    settings[key] = unquote(words.shift() ?? '')
  }
/** Taken, and without effect here: nothing is spooled, prompted or paused. */
const ignored: Reader = (_settings, words) => void words.shift()
const onlyOff: Reader = (_settings, words, name) => {
  if (onOff(words, name)) throw new ScriptError(`SET ${name} ON is not supported`)
}

/** Full name, shortest abbreviation, reader. */
const OPTIONS: readonly (readonly [name: string, shortest: string, read: Reader])[] = [
  ['ECHO', 'ECHO', flag('echo')],
  [
    'FEEDBACK',
    'FEED',
    (settings, words) => {
      const word = (words.shift() ?? '').toUpperCase()
      if (word === 'ON') settings.feedback = 1
      else if (word === 'OFF') settings.feedback = 0
      else if (/^\d+$/.test(word)) settings.feedback = Number(word)
      else throw new ScriptError(`SET FEEDBACK ${word} is not supported: ON, OFF or a number`)
    }
  ],
  ['DEFINE', 'DEF', character('define', '&')],
  ['SCAN', 'SCAN', character('define', '&')],
  ['CONCAT', 'CON', character('concat', '.')],
  ['ESCAPE', 'ESC', character('escape', '\\')],
  [
    'SERVEROUTPUT',
    'SERVEROUT',
    (settings, words, name) => {
      settings.serverOutput = onOff(words, name)
      while (words.length > 0 && /^(size|format|for|unlimited|wrapped|word_wrapped|wra|wor|truncated|tru|\d+)$/i.test(words[0]))
        words.shift()
    }
  ],
  ['PAGESIZE', 'PAGES', count('pageSize', 0, 50_000)],
  ['LINESIZE', 'LIN', count('lineSize', 1, 32_767)],
  ['HEADING', 'HEA', flag('heading')],
  ['VERIFY', 'VER', flag('verify')],
  ['TERMOUT', 'TERM', flag('termOut')],
  [
    'AUTOCOMMIT',
    'AUTO',
    (settings, words, name) => {
      if (/^imm(ediate)?$/i.test(words[0] ?? '')) words[0] = 'ON'
      settings.autoCommit = onOff(words, name)
    }
  ],
  ['EXITCOMMIT', 'EXITC', flag('exitCommit')],
  ['TIMING', 'TIMI', flag('timing')],
  ['TRIMOUT', 'TRIM', flag('trimOut')],
  ['WRAP', 'WRA', flag('wrap')],
  ['NULL', 'NULL', text('null')],
  ['NUMWIDTH', 'NUM', count('numWidth', 2, 50)],
  ['LONG', 'LONG', count('long', 1, 2_000_000_000)],
  ['COLSEP', 'COLSEP', text('colSep')],
  [
    'UNDERLINE',
    'UND',
    (settings, words) => {
      const word = unquote(words.shift() ?? '')
      settings.underline = /^on$/i.test(word) ? '-' : /^off$/i.test(word) ? '' : word.slice(0, 1)
    }
  ],
  ['TRIMSPOOL', 'TRIMS', ignored],
  ['SQLBLANKLINES', 'SQLBL', ignored],
  ['SQLPROMPT', 'SQLP', ignored],
  ['TIME', 'TI', ignored],
  ['TAB', 'TAB', ignored],
  ['LONGCHUNKSIZE', 'LONGC', ignored],
  ['ARRAYSIZE', 'ARRAY', ignored],
  ['FLUSH', 'FLU', ignored],
  ['NEWPAGE', 'NEWP', ignored],
  ['RECSEP', 'RECSEP', ignored],
  [
    'SQLCASE',
    'SQLC',
    (settings, words, name) => {
      void settings
      if (!/^mixed$/i.test(words.shift() ?? '')) throw new ScriptError(`SET ${name} other than MIXED is not supported`)
    }
  ],
  ['PAUSE', 'PAU', onlyOff],
  ['AUTOTRACE', 'AUTOT', onlyOff],
  ['ERRORLOGGING', 'ERRORL', onlyOff],
  ['SHOWMODE', 'SHOW', onlyOff],
  ['SUFFIX', 'SUF', ignored]
]

/** `SET ECHO OFF LINESIZE 200 …`; changes the settings or raises a ScriptError. */
export function applySet(settings: Settings, line: string): void {
  const words = splitWords(line).slice(1)
  if (words.length === 0) throw new ScriptError('SP2-0281: set needs an option')
  while (words.length > 0) {
    const word = (words.shift() as string).toUpperCase()
    const option = OPTIONS.find(([name, shortest]) => name.startsWith(word) && word.length >= shortest.length)
    if (!option) throw new ScriptError(`SP2-0158: unknown SET option "${word}"`)
    option[2](settings, words, option[0])
  }
}

/** Value of an option, for SHOW. */
export function showSetting(settings: Settings, word: string): string {
  const option = OPTIONS.find(([name, shortest]) => name.startsWith(word.toUpperCase()) && word.length >= shortest.length)
  const key = option && (Object.keys(settings) as (keyof Settings)[]).find(k => k.toUpperCase() === option[0])
  if (!option || !key) throw new ScriptError(`SP2-0158: unknown SHOW option "${word}"`)
  const value = settings[key]
  const switched = value === true ? 'ON' : value === false || value === undefined ? 'OFF' : undefined
  return `${option[0].toLowerCase()} ${switched ?? (typeof value === 'string' ? `"${value}"` : value)}`
}

/** Words of a command line; quotes hold blanks together and stay. */
export const splitWords = (line: string): string[] => line.match(/"[^"]*"|'(?:[^']|'')*'|\S+/g) ?? []
/** Without the quotes around it. */
export const unquote = (word: string): string =>
  /^'.*'$/s.test(word) ? word.slice(1, -1).replaceAll("''", "'") : /^".*"$/s.test(word) ? word.slice(1, -1) : word

function onOff(words: string[], name: string): boolean {
  const word = (words.shift() ?? '').toUpperCase()
  if (word !== 'ON' && word !== 'OFF') throw new ScriptError(`SP2-0265: ${name.toLowerCase()} must be set ON or OFF`)
  return word === 'ON'
}
