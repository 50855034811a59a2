/** Functions against arithmetic written here: BigInt for numbers, days since 1970 for dates. The seed is fixed. */
import { describe, expect, it } from 'vitest'
import { useServer } from './cases'

const test = useServer()

/** xorshift32 */
let state = 0x2545f491
function random(below: number): number {
  state ^= state << 13
  state ^= state >>> 17
  state ^= state << 5
  return (state >>> 0) % below
}
const pick = <T>(list: readonly T[]): T => list[random(list.length)]
const times = <T>(n: number, make: () => T): readonly T[] => Array.from({ length: n }, make)

/** One statement for many rows: each a value of the expression, in order. `rows` are SQL literals of c1, c2, … */
async function column(
  expression: string,
  rows: readonly (readonly string[])[],
  binds: readonly unknown[] = []
): Promise<readonly (string | null)[]> {
  const from = rows
    .map((row, i) => `select ${i} n, ${row.map((value, k) => `${value} c${k + 1}`).join(', ')} from dual`)
    .join(' union all ')
  const result = await test.connection.execute<[string | null]>(`select ${expression} from (${from}) order by n`, [...binds] as never)
  return (result.rows ?? []).map((row) => row[0])
}

interface Day {
  readonly y: number
  readonly m: number
  readonly d: number
  readonly s: number
}
const DAY_SECONDS = 86_400
const lastDay = (y: number, m: number): number => new Date(Date.UTC(y, m, 0)).getUTCDate()
const epochDay = ({ y, m, d }: Day): number => Date.UTC(y, m - 1, d) / 86_400_000
const fromEpoch = (days: number, s = 0): Day => {
  const date = new Date(days * 86_400_000)
  return { y: date.getUTCFullYear(), m: date.getUTCMonth() + 1, d: date.getUTCDate(), s }
}
const two = (n: number): string => String(n).padStart(2, '0')
const clock = (s: number): string => `${two(Math.floor(s / 3600))}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`
const show = (t: Day): string => `${String(t.y).padStart(4, '0')}-${two(t.m)}-${two(t.d)} ${clock(t.s)}`
const sqlDate = (t: Day): string => `to_date('${show(t)}', 'YYYY-MM-DD HH24:MI:SS')`
const someDay = (): Day => {
  const y = 1600 + random(8000)
  const m = 1 + random(12)
  const d = random(4) === 0 ? lastDay(y, m) : 1 + random(lastDay(y, m))
  return { y, m, d, s: random(3) === 0 ? 0 : random(DAY_SECONDS) }
}
const SHOWN = `'YYYY-MM-DD HH24:MI:SS'`

describe('datetime functions', () => {
  it('ADD_MONTHS keeps the day, and the last day of a month', async () => {
    const cases = times(300, () => ({ t: someDay(), n: random(400) - 200 }))
    const expected = cases.map(({ t, n }) => {
      const months = t.y * 12 + t.m - 1 + n
      const [y, m] = [Math.floor(months / 12), (months % 12) + 1]
      return show({ y, m, d: t.d === lastDay(t.y, t.m) ? lastDay(y, m) : Math.min(t.d, lastDay(y, m)), s: t.s })
    })
    expect(
      await column(
        `to_char(add_months(c1, c2), ${SHOWN})`,
        cases.map(({ t, n }) => [sqlDate(t), String(n)])
      )
    ).toEqual(expected)
  })

  it('MONTHS_BETWEEN counts months of 31 days', async () => {
    const cases = times(300, () => [someDay(), someDay()] as const)
    const expected = cases.map(([a, b]) => {
      const months = (a.y - b.y) * 12 + a.m - b.m
      const whole = a.d === b.d || (a.d === lastDay(a.y, a.m) && b.d === lastDay(b.y, b.m))
      const seconds = (a.d - b.d) * DAY_SECONDS + a.s - b.s
      const scaled = BigInt(months) * 10n ** 12n + (whole ? 0n : roundedDivision(BigInt(seconds) * 10n ** 12n, BigInt(31 * DAY_SECONDS)))
      return decimal(scaled, 12)
    })
    expect(
      await column(
        'to_char(round(months_between(c1, c2), 12))',
        cases.map(([a, b]) => [sqlDate(a), sqlDate(b)])
      )
    ).toEqual(expected)
  })

  it('TRUNC and ROUND of dates cut to each unit', async () => {
    const sunday = (t: Day): number => (((epochDay(t) + 4) % 7) + 7) % 7 // 1970-01-01 was a Thursday
    const monday = (t: Day): number => (((epochDay(t) + 3) % 7) + 7) % 7
    const truncated: Record<string, (t: Day) => Day> = {
      YYYY: (t) => ({ ...t, m: 1, d: 1, s: 0 }),
      Q: (t) => ({ ...t, m: t.m - ((t.m - 1) % 3), d: 1, s: 0 }),
      MM: (t) => ({ ...t, d: 1, s: 0 }),
      DD: (t) => ({ ...t, s: 0 }),
      HH: (t) => ({ ...t, s: t.s - (t.s % 3600) }),
      MI: (t) => ({ ...t, s: t.s - (t.s % 60) }),
      D: (t) => fromEpoch(epochDay(t) - sunday(t)),
      IW: (t) => fromEpoch(epochDay(t) - monday(t)),
      W: (t) => ({ ...t, d: t.d - ((t.d - 1) % 7), s: 0 }),
      WW: (t) => fromEpoch(epochDay(t) - ((epochDay(t) - epochDay({ ...t, m: 1, d: 1 })) % 7)),
      CC: (t) => ({ y: t.y - ((t.y - 1) % 100), m: 1, d: 1, s: 0 })
    }
    const rounded: Record<string, (t: Day) => Day> = {
      YYYY: (t) => ({ y: t.y + (t.m >= 7 ? 1 : 0), m: 1, d: 1, s: 0 }),
      MM: (t) => (t.d >= 16 ? next(t.y, t.m, 1) : { ...t, d: 1, s: 0 }),
      DD: (t) => fromEpoch(epochDay(t) + (t.s >= DAY_SECONDS / 2 ? 1 : 0)),
      HH: (t) => at(epochDay(t) * DAY_SECONDS + Math.floor((t.s + 1800) / 3600) * 3600),
      MI: (t) => at(epochDay(t) * DAY_SECONDS + Math.floor((t.s + 30) / 60) * 60)
    }
    const days = times(60, someDay)
    for (const [unit, f] of Object.entries(truncated))
      expect([
        unit,
        await column(
          `to_char(trunc(c1, '${unit}'), ${SHOWN})`,
          days.map((t) => [sqlDate(t)])
        )
      ]).toEqual([unit, days.map((t) => show(f(t)))])
    for (const [unit, f] of Object.entries(rounded))
      expect([
        unit,
        await column(
          `to_char(round(c1, '${unit}'), ${SHOWN})`,
          days.map((t) => [sqlDate(t)])
        )
      ]).toEqual([unit, days.map((t) => show(f(t)))])
  })

  it('NEXT_DAY and LAST_DAY find their day', async () => {
    const names = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']
    const cases = times(150, () => ({ t: someDay(), k: random(7) }))
    const following = cases.map(({ t, k }) => show(fromEpoch(epochDay(t) + ((k - ((epochDay(t) + 4) % 7) + 6) % 7) + 1, t.s)))
    expect(
      await column(
        `to_char(next_day(c1, c2), ${SHOWN})`,
        cases.map(({ t, k }) => [sqlDate(t), `'${names[k]}'`])
      )
    ).toEqual(following)
    expect(
      await column(
        `to_char(last_day(c1), ${SHOWN})`,
        cases.map(({ t }) => [sqlDate(t)])
      )
    ).toEqual(cases.map(({ t }) => show({ ...t, d: lastDay(t.y, t.m) })))
  })

  it.each([
    'YYYY-MM-DD HH24:MI:SS', 'DD-MON-YYYY HH:MI:SS AM', 'fmDD Month YYYY fmHH24:MI:SS', 'YYYYDDDSSSSS', 'J HH24MISS',
    'MM/DD/YYYY HH12.MI.SS P.M.', 'DD.RM.YYYY HH24:MI:SS', 'Day, DD Month SYYYY HH24:MI:SS', 'Y,YYY MM DD SSSSS',
    '"on" DD MON YYYY "at" HH24:MI:SS', 'YYYYMMDDHH24MISS', 'FXYYYY/MM/DD HH24:MI:SS'
  ])('what TO_CHAR writes by %s TO_DATE reads, by a literal and by a bound format', async (mask) => {
    const days = times(40, someDay)
    const rows = days.map((t) => [sqlDate(t)])
    expect(await column(`to_char(to_date(to_char(c1, '${mask}'), '${mask}'), ${SHOWN})`, rows)).toEqual(days.map(show))
    expect(await column(`to_char(to_date(to_char(c1, :1), :2), ${SHOWN})`, rows, [mask, mask])).toEqual(days.map(show))
  })

  it('TO_CHAR gives the same by a literal and by a bound format', async () => {
    const elements = [
      'YYYY', 'YY', 'MM', 'Mon', 'MONTH', 'fmMonth', 'DD', 'ddth', 'DDD', 'D', 'Day', 'dy', 'HH24', 'HH', 'MI', 'SS', 'SSSSS', 'AM', 'Q',
      'WW', 'IW', 'IYYY', 'W', 'J', 'CC', 'RM', 'fm', '"text"', 'RR', 'FX', 'DDSP', 'DL', 'TS'
    ]
    const separators = ['-', '/', ' ', ', ', ':', '', '.']
    const days = times(15, someDay).map((t) => [sqlDate(t)])
    for (const mask of times(60, () => times(1 + random(5), () => pick(elements) + pick(separators)).join(''))) {
      const literal = await column(`to_char(c1, '${mask}')`, days).catch((error) => [(error as Error).message.slice(0, 9)])
      const bound = await column('to_char(c1, :1)', days, [mask]).catch((error) => [(error as Error).message.slice(0, 9)])
      expect([mask, literal]).toEqual([mask, bound])
    }
  })
})

function roundedDivision(a: bigint, b: bigint): bigint {
  const [n, sign] = a < 0n ? [-a, -1n] : [a, 1n]
  return sign * ((2n * n + b) / (2n * b))
}
/** As TO_CHAR writes it: no zero before the point, none at the end. */
function decimal(scaled: bigint, scale: number): string {
  const [n, sign] = scaled < 0n ? [-scaled, '-'] : [scaled, '']
  const digits = n.toString().padStart(scale + 1, '0')
  const [whole, fraction] = [digits.slice(0, -scale), digits.slice(-scale).replace(/0+$/, '')]
  return fraction ? `${sign}${whole === '0' ? '' : whole}.${fraction}` : `${n === 0n ? '' : sign}${whole}`
}
const next = (y: number, m: number, d: number): Day => (m === 12 ? { y: y + 1, m: 1, d, s: 0 } : { y, m: m + 1, d, s: 0 })
const at = (seconds: number): Day => fromEpoch(Math.floor(seconds / DAY_SECONDS), ((seconds % DAY_SECONDS) + DAY_SECONDS) % DAY_SECONDS)

/** A decimal with up to 18 digits; its value times 10^scale. */
function someNumber(): { readonly text: string; readonly scaled: bigint; readonly scale: number } {
  const scale = random(6)
  const scaled = BigInt(random(2) ? random(10_000_000) : random(100)) * BigInt(random(3) === 0 ? -1 : 1)
  const text =
    scale === 0
      ? scaled.toString()
      : `${scaled < 0n ? '-' : ''}${(scaled < 0n ? -scaled : scaled)
          .toString()
          .padStart(scale + 1, '0')
          .replace(new RegExp(`(\\d{${scale}})$`), '.$1')}`
  return { text, scaled, scale }
}

describe('number formats', () => {
  /** Digits, groups and a point, as "Number Format Models" describes them. */
  function format({ scaled, scale }: { readonly scaled: bigint; readonly scale: number }, model: string): string {
    const [whole, fraction = ''] = model.split('.')
    const negative = scaled < 0n
    const shifted = roundedDivision((negative ? -scaled : scaled) * 10n ** BigInt(fraction.length), 10n ** BigInt(scale))
    const digits = shifted.toString().padStart(fraction.length + 1, '0')
    let integer = digits.slice(0, digits.length - fraction.length)
    if (integer === '0') integer = ''
    const places = whole.replace(/,/g, '').length
    if (integer.length > places) return '#'.repeat(model.length + 1)
    integer = integer.padStart(places, ' ')
    const firstZero = whole.replace(/,/g, '').indexOf('0')
    if (firstZero >= 0) integer = integer.slice(0, firstZero) + integer.slice(firstZero).replace(/ /g, '0')
    if (!integer.trim() && fraction === '') integer = `${integer.slice(0, -1)}0`
    let out = ''
    let k = 0
    for (const c of whole) out += c === ',' ? (out.trim() ? ',' : ' ') : integer[k++]
    if (model.includes('.')) out += `.${fraction ? digits.slice(-fraction.length) : ''}`
    const text = `${negative ? '-' : ''}${out.trim()}`
    return text.padStart(model.length + 1)
  }

  it('are filled, rounded and overflow as described, by a literal and by a bound model', async () => {
    const models = [
      '999', '9,999', '9,999,990', '0000', '99.99', '990.99', '9,990.0', '.99', '0.9', '9999990.999', '99,99,99', '909', '9.0', '09.90',
      '9', '0', '999,999.99', '000,000.00'
    ]
    for (const model of models) {
      const numbers = times(60, someNumber)
      const expected = numbers.map((n) => format(n, model))
      expect([
        model,
        await column(
          `to_char(c1, '${model}')`,
          numbers.map((n) => [n.text])
        )
      ]).toEqual([model, expected])
      expect([
        model,
        await column(
          'to_char(c1, :1)',
          numbers.map((n) => [n.text]),
          [model]
        )
      ]).toEqual([model, expected])
    }
  })

  it('of FM leave out the same blanks and zeros by a literal and by a bound model', async () => {
    for (const model of ['FM999', 'FM9,999.99', 'FM990.09', 'FM0000', 'FM9.9', 'FM999999990.00', 'FM99.']) {
      const rows = times(60, someNumber).map((n) => [n.text])
      expect([model, await column(`to_char(c1, '${model}')`, rows)]).toEqual([model, await column('to_char(c1, :1)', rows, [model])])
    }
  })

  it('read by TO_NUMBER what TO_CHAR wrote', async () => {
    const numbers = times(100, someNumber)
    for (const model of [
      '9,999,999,990.99999', 'S9999999990.00000', '9999999990.99999MI', '$9999999990.99999', '9999999990.99999PR', 'FM9999999990.99999',
      'L9G999G999G990D99999'
    ]) {
      expect([
        model,
        await column(
          `to_char(to_number(to_char(c1, '${model}'), '${model}') - c1)`,
          numbers.map((n) => [n.text])
        )
      ]).toEqual([model, numbers.map(() => '0')])
    }
  })
})

describe('numeric functions', () => {
  it('ROUND, TRUNC, CEIL, FLOOR and MOD are exact', async () => {
    const cases = times(200, () => ({ n: someNumber(), k: random(5) - 1, m: 1 + random(50) }))
    const rows = cases.map(({ n, k, m }) => [n.text, String(k), String(m)])
    const sign = (v: bigint): bigint => (v < 0n ? -1n : 1n)
    const power = (k: number): bigint => 10n ** BigInt(k)
    const cut = ({ n, k }: (typeof cases)[number], round: boolean): string => {
      const unit = power(5 - k)
      const value = n.scaled * power(5 - n.scale)
      return decimal((round ? roundedDivision(value, unit) : value / unit) * unit, 5)
    }
    expect(await column('to_char(round(c1, c2))', rows)).toEqual(cases.map((c) => cut(c, true)))
    expect(await column('to_char(trunc(c1, c2))', rows)).toEqual(cases.map((c) => cut(c, false)))
    expect(await column('to_char(floor(c1))', rows)).toEqual(
      cases.map(({ n }) => (n.scaled / power(n.scale) - (n.scaled < 0n && n.scaled % power(n.scale) ? 1n : 0n)).toString())
    )
    expect(await column('to_char(-ceil(-c1) - floor(c1))', rows)).toEqual(cases.map(() => '0'))
    expect(await column('to_char(mod(c1, c3))', rows)).toEqual(
      cases.map(({ n, m }) => decimal((n.scaled * power(5 - n.scale)) % (BigInt(m) * power(5)), 5))
    )
    expect(await column('to_char(sign(c1))', rows)).toEqual(cases.map(({ n }) => (n.scaled === 0n ? 0n : sign(n.scaled)).toString()))
  })

  it('SQRT, LN, EXP, POWER and the trigonometric functions agree with each other to 35 digits', async () => {
    const rows = times(60, () => [`${1 + random(40)}.${random(1000)}`])
    const zero = rows.map(() => '0')
    for (const identity of [
      'sqrt(c1) * sqrt(c1) - c1', 'exp(ln(c1)) - c1', 'power(c1, 0.5) - sqrt(c1)', 'power(c1, 3) - c1 * c1 * c1',
      'log(10, c1) - ln(c1) / ln(10)', 'sin(c1) * sin(c1) + cos(c1) * cos(c1) - 1', 'tan(c1) - sin(c1) / cos(c1)',
      'atan(tan(c1 / 100)) - c1 / 100', 'asin(sin(c1 / 100)) - c1 / 100', 'acos(cos(c1 / 100)) - c1 / 100', 'atan2(c1, 1) - atan(c1)',
      'sin(c1 + 2 * acos(-1)) - sin(c1)', '(cosh(c1 / 10) - sinh(c1 / 10)) - exp(-c1 / 10)', 'tanh(c1 / 10) - sinh(c1 / 10) / cosh(c1 / 10)'
    ])
      expect([identity, await column(`to_char(round(${identity}, 33))`, rows)]).toEqual([identity, zero])
  })
})

describe('character functions', () => {
  const letters = ['a', 'b', 'é', '€', '𝔸', ' ', 'ab', 'A']
  const text = (longest: number): string => times(1 + random(longest), () => pick(letters)).join('')
  const quoted = (s: string): string => `'${s}'`

  it('SUBSTR cuts as described', async () => {
    const cases = times(200, () => ({ s: text(8), p: random(21) - 10, n: random(9) - 1 }))
    const substr = (s: string, p: number, n: number): string | null => {
      const characters = [...s]
      const start = p < 0 ? characters.length + p : Math.max(p, 1) - 1
      return start < 0 || n < 1 ? null : characters.slice(start, start + n).join('') || null
    }
    const rows = cases.map(({ s, p, n }) => [quoted(s), String(p), String(n)])
    expect(await column('substr(c1, c2, c3)', rows)).toEqual(cases.map(({ s, p, n }) => substr(s, p, n)))
    expect(await column('substr(c1, c2)', rows)).toEqual(cases.map(({ s, p }) => substr(s, p, 99)))
    for (const p of [-3, 0, 1, 2, 5])
      expect([p, await column(`substr(c1, ${p}, 2)`, rows)]).toEqual([p, cases.map(({ s }) => substr(s, p, 2))])
  })

  it('INSTR finds the occurrence', async () => {
    const cases = times(300, () => ({ s: text(10), t: text(2), p: random(21) - 10, n: 1 + random(3) }))
    const instr = (s: string, t: string, p: number, n: number): number => {
      const [all, wanted] = [[...s], [...t]]
      const matches = all.map((_, i) => i).filter((i) => wanted.every((c, k) => all[i + k] === c))
      if (p === 0) return 0
      const found = p > 0 ? matches.filter((i) => i >= p - 1)[n - 1] : matches.filter((i) => i <= all.length + p).reverse()[n - 1]
      return found === undefined ? 0 : found + 1
    }
    const rows = cases.map(({ s, t, p, n }) => [quoted(s), quoted(t), String(p), String(n)])
    expect(await column('to_char(instr(c1, c2, c3, c4))', rows)).toEqual(cases.map(({ s, t, p, n }) => String(instr(s, t, p, n))))
    expect(await column('to_char(instr(c1, c2))', rows)).toEqual(cases.map(({ s, t }) => String(instr(s, t, 1, 1))))
  })

  it('REPLACE, TRANSLATE, LPAD and LTRIM agree with a reference', async () => {
    const cases = times(200, () => ({ s: text(8), t: text(2), u: text(3), n: random(12) }))
    const rows = cases.map(({ s, t, u, n }) => [quoted(s), quoted(t), quoted(u), String(n)])
    const orNull = (s: string): string | null => s || null
    expect(await column('replace(c1, c2, c3)', rows)).toEqual(cases.map(({ s, t, u }) => orNull(s.split(t).join(u))))
    expect(await column('replace(c1, c2)', rows)).toEqual(cases.map(({ s, t }) => orNull(s.split(t).join(''))))
    expect(await column('translate(c1, c2, c3)', rows)).toEqual(
      cases.map(({ s, t, u }) => {
        const [from, to] = [[...t], [...u]]
        return orNull([...s].map((c) => (from.includes(c) ? (to[from.indexOf(c)] ?? '') : c)).join(''))
      })
    )
    expect(await column('lpad(c1, c4, c2)', rows)).toEqual(
      cases.map(({ s, t, n }) => {
        const characters = [...s].slice(0, n)
        const fill = [...t.repeat(n)].slice(0, n - characters.length)
        return orNull([...fill, ...characters].join(''))
      })
    )
    expect(await column('ltrim(c1, c3)', rows)).toEqual(
      cases.map(({ s, u }) => {
        const [characters, set] = [[...s], new Set(u)]
        while (characters.length && set.has(characters[0])) characters.shift()
        return orNull(characters.join(''))
      })
    )
  })
})
