import type { StageContext, StageResult } from '../pipeline/context'
import { applyInContainer } from './changes-container'
import { applyInProcess } from './changes-process'

/** Applies the changelogs as the schema's owner: here, or by the migration image beside the database. */
export async function run(context: StageContext): Promise<StageResult<'changes'>> {
  const outputs = await (context.choices.runtime === 'docker' ? applyInContainer(context) : applyInProcess(context))
  const { applied, alreadyRan, total } = outputs
  return {
    outputs,
    summary: `${applied.length} changeset${applied.length === 1 ? '' : 's'} applied, ${alreadyRan} ran before, ${total} in all${context.choices.runtime === 'docker' ? ' · by the migration image' : ''}`
  }
}
