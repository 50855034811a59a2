/** Procedures of supplied packages, as plpgsql. Source: PL/SQL Packages and Types Reference. */
import { plsError } from '../../errors/pls-messages'
import { type Span, type Sql, sql } from '../../sql/expr'
import type { Argument, ExprNode } from '../../sql/tree'
import { NUMBER, type OraType } from '../../sql/types'
import type { CallMeaning } from '../model'
import { type PlsqlType, scalar } from '../types'
import { type Analysis, anyValue } from './analysis'
import { coerce, distance } from './coerce'
import { targetOf } from './targets'
import { isComposite, text, variableValue } from './values'

/** Arguments by parameter, in order; undefined where the default stands. */
type Given = readonly (Argument | undefined)[]
interface Procedure {
  /** Names of the parameters; those in brackets have defaults. */
  readonly parameters: readonly string[]
  build(a: Analysis, args: Given, at: Span): CallMeaning
}

const TEXT: OraType = { kind: 'VARCHAR2', size: 32767, unit: 'BYTE' }
const valueOf = (a: Analysis, node: ExprNode, type: PlsqlType, name: string, at: Span): Sql => {
  const value = anyValue(a, node)
  if (distance(a.c, value, type) === undefined) throw plsError(306, [name], at.start)
  return coerce(a.c, value, type)
}
const code = (statement: Sql, effect: boolean): CallMeaning => ({ is: 'code', code: `${text(statement)};`, effect })

/** A procedure whose arguments are IN values of these types; `null` stands for a default. */
const plain = (
  name: string,
  parameters: readonly string[],
  types: readonly OraType[],
  build: (args: readonly Sql[]) => Sql,
  effect = true
): Procedure => ({
  parameters,
  build: (a, args, at) =>
    code(
      build(args.map((arg, i) => (arg ? valueOf(a, arg.value, scalar(types[i]), name, at) : 'null'))),
      effect
    )
})
const nothing = (parameters: readonly string[]): Procedure => ({ parameters, build: () => ({ is: 'code', code: 'null;', effect: false }) })

/** DBMS_LOB changes the LOB of a variable: `change` gives what it becomes. */
const lob = (
  parameters: readonly string[],
  change: (old: Sql, args: readonly Sql[], binary: boolean) => Sql,
  types: readonly (OraType | 'lob')[]
): Procedure => ({
  parameters,
  build: (a, args, at) => {
    const target = targetOf(a, args[0]!.value)
    const { type } = target
    if (type.kind !== 'SCALAR' || (type.type.kind !== 'CLOB' && type.type.kind !== 'BLOB')) throw plsError(306, [parameters[0]], at.start)
    const lobType = type.type
    const values = args.slice(1).map((arg, i): Sql => {
      if (!arg) return 'null'
      const of = types[i] === 'lob' ? lobType : (types[i] as OraType)
      return valueOf(a, arg.value, scalar(of), parameters[0], at)
    })
    return { is: 'code', code: target.assign(change(target.read, values, lobType.kind === 'BLOB')), effect: target.effect }
  }
})

const fixedOut = (a: Analysis, arg: Argument) => targetOf(a, arg.value)

const PROCEDURES: Readonly<Record<string, Procedure>> = {
  RAISE_APPLICATION_ERROR: {
    parameters: ['NUM', 'MSG', '[KEEPERRORSTACK]'],
    build: (a, [num, msg, keep], at) => {
      const name = 'RAISE_APPLICATION_ERROR'
      const flag = keep ? valueOf(a, keep.value, scalar({ kind: 'BOOLEAN' }), name, at) : 'false'
      const number = valueOf(a, num!.value, scalar(NUMBER), name, at)
      return code(sql`perform ora.raise_application_error(${number}, ${valueOf(a, msg!.value, scalar(TEXT), name, at)}, ${flag}, caught)`, false)
    }
  },
  'DBMS_OUTPUT.PUT_LINE': plain('PUT_LINE', ['A'], [TEXT], ([line]) => sql`perform ora.output('put_line', ${line})`),
  'DBMS_OUTPUT.PUT': plain('PUT', ['A'], [TEXT], ([line]) => sql`perform ora.output('put', ${line})`),
  'DBMS_OUTPUT.NEW_LINE': plain('NEW_LINE', [], [], () => `perform ora.output('new_line', null)`),
  'DBMS_OUTPUT.ENABLE': {
    parameters: ['[BUFFER_SIZE]'],
    build: (a, [size], at) =>
      code(sql`perform ora.output('enable', ${size ? sql`trunc(${valueOf(a, size.value, scalar(NUMBER), 'ENABLE', at)})::text` : `'20000'`})`, true)
  },
  'DBMS_OUTPUT.DISABLE': plain('DISABLE', [], [], () => `perform ora.output('disable', null)`),
  'DBMS_OUTPUT.GET_LINE': {
    parameters: ['LINE', 'STATUS'],
    build: (a, [line, status]) => ({ is: 'builtin', name: 'DBMS_OUTPUT.GET_LINE', in: [], outs: [fixedOut(a, line!), fixedOut(a, status!)] })
  },
  'DBMS_OUTPUT.GET_LINES': {
    parameters: ['LINES', 'NUMLINES'],
    build: (a, [lines, count]) => {
      const numlines = fixedOut(a, count!)
      const value = variableValue(numlines.type, numlines.read, count!)
      return {
        is: 'builtin',
        name: 'DBMS_OUTPUT.GET_LINES',
        in: [{ sql: coerce(a.c, value, scalar(NUMBER)), type: scalar(NUMBER) }],
        outs: [fixedOut(a, lines!), numlines]
      }
    }
  },
  /** The client gets the rows as an implicit result. */
  'DBMS_SQL.RETURN_RESULT': {
    parameters: ['RC', '[TO_CLIENT]'],
    build: (a, [rc], at) => {
      const value = anyValue(a, rc!.value)
      if (!('composite' in value) || value.composite.kind !== 'REF CURSOR') throw plsError(306, ['RETURN_RESULT'], at.start)
      return code(sql`perform ora.output('return_result', ${value.sql})`, true)
    }
  },
  'DBMS_LOCK.SLEEP': plain('SLEEP', ['SECONDS'], [NUMBER], ([n]) => sql`perform ora.sleep(${n})`),
  'DBMS_SESSION.SLEEP': plain('SLEEP', ['SECONDS'], [NUMBER], ([n]) => sql`perform ora.sleep(${n})`),
  'DBMS_SESSION.SET_IDENTIFIER': plain('SET_IDENTIFIER', ['CLIENT_ID'], [TEXT], ([id]) => sql`perform ora.note_session('client_identifier', ${id}, 64)`),
  'DBMS_SESSION.CLEAR_IDENTIFIER': plain('CLEAR_IDENTIFIER', [], [], () => `perform ora.note_session('client_identifier', null, 64)`),
  'DBMS_APPLICATION_INFO.SET_MODULE': plain('SET_MODULE', ['MODULE_NAME', 'ACTION_NAME'], [TEXT, TEXT], ([module, action]) =>
    sql`perform ora.note_session('module', ${module}, 48), ora.note_session('action', ${action}, 32)`
  ),
  'DBMS_APPLICATION_INFO.SET_ACTION': plain('SET_ACTION', ['ACTION_NAME'], [TEXT], ([action]) => sql`perform ora.note_session('action', ${action}, 32)`),
  'DBMS_APPLICATION_INFO.SET_CLIENT_INFO': plain('SET_CLIENT_INFO', ['CLIENT_INFO'], [TEXT], ([info]) =>
    sql`perform ora.note_session('client_info', ${info}, 64)`
  ),
  'DBMS_APPLICATION_INFO.READ_MODULE': {
    parameters: ['MODULE_NAME', 'ACTION_NAME'],
    build: (a, [module, action]) => {
      const read = (arg: Argument, setting: string): string => {
        const target = targetOf(a, arg.value)
        return target.assign(coerce(a.c, variableValue(scalar(TEXT), `ora.session_note('${setting}')`, arg), target.type))
      }
      return { is: 'code', code: `${read(module!, 'module')} ${read(action!, 'action')}`, effect: false }
    }
  },
  'DBMS_APPLICATION_INFO.READ_CLIENT_INFO': {
    parameters: ['CLIENT_INFO'],
    build: (a, [info]) => {
      const target = targetOf(a, info!.value)
      const value = variableValue(scalar(TEXT), `ora.session_note('client_info')`, info!)
      return { is: 'code', code: target.assign(coerce(a.c, value, target.type)), effect: target.effect }
    }
  },
  'DBMS_RANDOM.SEED': {
    parameters: ['VAL'],
    build: (a, [val]) => {
      const value = anyValue(a, val!.value)
      return code(sql`perform ora.random_seed((${value.sql})::text)`, true)
    }
  },
  'DBMS_RANDOM.INITIALIZE': plain('INITIALIZE', ['VAL'], [NUMBER], ([n]) => sql`perform ora.random_seed((${n})::text)`),
  'DBMS_RANDOM.TERMINATE': nothing([]),
  'DBMS_LOB.CREATETEMPORARY': lob(
    ['LOB_LOC', 'CACHE', '[DUR]'],
    (_, __, binary) => (binary ? `''::bytea` : `''::text`),
    [{ kind: 'BOOLEAN' }, NUMBER]
  ),
  'DBMS_LOB.FREETEMPORARY': lob(['LOB_LOC'], (_, __, binary) => (binary ? 'null::bytea' : 'null::text'), []),
  'DBMS_LOB.APPEND': lob(['DEST_LOB', 'SRC_LOB'], (old, [source]) => sql`(ora.lob_given(${old}) || ora.lob_given(${source}))`, ['lob']),
  'DBMS_LOB.WRITEAPPEND': lob(
    ['LOB_LOC', 'AMOUNT', 'BUFFER'],
    (old, [amount, buffer]) => sql`(ora.lob_given(${old}) || ora.lob_piece(${buffer}, ${amount}))`,
    [NUMBER, 'lob']
  ),
  'DBMS_LOB.WRITE': lob(
    ['LOB_LOC', 'AMOUNT', 'OFFSET', 'BUFFER'],
    (old, [amount, offset, buffer]) => sql`ora.lob_write(ora.lob_given(${old}), ora.lob_piece(${buffer}, ${amount}), ${offset})`,
    [NUMBER, NUMBER, 'lob']
  ),
  'DBMS_LOB.READ': {
    parameters: ['LOB_LOC', 'AMOUNT', 'OFFSET', 'BUFFER'],
    build: (a, [from, amount, offset, buffer], at) => {
      const value = anyValue(a, from!.value)
      if (isComposite(value) || (value.type.kind !== 'CLOB' && value.type.kind !== 'BLOB')) throw plsError(306, ['READ'], at.start)
      const [count, to] = [targetOf(a, amount!.value), targetOf(a, buffer!.value)]
      const wanted = coerce(a.c, variableValue(count.type, count.read, amount!), scalar(NUMBER))
      const part = sql`ora.lob_read(${value.sql}, ${wanted}, ${valueOf(a, offset!.value, scalar(NUMBER), 'READ', at)})`
      const type = scalar(value.type.kind === 'BLOB' ? { kind: 'RAW' } : TEXT)
      const length = sql`pg_catalog.${value.type.kind === 'BLOB' ? 'octet_length' : 'length'}(${part})::numeric`
      const put = to.assign(coerce(a.c, variableValue(type, part, buffer!), to.type))
      return { is: 'code', code: `${put} ${count.assign(coerce(a.c, variableValue(scalar(NUMBER), length, amount!), count.type))}`, effect: false }
    }
  },
  'DBMS_LOB.TRIM': lob(['LOB_LOC', 'NEWLEN'], (old, [length]) => sql`ora.lob_trim(${old}, ${length})`, [NUMBER]),
  'DBMS_LOB.OPEN': nothing(['LOB_LOC', 'OPEN_MODE']),
  'DBMS_LOB.CLOSE': nothing(['LOB_LOC'])
}

/** Undefined: this server has no such procedure. */
export function suppliedProcedure(a: Analysis, name: string, args: readonly Argument[], at: Span): CallMeaning | undefined {
  const own = name.startsWith('DBMS_STANDARD.') ? name.slice('DBMS_STANDARD.'.length) : name
  const procedure = Object.hasOwn(PROCEDURES, own) ? PROCEDURES[own] : undefined
  if (!procedure) return undefined
  return procedure.build(a, matched(procedure.parameters, args, own, at), at)
}
export const isSuppliedProcedure = (name: string): boolean => Object.hasOwn(PROCEDURES, name.replace(/^DBMS_STANDARD\./, ''))

function matched(parameters: readonly string[], args: readonly Argument[], name: string, at: Span): Given {
  const given: (Argument | undefined)[] = parameters.map(() => undefined)
  const wrong = (): Error => plsError(306, [name.slice(name.indexOf('.') + 1)], at.start)
  args.forEach((arg, i) => {
    const place = arg.name ? parameters.findIndex((p) => p.replace(/[[\]]/g, '') === arg.name!.name) : i
    if (place < 0 || place >= parameters.length || given[place]) throw wrong()
    given[place] = arg
  })
  parameters.forEach((p, i) => {
    if (!given[i] && !p.startsWith('[')) throw wrong()
  })
  return given
}
