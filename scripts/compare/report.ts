import { relative } from 'node:path'
import type { Difference } from './outcome'
import type { Side } from './side'
import type { Statement } from './walk-script'

/** One statement, compared. */
export interface Compared {
  readonly statement: Pick<Statement, 'file' | 'line' | 'column' | 'text'>
  /** What each side said, in a few words. */
  readonly a: string
  readonly b: string
  readonly differences: readonly Difference[]
  /** Message texts that differ beside equal codes: shown, not counted. */
  readonly texts?: readonly [string, string]
  /** Why it ran on neither side. */
  readonly notRun?: string
  readonly timestamps?: boolean
}

export const counts = (difference: Difference): boolean => !difference.expected

/** Different in something that is not expected, or not run at all. */
export const isDifferent = ({ differences, notRun }: Compared): boolean => notRun !== undefined || differences.some(counts)

export const sideLine = ({ name, kind, login, version, as }: Side): string => ` ${name}  ${kind.padEnd(9)}  ${login.connectString}  ${version}  as ${as}`

const WIDTH = 110
const shorten = (text: string, width = WIDTH): string => {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > width ? `${line.slice(0, width - 1)}…` : line
}

/** FILE:LINE; the file relative to the folder when it lies below it. */
function placeOf({ file, line }: { readonly file: string; readonly line: number }, folder: string): string {
  const path = relative(folder, file)
  return `${path === '' || path.startsWith('..') ? file : path}:${line}`
}

/** The lines of one statement; none for one that is the same, unless all are wanted. */
export function comparedLines(compared: Compared, folder: string, verbose: boolean): string[] {
  const { statement, differences, texts, notRun } = compared
  const different = isDifferent(compared)
  if (!different && !verbose) return []
  const place = placeOf(statement, folder)
  const lines = [` ${different ? '✖' : '✔'} ${place}  ${shorten(statement.text, WIDTH - place.length)}`]
  if (notRun) lines.push(`     not run      ${notRun}`)
  for (const difference of differences) {
    if (!counts(difference) && !verbose) continue
    const head = `${difference.kind}${difference.of ? ` ${difference.of}` : ''}${difference.expected ? ` (expected: ${difference.expected.join(', ')})` : ''}`
    lines.push(...block(head, difference.a, difference.b))
  }
  if (texts && verbose) lines.push(...block('text (not counted)', ...texts))
  if (!different && verbose && !differences.length) lines.push(`     ${compared.a}`)
  return lines
}

/** Short ones side by side on two lines; longer ones below each other. */
function block(head: string, a: string, b: string): string[] {
  const side = (name: string, text: string) => text.split('\n').map((line, i) => `       ${i === 0 ? name : ' '}  ${shorten(line, 200)}`)
  return [`     ${head}`, ...side('A', a), ...side('B', b)]
}

/** 3 rows, 1 error … */
export function tally(differences: readonly Difference[]): string {
  const count = new Map<string, number>()
  for (const { kind } of differences) count.set(kind, (count.get(kind) ?? 0) + 1)
  return [...count].map(([kind, n]) => `${kind} ${n}`).join(', ')
}

export function summary(all: readonly Compared[], folder: string): string[] {
  const different = all.filter(isDifferent)
  const counted = different.flatMap(({ differences }) => differences.filter(counts))
  const expected = all.flatMap(({ differences }) => differences.filter((difference) => !counts(difference)))
  const texts = all.filter(({ texts }) => texts)
  const notRun = all.filter(({ notRun }) => notRun)
  const where = (some: readonly Compared[]) => {
    const shown = some.slice(0, 8).map(({ statement }) => placeOf(statement, folder))
    return shown.join(', ') + (some.length > shown.length ? ` and ${some.length - shown.length} more` : '')
  }
  const lines = [` ${all.length} statements: ${all.length - different.length} the same, ${different.length} different${counted.length ? ` (${tally(counted)})` : ''}`]
  if (notRun.length) lines.push(` ${notRun.length} of these did not run: ${where(notRun)}`)
  if (expected.length) {
    const groups = new Map<string, number>()
    for (const group of expected.flatMap(({ expected: names }) => names!)) groups.set(group, (groups.get(group) ?? 0) + 1)
    lines.push(` ${expected.length} expected differences not counted: ${[...groups].map(([group, n]) => `${group} ${n}`).join(', ')} (-v shows them)`)
  }
  if (texts.length) lines.push(` ${texts.length} messages with the same code are worded differently, not counted (-v shows them): ${where(texts)}`)
  const times = all.filter(({ timestamps }) => timestamps)
  if (times.length) lines.push(` Timestamps were compared to the millisecond, zones as instants; to_char shows more: ${where(times)}`)
  return lines
}
