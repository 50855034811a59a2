/** What a CREATE of a unit says before its body, whether or not the body could be parsed. */

import type { CompileError } from '../compiled'
import { parseUnit } from '../parse/parse-unit'
import { PlsqlSyntaxError, type UnitHeader } from '../parse/plsql-syntax-error'
import { placeOf } from '../parse/source-text'
import type { ParsedUnit, UnitNode } from '../tree'
import { triggerTexts } from './trigger-texts'

const KINDS: Readonly<Record<Exclude<UnitNode['type'], 'anonymous' | 'create-subprogram'>, UnitHeader['kind']>> = {
  'create-package': 'PACKAGE',
  'create-package-body': 'PACKAGE BODY',
  'create-trigger': 'TRIGGER',
  'create-type': 'TYPE'
}

export interface ReadUnit {
  readonly header: UnitHeader
  readonly authid: 'DEFINER' | 'CURRENT_USER'
  /** Absent when the text is wrong: then `errors` say how. */
  readonly parsed?: ParsedUnit
  readonly errors: readonly CompileError[]
}

/** @throws OraError when the head is wrong: then there is no unit */
export function readUnit(text: string): ReadUnit {
  try {
    const parsed = parseUnit(text)
    return { header: headerOf(parsed.unit), authid: authidOf(parsed.unit), parsed, errors: [] }
  } catch (e) {
    if (!(e instanceof PlsqlSyntaxError) || !e.header) throw e
    const from = firstLine(text, e.header.sourceStart, e.header.kind === 'TRIGGER')
    const source = text.slice(from)
    const errors = [e, ...e.also].map((message): CompileError => {
      const { line, column } = placeOf(source, Math.max(message.offset - from, 0))
      return { line, position: column, text: message.text, number: numberOf(message.text), attribute: 'ERROR' }
    })
    return { header: e.header, authid: 'DEFINER', errors }
  }
}

/** Where line 1 of a unit's errors begins: at the word of its type; of a trigger, at its body. */
export const firstLine = (text: string, sourceStart: number, trigger: boolean): number =>
  trigger ? text.length - triggerTexts(text.slice(sourceStart)).body.length : sourceStart

/** MESSAGE_NUMBER of "PLS-00201: …" and "PL/SQL: ORA-00942: …"; 0 for "PL/SQL: Statement ignored". */
export function numberOf(text: string): number {
  const code = text.startsWith('PL/SQL: ') ? text.slice('PL/SQL: '.length) : text
  return code.startsWith('PLS-') || code.startsWith('ORA-') ? Number.parseInt(code.slice(4), 10) : 0
}

function headerOf(unit: UnitNode): UnitHeader {
  if (unit.type === 'anonymous') throw new Error('a block has no header')
  const { orReplace, name, sourceStart } = unit
  const kind = unit.type === 'create-subprogram' ? unit.subprogram.kind : KINDS[unit.type]
  return { kind, orReplace, name, sourceStart, ...(unit.type === 'create-trigger' && { trigger: unit }) }
}

function authidOf(unit: UnitNode): ReadUnit['authid'] {
  if (unit.type === 'create-subprogram') return unit.subprogram.authid
  return unit.type === 'create-package' ? unit.authid : 'DEFINER'
}

/** What USER_SOURCE keeps: without the schema, whose place Oracle fills with blanks; a trigger's text stays as it was written. */
export function storedSource(text: string, header: UnitHeader): string {
  const source = text.slice(header.sourceStart)
  const { schema, object } = header.name
  if (!schema || header.kind === 'TRIGGER') return source
  const [from, to] = [schema.start - header.sourceStart, object.start - header.sourceStart]
  return source.slice(0, from) + ' '.repeat(to - from) + source.slice(to)
}
