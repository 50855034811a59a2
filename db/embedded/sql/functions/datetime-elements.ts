/** The elements of datetime format models. Source: SQL Language Reference, "Datetime Format Models". */
import { oraError } from '../../errors/messages'

export interface Element {
  readonly kind: 'element' | 'literal' | 'FM' | 'FX'
  /** As written, for elements: its case decides the case of the output. */
  readonly text: string
  readonly name: string
  readonly suffix?: string
}

const NAMES = [
  'SYYYY', 'SYEAR', 'Y,YYY', 'IYYY', 'YYYY', 'RRRR', 'YEAR', 'YYY', 'IYY', 'HH24', 'HH12', 'SSSSS', 'MONTH', 'DAY', 'DDD', 'MON', 'SCC',
  'TZH', 'TZM', 'TZR', 'TZD', 'A.D.', 'B.C.', 'A.M.', 'P.M.', 'FF1', 'FF2', 'FF3', 'FF4', 'FF5', 'FF6', 'FF7', 'FF8', 'FF9', 'YY', 'IY',
  'RR', 'CC', 'WW', 'IW', 'MM', 'DD', 'DY', 'HH', 'MI', 'SS', 'FF', 'RM', 'DL', 'DS', 'TS', 'AD', 'BC', 'AM', 'PM', 'Y', 'I', 'Q', 'W', 'D',
  'J', 'X'
] as const

export const ZONED: ReadonlySet<string> = new Set(['TZH', 'TZM', 'TZR', 'TZD'])

/** Cuts a mask into its elements, longest names first. ORA-01821 at `offset`. */
export function readMask(mask: string, offset: number): readonly Element[] {
  const elements: Element[] = []
  let rest = mask
  const take = (length: number) => {
    rest = rest.slice(length)
  }
  while (rest) {
    const upper = rest.toUpperCase()
    if (upper.startsWith('FM') || upper.startsWith('FX')) {
      elements.push({ kind: upper.slice(0, 2) as 'FM' | 'FX', text: '', name: '' })
      take(2)
    } else if (rest[0] === '"') {
      const end = rest.indexOf('"', 1)
      if (end < 0) throw oraError(1821, [], offset)
      elements.push({ kind: 'literal', text: rest.slice(1, end), name: '' })
      take(end + 1)
    } else {
      const name = NAMES.find((candidate) => upper.startsWith(candidate))
      if (!name) {
        if (/[\p{L}\p{N}]/u.test(rest[0])) throw oraError(1821, [], offset)
        elements.push({ kind: 'literal', text: rest[0], name: '' })
        take(1)
      } else {
        const suffix = ['SPTH', 'THSP', 'SP', 'TH'].find((candidate) => upper.startsWith(candidate, name.length))
        elements.push({ kind: 'element', text: rest.slice(0, name.length), name, suffix })
        take(name.length + (suffix?.length ?? 0))
      }
    }
  }
  return elements
}
