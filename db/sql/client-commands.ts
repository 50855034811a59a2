/** Lines that are the client's own. Source: SQL*Plus User's Guide 19c, "SQL*Plus Command Reference". */

/** Full name and shortest abbreviation, in small letters the rest. */
const COMMANDS = [
  'PROmpt',
  'SET',
  'DESCribe',
  'SHOw',
  'DEFine',
  'UNDEFine',
  'CONNect',
  'WHENEVER',
  'EXIT',
  'QUIT',
  'REMark',
  'START',
  'EXECute',
  'DISConnect',
  'Run',
  'ACCept',
  'HOst',
  'SPOol',
  'Append',
  'ARCHIVE',
  'ATTRIBUTE',
  'BREak',
  'BTItle',
  'Change',
  'CLear',
  'COLumn',
  'COMPute',
  'COPY',
  'DEL',
  'EDit',
  'GET',
  'HELP',
  'HISTory',
  'Input',
  'List',
  'PASSWord',
  'PAUse',
  'PRInt',
  'RECOVER',
  'REPFooter',
  'REPHeader',
  'SAVE',
  'SHUTDOWN',
  'STARTUP',
  'STORE',
  'TIMIng',
  'TTItle',
  'VARiable',
  'XQUERY'
].map(c => ({ name: c.toUpperCase(), shortest: /^[A-Z]*/.exec(c)?.[0].length ?? c.length }))

export type CommandName = string

/** The command that a line is, or undefined for what goes to the database. SET TRANSACTION, SET ROLE and SET CONSTRAINTS do. */
export function commandOf(line: string): CommandName | undefined {
  if (line.startsWith('@@')) return '@@'
  if (line.startsWith('@')) return '@'
  if (line.startsWith('!')) return 'HOST'
  const [, word, next] = /^([A-Za-z]+)(?=[\s;]|$)[\s;]*([A-Za-z]*)/.exec(line) ?? []
  if (word === undefined) return undefined
  const upper = word.toUpperCase()
  const command = COMMANDS.find(c => c.name.startsWith(upper) && upper.length >= c.shortest)
  if (command?.name === 'SET' && /^(transaction|role|constraints?)$/i.test(next)) return undefined
  return command?.name
}

export const isCommand = (line: string): boolean => commandOf(line) !== undefined
