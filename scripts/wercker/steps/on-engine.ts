import type { ContainerSession } from '../session/container'
import type { StepContext } from './step'

/** Image that a step of this run made, by the name that the file gives it. */
export const imageOfRun = (runId: string, name: string): string => `wercker-run-${runId}-${name.toLowerCase().replace(/[^a-z0-9_.-]+/g, '-')}:latest`
export const containerOfRun = (runId: string, name: string): string => `wercker-run-${runId}-${name}`

/** Steps marked containerOnly run in no other session. */
export const boxOf = ({ session }: StepContext): ContainerSession => session as ContainerSession

/** The parameter, interpolated; empty when it is not given. */
export const parameterOf = (context: StepContext) => async (name: string): Promise<string> => context.interpolate(context.config.parameters[name]?.value ?? '')
/** The parameter as it is written. */
export const written = ({ config }: StepContext, name: string): string => config.parameters[name]?.value ?? ''

/** `k=v` words. @throws Error that names the word */
export function assignments(words: readonly string[], what: string): Record<string, string> {
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf('=')
      if (at < 1) throw new Error(`${what} specification ${word} is not of the form ${what}=value`)
      return [word.slice(0, at), word.slice(at + 1)]
    })
  )
}
