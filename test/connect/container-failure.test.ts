/** What people are told of a database container that did not come up: the cause that its state, its lines and the driver point to. */
import { describe, expect, it } from 'vitest'
import { type ContainerEvidence, explainFailure, explainMissingImage } from '../../db/connect/container-failure'

const running = { Running: true, ExitCode: 0, OOMKilled: false }
const ended = (ExitCode: number, OOMKilled = false) => ({ Running: false, ExitCode, OOMKilled })
const evidence: ContainerEvidence = { image: 'oracle:x', log: '', state: running, waitedMs: 120_000 }

describe('a container that did not get ready', () => {
  it.each<[string, Partial<ContainerEvidence>, RegExp]>([
    ['ended by the engine for lack of memory', { state: ended(137, true) }, /^The database ran out of memory\.$/],
    ['killed by nobody knows whom', { state: ended(137) }, /killed \(exit code 137\), most likely for lack of memory/],
    ['out of memory by its own words', { state: ended(1), log: 'ORA-27102: out of memory\n' }, /ran out of memory/],
    ['without shared memory', { state: ended(1), log: 'ORA-00845: MEMORY_TARGET not supported on this system\n' }, /too little shared memory/],
    ['without disk space', { state: ended(1), log: 'cp: error writing: No space left on device\n' }, /no disk space/],
    ['for another processor', { state: ended(1), log: 'exec /bin/sh: exec format error\n' }, /oracle:x is made for another processor/],
    ['ended', { state: ended(3), log: 'bye\n' }, /^The database's container ended with exit code 3 before it answered\.$/],
    ['refusing the user', { log: 'DATABASE IS READY TO USE!\n', lastError: 'ORA-01017: invalid username/password; logon denied' }, /refuses the app's user: ORA-01017/],
    ['without the service', { lastError: 'ORA-12514: TNS:listener does not currently know of service requested' }, /did not offer its service within 120 s: ORA-12514/],
    ['silent', { lastError: 'NJS-503: connection could not be established' }, /did not answer a query within 120 s: NJS-503/]
  ])('%s', (_, found, told) => {
    const failure = explainFailure({ ...evidence, ...found })
    expect(failure.message).toMatch(told)
    expect([failure.where, failure.next.length > 0]).toEqual(['Image: oracle:x', true])
  })

  it('shows its last lines, and has all of them for the log', () => {
    const log = Array.from({ length: 40 }, (_, i) => `line ${i}\n\n`).join('')
    const failure = explainFailure({ ...evidence, log })
    expect([failure.detail.length, failure.detail.at(-1), failure.log]).toEqual([12, 'line 39', log])
  })
})

describe('an image that cannot be pulled', () => {
  it.each([
    ['Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host', 'its registry cannot be reached', 'network'],
    ['manifest for oracle:x not found: manifest unknown: manifest unknown', 'there is none of that name', 'Check the name'],
    ['unauthorized: authentication required', 'its registry refuses it', 'docker login'],
    ['pull access denied for oracle, repository does not exist or may require \'docker login\'', 'its registry refuses it', 'docker login'],
    ['write /var/lib/docker/tmp: no space left on device', 'the engine has no disk space left', 'docker system df'],
    ['something else', 'the engine could not fetch it', 'docker pull']
  ])('%s', (reason, what, next) => {
    const failure = explainMissingImage('oracle:x', reason)
    expect(failure.message).toContain(`The image oracle:x cannot be pulled: ${what}`)
    expect(failure.where).toBe(`Engine: ${reason}`)
    expect(failure.next).toContain(next)
    expect(failure.next).toContain('ORACLE_IMAGE')
  })
})
