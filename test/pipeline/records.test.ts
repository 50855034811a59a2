import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'

const { folder } = vi.hoisted(() => ({ folder: `${process.env.TMPDIR ?? '/tmp'}/records-${process.pid}` }))
vi.mock('../../scripts/lib/root-folder', () => ({ rootFolder: folder, runFolder: `${folder}/.run` }))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

import { mkdirSync, writeFileSync } from 'node:fs'
import { hashInputs, readRecord, writeRecord } from '../../scripts/pipeline/records'
import type { StageRecord } from '../../scripts/pipeline/stage-output'

const record = {
  schema: 1, stage: 'changes', state: 'passed', startedAt: '2026-01-01T00:00:00.000Z', seconds: 1, summary: 's', inputs: 'h', outputs: { applied: ['a'], alreadyRan: 0, total: 1 }
} as unknown as StageRecord

describe('stage records', () => {
  it('come back as they were written', () => {
    writeRecord(record)
    expect(readRecord('changes')).toEqual(record)
  })
  it('are as good as missing when they do not fit the schema, are of another stage or were half written', () => {
    const file = join(folder, '.run/probe.json')
    for (const text of ['', '{', '{}', JSON.stringify(record), JSON.stringify({ ...record, stage: 'probe' })]) {
      writeFileSync(file, text)
      expect(readRecord('probe')).toBeUndefined()
    }
  })
})

describe('the hash of inputs', () => {
  const stage = { name: 'package', title: '', labs: [], needs: [], inputs: ['app/', 'one.txt', 'missing/'] } as const
  it('changes with a name and with a content, not with what is ignored', () => {
    mkdirSync(join(folder, 'app/__pycache__'), { recursive: true })
    const hashes = [hashInputs(stage)]
    const changing = (change: () => void) => {
      change()
      hashes.push(hashInputs(stage))
    }
    changing(() => writeFileSync(join(folder, 'app/a.py'), '1'))
    changing(() => writeFileSync(join(folder, 'app/a.py'), '2'))
    changing(() => writeFileSync(join(folder, 'one.txt'), '1'))
    expect(new Set(hashes).size).toBe(4)
    writeFileSync(join(folder, 'app/__pycache__/a.pyc'), 'x')
    writeFileSync(join(folder, 'elsewhere'), 'x')
    expect(hashInputs(stage)).toBe(hashes.at(-1))
  })
})
