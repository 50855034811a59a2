import { CHECKS } from './lib/checks'
import { StageError } from './pipeline/stage-error'

/** `npm run lint`: the checks of the commit stage, all of them, each with its finding. */
export async function main(): Promise<number> {
  let failed = 0
  for (const check of CHECKS) {
    try {
      await check.run({ progress: (text) => process.stdout.write(`   ${text}\n`) })
      process.stdout.write(` ✔ ${check.name}\n`)
    } catch (error) {
      failed++
      process.stdout.write(` ✖ ${check.name}: ${(error as Error).message}\n`)
      if (error instanceof StageError) process.stdout.write(`${[...error.detail, error.where, error.next].map((line) => `   ${line}\n`).join('')}`)
    }
  }
  return failed ? 1 : 0
}
