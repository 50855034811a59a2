/** The lines of JSON that an engine sends while it builds, pulls or pushes. */
import type { Engine } from './engine'

export interface EngineEvent {
  readonly stream?: string
  readonly status?: string
  /** Of a layer. */
  readonly id?: string
  /** Drawn by the engine: [====>   ] 3 MB/9 MB */
  readonly progress?: string
  readonly progressDetail?: { readonly current?: number; readonly total?: number }
  readonly aux?: { readonly ID?: string; readonly Digest?: string; readonly Tag?: string; readonly Size?: number }
  readonly error?: string
  readonly errorDetail?: { readonly message?: string; readonly code?: number }
}

/** dockerode's own, which decodes BuildKit's messages; its types do not name it. */
interface Follower {
  followProgress(stream: NodeJS.ReadableStream, finished: (error: Error | null) => void, progress: (event: EngineEvent) => void): void
}

/**
 * Follows the stream to its end. An error inside the stream (the HTTP status was 200 long before) is an error here.
 * @throws Error with the engine's own words
 */
export async function followEvents(engine: Engine, stream: NodeJS.ReadableStream, see: (event: EngineEvent) => void, signal?: AbortSignal): Promise<void> {
  let problem: string | undefined
  const end = () => (stream as { destroy?: () => void }).destroy?.()
  signal?.addEventListener('abort', end, { once: true })
  try {
    await new Promise<void>((resolve, reject) =>
      (engine.docker as unknown as Follower).followProgress(
        stream,
        (error) => (error ? reject(error) : resolve()),
        (event) => {
          if (event.error || event.errorDetail) problem ??= event.errorDetail?.message || event.error
          see(event)
        }
      )
    )
  } finally {
    signal?.removeEventListener('abort', end)
  }
  signal?.throwIfAborted()
  if (problem !== undefined) throw new Error(problem)
}

/** The engine's own words, without dockerode's "(HTTP code 500) server error - ". */
export const engineSaid = (error: unknown): string => (error as Error).message.replace(/^\(HTTP code \d+\) [^-]*- /, '').trim()
