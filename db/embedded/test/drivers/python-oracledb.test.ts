import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PASSWORD, startTestServer, type TestServer } from '../wire/test-server'

/** A Python that has the driver: the app's environment, or the one that is named. */
const python = [process.env.PYTHON_WITH_ORACLEDB, resolve(__dirname, '../../../../.venv/bin/python'), resolve(__dirname, '../../../../app/.venv/bin/python'), 'python3']
  .filter(p => p !== undefined)
  .find(p => (!p.includes('/') || existsSync(p)) && spawnSync(p, ['-c', 'import oracledb']).status === 0)

describe.skipIf(!python)('python-oracledb', () => {
  let test: TestServer
  const results = new Map<string, string | null>()
  let output = ''

  beforeAll(async () => {
    test = await startTestServer()
    const child = spawn(python ?? '', [join(__dirname, 'driver_checks.py'), test.connectString, PASSWORD])
    child.stdout.on('data', chunk => (output += chunk))
    child.stderr.on('data', chunk => (output += chunk))
    const code = await new Promise(done => child.on('close', done))
    for (const line of output.split('\n')) {
      if (!line.startsWith('{')) continue
      const { name, error } = JSON.parse(line)
      results.set(name, error)
    }
    expect(code, output).toBe(0)
  }, 120_000)
  afterAll(async () => test.stop())

  const names = [
    'logs on and tells the version', 'refuses wrong passwords and services', 'values of every type come back', 'columns are described',
    'decimals keep every digit', 'binds by name position and null', 'fetches in pieces of any size', 'executemany counts and gathers errors',
    'executemany of many rows', 'returning into variables', 'return without ing is refused because the driver does not know it', 'national strings', 'transactions and the flag', 'errors have code and offset',
    'lobs are read written and streamed', 'a call timeout leaves the session usable', 'cancel leaves the session usable',
    'a pool takes back open work', 'parse checks without running', 'session attributes are kept', 'long connect data and names with odd letters',
    'asynchronous connections work together'
  ]
  it.each(names)('%s', name => expect(results.get(name)).toBeNull())
  it('runs no check that is not listed', () => expect([...results.keys()].filter(name => !names.includes(name))).toEqual([]))
  it('makes the server log nothing unexpected', () => expect(test.log.filter(line => /unexpected|no rule|protocol/.test(line))).toEqual([]))
})
