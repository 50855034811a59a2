import { parseArgs } from 'node:util'

export const USAGE = `npm run wercker -- [--environment FILE] build|deploy|dev|check-config|workflow NAME [options] [folder]

  --direct                     on this machine instead of in a container
  --pipeline NAME              another pipeline than the command's own
  --deploy-target NAME         that list of steps instead of steps
  --wercker-yml FILE           instead of ewok.yml, wercker.yml or .wercker.yml
  --working-dir DIR            copies, artefacts and cache; default .wercker
  --source-dir DIR  --ignore-file FILE
  --command-timeout MINUTES    of one step; default 25
  --no-response-timeout MINUTES  without output; default 5
  --artifacts                  keep what a run that passed left, for deploy
  --direct-mount               work in the project's folder itself, not in a copy (dev: always)
  --environment FILE           variables, X_NAME=value; default ENVIRONMENT
Exit code: 0 passed, 1 anything else.
`

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const

/** Throws what node:util says of an unknown option, by name. */
export function readOptions(argv: string[]) {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      direct: flag,
      pipeline: text,
      'deploy-target': text,
      'wercker-yml': text,
      'working-dir': text,
      'source-dir': text,
      'ignore-file': text,
      'command-timeout': text,
      'no-response-timeout': text,
      artifacts: flag,
      'direct-mount': flag,
      environment: text,
      help: { ...flag, short: 'h' }
    }
  })
  return { ...values, command: positionals[0], positionals: positionals.slice(1) }
}

export type Options = ReturnType<typeof readOptions>

/** Minutes, fractions allowed, as milliseconds; a flag wins over the file. */
export function minutes(flagValue: string | undefined, fileValue: number | undefined, standard: number, name: string): number {
  const given = flagValue === undefined ? (fileValue ?? standard) : Number(flagValue)
  if (!Number.isFinite(given) || given <= 0) throw new Error(`--${name} needs minutes above 0, not ${flagValue}`)
  return Math.min(given, 60) * 60_000
}
