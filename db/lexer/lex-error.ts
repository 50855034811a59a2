/** What can be wrong with a text before any grammar looks at it. Numbers and texts: Database Error Messages 19c. */
const TEXTS = {
  911: 'invalid character',
  1740: 'missing double quote in identifier',
  1741: 'illegal zero-length identifier',
  1742: 'comment not terminated properly',
  1756: 'quoted string not properly terminated'
} as const

export type LexErrorCode = keyof typeof TEXTS

export class LexError extends Error {
  readonly text: string
  /** @param offset where the offending token starts: 0-based index into the text, as `String.prototype.slice` takes it. */
  constructor(
    readonly code: LexErrorCode,
    readonly offset: number
  ) {
    super(`ORA-${String(code).padStart(5, '0')}: ${TEXTS[code]}`)
    this.name = 'LexError'
    this.text = TEXTS[code]
  }
}
