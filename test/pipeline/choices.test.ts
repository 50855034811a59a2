import { describe, expect, it } from 'vitest'
import { type Choices, choiceWords, parseChoices } from '../../scripts/pipeline/choices'
import { fits as deployFits } from '../../scripts/steps/deploy'
import { fits as databaseFits } from '../../scripts/steps/database'

const processes: Choices = { runtime: 'process', keep: false }
const containers: Choices = { runtime: 'docker', keep: false }

describe('the choices of a command', () => {
  it('are taken out of its arguments, the others stay in order', () => {
    expect(parseChoices(['a', '--runtime=docker', '--keep', 'b', '--database', 'container', '--c'], {})).toEqual({
      choices: { runtime: 'docker', keep: true, database: { kind: 'container' } },
      rest: ['a', 'b', '--c']
    })
    expect(parseChoices([], {})).toEqual({ choices: processes, rest: [] })
  })
  it.each([
    [['--runtime', 'podman'], '--runtime is process or docker, not podman.'],
    [['--runtime'], '--runtime needs a value.'],
    [['--database', '--keep'], '--database needs a value.'],
    [['--runtime', 'docker', '--runtime', 'process'], '--runtime is given twice.'],
    [['--runtime', 'docker', '--database', 'embedded'], 'listens on this machine only']
  ])('%j is refused with a sentence', (argv, sentence) => expect(() => parseChoices(argv, {})).toThrow(sentence))
  it('can be repeated from what is told after a failure, but for a password', () => {
    expect(choiceWords(processes)).toEqual([])
    const { choices } = parseChoices(['--keep', '--database', 'hr/secret@db/svc', '--runtime', 'docker'], {})
    expect(choiceWords(choices)).toEqual(['--runtime docker', '--database hr/…@db/svc', '--keep'])
  })
})

describe('earlier outputs', () => {
  const database = (kind: string, connectString = 'db/svc') => ({ kind, connectString }) as Parameters<typeof databaseFits>[0]
  const named = (text: string | undefined, work: () => void) => {
    const before = process.env.ORACLE_CONNECT_STRING
    if (text === undefined) delete process.env.ORACLE_CONNECT_STRING
    else process.env.ORACLE_CONNECT_STRING = text
    try {
      work()
    } finally {
      if (before === undefined) delete process.env.ORACLE_CONNECT_STRING
      else process.env.ORACLE_CONNECT_STRING = before
    }
  }
  it('of a database hold for the choice, for the environment, for the runtime', () => {
    named(undefined, () => {
      expect(['embedded', 'container', 'remote'].map((kind) => databaseFits(database(kind), processes))).toEqual([true, true, false])
      expect(['embedded', 'container', 'remote'].map((kind) => databaseFits(database(kind), containers))).toEqual([false, true, false])
      const chosen: Choices = { ...processes, database: { kind: 'remote', connectString: 'db/svc', user: 'u', password: 'p' } }
      expect([database('remote'), database('remote', 'other/svc'), database('container')].map((each) => databaseFits(each, chosen))).toEqual([true, false, false])
      expect(databaseFits(database('container'), { ...processes, database: { kind: 'embedded' } })).toBe(false)
    })
    named('db/svc', () => expect([database('remote'), database('remote', 'other/svc'), database('embedded')].map((each) => databaseFits(each, processes))).toEqual([true, false, false]))
  })
  it('of a deployment: a container serves everybody, a process only who did not ask for containers', () => {
    const deployed = (kind: 'process' | 'container') => ({ kind }) as Parameters<typeof deployFits>[0]
    expect([deployFits(deployed('process'), processes), deployFits(deployed('container'), processes), deployFits(deployed('process'), containers), deployFits(deployed('container'), containers)]).toEqual([true, true, false, true])
  })
})
