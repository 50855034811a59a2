import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { XMLParser } from 'fast-xml-parser'
import { runCommand } from '../lib/command'
import { testEnvironment } from '../lib/python'
import { rootFolder } from '../lib/root-folder'
import { StageError } from '../pipeline/stage-error'
import { prepareApp } from './prepare-app'
import type { Side } from './side'
import { type CaseOutcomes, PASSED, SKIPPED, type SuiteOptions } from './suite'

/** The app's own tests through the real driver, as the app's user, with HR there. */
export async function runPytest(side: Side, { signal }: SuiteOptions): Promise<CaseOutcomes> {
  const app = await prepareApp(side)
  const folder = mkdtempSync(join(tmpdir(), 'compare-pytest-'))
  const report = join(folder, 'junit.xml')
  try {
    const { python } = await testEnvironment({ signal })
    const { exitCode, stdout, stderr } = await runCommand([python, '-m', 'pytest', '-q', '-p', 'no:cacheprovider', `--junitxml=${report}`], {
      cwd: join(rootFolder, 'app'),
      env: { DB_USER: app.user, DB_PASSWORD: app.password, DB_DSN: side.login.connectString, DB_SCHEMA: 'HR', PYTHONDONTWRITEBYTECODE: '1' },
      tolerant: true,
      signal
    })
    // 0: all passed, 1: some failed; else it did not run.
    if (exitCode > 1) throw new StageError(`pytest did not run on ${side.name}: exit code ${exitCode}.`, `Database: ${side.login.connectString}`, 'Read the lines above.', `${stdout}\n${stderr}`.trim().split('\n').slice(-12))
    return readJunit(readFileSync(report, 'utf8'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await app.remove()
  }
}

interface JunitCase {
  readonly classname: string
  readonly name: string
  readonly failure?: { readonly message?: string }
  readonly error?: { readonly message?: string }
  readonly skipped?: unknown
}

/** What each test of a JUnit report came to. */
export function readJunit(xml: string): CaseOutcomes {
  const document = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', htmlEntities: true }).parse(xml)
  const cases = [document.testsuites.testsuite].flat().flatMap(({ testcase }) => (testcase === undefined ? [] : [testcase].flat())) as JunitCase[]
  return new Map(
    cases.map(({ classname, name, failure, error, skipped }) => {
      const said = (failure ?? error)?.message?.split('\n')[0].replace(/ at 0x[0-9a-f]+/g, '')
      return [`${classname}::${name}`, failure ? `failed: ${said}` : error ? `error: ${said}` : skipped === undefined ? PASSED : SKIPPED]
    })
  )
}
