/** The door: PL/SQL text → tree. Pure. */
import { OraError } from '../../errors/ora-error'
import { checkDepth } from '../../sql/parse/tree-depth'
import type { ParsedUnit } from '../tree'
import { PlsqlSyntaxError, STAYS } from './plsql-syntax-error'
import { TriggerParser } from './trigger-parser'

/**
 * A block, CALL or CREATE of a stored unit.
 * @throws PlsqlSyntaxError what is wrong with the PL/SQL: ORA-06550 for a block, a row of USER_ERRORS for a stored unit, whose
 *   `header` is set then
 * @throws OraError when there is no unit at all: a CREATE whose head is wrong, CALL, what is refused (ORA-03001)
 */
export function parseUnit(text: string): ParsedUnit {
  const parser = new Parser(text)
  try {
    const unit = parser.unit()
    checkDepth(unit)
    return { unit, placeholders: parser.parsedPlaceholders }
  } catch (error) {
    throw parser.complete(error)
  }
}

class Parser extends TriggerParser {
  /** The error as the caller shall see it. */
  complete(error: unknown): unknown {
    const known = error instanceof OraError && this.procedural && (this.header || !this.stored) ? fromOraError(error) : error
    if (!(known instanceof PlsqlSyntaxError)) return known
    if (this.header) known.header = this.header
    known.resume = this.resumeAfter(known.offset)
    return known
  }

  private resumeAfter(offset: number): number {
    for (let i = 0; ; i++) {
      const t = this.peek(i)
      if (t.start === this.text.length) return t.end
      if (t.start >= offset && t.kind === 'operator' && t.value === ';') return t.end
    }
  }
}

/** What the grammar of SQL raised outside a statement of SQL. */
function fromOraError(error: OraError): OraError | PlsqlSyntaxError {
  if (STAYS.has(error.code)) return error
  switch (error.code) {
    case 972:
      return new PlsqlSyntaxError(error.offset ?? 0, 'PLS-00114: identifier too long')
    default:
      return new PlsqlSyntaxError(error.offset ?? 0, `PL/SQL: ${error.message}`)
  }
}
