import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCli } from '../cli'

let cwd: string
beforeEach(() => void (cwd = mkdtempSync(join(tmpdir(), 'wercker-'))))
afterEach(() => rmSync(cwd, { recursive: true, force: true }))

async function run(yaml: string, words = ['build', '--direct'], env: Record<string, string> = {}, signal?: AbortSignal) {
  writeFileSync(join(cwd, 'wercker.yml'), yaml)
  let text = ''
  const code = await runCli(words, { cwd, env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env }, print: (more) => void (text += more), signal })
  return { code, text }
}
const steps = (...codes: string[]) => codes.map((code) => `    - script: ${JSON.stringify({ code })}\n`).join('')
const AFTER = `  after-steps:\n${steps('echo "AFTER $WERCKER_RESULT, $WERCKER_FAILED_STEP_MESSAGE"')}`

/** Processes of this run: the mark is in their environment. */
const withArgument = (argument: string) =>
  readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(argument)
    } catch {
      return false
    }
  })

describe('a direct session', () => {
  it('shares exports, functions and folders between steps; each begins in the source folder', async () => {
    const { code, text } = await run(`build:\n  steps:\n${steps('export A=\'x $HOME\'; f() { echo "f $A"; }; cd /', 'f; [ "$PWD" = "$WERCKER_SOURCE_DIR" ] && echo home')}`)
    expect(text).toContain('f x $HOME\nhome\n')
    expect(code).toBe(0)
  })
  it('ends with the failing command, and after-steps run in a fresh shell', async () => {
    const { code, text } = await run(`build:\n  steps:\n${steps('export A=1; false; echo NOT', 'echo NOT')}${AFTER}`)
    expect(text).toContain('AFTER failed, Command cancelled due to error (exit code 1)')
    expect(text).not.toContain('NOT')
    expect(code).toBe(1)
  })
  it('passes values unchanged, $ and newlines too, and masks hidden ones', async () => {
    const { text } = await run(`build:\n  steps:\n${steps('printf "%s|" "$V" "$S"; printf %s "$S" | cut -c1-3; CI=$CI; [ -z "$N" ] && echo none')}`, undefined, { X_V: 'a$HOME\n`b`', XXX_S: 'hunter22', N: '1' })
    expect(text).toContain('a$HOME\n`b`|****|hun\nnone')
  })
  it.each([
    ['kills itself', 'kill -9 $$', 'signal SIGKILL'],
    ['hangs', 'sleep 4711', 'Command timed out after no response'],
    ['exits with 0', 'exit 0', 'Command cancelled due to error'],
    ['redirects its output', 'exec > /dev/null; false', 'Command cancelled due to error']
  ])('survives a step that %s', async (_, command, message) => {
    const { code, text } = await run(`build:\n  steps:\n${steps(command)}${AFTER}`, ['build', '--direct', '--no-response-timeout', '0.01'])
    expect(text).toMatch(new RegExp(`AFTER failed, .*${message}`))
    expect(code).toBe(1)
    expect(withArgument('4711')).toEqual([])
  })
  it.runIf(process.platform === 'linux')('leaves no process behind, not one of another session that ignores TERM either', async () => {
    const { code } = await run(`build:\n  steps:\n${steps("sleep 4712 & setsid sh -c 'trap \"\" TERM; sleep 4712; :' & echo x")}`)
    expect(code).toBe(0)
    expect(withArgument('4712')).toEqual([])
  })
  it('shows what a step printed at once, and all of 100 MB', async () => {
    writeFileSync(join(cwd, 'wercker.yml'), `build:\n  steps:\n${steps('printf "ready, wait"; sleep 1; head -c 100000000 /dev/zero | tr "\\0" z')}`)
    let bytes = 0
    let first = ''
    const print = (text: string) => {
      if (text.includes('ready')) first = text
      if (text.startsWith('z')) bytes += text.length
    }
    const code = await runCli(['build', '--direct'], { cwd, env: process.env, print })
    expect([code, first, bytes]).toEqual([0, 'ready, wait', 100_000_000])
  })
  it('ends on an interrupt, after the after-steps', async () => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 500)
    const { code, text } = await run(`build:\n  steps:\n${steps('sleep 4713')}${AFTER}`, undefined, {}, controller.signal)
    expect(text).toContain('AFTER failed, Interrupted')
    expect([code, withArgument('4713')]).toEqual([1, []])
  })
  it('runs a watch until the interrupt, anew when a file changed', async () => {
    const controller = new AbortController()
    setTimeout(() => writeFileSync(join(cwd, 'changed'), ''), 1500)
    setTimeout(() => controller.abort(), 7000)
    const yaml = `dev:\n  steps:\n    - internal/watch: {reload: true, code: "echo UP; sleep 4714"}\n${AFTER}`
    const { code, text } = await run(yaml, ['dev', '--direct'], {}, controller.signal)
    expect(text.match(/^UP$/gm)).toHaveLength(2)
    expect(text).toContain('AFTER passed')
    expect([code, withArgument('4714')]).toEqual([0, []])
  })
  it('runs nothing of a file with an unknown step', async () => {
    const { code, text } = await run(`build:\n  steps:\n${steps('echo RAN')}    - slack-notifier\n`)
    expect(text).toContain('wercker.yml:4:7 The step "slack-notifier" was not found')
    expect(text).not.toContain('-->')
    expect(code).toBe(1)
  })
  it('hands the output folder, and only that, from build to deploy', async () => {
    const yaml = `build:\n  steps:\n${steps('echo 42 > "$WERCKER_OUTPUT_DIR/answer"; touch other')}deploy:\n  steps:\n${steps('ls; cat answer; echo "$DEPLOY,$CI"')}`
    expect((await run(yaml, ['build', '--direct', '--artifacts'])).code).toBe(0)
    const { code, text } = await run(yaml, ['deploy', '--direct'])
    expect(text).toContain('answer\n42\ntrue,\n')
    expect(code).toBe(0)
  })
  it('runs a workflow in order and stops at the first failure', async () => {
    const flow = (middle: string) =>
      `a:\n  steps:\n${steps('echo 1 > f')}b:\n  steps:\n${steps(middle)}c:\n  steps:\n${steps('echo LAST')}workflows:\n  - name: w\n    pipelines:\n      - {name: c, requires: [b]}\n      - {name: b, requires: [a]}\n      - {name: a}\n`
    const good = await run(flow('cat f'), ['workflow', 'w', '--direct'])
    expect([good.code, good.text.includes('LAST')]).toEqual([0, true])
    const bad = await run(flow('false'), ['workflow', 'w', '--direct'])
    expect([bad.code, bad.text.includes('LAST')]).toEqual([1, false])
  })
  it.runIf(process.platform === 'linux')('installs nothing into this machine, and names what is missing', async () => {
    const { code, text } = await run('build:\n  steps:\n    - install-packages: {packages: bash no-such-package}\n')
    expect(text).toContain('not on this machine: no-such-package.')
    expect(code).toBe(1)
  })
  it('hands kubectl its values as words, without evaluating them, and forgets them for the next step', async () => {
    const fake = `mkdir bin; printf '#!/bin/sh\\nprintf "<%%s>" "$@"; echo\\n' > bin/kubectl; chmod +x bin/kubectl; export PATH="$PWD/bin:$PATH" NAME='a b'`
    const one = '    - kubectl: {command: apply, file: "$NAME;$(echo RAN)", token: "t"}\n    - kubectl: {command: get pods}\n'
    const { code, text } = await run(`build:\n  steps:\n${steps(fake)}${one}`)
    expect(text).toContain('<--token=t><apply><--filename=a b;$(echo RAN)>\n')
    expect(text).toContain('\n<get><pods>\n')
    expect(code).toBe(0)
  })
  it('fills a template in without running what stands in it', async () => {
    const yaml = `build:\n  steps:\n${steps("export A='v&\\1'; printf '%s\\n' 'a: ${A} $(echo RAN) \\$A \"q\"' > f.template.yml")}    - bash-template\n${steps('cat f.yml')}`
    expect((await run(yaml)).text).toContain('a: v&\\1 $(echo RAN) $A "q"\n')
    const strict = await run(`build:\n  steps:\n${steps("echo '$NONE' > f.template")}    - bash-template: {error-on-empty: true}\n`)
    expect(strict.text).toContain('not set: NONE')
    expect(strict.code).toBe(1)
  })
})
