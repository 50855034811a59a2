import { isComment, scanTokens } from '@cicd-oracle/lexer'
import { groupsFor, masked, type Rule } from './expected'
import type { Cell, Column, Difference, Kind, Outcome, ResultSet } from './outcome'

/** Everything in which two outcomes of one statement differ. Message texts are not compared: versions word them differently. */
export function compareOutcomes(statement: string, a: Outcome, b: Outcome, rules: readonly Rule[]): Difference[] {
  const differences: Difference[] = []
  const differ = (kind: Kind, left: string, right: string, of?: string, column?: Column | { name: string }, also: readonly string[] = []) => {
    const expected = [...new Set([...groupsFor(rules, kind, statement, column), ...also])]
    differences.push({ kind, ...(of ? { of } : {}), a: left, b: right, ...(expected.length ? { expected } : {}) })
  }
  const codeOf = ({ error }: Outcome) => error && (error.below ? `${error.code} ${error.below}` : error.code)
  if (codeOf(a) !== codeOf(b)) differ('error', tell(a), tell(b))
  compareOutput(statement, a, b, rules, differ)
  if (a.error || b.error) return differences

  if (a.rowCount !== b.rowCount) differ('rowcount', String(a.rowCount ?? 'none'), String(b.rowCount ?? 'none'))
  const errors = ({ compileErrors }: Outcome) => compileErrors?.map(({ line, code }) => `${line}: ${code}`).join(', ') ?? 'none'
  if (errors(a) !== errors(b)) differ('compile', errors(a), errors(b))
  compareSets(statement, a.result, b.result, hasOrder(statement), rules, differ)
  const sets = Math.max(a.implicit.length, b.implicit.length)
  // Whether a block's cursor has an order cannot be seen here: its rows are compared in the order in which they came.
  for (let i = 0; i < sets; i++) compareSets(statement, a.implicit[i], b.implicit[i], true, rules, differ, `implicit result ${i + 1}`)
  for (const name of new Set([...Object.keys(a.out ?? {}), ...Object.keys(b.out ?? {})])) {
    const [left, right] = [a.out?.[name] ?? null, b.out?.[name] ?? null]
    if (isSet(left) || isSet(right)) compareSets(statement, isSet(left) ? left : undefined, isSet(right) ? right : undefined, true, rules, differ, `:${name}`)
    else if (left !== right) {
      const used = new Set<string>()
      const equal = masked(left, rules, statement, { name }, used) === masked(right, rules, statement, { name }, used)
      differ('out', show(left), show(right), `:${name}`, { name }, equal ? [...used] : [])
    }
  }
  return differences
}

type Differ = (kind: Kind, a: string, b: string, of?: string, column?: Column | { name: string }, also?: readonly string[]) => void

const isSet = (value: Cell | ResultSet): value is ResultSet => typeof value === 'object' && value !== null

/** A result in a few words. */
export function tell({ error, result, rowCount, compileErrors }: Outcome): string {
  if (error) return error.message
  if (compileErrors) return `created, with ${compileErrors.length} errors`
  if (result) return `ok, ${result.rows.length} row${result.rows.length === 1 ? '' : 's'}`
  return rowCount === undefined ? 'ok' : `ok, ${rowCount} row${rowCount === 1 ? '' : 's'} changed`
}

export const show = (cell: Cell): string => (cell === null ? 'null' : `'${cell}'`)

function compareOutput(statement: string, a: Outcome, b: Outcome, rules: readonly Rule[], differ: Differ): void {
  const [left, right] = [a.output.join('\n'), b.output.join('\n')]
  if (left === right) return
  const used = new Set<string>()
  const equal = masked(left, rules, statement, undefined, used) === masked(right, rules, statement, undefined, used)
  differ('output', left || '(nothing)', right || '(nothing)', undefined, undefined, equal ? [...used] : [])
}

function compareSets(statement: string, a: ResultSet | undefined, b: ResultSet | undefined, ordered: boolean, rules: readonly Rule[], differ: Differ, of?: string): void {
  if (!a && !b) return
  if (!a || !b) return differ('columns', a ? `${a.columns.length} columns` : 'no result set', b ? `${b.columns.length} columns` : 'no result set', of)
  if (a.columns.length !== b.columns.length) {
    const names = ({ columns }: ResultSet) => columns.map(({ name }) => name).join(', ')
    return differ('columns', `${a.columns.length}: ${names(a)}`, `${b.columns.length}: ${names(b)}`, of)
  }
  a.columns.forEach((left, i) => {
    const right = b.columns[i]
    const where = [of, left.name].filter(Boolean).join(' ')
    const facet = (kind: Kind, x: unknown, y: unknown) => x !== y && differ(kind, String(x ?? 'none'), String(y ?? 'none'), where, left)
    facet('names', left.name, right.name)
    facet('types', left.type, right.type)
    if (left.type !== right.type) return // the rest follows from the type
    facet('precision', left.precision, right.precision)
    facet('scale', left.scale, right.scale)
    facet('size', left.size, right.size)
    facet('nullable', left.nullable, right.nullable)
  })
  compareRows(statement, a, b, ordered, rules, differ, of)
}

function compareRows(statement: string, a: ResultSet, b: ResultSet, ordered: boolean, rules: readonly Rule[], differ: Differ, of?: string): void {
  const plain = ({ rows }: ResultSet) => rows.map((row) => JSON.stringify(row))
  const [left, right] = [plain(a), plain(b)]
  if (same(left, right, ordered)) return
  const used = new Set<string>()
  const mask = ({ columns, rows }: ResultSet) => rows.map((row) => JSON.stringify(row.map((cell, i) => masked(cell, rules, statement, columns[i], used))))
  const [maskedLeft, maskedRight] = [mask(a), mask(b)]
  if (same(maskedLeft, maskedRight, ordered)) return differ('rows', sample(only(left, right)), sample(only(right, left)), of, undefined, [...used])
  const [onlyLeft, onlyRight] = [only(maskedLeft, maskedRight), only(maskedRight, maskedLeft)]
  if (onlyLeft.length || onlyRight.length) return differ('rows', sample(onlyLeft, a.rows.length), sample(onlyRight, b.rows.length), of)
  const at = maskedLeft.findIndex((row, i) => row !== maskedRight[i])
  differ('order', `row ${at + 1}: ${rowText(maskedLeft[at])}`, `row ${at + 1}: ${rowText(maskedRight[at])}`, of)
}

function same(a: readonly string[], b: readonly string[], ordered: boolean): boolean {
  if (a.length !== b.length) return false
  const [left, right] = ordered ? [a, b] : [[...a].sort(), [...b].sort()]
  return left.every((row, i) => row === right[i])
}

/** Rows of the first that the second has not, or not as often. */
function only(rows: readonly string[], others: readonly string[]): string[] {
  const count = new Map<string, number>()
  for (const row of others) count.set(row, (count.get(row) ?? 0) + 1)
  return rows.filter((row) => {
    const left = count.get(row) ?? 0
    if (left > 0) count.set(row, left - 1)
    return left === 0
  })
}

const SHOWN = 5
const rowText = (row: string): string => (JSON.parse(row) as Cell[]).map(show).join(' | ')

/** The rows that only one side has: the first few, and how many there are. */
function sample(rows: readonly string[], of?: number): string {
  if (rows.length === 0) return of === undefined ? '(no rows)' : `(nothing that the other has not; ${of} rows)`
  const lines = rows.slice(0, SHOWN).map(rowText)
  if (rows.length > SHOWN) lines.push(`… ${rows.length - SHOWN} more`)
  return lines.join('\n')
}

/** Whether the statement itself is a query with ORDER BY (or ORDER SIBLINGS BY), outside of all parentheses. */
export function hasOrder(statement: string): boolean {
  let depth = 0
  const words: string[] = []
  const tokens = scanTokens(statement).tokens.filter((token) => !isComment(token))
  if (!['SELECT', 'WITH', '('].includes(tokens[0]?.value)) return false
  for (const token of tokens) {
    if (token.kind === 'operator' && token.value === '(') depth++
    else if (token.kind === 'operator' && token.value === ')') depth--
    else if (depth === 0) words.push(token.kind === 'word' ? token.value : '')
  }
  return words.some((word, i) => word === 'ORDER' && (words[i + 1] === 'BY' || (words[i + 1] === 'SIBLINGS' && words[i + 2] === 'BY')))
}
