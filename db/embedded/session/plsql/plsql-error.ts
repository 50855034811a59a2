/** An error on its way through a driven program: what `ora.error` (code, ident, args, stack) is inside PostgreSQL. */
import { factsOf } from '../../errors/from-postgres'
import { hasMessage, MESSAGES, oraError } from '../../errors/messages'
import { OraError } from '../../errors/ora-error'
import type { Session } from '../session'
import { FlightError } from '../transaction'
import { stacked } from './error-stack'
import { compositeText, parseComposite } from './pg-literal'

const SEPARATOR = '\x1f'

export class PlsqlError extends Error {
  /**
   * @param code Oracle's number, positive; 1 with `ident` for an exception that a program declared
   * @param args of the message, behind one another with chr(31)
   * @param frames one line for each frame, innermost first, as `ora.error` has them
   * @param origin has a text that the arguments do not give
   */
  constructor(readonly code: number, readonly ident: string, readonly args: string, readonly frames: string,
    private readonly origin?: OraError) {
    super(`ORA-${code}`)
    this.name = 'PlsqlError'
  }

  static parse(value: string): PlsqlError {
    const [code, ident, args, frames] = parseComposite(value)
    return new PlsqlError(Number(code), ident ?? '', args ?? '', frames ?? '')
  }

  get value(): string {
    return compositeText([String(this.code), this.ident, this.args, this.frames])
  }

  /** The same seen from a frame further out. `place`: what ORA-06512 shows behind "at ". */
  passed(place: string): PlsqlError {
    return new PlsqlError(this.code, this.ident, this.args, [this.frames, `\x01${place}`].filter(f => f !== '').join('\n'), this.origin)
  }

  private error(): OraError {
    if (this.ident !== '') return oraError(6510)
    if (hasMessage(this.code)) return oraError(this.code, this.args.split(SEPARATOR))
    return new OraError(604, `error occurred at recursive SQL level 1\nno text for ORA-${this.code}`)
  }
  /** As the client gets it. */
  async full(session: Session): Promise<OraError> {
    const error = this.origin ?? this.error()
    return stacked(session.context.maintenance.query, error, this.frames)
  }
}

/** Not for handlers: refusals of this server, and the user's cancel. */
const UNCATCHABLE: ReadonlySet<number> = new Set([3001, 1013, 604])

/** What a handler may see of it; undefined: it goes through all of them. */
export function catchable(e: unknown, session: Session): PlsqlError | undefined {
  if (e instanceof PlsqlError) return e
  if (e instanceof OraError) return UNCATCHABLE.has(e.code) ? undefined : new PlsqlError(e.code, '', argumentsOf(e), '', e)
  if (!(e instanceof FlightError)) {
    const error = session.errorOf(e, 'plsql')
    return error.code === 2091 ? new PlsqlError(2091, '', '', '', error) : undefined
  }
  const { fields } = e.error
  const facts = factsOf(fields, session.errorContext('plsql'))
  if (!facts || UNCATCHABLE.has(facts.code)) return undefined
  const frames = [fields.hint ?? '', fields.where ?? ''].filter(f => f !== '').join('\n')
  return new PlsqlError(facts.code, facts.ident, facts.args.join(SEPARATOR), frames)
}

/** What stands in the places of the message's pattern. */
export function argumentsOf(e: OraError): string {
  const pattern = MESSAGES[e.code]
  if (pattern === undefined) return e.text
  const places: number[] = []
  const text = pattern.split(/(\{\d\})/).map(part => {
    const place = /^\{(\d)\}$/.exec(part)
    if (!place) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    places.push(Number(place[1]))
    return '([^]*?)'
  })
  const found = new RegExp(`^${text.join('')}$`).exec(e.text)
  const args: string[] = []
  places.forEach((place, i) => (args[place] = found?.[i + 1] ?? ''))
  return Array.from(args, arg => arg ?? '').join(SEPARATOR)
}
