import type { Position } from './types'

export interface Problem {
  readonly message: string
  readonly at?: Position
}

/** `file:line:column message`, the line itself and a caret under the place; one paragraph a problem. */
export class ConfigError extends Error {
  constructor(
    readonly file: string,
    readonly problems: readonly Problem[],
    text = ''
  ) {
    const lines = text.split(/\r?\n/)
    super(
      problems
        .map(({ message, at }) => {
          if (!at) return `${file}: ${message}`
          const gutter = `${at.line} | `
          const line = lines[at.line - 1] ?? ''
          const indent = line.slice(0, at.column - 1).replace(/[^\t]/g, ' ')
          return `${file}:${at.line}:${at.column} ${message}\n  ${gutter}${line}\n  ${' '.repeat(gutter.length)}${indent}^`
        })
        .join('\n')
    )
    this.name = 'ConfigError'
  }
}
