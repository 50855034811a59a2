import { readFileSync } from 'node:fs'
import { checkCommitMessage, checkCommitMessages, checkUnpushedCommits, commitLine } from './lib/commit-message'

const USAGE = `npm run commit-message [-- RANGE | --file FILE]: whether commit messages are in the conventional form.

  without words   the commits that no remote has yet
  RANGE           as git log takes it: origin/main..HEAD
  --file FILE     one message in a file, as a commit-msg hook gets it:
                  printf '#!/bin/sh\\nexec npm run --silent commit-message -- --file "$1"\\n' > .git/hooks/commit-msg
                  (and chmod +x; yours to do: nothing here writes into your .git)
  Exit code: 0 all are, 1 one is not, 2 wrong words.
`

/** `npm run commit-message`: reads git, and writes nothing. */
export async function main(argv: string[]): Promise<number> {
  if (argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(USAGE)
    return 0
  }
  if (argv.length > (argv[0] === '--file' ? 2 : 1) || (argv[0]?.startsWith('-') && argv[0] !== '--file') || (argv[0] === '--file' && !argv[1])) {
    process.stderr.write(USAGE)
    return 2
  }
  if (argv[0] === '--file') {
    // Lines that git takes out again.
    const findings = checkCommitMessage(readFileSync(argv[1], 'utf8').split('\n').filter((line) => !line.startsWith('#')).join('\n'))
    for (const finding of findings) process.stderr.write(` ✖ the message: ${finding}\n`)
    return findings.length ? 1 : 0
  }
  try {
    const { looked, wrong } = argv[0] ? await checkCommitMessages([argv[0]]) : await checkUnpushedCommits()
    for (const each of wrong) process.stderr.write(` ✖ ${commitLine(each)}\n`)
    process.stdout.write(` ${looked - wrong.length} of ${looked} commit messages are in the conventional form\n`)
    return wrong.length ? 1 : 0
  } catch (error) {
    process.stderr.write(` ✖ ${(error as Error).message}\n`)
    return 2
  }
}
