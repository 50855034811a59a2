import { runCorpus } from '../lib/corpus'
import type { Side } from './side'
import { type CaseOutcomes, PASSED, type SuiteOptions } from './suite'

/** test/compat/corpus.jsonl through python-oracledb, as the side's user. */
export async function runBehaviourCases({ login }: Side, { timeout, signal }: SuiteOptions): Promise<CaseOutcomes> {
  const results = await runCorpus(login, { timeout, signal })
  // The user's name is another one when both sides are one database.
  return new Map(results.map(({ id, ok, kind, why }) => [id, ok ? PASSED : `${kind}: ${(why ?? '').split('\n')[0].replaceAll(login.user, '$USER')}`]))
}
