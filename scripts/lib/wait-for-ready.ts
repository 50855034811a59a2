/** Asks /readyz until it says so; false when that takes too long or there is nobody to ask any more. */
export async function waitForReady(url: string, gone: () => boolean, timeoutMs = 30_000): Promise<boolean> {
  for (const end = Date.now() + timeoutMs; Date.now() < end && !gone(); ) {
    const status = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5000) }).then(
      (response) => response.status,
      () => 0
    )
    if (status === 200) return true
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return false
}
