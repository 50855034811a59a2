/** Just enough of a Dockerfile to say at which line a build failed, and to read and write its base. */

export interface Instruction {
  /** Of its first word, from 1. */
  readonly line: number
  readonly lastLine: number
  /** Upper case: FROM, RUN … */
  readonly name: string
  /** What follows, with continued lines joined and spaces made single. */
  readonly text: string
}

/** Instructions in their order; comments and empty lines are no instructions, also within a continued one. */
export function readInstructions(dockerfile: string): Instruction[] {
  const lines = dockerfile.split(/\r?\n/)
  const instructions: Instruction[] = []
  for (let i = 0; i < lines.length; i++) {
    if (/^\s*(#|$)/.test(lines[i])) continue
    const line = i + 1
    const parts: string[] = []
    let open = true
    for (; open && i < lines.length; i++) {
      if (/^\s*#/.test(lines[i]) || (parts.length && lines[i].trim() === '')) continue
      open = /\\\s*$/.test(lines[i])
      parts.push(lines[i].replace(/\\\s*$/, ''))
    }
    i--
    const [, name, text] = /^\s*(\S+)\s*([^]*)$/.exec(parts.join(' '))!
    for (const [, marker] of text.matchAll(/<<-?["']?(\w+)["']?/g)) while (i + 1 < lines.length && lines[++i].trim() !== marker);
    instructions.push({ line, lastLine: i + 1, name: name.toUpperCase(), text: squeeze(text) })
  }
  return instructions
}

const squeeze = (text: string) => text.replace(/\s+/g, ' ').trim()

/** The argument that every stage of ours starts from: `ARG BASE=…` */
export const readBase = (dockerfile: string): string | undefined => readInstructions(dockerfile).find(({ name, text }) => name === 'ARG' && text.startsWith('BASE='))?.text.slice('BASE='.length)

/** The same file with another base. */
export function writeBase(dockerfile: string, base: string): string {
  return dockerfile.replace(/^(\s*ARG\s+BASE=)\S+/m, (_, start: string) => `${start}${base}`)
}

/**
 * The instruction that a builder's words are about.
 * @param message what the builder said last
 * @param step the last step that it began: "RUN pip install …" as it prints it, and its number where the builder counts all instructions
 */
export function findFailure(dockerfile: string, message: string, step?: { readonly number?: number; readonly text: string }): Instruction | undefined {
  const instructions = readInstructions(dockerfile)
  const named = /(?:Dockerfile:|(?:parse )?error (?:on )?line )(\d+)/i.exec(message)
  if (named) return instructions.find(({ line, lastLine }) => line <= Number(named[1]) && Number(named[1]) <= lastLine)
  const same = (text: string) => instructions.find((instruction) => squeeze(`${instruction.name} ${instruction.text}`) === squeeze(text))
  const command = /process "\/bin\/sh -c ([^]*?)" did not complete/.exec(message)?.[1].replace(/\\"/g, '"')
  if (command) {
    const found = instructions.find(({ name, text }) => name === 'RUN' && (text === squeeze(command) || text.endsWith(` ${squeeze(command)}`)))
    if (found) return found
  }
  const missing = /"\/?([^\s"]+)":? not found/.exec(message)?.[1]
  if (missing) {
    const found = instructions.find(({ name, text }) => (name === 'COPY' || name === 'ADD') && text.split(' ').some((word) => word.replace(/^\.?\//, '').replace(/\/$/, '') === missing))
    if (found) return found
  }
  if (step?.number !== undefined && instructions[step.number - 1]) return instructions[step.number - 1]
  return (step && same(step.text)) ?? (/pull|resolve|manifest|metadata|repository/i.test(message) ? instructions.find(({ name }) => name === 'FROM') : undefined)
}
