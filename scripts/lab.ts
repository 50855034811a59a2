import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkLab } from './labs/check-lab'
import type { Lab } from './labs/lab'
import { findLiveSystem } from './labs/live-system'
import { rootFolder } from './lib/root-folder'
import { type Choices, withChoices } from './pipeline/choices'
import { runPipeline } from './pipeline/run'
import { LABS } from './pipeline/stages'

/** `npm run labN` does the lab, then checks it; `npm run labN:check` checks only. Exit code 1: something is missing. */
export function main(argv: string[]): Promise<number> {
  return withChoices(argv, runLab)
}

async function runLab(choices: Choices, [number, ...words]: string[]): Promise<number> {
  const row = LABS.find((lab) => String(lab.number) === number)
  if (!row) {
    process.stderr.write(`There is no lab ${number}; there are 1 to ${LABS.length}.\n`)
    return 2
  }
  const folder = join(rootFolder, 'scripts/labs', row.folder)
  const say = (line = '') => process.stdout.write(`${line}\n`)
  say(`\n Lab ${row.number}: ${row.title}   read: scripts/labs/${row.folder}/README.md\n`)
  if (!words.includes('--check')) {
    say(firstParagraph(readFileSync(join(folder, 'README.md'), 'utf8')).map((line) => `   ${line}`).join('\n'))
    say()
    const interrupted = new AbortController()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort())
    const { lab } = (await import(join(folder, 'run.ts'))) as { lab: Lab }
    const stages = typeof lab.stages === 'function' ? await lab.stages((line) => say(`   ${line}`)) : lab.stages
    const run = await runPipeline({ stages, lifetime: 'detached', choices, signal: interrupted.signal })
    if (!run.ok) return interrupted.signal.aborted ? 130 : run.exitCode
    await lab.show?.(await findLiveSystem('detached', choices), (line) => say(`   ${line}`))
    say()
  }
  const { line, state, check } = await checkLab(row, 'detached', await findLiveSystem('detached', choices))
  for (const { ok, what, hint } of check.findings) {
    say(` ${ok ? '✔' : '✖'} ${what}`)
    if (!ok && hint) say(`     ${hint}`)
  }
  say(`\n Lab ${row.number} ${line}`)
  return state === 'not yet' && check.findings.some(({ ok }) => !ok) ? 1 : 0
}

/** The README's text between its title and the next heading or blank line. */
function firstParagraph(readme: string): string[] {
  const lines = readme.split('\n')
  const start = lines.findIndex((line, i) => i > 0 && line.trim() !== '' && !line.startsWith('#'))
  const end = lines.findIndex((line, i) => i > start && line.trim() === '')
  return lines.slice(start, end < 0 ? undefined : end)
}
