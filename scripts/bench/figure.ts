/** One measured thing. */
export interface Figure {
  readonly what: string
  readonly value: number
  readonly unit: string
  /** The same work straight on PostgreSQL, in the same run. */
  readonly postgres?: number
  readonly goal?: string
}

export const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
