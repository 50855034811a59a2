/** The workspaces are usable elsewhere: packed, installed into an empty project, imported with their types. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rootFolder } from '../../scripts/lib/root-folder'

const folder = mkdtempSync(join(tmpdir(), 'packages-'))
const run = (command: string, ...args: string[]) => execFileSync(command, args, { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' })
afterAll(() => rmSync(folder, { recursive: true, force: true }))

beforeAll(() => {
  for (const name of ['lexer', 'embedded', 'changes', 'sql']) execFileSync('npm', ['pack', '--silent', '--pack-destination', folder, '-w', `db/${name}`], { cwd: rootFolder })
  writeFileSync(join(folder, 'package.json'), '{"private": true}')
  const packages = readdirSync(folder).filter((file) => file.endsWith('.tgz')).map((file) => `./${file}`)
  expect(packages).toHaveLength(4)
  run('npm', 'install', '--no-audit', '--no-fund', '--silent', ...packages, 'oracledb@26.0.0')
}, 240_000)

describe('the packed workspaces', () => {
  it('hold their output, types and README, and no tests', () => {
    for (const name of ['lexer', 'embedded', 'changes', 'sql']) {
      const files = readdirSync(join(folder, 'node_modules/@cicd-oracle', name), { recursive: true }) as string[]
      for (const wanted of ['package.json', 'README.md', 'dist/index.js', 'dist/index.d.ts'].map((file) => join(...file.split('/')))) expect(files, name).toContain(wanted)
      expect(files.filter((file) => /(^|[\\/])test([\\/]|$)/.test(file))).toEqual([])
    }
  })

  it('start a database, apply a changelog to it, stop', () => {
    writeFileSync(join(folder, 'log.sql'), '--liquibase formatted sql\n--changeset a:1\ncreate table t (n number);\ninsert into t values (42);\n')
    writeFileSync(
      join(folder, 'main.mjs'),
      `import { startServer } from '@cicd-oracle/embedded'
       import { readChangelog, update } from '@cicd-oracle/changes'
       import { splitScript } from '@cicd-oracle/lexer'
       import oracledb from 'oracledb'
       const server = await startServer({ dataDir: process.argv[2] })
       await server.setPassword('SYSTEM', 'secret')
       const connection = await oracledb.getConnection({ user: 'system', password: 'secret', connectString: \`127.0.0.1:\${server.port}/\${server.service}\` })
       const { applied } = await update(connection, readChangelog(['log.sql'], '.'))
       const { rows } = await connection.execute('select n from t')
       console.log(JSON.stringify({ applied: applied.length, rows, pieces: splitScript('select 1 from dual; begin null; end;').length }))
       await connection.close()
       await server.stop()`
    )
    expect(JSON.parse(run(process.execPath, 'main.mjs', join(folder, 'data')))).toEqual({ applied: 1, rows: [[42]], pieces: 2 })
  }, 60_000)

  it('have types that another project compiles against', () => {
    writeFileSync(
      join(folder, 'typed.ts'),
      `import { type Server, startServer } from '@cicd-oracle/embedded'
       import { type Changelog, readChangelog } from '@cicd-oracle/changes'
       import { type ScriptPiece, splitScript } from '@cicd-oracle/lexer'
       export const pieces: readonly ScriptPiece[] = splitScript('')
       export const read = (): Changelog => readChangelog([], '.')
       export const start = (): Promise<Server> => startServer({ dataDir: '.' })
       // @ts-expect-error a number is no script
       splitScript(1)
`
    )
    const tsc = join(rootFolder, 'node_modules/typescript/bin/tsc')
    run(process.execPath, tsc, '--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--moduleResolution', 'nodenext', '--target', 'es2022', '--types', 'node', '--typeRoots', join(rootFolder, 'node_modules/@types'), 'typed.ts')
  }, 60_000)
})
