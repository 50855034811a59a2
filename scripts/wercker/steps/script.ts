import type { Step } from './step'

/** A failing command ends the shell, as the original: `set -e`, unless the code begins with #!. */
export const script: Step = {
  id: 'script',
  parameters: ['code'],
  script: ({ parameters }) => {
    const code = parameters.code?.value ?? ''
    return code.startsWith('#!') ? `${code}\n` : `set -e\n${code}\n`
  }
}
