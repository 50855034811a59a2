import type { Catalog } from '../../catalog/catalog'
import { oraError } from '../../errors/messages'
import { OraError } from '../../errors/ora-error'
import type { TranslateContext, Translation } from '../../sql/statement'
import { compileBlock } from '../index'
import { parseUnit } from '../parse/parse-unit'
import { PlsqlSyntaxError } from '../parse/plsql-syntax-error'
import { placeOf } from '../parse/source-text'
import type { ParsedUnit } from '../tree'

/** An anonymous block or CALL. @throws ORA-06550 with every compile error of the block */
export function translateBlock(text: string, context: TranslateContext, catalog: Catalog): Translation {
  const parsed = parse(text)
  const compiled = compileBlock(parsed, text, context, catalog)
  const binds = compiled.binds.map((bind, i) => ({ ...bind, positions: [i] }))
  return {
    kind: 'plsql',
    steps: [{ do: 'block', types: compiled.types, functions: compiled.functions, run: compiled.run, binds }],
    columns: [],
    returning: [],
    binds: compiled.binds.map(({ name, direction, type }) => ({ name, direction, type })),
    implicitCommit: false,
    catalogVersion: catalog.version,
    cacheable: true
  }
}

function parse(text: string): ParsedUnit {
  try {
    return parseUnit(text)
  } catch (e) {
    if (!(e instanceof PlsqlSyntaxError)) throw e
    throw blockError(text, [e, ...e.also])
  }
}

/** ORA-06550 once for each message, as Oracle stacks them; the offset is the first one's. */
function blockError(text: string, messages: readonly { readonly offset: number; readonly text: string }[]): OraError {
  const lines = messages.map((m) => {
    const { line, column } = placeOf(text, m.offset)
    return oraError(6550, [String(line), String(column), m.text])
  })
  const [first, ...rest] = lines
  return new OraError(6550, [first.text, ...rest.map((e) => e.message)].join('\n'), messages[0].offset)
}
