import type { Scope } from '../../model'
import { coerce, target, text } from '../../resolve'
import type { AssignmentStatement } from '../../tree'
import { type Code, line } from '../code'
import { evaluate } from '../evaluate'
import type { Frame } from '../frame'

export function assignment(f: Frame, s: AssignmentStatement, scope: Scope): readonly Code[] {
  const to = target(f.unit.c, s.target, scope)
  const { before, value } = evaluate(f, s.value, scope)
  return [...before, line(to.assign(text(coerce(f.unit.c, value, to.type))), f.unit.line(s.start))]
}
