/**
 * For tests: holds what the resolver says against what PostgreSQL does. When a statement is translated, PostgreSQL prepares
 * it on a connection of our own and its result types are compared with PG_TYPE of the described ones; when rows
 * are sent, each value is compared with its column's description. A difference is an error, so that a test fails.
 */
import type { Query } from '../catalog/load-catalog'
import { OraError } from '../errors/ora-error'
import { PgError } from '../postgres/pg-error'
import type { ColumnInfo, Translation } from '../sql/statement'
import { type OraType, PG_TYPE } from '../sql/types'
import type { Codec } from '../ttc/types/codecs'
import { describeType } from '../ttc/types/describe-type'

export interface TypeVerifier {
  /** @throws ORA-00604 naming the column and both types */
  statement(translation: Translation): Promise<void>
  /** The same codecs, each raising ORA-00604 for a value that its column's description does not allow. */
  codecs(columns: readonly ColumnInfo[], codecs: readonly Codec[]): Codec[]
}

const differs = (column: ColumnInfo, told: string, found: string): OraError =>
  new OraError(604, `error occurred at recursive SQL level 1\ncolumn ${column.name} is described as ${told}, but PostgreSQL gives ${found}`)

const named = (type: OraType): string => JSON.stringify(type)
const LONG_NAMES: Readonly<Record<string, string>> = {
  timestamp: 'timestamp without time zone', timestamptz: 'timestamp with time zone', float4: 'real', float8: 'double precision', bool: 'boolean'
}

/** @param query of a superuser's connection that nothing else uses */
export function typeVerifier(query: Query): TypeVerifier {
  let last: Promise<unknown> = Promise.resolve()
  return {
    statement(translation) {
      const work = last.then(() => verify(query, translation))
      last = work.catch(() => undefined)
      return work
    },
    codecs: (columns, codecs) => codecs.map((codec, i) => checked(columns[i], codec))
  }
}

async function verify(query: Query, translation: Translation): Promise<void> {
  for (const step of translation.steps) {
    if (step.do !== 'sql' || step.result === 'none' || step.result === 'count') continue
    const columns = step.result === 'rows' ? translation.columns : translation.returning
    const types = await resultTypes(query, step.text, step.params.map(p => PG_TYPE[p.type.kind]))
    if (!types) continue
    if (types.length !== columns.length)
      throw new OraError(604, `error occurred at recursive SQL level 1\n${columns.length} columns are described, but PostgreSQL gives ${types.length}`)
    columns.forEach((column, i) => {
      const wanted = PG_TYPE[column.type.kind]
      if (types[i] !== (LONG_NAMES[wanted] ?? wanted)) throw differs(column, named(column.type), types[i])
    })
  }
}

/** Undefined when PostgreSQL cannot prepare it here: a session's own table, or an error that running it shows. */
async function resultTypes(query: Query, text: string, parameters: readonly string[]): Promise<string[] | undefined> {
  const declared = parameters.length > 0 ? ` (${parameters.join(', ')})` : ''
  try {
    await query(`set lock_timeout = '1s'; deallocate all; prepare verified${declared} as ${text}`)
  } catch (e) {
    if (e instanceof PgError) return undefined
    throw e
  }
  const rows = await query(`select t::text from pg_catalog.pg_prepared_statements, unnest(result_types) with ordinality u(t, n) where name = 'verified' order by n`)
  return rows.map(([type]) => type ?? '')
}

function checked(column: ColumnInfo, codec: Codec): Codec {
  const complaint = CHECKS[column.type.kind]
  if (!complaint || codec.format === 1) return codec
  return {
    ...codec,
    encode(w, source, at, length, context) {
      const value = source.toString('utf8', at, at + length)
      if (complaint(value, column.type, length)) throw differs(column, named(column.type), `'${value}'`)
      codec.encode(w, source, at, length, context)
    }
  }
}

type Typed<K extends OraType['kind']> = Extract<OraType, { kind: K }>
/** Oracle describes a number turned into text as 40 bytes, though a sign and a point may come to its 40 digits. */
const NUMBER_TEXT = 40
const room = (type: OraType): number => describeType(type).maxBytes + (describeType(type).maxBytes >= NUMBER_TEXT ? 2 : 0)
const fraction = (value: string): number => /\.(\d+)/.exec(value)?.[1].length ?? 0

/** Whether a value does not fit its type. `bytes`: its length in UTF-8. */
const CHECKS: { readonly [K in OraType['kind']]?: (value: string, type: OraType, bytes: number) => boolean } = {
  VARCHAR2: (value, type, bytes) => value === '' || (!(type as Typed<'VARCHAR2'>).national && bytes > room(type)),
  NULL: () => true,
  CHAR: (value, type, bytes) => {
    const { size, unit, national } = type as Typed<'CHAR'>
    // Shorter it may be: CHAR || CHAR is CHAR, also when one of them is NULL.
    return value === '' || (size !== undefined && (unit === 'CHAR' || national ? [...value].length : bytes) > size)
  },
  NUMBER: (value, type) => {
    const { precision, scale = 0 } = type as Typed<'NUMBER'>
    if (precision === undefined) return false
    const [whole, decimals = ''] = value.replace('-', '').split('.')
    return decimals.replace(/0+$/, '').length > Math.max(scale, 0) || whole.replace(/^0+/, '').length > Math.max(precision - scale, 0)
  },
  DATE: value => fraction(value) > 0,
  TIMESTAMP: (value, type) => fraction(value) > (type as Typed<'TIMESTAMP'>).precision
}
