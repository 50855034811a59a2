import { type Cell, KINDS, type Kind } from './outcome'

/** A difference that is meant to be there, and why. */
export interface Rule {
  /** Name in brackets above it; rules of a file without one: the file's name. */
  readonly group: string
  readonly reason: string
  /** value: of what a cell holds; case: a whole case of a suite; else a kind of difference. */
  readonly what: Kind | 'value' | 'case'
  /** Name of the column or bind variable, without regard to case. */
  readonly column?: string
  readonly type?: string
  /** The part of the text that may differ. */
  readonly text?: RegExp
  /** Only statements (or cases) that match. */
  readonly statement?: RegExp
}

export class RuleError extends Error {}

const WHATS: readonly string[] = [...KINDS, 'value', 'case']

/**
 * One rule a line: WHAT [column:NAME] [type:NAME] [text:/regex/] [statement:/regex/], `*` alone for no condition;
 * `[group] reason` heads those that follow; # begins a comment.
 * @throws RuleError with file:line
 */
export function parseRules(text: string, file: string): Rule[] {
  let group = file.replace(/^.*[\\/]/, '')
  let reason = ''
  const rules: Rule[] = []
  text.split('\n').forEach((raw, i) => {
    const line = raw.replace(/(^|\s)#.*$/, '').trim()
    if (line === '') return
    const heading = /^\[([\w-]+)\]\s*(.*)$/.exec(line)
    if (heading) {
      group = heading[1]
      reason = heading[2]
      return
    }
    try {
      rules.push({ group, reason, ...parseRule(line) })
    } catch (error) {
      throw new RuleError(`${file}:${i + 1}: ${(error as Error).message}`)
    }
  })
  return rules
}

/** @throws RuleError */
export function parseRule(line: string): Omit<Rule, 'group' | 'reason'> {
  const [, what, rest] = /^(\S+)\s*(.*)$/s.exec(line)!
  if (!WHATS.includes(what)) throw new RuleError(`${what} is nothing that is compared: ${WHATS.join(', ')}`)
  const rule: Record<string, unknown> = { what }
  const conditions = rest === '*' ? [] : (rest.match(/\w+:\/(?:[^/\\]|\\.)*\/[a-z]*|\S+/g) ?? [])
  for (const condition of conditions) {
    const [, name, value] = /^(column|type|text|statement):(.+)$/s.exec(condition) ?? []
    if (name === undefined) throw new RuleError(`${condition} is not understood: column:NAME, type:NAME, text:/…/, statement:/…/, or * alone`)
    if (rule[name] !== undefined) throw new RuleError(`${name}: is given twice`)
    rule[name] = name === 'column' || name === 'type' ? value : parsePattern(value)
  }
  if (what === 'value' && !rule.column && !rule.type && !rule.text) throw new RuleError('value needs column:, type: or text:, else nothing at all would be compared')
  if (what === 'case' && !rule.statement) throw new RuleError('case needs statement:/…/, the cases it is about')
  return rule as unknown as Omit<Rule, 'group' | 'reason'>
}

function parsePattern(text: string): RegExp {
  const [, source, flags] = /^\/(.*)\/([a-z]*)$/s.exec(text) ?? []
  if (source === undefined) throw new RuleError(`${text} is no pattern: write it between slashes`)
  try {
    return new RegExp(source, [...new Set(`${flags}g`)].join(''))
  } catch (error) {
    throw new RuleError((error as Error).message)
  }
}

const matches = (pattern: RegExp | undefined, text: string): boolean => pattern === undefined || new RegExp(pattern.source, pattern.flags.replace('g', '')).test(text)

/** Groups of the rules that say a difference of this kind is expected here. */
export const groupsFor = (rules: readonly Rule[], kind: Kind, statement: string, column?: { readonly name: string; readonly type?: string }): string[] => [
  ...new Set(
    rules
      .filter(
        (rule) =>
          rule.what === kind &&
          rule.text === undefined &&
          (rule.column === undefined || rule.column.toUpperCase() === column?.name.toUpperCase()) &&
          (rule.type === undefined || rule.type.toUpperCase() === column?.type?.toUpperCase()) &&
          matches(rule.statement, statement)
      )
      .map(({ group }) => group)
  )
]

/** Groups of the rules that name a case of a suite. */
export const groupsForCase = (rules: readonly Rule[], id: string): string[] => [...new Set(rules.filter(({ what, statement }) => what === 'case' && matches(statement, id)).map(({ group }) => group))]

/** A cell with what may differ replaced by the group's name; the groups that replaced something are added to `used`. */
export function masked(cell: Cell, rules: readonly Rule[], statement: string, column: { readonly name: string; readonly type?: string } | undefined, used: Set<string>): Cell {
  let text = cell
  for (const rule of rules) {
    if (text === null) return null // null beside a value stays a difference
    if (rule.what !== 'value' || !matches(rule.statement, statement)) continue
    if (rule.column !== undefined && rule.column.toUpperCase() !== column?.name.toUpperCase()) continue
    if (rule.type !== undefined && rule.type.toUpperCase() !== column?.type?.toUpperCase()) continue
    const replaced: string = rule.text ? text.replace(rule.text, `‹${rule.group}›`) : `‹${rule.group}›`
    if (replaced !== text) used.add(rule.group)
    text = replaced
  }
  return text
}
