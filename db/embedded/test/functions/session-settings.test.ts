/** What the session's NLS parameters and time zone change. Source: SQL Language Reference, "Format Models"; Globalization Support Guide. */
import { describe, expect, it } from 'vitest'
import { answer, useServer } from './cases'

const test = useServer()

/** Answers of the expressions after `alter session set` of each setting, which is undone. */
async function under(settings: readonly (readonly [string, string, string])[], expressions: readonly string[]): Promise<readonly string[]> {
  for (const [name, value] of settings) await test.connection.execute(`alter session set ${name} = '${value}'`)
  const answers: string[] = []
  for (const expression of expressions) answers.push(await answer(test.connection, expression))
  for (const [name, , before] of settings) await test.connection.execute(`alter session set ${name} = '${before}'`)
  return answers
}

describe('session settings', () => {
  it('NLS_NUMERIC_CHARACTERS is used by implicit conversion and by G and D, not by comma and period', async () => {
    const expressions = [
      'to_char(1.5)',
      "1.5 || ''",
      "to_number('1,5')",
      "'1,5' + 1",
      "to_number('1.5')",
      "to_char(1234.5, '9G999D9')",
      "to_char(1234.5, '9,999.9')",
      "to_char(1234.5, '9G999D9', 'nls_numeric_characters=''.,''')",
      "to_number('1.234,5', '9G999D9')",
      'to_char(-0.25)'
    ]
    expect(await under([['nls_numeric_characters', ',.', '.,']], expressions)).toEqual([
      '1,5', '1,5', '1.5', '2.5', 'ORA-01722', ' 1.234,5', ' 1,234.5', ' 1,234.5', '1234.5', '-,25'
    ])
    expect(await answer(test.connection, "to_char(1.5) || to_number('2.5')")).toBe('1.52.5')
  })

  it('NLS_DATE_FORMAT and NLS_TIMESTAMP_FORMAT are used where no format is given', async () => {
    const settings = [
      ['nls_date_format', 'DD/MM/YYYY HH24:MI', 'DD-MON-RR'],
      ['nls_timestamp_format', 'YYYY-MM-DD HH24:MI:SS.FF3', 'DD-MON-RR HH.MI.SSXFF AM']
    ] as const
    const expressions = [
      "to_char(date '2024-06-05')",
      "date '2024-06-05' || ''",
      "to_date('05/06/2024 10:11')",
      "months_between('05/07/2024', '05/06/2024')",
      "to_date('05-JUN-2024')",
      "to_char(timestamp '2024-06-05 10:11:12.123')",
      "to_timestamp('2024-06-05 10:11:12.123')",
      "length(date '2024-06-05')",
      "decode(1, 2, null, date '2024-06-05')"
    ]
    expect(await under(settings, expressions)).toEqual([
      '05/06/2024 00:00', '05/06/2024 00:00', '2024-06-05 10:11:00', '1', '2024-06-05 00:00:00', '2024-06-05 10:11:12.123',
      '2024-06-05 10:11:12.123', '16', '05/06/2024 00:00'
    ])
  })

  it('NLS_CURRENCY is what L stands for', async () => {
    expect(
      await under(
        [['nls_currency', '€', '$']],
        ["to_char(5, 'FML9')", "to_number('€5', 'L9')", "to_char(5, 'FM$9')", "length(to_char(5, 'L9'))"]
      )
    ).toEqual(['€5', '5', '$5', '12'])
  })

  it('TIME_ZONE is what CURRENT_DATE and LOCALTIMESTAMP show', async () => {
    const expressions = [
      'round((current_date - sysdate) * 24)',
      "to_char(current_timestamp, 'TZH:TZM')",
      'round((cast(localtimestamp as date) - sysdate) * 24)',
      'sessiontimezone',
      "to_char(timestamp '2024-06-05 10:00:00 +02:00', 'HH24 TZR')",
      "to_char(sys_extract_utc(timestamp '2024-06-05 10:00:00 +02:00'), 'HH24')"
    ]
    expect(await under([['time_zone', '+05:00', '+00:00']], expressions)).toEqual(['5', '+05:00', '5', '+05:00', '10 +02:00', '08'])
    expect(
      await under([['time_zone', 'Asia/Kolkata', '+00:00']], ["to_char(current_timestamp, 'TZH:TZM TZR')", 'sessiontimezone'])
    ).toEqual(['+05:30 ASIA/KOLKATA', 'Asia/Kolkata'])
  })

  it('an NLS argument that is wrong is refused', async () => {
    for (const [expression, error] of [
      ["to_char(5, '9', 'xx')", 'ORA-12702'],
      ["to_char(5, '9', 'NLS_FOO=1')", 'ORA-12702'],
      ["to_char(5, '9', 'NLS_NUMERIC_CHARACTERS=''..''')", 'ORA-12702'],
      ["to_char(date '2024-01-01', 'DY', 'NLS_DATE_LANGUAGE=FRENCH')", 'ORA-03001'],
      ["to_char(date '2024-01-01', 'DY', 'NLS_NUMERIC_CHARACTERS='',.''')", 'ORA-12702']
    ])
      expect([expression, await answer(test.connection, expression)]).toEqual([expression, error])
  })
})
