/** A function of PostgreSQL around code. */
import { phys } from '../../catalog/physical-names'
import type { PgFunction } from '../compiled'
import type { Code } from './code'
import type { Frame } from './frame'
import { MappedText } from './mapped-text'
import { asValue, CodePrinter, DIAGNOSTIC_VARIABLES, RAISING } from './print-code'

export interface PgParameter { readonly mode: 'in' | 'out' | 'inout'; readonly name: string; readonly pgType: string }
export interface FunctionSpec {
  readonly frame: Frame
  readonly schema: string
  /** Absent: named by a hash of all that is in it. */
  readonly name?: string
  readonly parameters: readonly PgParameter[]
  readonly body: readonly Code[]
  /** 'value': the error comes in a last column `e`. */
  readonly form: 'raising' | 'value'
  readonly returns?: string
  /** What RETURN is in plpgsql. */
  readonly return?: string
}

/** Names that the text may mean: every variable that it uses is among them. */
export const namesIn = (text: string): ReadonlySet<string> => new Set(text.match(/[a-z_][a-z0-9_$]*/g) ?? [])

const BODY = 'body$'

export function printBody(spec: Pick<FunctionSpec, 'frame' | 'body' | 'form' | 'return'>): MappedText {
  const { frame, body, form } = spec
  const text = new MappedText()
  const printer = new CodePrinter(text, frame.unit.c.unit, (prefix, pgType) => frame.declare(prefix, pgType), spec.return)
  if (form === 'value') text.add(`<<${BODY}>> begin`)
  printer.print(body, form === 'value' ? asValue(BODY) : RAISING)
  if (form === 'value') text.add('end;')
  return text
}

export function makeFunction(spec: FunctionSpec, printed = printBody(spec)): PgFunction {
  const { frame, form } = spec
  const parameters = form === 'value' ? [...spec.parameters, { mode: 'out', name: 'e', pgType: 'ora.error' } as const] : spec.parameters
  const names = namesIn(printed.text)
  const given = new Set(parameters.map(p => p.name))
  const variables = frame.variables.filter(v => names.has(v.name) && !given.has(v.name)).map(v => `${v.name} ${v.pgType};`)
  for (const error of ['caught', 'e']) if (names.has(error) && !given.has(error)) variables.push(`${error} ora.error;`)
  if (names.has(DIAGNOSTIC_VARIABLES[0])) variables.push(...DIAGNOSTIC_VARIABLES.map(v => `${v} text;`))
  const text = new MappedText()
  if (variables.length > 0) text.add(`declare ${variables.join(' ')}`)
  text.add('begin')
  printed.text.split('\n').forEach((line, i) => text.add(line, printed.lines[i]))
  text.add('end')
  const list = parameters.map(p => `${p.mode === 'in' ? '' : `${p.mode} `}${p.name} ${p.pgType}`).join(', ')
  const returns = spec.returns ?? (parameters.some(p => p.mode !== 'in') ? '' : 'void')
  const head = `(${list})${returns && ` returns ${returns}`} language plpgsql`
  const { unit, kind } = { unit: frame.unit.c.unit, kind: frame.unit.options.kind }
  const name = phys(spec.name ?? `f_${frame.unit.hash(`${unit}\n${head}\n${text.text}\n${text.lines.join()}`)}`)
  return { schema: phys(spec.schema), name, head, body: text.text, lines: text.lines, unit, kind }
}
