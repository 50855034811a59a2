import { basename, dirname, join } from 'node:path'
import { findStage, STAGES, type StageName } from '../pipeline/stages'
import type { StageOutputs } from '../pipeline/stage-output'
import { plainText, readLogTail } from './log-tail'
import type { Report, ReportRecord, ReportStage, RunFacts, StageState } from './report'
import { readCoverage, readTestResults } from './test-results'

/** Logs of what a stage started, beside its own. */
const FURTHER_LOGS: Partial<Record<StageName, readonly string[]>> = { deploy: ['app'] }

/**
 * Puts together what a run left behind.
 * @param logsFolder .run/logs; pytest's and coverage.py's results are looked for in the folder above it
 * @param facts absent: of records of whatever runs, each is what it says, unless something it needs is newer
 */
export function readReport(records: readonly ReportRecord[], logsFolder: string, facts?: RunFacts, now = new Date()): Report {
  const runFolder = dirname(logsFolder)
  const byName = new Map(records.map((record) => [record.stage, record]))
  const planned = STAGES.filter(({ name, runtime }) => (facts ? facts.planned.includes(name) : byName.has(name) || !runtime))
  const stages = planned.map(({ name }) => readStage(name, byName, runFolder, facts))
  const ran = stages.filter(({ state }) => state === 'passed' || state === 'failed')
  const failed = stages.find(({ state }) => state === 'failed')
  /** The record, when it counts for this report. */
  const current = (name: StageName) => (stages.some((stage) => stage.name === name && stage.state !== 'earlier' && stage.state !== 'not reached') ? byName.get(name) : undefined)
  const outputs = <N extends StageName>(name: N) => (current(name)?.outputs ?? undefined) as StageOutputs[N] | undefined
  const tested = current('test-app')
  const commit = outputs('commit')
  const startedAt = facts?.startedAt ?? ran.map((stage) => stage.startedAt!).sort()[0] ?? now.toISOString()
  return {
    schema: 1,
    state: failed ? (failed.summary === 'interrupted' ? 'interrupted' : 'failed') : stages.some(({ state }) => state === 'not reached' || state === 'earlier') ? 'interrupted' : 'passed',
    run: facts ?? null,
    startedAt,
    seconds: round(ran.reduce((sum, { seconds }) => sum + seconds, 0)),
    writtenAt: now.toISOString(),
    version: commit?.version ?? outputs('package')?.version ?? null,
    commit: commit?.commit ? { hash: commit.commit, subject: commit.subject && plainText(commit.subject), branch: commit.branch && plainText(commit.branch), dirty: commit.dirty } : null,
    url: outputs('deploy')?.url ?? null,
    stages,
    tests: tested ? readTestResults(join(runFolder, 'test-app.junit.xml'), tested.startedAt) : null,
    coverage: tested ? readCoverage(join(runFolder, 'test-app.coverage.json'), tested.startedAt) : null,
    changes: readChanges(outputs('changes')),
    artefacts: readArtefacts(outputs)
  }
}

function readStage(name: StageName, records: ReadonlyMap<StageName, ReportRecord>, runFolder: string, facts?: RunFacts): ReportStage {
  const record = records.get(name)
  const state = stateOf(name, records, facts)
  const options = facts?.options.length ? ` -- ${facts.options.join(' ')}` : ''
  const shown = `${basename(runFolder)}/logs`
  const counts = record && state !== 'not reached'
  const logs = counts && state !== 'earlier' ? [name, ...(FURTHER_LOGS[name] ?? [])].flatMap((log) => readLogTail(join(runFolder, 'logs', `${log}.log`), `${shown}/${log}.log`) ?? []) : []
  const summary = plainText(record?.summary ?? '')
  return {
    name,
    title: findStage(name)!.title,
    state,
    startedAt: counts ? record.startedAt : null,
    seconds: counts ? record.seconds : 0,
    summary: counts ? summary : '',
    standIn: counts ? (record.standIn ?? null) : null,
    command: `npm run ${name}${options}`,
    failure:
      state === 'failed'
        ? {
            what: plainText(record!.failure?.what ?? summary),
            where: plainText(record!.failure?.where ?? `Log: ${shown}/${name}.log`),
            next: plainText(record!.failure?.next ?? 'Read the last lines of the log.'),
            detail: (record!.failure?.detail ?? []).map(plainText)
          }
        : null,
    logs
  }
}

function stateOf(name: StageName, records: ReadonlyMap<StageName, ReportRecord>, facts?: RunFacts): StageState {
  const record = records.get(name)
  if (!record) return 'not reached'
  if (facts) {
    if (record.startedAt >= facts.startedAt) return record.state
    return facts.kept.includes(name) && record.state === 'passed' ? 'kept' : 'not reached'
  }
  const newer = findStage(name)!.needs.some((need) => (records.get(need)?.startedAt ?? '') > record.startedAt || (records.has(need) && stateOf(need, records) === 'earlier'))
  return newer ? 'earlier' : record.state
}

function readChanges(outputs: StageOutputs['changes'] | undefined): Report['changes'] {
  if (!outputs) return null
  const { applied, alreadyRan, total } = outputs
  // path::id::author, as Liquibase names a changeset; an id may hold "::" itself
  const parts = (name: string) => {
    const [file, ...rest] = plainText(name).split('::')
    return { file, author: rest.length > 1 ? rest[rest.length - 1] : '', id: rest.length > 1 ? rest.slice(0, -1).join('::') : rest.join('') }
  }
  return { applied: applied.map(parts), alreadyRan, total }
}

function readArtefacts(outputs: <N extends StageName>(name: N) => StageOutputs[N] | undefined): Report['artefacts'] {
  const wheel = outputs('package')
  const image = outputs('build-image')
  const pushed = outputs('push-image')
  return [
    ...(wheel ? [{ kind: 'wheel', name: wheel.wheel, digest: wheel.sha256.replace(/^(?!sha256:)/, 'sha256:'), bytes: wheel.bytes }] : []),
    ...(image ? [{ kind: 'image', name: image.image, digest: image.id, bytes: image.bytes }] : []),
    ...(pushed ? [{ kind: 'image in the registry', name: pushed.image, digest: pushed.digest, bytes: null }] : [])
  ]
}

const round = (seconds: number): number => Math.round(seconds * 1000) / 1000
