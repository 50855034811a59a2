/** Rows as SQL*Plus lays them out: headings, underlines, numbers to the right, columns that do not fit on the next line. */
import type { Settings } from './settings'

export interface TableColumn {
  readonly heading: string
  readonly right: boolean
}

type Layout = Pick<Settings, 'lineSize' | 'pageSize' | 'heading' | 'numWidth' | 'colSep' | 'underline' | 'trimOut' | 'wrap'>

/** @param rows cells as text */
export function formatTable(columns: readonly TableColumn[], rows: readonly (readonly string[])[], layout: Layout): string[] {
  const widths = columns.map((c, i) => {
    const widest = rows.reduce((w, row) => Math.max(w, ...row[i].split('\n').map(length)), Math.max(1, length(c.heading)))
    return Math.min(layout.lineSize, Math.max(c.right ? layout.numWidth : 0, widest))
  })
  const bands = intoBands(widths, layout)
  const put = (cells: readonly string[], band: readonly number[]): string => {
    const line = band.map(i => (columns[i].right ? padStart(cells[i], widths[i]) : padEnd(cells[i], widths[i]))).join(layout.colSep)
    return layout.trimOut ? line.trimEnd() : line
  }
  const headings = bands.flatMap(band => [
    put(
      columns.map(c => c.heading),
      band
    ),
    ...(layout.underline
      ? [
          put(
            widths.map(w => layout.underline.repeat(w)),
            band
          )
        ]
      : [])
  ])
  const out: string[] = []
  let left = 0
  for (const row of rows) {
    if (layout.heading && layout.pageSize > 0 && left <= 0) {
      if (out.length > 0) out.push('')
      out.push(...headings)
      left = layout.pageSize - headings.length - 1
    }
    const lines = bands.flatMap(band => folded(row, band, widths, layout.wrap).map(cells => put(cells, band)))
    out.push(...lines)
    left -= lines.length
  }
  return out
}

/** Which columns share a line. */
function intoBands(widths: readonly number[], layout: Layout): number[][] {
  const bands: number[][] = []
  let used = 0
  widths.forEach((width, i) => {
    const more = width + (used > 0 ? layout.colSep.length : 0)
    if (used === 0 || used + more > layout.lineSize) {
      bands.push([i])
      used = width
    } else {
      bands[bands.length - 1].push(i)
      used += more
    }
  })
  return bands
}

/** A row's cells cut to their widths: as many lines as the longest needs. */
function folded(row: readonly string[], band: readonly number[], widths: readonly number[], wrap: boolean): string[][] {
  const pieces = row.map((cell, i) => (band.includes(i) ? cell.split('\n').flatMap(line => cut(line, widths[i])) : ['']))
  const lines = wrap ? Math.max(...band.map(i => pieces[i].length)) : 1
  return Array.from({ length: lines }, (_, n) => pieces.map(p => p[n] ?? ''))
}

function cut(line: string, width: number): string[] {
  const characters = Array.from(line)
  if (characters.length <= width) return [line]
  return Array.from({ length: Math.ceil(characters.length / width) }, (_, i) => characters.slice(i * width, (i + 1) * width).join(''))
}

const length = (s: string): number => Array.from(s).length
const padEnd = (s: string, width: number): string => s + ' '.repeat(Math.max(0, width - length(s)))
const padStart = (s: string, width: number): string => ' '.repeat(Math.max(0, width - length(s))) + s
