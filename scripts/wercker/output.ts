/** Masks secrets; holds back what may be the beginning of one until more comes, or end(). See mask.ts. */
export interface OutputFilter {
  write(text: string): string
  end(): string
}

export interface Output {
  /** `--> message: variable rest`, in the original's form. */
  say(message: string, variable?: string, rest?: string): void
  /** What a step prints. */
  write(text: string): void
  /** Lets out what the filter held back. */
  flush(): void
}

export type Colour = 'red' | 'green' | 'plain'

/** All that is printed goes through the filter, our own lines too. */
export function createOutput(sink: (text: string) => void, filter: OutputFilter): Output {
  let midLine = false
  const emit = (text: string) => {
    if (!text) return
    midLine = !text.endsWith('\n')
    sink(text)
  }
  const flush = () => emit(filter.end())
  return {
    flush,
    write: (text) => emit(filter.write(text)),
    say(message, variable, rest) {
      flush()
      if (midLine) emit('\n')
      emit(filter.write(`--> ${message}${variable === undefined ? '' : `: ${variable}`}${rest === undefined ? '' : ` ${rest}`}\n`))
      flush()
    }
  }
}
