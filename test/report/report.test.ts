import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { XMLParser } from 'fast-xml-parser'
import { parse } from 'node-html-parser'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { plainText } from '../../scripts/report/log-tail'
import { maskSecrets } from '../../scripts/report/mask-secrets'
import { readReport } from '../../scripts/report/read-report'
import { writeReport } from '../../scripts/report/write-report'
import { at, FAILURE, facts, failedRun, PLANNED, passedRun, record, type SampleFolder, sampleFolder } from './sample-run'

let folder: SampleFolder
beforeEach(() => {
  folder = sampleFolder()
})
afterEach(() => folder.remove())

const states = (records: Parameters<typeof readReport>[0], of?: Parameters<typeof readReport>[2]) =>
  Object.fromEntries(readReport(records, folder.logs, of).stages.map(({ name, state }) => [name, state]))

describe('the state of each stage', () => {
  it('is the record\'s, when the run made it', () => {
    expect(new Set(Object.values(states(passedRun(), facts())))).toEqual(new Set(['passed']))
    expect(readReport(passedRun(), folder.logs, facts()).state).toBe('passed')
  })
  it('after a failure is "not reached", also where an earlier run left a record', () => {
    const records = [...failedRun(), record('probe', -100, 1)]
    expect(states(records, facts())).toEqual({ commit: 'passed', database: 'passed', changes: 'passed', 'test-app': 'failed', package: 'not reached', deploy: 'not reached', probe: 'not reached' })
    const report = readReport(records, folder.logs, facts())
    expect(report).toMatchObject({ state: 'failed', artefacts: [], url: null, seconds: 6.5 })
    expect(report.stages.find(({ name }) => name === 'probe')).toMatchObject({ summary: '', startedAt: null, seconds: 0, logs: [] })
  })
  it('is "kept" where an earlier record held', () => {
    const records = [record('commit', -60, 9), ...passedRun().slice(1)]
    const report = readReport(records, folder.logs, facts({ kept: ['commit'] }))
    expect(report.stages[0].state).toBe('kept')
    expect(report).toMatchObject({ state: 'passed', seconds: 9, version: '0.1.0+g9f3c1e2.dirty' })
  })
  it('without a run is the record\'s, unless what it needs is newer', () => {
    const records = passedRun().map((one) => (one.stage === 'changes' ? { ...one, startedAt: at(100) } : one))
    expect(states(records)).toEqual({ commit: 'passed', database: 'passed', changes: 'passed', 'test-app': 'earlier', package: 'passed', deploy: 'earlier', probe: 'earlier' })
    expect(readReport(records, folder.logs).state).toBe('interrupted')
  })
  it('is told apart when somebody interrupted it', () => {
    const records = [record('commit', 0, 1, { state: 'failed', summary: 'interrupted', outputs: null })]
    expect(readReport(records, folder.logs, facts()).state).toBe('interrupted')
  })
})

describe('what is read beside the records', () => {
  it('tests, coverage, changes, artefacts', () => {
    const report = readReport(passedRun(), folder.logs, facts())
    expect(report.tests).toMatchObject({ tests: 3, failed: 1, skipped: 1, seconds: 0.5 })
    expect(report.tests!.cases[1]).toMatchObject({ group: 'tests.test_raise', state: 'failed', message: 'assert <b> == 2' })
    expect(report.tests!.cases[1].text).toContain('tests/test_raise.py:12: AssertionError <script>')
    expect(report.tests!.cases[2]).toMatchObject({ state: 'skipped', message: 'no engine' })
    expect(report.coverage!.files[0]).toEqual({ file: 'promotion/a.py', percent: 99.97, missing: [3, 4, 5, 9] })
    expect(report.changes!.applied).toEqual([
      { file: 'chlg/changelog_001.sql', id: '1', author: 'developer' },
      { file: 'hr-master.xml', id: 'bonuses::table', author: 'architect' }
    ])
    expect(report.artefacts).toEqual([{ kind: 'wheel', name: '.run/package/promotion.whl', digest: `sha256:${'ab'.repeat(32)}`, bytes: 8704 }])
  })
  it('an image and its digest in the registry', () => {
    const records = [
      ...passedRun(),
      record('build-image', 9, 1, { outputs: { image: 'promotion:1', tags: [], id: 'sha256:11', version: '1', bytes: 5, baseBytes: 4, sbom: '', licences: '' } as never }),
      record('push-image', 9.5, 1, { outputs: { image: 'host/promotion:1', reference: 'host/promotion@sha256:22', digest: 'sha256:22', tags: [] } as never })
    ]
    const report = readReport(records, folder.logs, facts({ planned: [...PLANNED, 'build-image', 'push-image'] }))
    expect(report.artefacts.map(({ kind, digest }) => [kind, digest])).toEqual([['wheel', `sha256:${'ab'.repeat(32)}`], ['image', 'sha256:11'], ['image in the registry', 'sha256:22']])
  })
  it('results that an earlier run left do not count, nor do half-written ones', () => {
    const later = passedRun().map((one) => ({ ...one, startedAt: new Date(Date.now() + 60_000).toISOString() }))
    expect(readReport(later, folder.logs)).toMatchObject({ tests: null, coverage: null })
    for (const text of ['', '<testsuites><testsuite', '{"totals":']) {
      writeFileSync(join(folder.run, 'test-app.junit.xml'), text)
      writeFileSync(join(folder.run, 'test-app.coverage.json'), text)
      expect(readReport(passedRun(), folder.logs, facts())).toMatchObject({ tests: null, coverage: null })
    }
  })
  it('thousands of tests with entities in their names', () => {
    const cases = Array.from({ length: 4000 }, (_, i) => `<testcase classname="t" name="&lt;${i}&gt; &amp;" time="0.1"/>`).join('')
    writeFileSync(join(folder.run, 'test-app.junit.xml'), `<testsuites><testsuite time="1">${cases}</testsuite></testsuites>`)
    const { tests } = readReport(passedRun(), folder.logs, facts())
    expect(tests).toMatchObject({ tests: 4000, failed: 0 })
    expect(tests!.cases[3999].name).toBe('<3999> &')
  })
})

describe('logs', () => {
  it('show their last lines, however big they are, with their name', () => {
    folder.log('commit', `${'x'.repeat(99)}\n`.repeat(300_000) + 'the last line\n')
    const { html } = writeReport(passedRun(), folder.logs, facts())
    const text = readFileSync(html, 'utf8')
    expect(text.length).toBeLessThan(120_000)
    expect(text).toContain('the last line')
    expect(text).toContain('.run/logs/commit.log')
    expect(text).toContain('28.6 MiB, the last lines')
  })
  it('that are one endless line, or bytes of no text, are shortened and cleaned', () => {
    folder.log('commit', 'y'.repeat(5_000_000))
    folder.log('package', '\u0000\u0008\u009b31m\ud800 \u001b]0;title\u0007\u001b[1;31mred\u001b[0m\r\n50 %\r100 %\n')
    const { stages } = readReport(passedRun(), folder.logs, facts())
    expect(stages[0].logs[0].text.length).toBeLessThan(1100)
    const { text } = stages.find(({ name }) => name === 'package')!.logs[0]
    expect(text).toMatch(/red\n50 %\n100 %$/)
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/)
  })
  it('plain text keeps characters of two halves', () => {
    expect(plainText('a😀\ud83db')).toBe('a😀\ufffdb')
  })
})

describe('the page', () => {
  it('escapes whatever it shows', () => {
    const { html } = writeReport(failedRun(), folder.logs, facts())
    const text = readFileSync(html, 'utf8')
    const page = parse(text)
    expect(page.querySelectorAll('script, iframe, object, form')).toHaveLength(0)
    expect(page.querySelectorAll('b')).toHaveLength(0)
    expect(text).not.toMatch(/\son[a-z]+=/i)
    expect(text).toContain('&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(text).toContain('Raise &lt;salaries&gt; &amp; &quot;bonuses&quot;')
    for (const element of page.querySelectorAll('[src], link[href]')) expect(element.getAttribute('src') ?? element.getAttribute('href')).toBe('data:,')
  })
  it('of a failed run begins with what failed, where, and what to do', () => {
    const page = parse(readFileSync(writeReport(failedRun(), folder.logs, facts({ options: ['--runtime docker'] })).html, 'utf8'))
    expect(page.querySelector('h1')!.text).toBe('Pipeline failed at test-app')
    expect(page.querySelector('main')!.querySelector('h2')!.text).toBe('What failed')
    const [failure] = page.querySelectorAll('.failure')
    for (const said of [FAILURE.where, FAILURE.next, 'npm run test-app -- --runtime docker', '8857']) expect(failure.text).toContain(said)
    expect(page.querySelector('#log-test-app')!.hasAttribute('open')).toBe(true)
  })
  it('links within itself, and to files that are there', () => {
    const text = readFileSync(writeReport(failedRun(), folder.logs, facts()).html, 'utf8')
    const page = parse(text)
    const ids = page.querySelectorAll('[id]').map((element) => element.getAttribute('id'))
    expect(new Set(ids).size).toBe(ids.length)
    for (const link of page.querySelectorAll('a')) {
      const target = link.getAttribute('href')!
      if (target.startsWith('#')) expect(ids).toContain(target.slice(1))
      else expect(() => readFileSync(join(folder.run, target))).not.toThrow()
    }
  })
})

describe('secrets', () => {
  it('that this checkout knows are masked in all three files, also in base64', () => {
    const secret = 'Tr0ub4dor&3 <x>'
    writeFileSync(join(folder.run, 'credentials.json'), JSON.stringify({ a: { hr: secret } }))
    folder.log('test-app', `password ${secret}\n${Buffer.from(secret).toString('base64')}\n`)
    const records = failedRun().map((one) => (one.failure ? { ...one, failure: { ...FAILURE, where: `connect hr/${secret}` } } : one))
    const written = writeReport(records, folder.logs, facts())
    for (const file of [written.html, written.json, written.junit]) {
      const text = readFileSync(file, 'utf8')
      expect(text).not.toContain('Tr0ub4dor')
      expect(text).not.toContain(Buffer.from(secret).toString('base64').slice(0, 16))
      expect(text).toContain('•••')
    }
  })
  it('are masked in strings at any depth, and nothing else is touched', () => {
    expect(maskSecrets({ a: ['x secret77 y', 7, null], b: true }, ['secret77'])).toEqual({ a: ['x ••• y', 7, null], b: true })
  })
})

describe('the files for programs', () => {
  it('report.json is the report, without the logs\' text', () => {
    const { report, json } = writeReport(passedRun(), folder.logs, facts())
    const read = JSON.parse(readFileSync(json, 'utf8'))
    expect(read.stages.map(({ name }: { name: string }) => name)).toEqual(PLANNED)
    expect(read.stages[0].logs).toEqual([{ file: '.run/logs/commit.log', bytes: report.stages[0].logs[0].bytes, whole: true }])
    expect(read.stages[5].logs.map(({ file }: { file: string }) => file)).toEqual(['.run/logs/deploy.log', '.run/logs/app.log'])
  })
  it('junit.xml holds a case for each stage and each test, with what failed', () => {
    const { junit } = writeReport(failedRun(), folder.logs, facts())
    const { testsuites } = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', parseAttributeValue: false, htmlEntities: true }).parse(readFileSync(junit, 'utf8'))
    const [stages, tests] = testsuites.testsuite
    expect(testsuites).toMatchObject({ tests: '10', failures: '2' })
    expect(stages).toMatchObject({ name: 'pipeline', tests: '7', failures: '1', skipped: '3', timestamp: '2026-03-04T10:00:00Z' })
    expect(stages.testcase[3]).toMatchObject({ name: 'test-app', failure: { message: FAILURE.what } })
    expect(stages.testcase[4]).toMatchObject({ name: 'package', skipped: { message: 'not reached' } })
    expect(tests).toMatchObject({ name: 'test-app', tests: '3', failures: '1', skipped: '1' })
    expect(tests.testcase[1].failure['#text']).toContain('AssertionError')
  })
})
