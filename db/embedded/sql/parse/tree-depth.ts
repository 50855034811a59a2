import { refuse } from '../../errors/ora-error'
import type { Span } from '../expr'

/** A chain of operators makes a tree as deep as it is long: what walks the tree afterwards must not run out of stack. */
const MAX_DEPTH = 1200

/** Refuses trees too deep to be walked. Needs no stack itself. */
export function checkDepth(root: Span): void {
  let level: object[] = [root]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) refuse(`a statement nested or chained more than ${MAX_DEPTH} deep`, (level[0] as Span).start)
    const next: object[] = []
    for (const node of level) {
      for (const value of Object.values(node)) if (typeof value === 'object' && value !== null) next.push(value)
    }
    level = next
  }
}
