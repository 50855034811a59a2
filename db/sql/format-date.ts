/** Dates as the session's NLS formats say. JavaScript dates hold milliseconds: further digits are not invented. */
const MONTHS = ['JANUARY', 'FEBRUARY', 'MARCH', 'APRIL', 'MAY', 'JUNE', 'JULY', 'AUGUST', 'SEPTEMBER', 'OCTOBER', 'NOVEMBER', 'DECEMBER']
const DAYS = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY']
const two = (n: number): string => String(n).padStart(2, '0')

type Part = (d: Date) => string
const year = (d: Date): string => String(Math.abs(d.getFullYear())).padStart(4, '0')
const half = (d: Date): string => (d.getHours() < 12 ? 'AM' : 'PM')
const hour12 = (d: Date): string => two(d.getHours() % 12 || 12)
/** Longest first where one begins another. */
const ELEMENTS: readonly (readonly [string, Part])[] = [
  ['SYYYY', d => (d.getFullYear() < 0 ? '-' : ' ') + year(d)],
  ['YYYY', year],
  ['RRRR', year],
  ['RR', d => year(d).slice(2)],
  ['YY', d => year(d).slice(2)],
  ['MONTH', d => MONTHS[d.getMonth()].padEnd(9)],
  ['MON', d => MONTHS[d.getMonth()].slice(0, 3)],
  ['MM', d => two(d.getMonth() + 1)],
  ['MI', d => two(d.getMinutes())],
  ['DAY', d => DAYS[d.getDay()].padEnd(9)],
  ['DY', d => DAYS[d.getDay()].slice(0, 3)],
  ['DD', d => two(d.getDate())],
  ['HH24', d => two(d.getHours())],
  ['HH12', hour12],
  ['HH', hour12],
  ['SS', d => two(d.getSeconds())],
  ['A.M.', d => `${half(d)[0]}.M.`],
  ['P.M.', d => `${half(d)[0]}.M.`],
  ['AM', half],
  ['PM', half],
  ...['FF', 'FF1', 'FF2', 'FF3', 'FF4', 'FF5', 'FF6', 'FF7', 'FF8', 'FF9']
    .map((name): readonly [string, Part] => [
      name,
      d =>
        String(d.getMilliseconds())
          .padStart(3, '0')
          .slice(0, Math.min(3, Number(name[2] ?? 3)))
    ])
    .reverse(),
  ['X', () => '.'],
  ['TZR', zone],
  ['TZH:TZM', zone],
  ['TZD', () => '']
]

/** undefined: the mask has an element that is not known here. */
export function formatDate(date: Date, mask: string): string | undefined {
  let out = ''
  for (let i = 0; i < mask.length; ) {
    if (mask[i] === '"') {
      const close = mask.indexOf('"', i + 1)
      if (close < 0) return undefined
      out += mask.slice(i + 1, close)
      i = close + 1
      continue
    }
    const rest = mask.slice(i).toUpperCase()
    const element = ELEMENTS.find(([name]) => rest.startsWith(name))
    if (element) {
      const [name, part] = element
      out += cased(part(date), mask.slice(i, i + name.length))
      i += name.length
    } else if (/[\p{L}\p{N}]/u.test(mask[i])) return undefined
    else out += mask[i++]
  }
  return out
}

/** Without a mask that fits. */
export const isoDate = (d: Date): string =>
  `${year(d)}-${two(d.getMonth() + 1)}-${two(d.getDate())} ${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`

function cased(value: string, written: string): string {
  if (written === written.toUpperCase()) return value
  if (written === written.toLowerCase()) return value.toLowerCase()
  return value[0] + value.slice(1).toLowerCase()
}

function zone(d: Date): string {
  const minutes = -d.getTimezoneOffset()
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`
}
