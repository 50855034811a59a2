import { plsError } from '../../../errors/pls-messages'
import type { Scope } from '../../model'
import { exceptionOf } from '../../resolve'
import type { RaiseStatement } from '../../tree'
import type { Code } from '../code'
import type { Frame } from '../frame'

export function raise(f: Frame, s: RaiseStatement, scope: Scope): readonly Code[] {
  const line = f.unit.line(s.start)
  if (s.name) {
    const { code, ident } = exceptionOf(f.unit.c, scope, s.name)
    return [{ is: 'raise', code, ident, line }]
  }
  if (f.handlers === 0) throw plsError(367, [], s.start)
  return [{ is: 'reraise', line }]
}
