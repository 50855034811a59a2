import type { Catalog } from '../../catalog/catalog'
import { oraError } from '../../errors/messages'
import { InvalidUnit, OraError } from '../../errors/ora-error'
import type { TranslateContext, Translation } from '../../sql/statement'
import type { CompiledBlock } from '../compiled'
import { compileBlock } from '../index'
import { parseUnit } from '../parse/parse-unit'
import { PlsqlSyntaxError } from '../parse/plsql-syntax-error'
import { placeOf } from '../parse/source-text'
import type { ParsedUnit } from '../tree'
import { numberOf } from './unit-header'

/** @param what BEGIN, DECLARE or CALL. @throws ORA-06550 with every compile error of the block */
export function translateBlock(what: string, text: string, context: TranslateContext, catalog: Catalog): Translation {
  const compiled = what === 'CALL' ? compileCall(text, context, catalog) : compileBlock(parse(text), text, context, catalog)
  const binds = compiled.binds.map((bind, i) => ({ ...bind, positions: [i] }))
  return {
    kind: 'plsql',
    steps: [{ do: 'block', types: compiled.types, functions: compiled.functions, run: compiled.run, binds, dependsOn: compiled.dependsOn }],
    columns: [],
    returning: [],
    binds: compiled.binds.map(({ name, direction, type }) => ({ name, direction, type })),
    implicitCommit: false,
    catalogVersion: catalog.version,
    cacheable: true
  }
}

/** CALL is SQL: what PL/SQL says of it has numbers of SQL. */
function compileCall(text: string, context: TranslateContext, catalog: Catalog): CompiledBlock {
  try {
    return compileBlock(parse(text), text, context, catalog)
  } catch (e) {
    if (e instanceof InvalidUnit) throw new InvalidUnit(e.owner, e.unit, e.type, callError(e.otherwise))
    throw e instanceof OraError ? callError(e) : e
  }
}

/** ORA-06550's text is "line 1, column 6:" and, in the next line, what is wrong. */
function callError(e: OraError): OraError {
  const message = e.code === 6550 ? e.text.split('\n')[1] : ''
  const number = numberOf(message)
  if (!message.startsWith('PLS-')) return e
  if (number === 201 || number === 221 || number === 222) return oraError(6576, [], e.offset)
  const [, object = ''] = message.split(' object ')
  if (number === 905) return oraError(6575, [object.slice(object.indexOf('.') + 1).replace(' is invalid', '')], e.offset)
  return oraError(6553, [`${number}: ${message.slice(message.indexOf(': ') + 2)}`], e.offset)
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
