import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from './command'
import { testEnvironment } from './python'
import { rootFolder } from './root-folder'

export interface CaseResult {
  readonly id: string
  readonly area: string
  readonly ok: boolean
  /** How it failed: refused, code (another error), wrong, hung, lost. */
  readonly kind: string
  readonly why: string | null
}

export interface CorpusOptions {
  /** Seconds for one case. */
  readonly timeout?: number
  readonly signal?: AbortSignal
}

/** Runs the behaviour cases through python-oracledb, as an ordinary user. */
export async function runCorpus(database: { readonly connectString: string; readonly user: string; readonly password: string }, { timeout, signal }: CorpusOptions = {}): Promise<CaseResult[]> {
  const { python } = await testEnvironment({})
  const folder = mkdtempSync(join(tmpdir(), 'corpus-'))
  const out = join(folder, 'result.json')
  const [host, port, service] = database.connectString.split(/[:/]/)
  try {
    await runCommand([python, join(rootFolder, 'test/compat/run_corpus.py'), join(rootFolder, 'test/compat/corpus.jsonl')], {
      env: { ORA_HOST: host, ORA_PORT: port, ORA_SERVICE: service, ORA_USER: database.user, ORA_PASSWORD: database.password, OUT: out, ...(timeout ? { CASE_TIMEOUT: String(timeout) } : {}) },
      signal
    })
    return (JSON.parse(readFileSync(out, 'utf8')) as { cases: CaseResult[] }).cases
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
