import type { StageContext, StageResult } from '../pipeline/context'
import type { Choices } from '../pipeline/choices'
import { deployContainer } from './deploy-container'
import { deployProcess } from './deploy-process'

/** Starts what was delivered: the image in a container, or the wheel as a process. */
export const run = (context: StageContext): Promise<StageResult<'deploy'>> => (context.choices.runtime === 'docker' ? deployContainer(context) : deployProcess(context))

export async function alive(outputs: StageResult<'deploy'>['outputs']): Promise<boolean> {
  return fetch(`${outputs.url}/readyz`, { signal: AbortSignal.timeout(2000) }).then(
    (response) => response.status === 200,
    () => false
  )
}

/** Whoever wants a container is not served by a process; who says nothing takes what runs. */
export const fits = ({ kind }: StageResult<'deploy'>['outputs'], { runtime }: Choices): boolean => runtime === 'process' || kind === 'container'
