/**
 * PL/SQL's compile errors, by number. Source: Database Error Messages 19c, "PLS-00001 to PLS-01919".
 */
export const PLS_MESSAGES: Readonly<Record<number, string>> = {
  201: "identifier '{0}' must be declared"
}

/** What does not compile: one row of USER_ERRORS. `statement` is what the compiler says it ignored, when told here. */
export class PlsError extends Error {
  /** @param text without the "PLS-nnnnn: " prefix */
  constructor(readonly number: number, readonly text: string, /** 0-based offset in the Oracle text. */ readonly offset: number) {
    super(`PLS-${String(number).padStart(5, '0')}: ${text}`)
    this.name = 'PlsError'
  }
}

export function plsError(number: number, args: readonly string[], offset: number): PlsError {
  const pattern = PLS_MESSAGES[number]
  if (pattern === undefined) throw new Error(`no message for PLS-${number}`)
  return new PlsError(number, pattern.replace(/\{(\d+)\}/g, (_, i) => args[Number(i)] ?? ''), offset)
}
