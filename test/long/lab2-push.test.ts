/** Lab 2: a push to a repository in a folder ends in a live app. In a clone, as a learner has it. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rootFolder } from '../../scripts/lib/root-folder'

const folder = mkdtempSync(join(realpathSync(tmpdir()), 'push-'))
const clone = join(folder, 'clone')
const remote = join(clone, '.run/push/remote.git')
const git = (...words: string[]) => execFileSync('git', ['-c', 'safe.directory=*', '-c', 'user.name=Learner', '-c', 'user.email=learner@example.org', '-c', 'commit.gpgsign=false', ...words], { cwd: clone, encoding: 'utf8' })

interface Run {
  readonly child: ChildProcess
  readonly output: () => string
  readonly exit: Promise<number | null>
}
function run(command: string, ...words: string[]): Run {
  const child = spawn(command, words, { cwd: clone, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream!.on('data', (chunk) => { output += chunk })
  return { child, output: () => output, exit: new Promise((resolve) => child.on('close', resolve)) }
}
const script = (...words: string[]) => run(process.execPath, join(clone, 'scripts/bootstrap.cjs'), ...words)
async function push(refspec = 'HEAD:main'): Promise<string> {
  const pushing = run('git', '-c', 'safe.directory=*', 'push', remote, refspec)
  expect(await pushing.exit, pushing.output()).toBe(0)
  return pushing.output()
}
function commit(file: string, change: (text: string) => string, message: string): string {
  const before = readFileSync(join(clone, file), 'utf8')
  writeFileSync(join(clone, file), change(before))
  git('commit', '-q', '-a', '-m', message)
  return git('rev-parse', '--short=7', 'HEAD').trim()
}
const liveUrl = (text: string) => /(?:Live|live(?: again)?): (http:\S+)\/employees/.exec(text)?.[1] ?? ''
const ask = async (url: string, path = '/employees') => (await fetch(url + path)).text()

function leftovers(): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return []
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
      return line.includes(folder) ? [`${pid} ${line.slice(0, 120)}`] : []
    } catch {
      return []
    }
  })
}

let url = ''
let live = ''
let configuration = ''
const refs = () => git('for-each-ref', '--format=%(refname)', 'refs/remotes', 'refs/tags')

describe.skipIf(process.platform !== 'linux')('a push (skipped where there is no /proc to look for leftovers)', () => {
  beforeAll(() => {
    execFileSync('git', ['-c', 'safe.directory=*', 'clone', '-q', rootFolder, clone])
    configuration = readFileSync(join(clone, '.git/config'), 'utf8') + refs()
  })
  afterAll(async () => {
    await script('stop').exit
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  it('by npm run lab2: the lines of the pipeline, a live app, a check that passes', async () => {
    const lab = script('lab', '2')
    expect(await lab.exit, lab.output()).toBe(0)
    url = liveUrl(lab.output())
    live = git('rev-parse', '--short=7', 'HEAD').trim()
    for (const stage of ['commit', 'database', 'changes', 'test-app', 'package', 'deploy', 'probe']) expect(lab.output()).toMatch(new RegExp(`✔ ${stage} `))
    expect(lab.output()).toMatch(/^ Lab 2 passed locally: a repository in \.run\/push stood in/m)
    expect(await ask(url, '/conn')).toMatch(/^\d+(\.\d+){4}$/)
  }, 600_000)

  it('of a change: the app that answers afterwards has it', async () => {
    live = commit('app/promotion/templates/employees.html', (text) => text.replace('<h1>{{ title }}</h1>', '<h1>{{ title }}, as pushed</h1>'), 'feat(app): another heading')
    const output = await push()
    expect(output).toContain(`remote:  The pipeline runs on ${live} "feat(app): another heading"`)
    expect(output).not.toContain('remark:')
    url = liveUrl(output)
    expect(await ask(url)).toContain(', as pushed</h1>')
  }, 300_000)

  it('of a mistake: the pusher is told the stage and the reason, and the app that ran stays', async () => {
    commit('app/promotion/calculator.py', (text) => text.replace('return salary + amount', 'return salary - amount'), 'wip')
    const output = await push()
    expect(output).toMatch(/remote: {4}remark: \w+ "wip": it does not begin with a type and a colon/)
    expect(output).toMatch(/remote: {2}✖ test-app /)
    expect(output).toMatch(/remote: {2}\w+ "wip" is not delivered: the pipeline failed\./)
    expect(output).toContain(`${live} stays live: ${url}/employees`)
    expect(await ask(url)).toContain(', as pushed</h1>')
    const check = script('lab', '2', '--check')
    expect(await check.exit).toBe(1)
    expect(check.output()).toMatch(/✖ the push of \w{7} was not delivered; .*was$/m)
    git('revert', '--no-edit', 'HEAD')
  }, 300_000)

  it('of what passes its tests and does not start: what ran before is started again', async () => {
    commit('app/promotion/serve.py', (text) => text.replace('    host, port =', '    sys.exit(3)\n    host, port ='), 'feat(app): ends at once')
    const output = await push()
    expect(output).toMatch(/remote: {2}✖ deploy .*ended with exit code 3/)
    expect(output).toContain(`${live}, which was live, is started again.`)
    url = liveUrl(output)
    expect(await ask(url)).toContain(', as pushed</h1>')
  }, 300_000)

  it('to another branch is kept, and delivered by nobody', async () => {
    expect(await push('HEAD:refs/heads/later')).toContain('refs/heads/later is kept; what is pushed to main is delivered.')
    expect(await ask(url)).toContain(', as pushed</h1>')
  }, 60_000)

  it("leaves the clone's configuration, remotes and tags as they were", () => {
    expect(readFileSync(join(clone, '.git/config'), 'utf8') + refs()).toBe(configuration)
    expect(readdirSync(join(clone, '.git/hooks')).filter((name) => !name.endsWith('.sample'))).toEqual([])
  })

  it('and npm run stop ends all that pushes left running', async () => {
    expect(leftovers().length).toBeGreaterThan(0)
    expect(await script('stop').exit).toBe(0)
    for (let tries = 0; tries < 150 && leftovers().length; tries++) await sleep(100)
    expect(leftovers()).toEqual([])
    await expect(ask(url)).rejects.toThrow()
  }, 60_000)
})
