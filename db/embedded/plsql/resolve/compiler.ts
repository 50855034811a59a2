/** One compilation: what its parts share. */
import { createHash } from 'node:crypto'
import type { Catalog } from '../../catalog/catalog'
import type { ObjectKey } from '../../catalog/stored-objects'
import type { TranslateContext } from '../../sql/statement'
import type { CompileError, PgTypeDefinition } from '../compiled'
import type { Compiler } from '../model'
import type { Signature } from '../types'

export interface CompilerOptions {
  readonly text: string
  readonly context: TranslateContext
  readonly catalog: Catalog
  readonly owner: string
  /** "HR.P", '' for a block. */
  readonly unit: string
}

export function createCompiler(options: CompilerOptions): Compiler {
  const { text, context, catalog, owner, unit } = options
  const lines = lineStarts(text)
  let names = 0
  return {
    text,
    // A stored unit has its owner's names and rights.
    context: unit === '' ? context : { ...context, user: owner, schema: owner },
    catalog,
    owner,
    unit,
    errors: [] as CompileError[],
    types: new Map<string, PgTypeDefinition>(),
    depends: new Map<string, ObjectKey>(),
    calls: new Set<Signature>(),
    fresh: (prefix, name) => {
      names += 1
      // Two underscores or a number in between: no alias of the SQL translator (t1, q2) looks like this.
      const readable =
        name === undefined
          ? ''
          : name
              .toLowerCase()
              .replace(/[^a-z0-9_]/g, '_')
              .slice(0, 40)
      return `${prefix}${names}_${readable}`
    },
    place: (offset) => {
      let low = 0
      let high = lines.length - 1
      while (low < high) {
        const middle = (low + high + 1) >> 1
        if (lines[middle] <= offset) low = middle
        else high = middle - 1
      }
      return { line: low + 1, column: offset - lines[low] + 1 }
    }
  }
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let i = 0; i < text.length; i++) if (text[i] === '\n') starts.push(i + 1)
  return starts
}

/** "ora_type"."r_…": the composite type of this body, made once for all who need it. */
export function compositeType(c: Pick<Compiler, 'types'>, prefix: 'r' | 'e', body: string): string {
  const name = `"ora_type"."${prefix}_${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`
  c.types.set(name, { name, body })
  return name
}
