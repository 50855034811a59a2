/** Every PL/SQL text of the behaviour corpus that Oracle takes must parse. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { OraError } from '../../errors/ora-error'
import { parseUnit } from '../../plsql/parse/parse-unit'
import { PlsqlSyntaxError } from '../../plsql/parse/plsql-syntax-error'
import { parseStatement } from '../../sql/parse/parse-statement'

interface Case { id: string; setup?: string[]; sql: string; then?: { sql?: string }[]; expect: { error?: string | string[] } }
const cases: Case[] = readFileSync(join(__dirname, '../../../../test/compat/corpus.jsonl'), 'utf8').trim().split('\n').map(l => JSON.parse(l))
const isPlsql = (text: string): boolean => {
  try {
    return parseStatement(text).statement.type === 'plsql'
  } catch {
    return false
  }
}
const accepted = [...new Set(cases.flatMap(c => [...(c.setup ?? []), c.sql, ...(c.then ?? []).flatMap(t => t.sql ?? [])]))].filter(isPlsql)

describe('texts of the corpus', () => {
  it('are many', () => expect(accepted.length).toBeGreaterThan(160))

  it.each(accepted)('%s', text => {
    try {
      parseUnit(text)
    } catch (error) {
      if (!(error instanceof PlsqlSyntaxError) && !(error instanceof OraError)) throw error
      const errors = cases.filter(c => c.sql === text).flatMap(c => c.expect.error ?? [])
      expect(errors, `${error.message}`).not.toEqual([])
      expect(errors).toContain(error instanceof OraError ? error.message.slice(0, 9) : 'ORA-06550')
    }
  })
})
