/** What functions ask the server (catalog/sql/36-callback.sql), by `do`. */
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import type { Fragment } from '../../plsql/compiled'
import { quoteName } from '../../sql/expr'
import type { ColumnInfo, Translation } from '../../sql/statement'
import { type OraType, PG_TYPE } from '../../sql/types'
import { STATEMENTS } from '../run-once'
import type { Session } from '../session'
import { translateStatement } from '../translate-statement'
import { autonomously, type Cell, type Cells } from './autonomous'
import { blockOf } from './block-step'
import { BUILTINS } from './builtins'
import { CallbackError } from './callback-listener'
import { Driver } from './drive'
import { Frame } from './driven-frame'
import { storedProgram } from './driven-units'
import { argumentsOf, PlsqlError } from './plsql-error'
import { isSame } from './put-row'
import { shapeOf } from './shapes'
import type { SlotValue } from './slot-values'

/** Where the server cannot drive. */
const CALLED = 'a function that SQL, a trigger or an expression calls'

interface SqlQuestion {
  readonly do: 'sql' | 'query'
  readonly text: string
  readonly owner: string | null
  readonly binds: readonly OraType[] | null
  readonly targets?: readonly OraType[] | null
  readonly elements?: readonly string[] | null
}
interface CallQuestion {
  readonly do: 'call'
  readonly owner: string
  readonly name: string
  readonly pgName: string
  readonly input: readonly SlotValue[] | null
  /** The caller's package variables: its session cannot be asked now. */
  readonly cells: readonly Cell[] | null
}
interface BuiltinQuestion { readonly do: 'builtin'; readonly name: string; readonly input: readonly SlotValue[] | null }

export async function answerCallback(session: Session, question: string): Promise<string> {
  const asked = JSON.parse(question) as SqlQuestion | CallQuestion | BuiltinQuestion
  try {
    return JSON.stringify(await answer(session, asked))
  } catch (e) {
    if (e instanceof PlsqlError) throw new CallbackError({ C: 'OR000', M: String(e.code), D: e.args, H: e.frames })
    const error = session.errorOf(e, 'plsql')
    if (error.code === 604) throw new CallbackError({ C: 'XX000', M: error.text })
    throw new CallbackError({ C: 'OR000', M: String(error.code), D: argumentsOf(error) })
  }
}

function answer(session: Session, asked: SqlQuestion | CallQuestion | BuiltinQuestion): Promise<object> {
  switch (asked.do) {
    case 'sql':
      return statement(session, asked)
    case 'query':
      return query(session, asked)
    case 'call':
      return call(session, asked)
    case 'builtin':
      return builtin(session, asked)
  }
}

/** PostgreSQL's text with $n for the n-th bind. */
async function translate(session: Session, asked: SqlQuestion): Promise<{ translation: Translation; before: string[]; sql: string }> {
  const types = asked.binds ?? []
  const { translation } = await translateStatement(session, asked.text, { types, arrays: new Set() }, asked.owner ?? undefined)
  if (types.length < translation.binds.length) throw oraError(1008)
  if (types.length > translation.binds.length) throw oraError(1006)
  const steps = translation.steps.flatMap(step => (step.do === 'sql' || step.do === 'check' ? [step] : []))
  const last = steps[steps.length - 1]
  const before = steps.slice(0, -1)
  if (before.some(step => step.do === 'check' || step.params.length > 0)) refuse(`this statement as dynamic SQL in ${CALLED}`)
  return { translation, before: before.map(step => step.text), sql: last ? renumbered(last.text, last.params.map(p => p.param + 1)) : '' }
}

async function query(session: Session, asked: SqlQuestion): Promise<object> {
  const { translation, before, sql } = await translate(session, asked)
  if (translation.kind !== 'query') throw oraError(6539)
  const shape = shapeOf(translation.columns)
  session.context.blocks.addShapes([shape])
  return { before, sql, shape: shape.id }
}

async function statement(session: Session, asked: SqlQuestion): Promise<object> {
  const { translation, before, sql } = await translate(session, asked)
  if (translation.implicitCommit) return { not: 'COMMIT' }
  const block = blockOf(translation)
  if (block) return { before, sql: await blockSql(session, asked, block) }
  switch (translation.kind) {
    case 'query':
      if (!asked.targets) return { before: [], sql: 'select 1 where false' }
      return { before, sql: await rowsAs(session, asked, sql, translation.columns) }
    case 'insert':
    case 'update':
    case 'delete':
    case 'merge':
      if (translation.returning.length === 0) return { before, sql }
      return { before, sql: await rowsAs(session, asked, sql, translation.returning) }
    case 'transaction':
      return { not: 'COMMIT' }
    default:
      return refuse(`dynamic SQL of this kind (${translation.kind}) in ${CALLED}`)
  }
}

/** The rows with their columns as the targets want them; collected into one row of arrays when there are `elements`. */
async function rowsAs(session: Session, asked: SqlQuestion, sql: string, columns: readonly ColumnInfo[]): Promise<string> {
  const targets = asked.targets ?? []
  if (targets.length !== columns.length) throw oraError(1007)
  const names = columns.map((_, i) => `c${i + 1}`)
  const values = await Promise.all(columns.map(async ({ type }, i) => {
    const value = `q.${names[i]}`
    return isSame(type, targets[i]) ? value : converted(session, value, type, targets[i])
  }))
  const list = asked.elements
    ? elementsOf(asked.elements, values).map((value, i) => `coalesce(array_agg(row(${value})::${asked.elements?.[i]}), '{}')`)
    : values
  return `with q(${names.join(', ')}) as (${sql}) select ${list.join(', ')} from q`
}
/** One collection for each column, or one of records for all. */
function elementsOf(elements: readonly string[], values: readonly string[]): string[] {
  if (elements.length === values.length) return [...values]
  return elements.length === 1 ? [`row(${values.join(', ')})`] : refuse('BULK COLLECT of several records')
}

/** By the assignment of PL/SQL, a function made for it. */
async function converted(session: Session, value: string, from: OraType, to: OraType): Promise<string> {
  const { translation } = await translateStatement(session, 'begin :target := :source; end;', { types: [to, from], arrays: new Set() })
  const block = blockOf(translation)
  if (!block || !('fragment' in block.run)) return refuse(`a ${from.kind} into a variable of another type`)
  const { fragment } = block.run
  await session.context.blocks.ensure({ types: block.types, functions: [...block.functions, fragment.fn] })
  return `${quoteName(fragment.fn.schema)}.${quoteName(fragment.fn.name)}(${value})`
}

async function blockSql(session: Session, asked: SqlQuestion, block: NonNullable<ReturnType<typeof blockOf>>): Promise<string> {
  if (!('fragment' in block.run)) return refuse(`a dynamic block that controls transactions or runs dynamic SQL, in ${CALLED}`)
  const { fragment } = block.run
  await session.context.blocks.ensure({ types: block.types, functions: [...block.functions, fragment.fn] })
  session.context.blocks.addShapes(fragment.shapes)
  const bindOf = (name: string): number => block.binds.findIndex(bind => bind.slot.name === name)
  const args = fragment.in.map(slot => {
    const position = bindOf(slot.name)
    return `$${block.binds[position].positions[0] + 1}::${PG_TYPE[(asked.binds ?? [])[position].kind]}`
  })
  const call = `${quoteName(fragment.fn.schema)}.${quoteName(fragment.fn.name)}(${args.join(', ')})`
  const outs = block.binds.filter(bind => bind.direction !== 'in')
  if (outs.length === 0) return `select ${call}`
  if (fragment.out.length === 1) return `select ${call}`
  const column = (fragment_: Fragment, name: string): string => `q.c${fragment_.out.findIndex(slot => slot.name === name) + 1}`
  const [list, names] = [outs.map(bind => column(fragment, bind.slot.name)), fragment.out.map((_, i) => `c${i + 1}`)]
  return `select ${list.join(', ')} from ${call} as q(${names.join(', ')})`
}

/** The PostgreSQL text with its parameters numbered anew: what was $n becomes $numbers[n-1]. */
export const renumbered = (text: string, numbers: readonly number[]): string =>
  text.replace(LITERAL_OR_PARAMETER, (all: string, n: string | undefined) => (n === undefined ? all : `$${numbers[Number(n) - 1]}`))
const LITERAL_OR_PARAMETER = /E'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\d+)/gs

/** Parameters and results as their own code names them: p$1, p$2 … go in; r, o1, o2 … come out (plsql/emit/driven-call.ts). */
async function call(session: Session, asked: CallQuestion): Promise<object> {
  const program = await storedProgram(session, asked)
  if (!program.autonomous) refuse(`a subprogram that controls transactions, in ${CALLED}`)
  const frame = new Frame(program, new Map((asked.input ?? []).map((value, i) => [`p$${i + 1}`, value])), asked.owner)
  const given = asked.cells ?? []
  const commands: string[] = []
  const cells: Cells = {
    read: () => Promise.resolve(given),
    change: async changes => void commands.push(...changes)
  }
  await autonomously(session, child => new Driver(child, STATEMENTS).whole(frame), cells)
  const names = program.slots.map(slot => slot.name).filter(name => name === 'r' || /^o\d+$/.test(name))
  const order = (name: string): number => (name === 'r' ? 0 : Number(name.slice(1)))
  return { cells: commands, output: names.sort((a, b) => order(a) - order(b)).map(name => frame.get(name)) }
}

async function builtin(session: Session, asked: BuiltinQuestion): Promise<object> {
  const run = BUILTINS[asked.name] ?? refuse(asked.name)
  return { output: run(session, asked.input ?? [], []) }
}

