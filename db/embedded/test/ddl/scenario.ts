/** Runs statements in order, each with what must come of it: success, an ORA number, or rows. */
import type * as oracledb from 'oracledb'
import { expect } from 'vitest'

export type Step = readonly [sql: string, outcome?: number | readonly (readonly unknown[])[]]

export async function outcome(c: oracledb.Connection, sql: string): Promise<unknown> {
  try {
    const result = await c.execute(sql)
    return result.rows ?? 'done'
  } catch (e) {
    return (e as Error).message.split('\nHelp')[0]
  }
}

export async function play(c: oracledb.Connection, steps: readonly Step[]): Promise<void> {
  for (const [sql, expected] of steps) {
    const got = await outcome(c, sql)
    if (expected === undefined) expect([sql, got], `${sql} → ${String(got)}`).not.toEqual([sql, expect.stringMatching(/^(ORA|NJS|DPI)-/)])
    else if (typeof expected === 'number')
      expect([sql, String(got).slice(0, 9)], String(got)).toEqual([sql, `ORA-${String(expected).padStart(5, '0')}`])
    else expect([sql, got]).toEqual([sql, expected])
  }
}
