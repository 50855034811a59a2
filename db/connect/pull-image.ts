/** The database's image, fetched with a word about how far it is. Testcontainers fetches too, but in silence, and takes a failed pull for done. */
import type Docker from 'dockerode'
import { explainMissingImage } from './container-failure'

interface PullEvent {
  readonly id?: string
  readonly status?: string
  readonly error?: string
  readonly progressDetail?: { readonly current?: number; readonly total?: number }
}

export interface PullOptions {
  readonly progress: (text: string) => void
  readonly signal?: AbortSignal
}

/**
 * @returns false when the registry wants a login: Testcontainers knows Docker's configuration, and tries next
 * @throws ContainerFailure
 */
export async function pullImage(docker: Docker, image: string, { progress, signal }: PullOptions): Promise<boolean> {
  if (await isThere(docker, image)) return true
  progress(`pulling ${image}`)
  try {
    const stream = await docker.pull(image, { abortSignal: signal })
    const layers = new Map<string, PullEvent['progressDetail']>()
    await new Promise<void>((resolve, reject) => {
      let failed: string | undefined
      docker.modem.followProgress(
        stream,
        (error) => (error || failed ? reject(error ?? new Error(failed)) : resolve()),
        (event: PullEvent) => {
          failed ??= event.error
          if (event.id && event.status === 'Downloading' && event.progressDetail?.total) layers.set(event.id, event.progressDetail)
          if (layers.size) progress(`pulling ${image}: ${sum(layers, 'current')} of ${sum(layers, 'total')} MB`)
        }
      )
    })
    return true
  } catch (error) {
    if (signal?.aborted) throw new Error('interrupted')
    const reason = (error as Error).message
    if (/unauthorized|denied|authentication required/i.test(reason) && /\//.test(image)) return false
    throw explainMissingImage(image, reason)
  }
}

export async function isThere(docker: Docker, image: string): Promise<boolean> {
  try {
    await docker.getImage(image).inspect()
    return true
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return false
    throw error
  }
}

const sum = (layers: ReadonlyMap<string, PullEvent['progressDetail']>, which: 'current' | 'total'): string =>
  ([...layers.values()].reduce((all, detail) => all + (detail?.[which] ?? 0), 0) / 1e6).toFixed(0)
