import type { Problem } from '../config/config-error'
import type { PipelineConfig, StepConfig } from '../config/types'
import { STEPS } from './index'

/** What is wrong with a pipeline's steps before any of them runs. */
export function checkSteps(pipeline: PipelineConfig, direct = false): Problem[] {
  const all = [...pipeline.steps, ...pipeline.afterSteps, ...Object.values(pipeline.targets).flat()]
  return all.flatMap((step) => checkStep(step, direct))
}

function checkStep({ id, parameters, at }: StepConfig, direct: boolean): Problem[] {
  const step = STEPS.get(id)
  if (!step) return [{ message: `The step "${id}" was not found; known are ${[...STEPS.keys()].join(', ')}`, at }]
  const problems: Problem[] = []
  if (direct && step.containerOnly) problems.push({ message: `The step "${id}" needs a container: run without --direct`, at })
  for (const name of step.required ?? []) if (!parameters[name]?.value) problems.push({ message: `The step "${id}" needs ${name}`, at })
  for (const [name, parameter] of Object.entries(parameters))
    if (step.parameters && !step.parameters.includes(name)) problems.push({ message: `The step "${id}" has no parameter ${name}`, at: parameter.nameAt ?? parameter.at })
  return problems
}
