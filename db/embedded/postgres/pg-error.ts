/** An ErrorResponse of PostgreSQL as it came; errors/from-postgres.ts makes an Oracle error of it. */
export interface PgErrorFields {
  readonly code: string
  readonly message: string
  readonly detail?: string
  readonly schema?: string
  readonly table?: string
  readonly column?: string
  readonly dataType?: string
  readonly constraint?: string
  /** 1-based character in the PostgreSQL text. */
  readonly position?: number
  readonly hint?: string
  readonly where?: string
  readonly severity: string
}

export class PgError extends Error {
  constructor(readonly fields: PgErrorFields) {
    super(`${fields.code} ${fields.message}`)
    this.name = 'PgError'
  }
  get code(): string {
    return this.fields.code
  }
}

const FIELD: Readonly<Record<string, keyof PgErrorFields>> = {
  V: 'severity', C: 'code', M: 'message', D: 'detail', H: 'hint', s: 'schema', t: 'table', c: 'column', d: 'dataType', n: 'constraint', W: 'where'
}

/** Body of an ErrorResponse or NoticeResponse: field letter, text, zero; ended by a zero. Source: PostgreSQL manual 54.8. */
export function parsePgError(body: Buffer): PgError {
  const fields: Record<string, string | number> = { code: 'XX000', message: '', severity: 'ERROR' }
  let at = 0
  while (at < body.length && body[at] !== 0) {
    const letter = String.fromCharCode(body[at])
    const end = body.indexOf(0, at + 1)
    if (end < 0) break
    const text = body.toString('utf8', at + 1, end)
    if (letter === 'P') fields.position = Number(text)
    else if (FIELD[letter]) fields[FIELD[letter]] = text
    at = end + 1
  }
  return new PgError(fields as unknown as PgErrorFields)
}
