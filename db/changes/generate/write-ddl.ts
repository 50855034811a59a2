/** Statements that make the objects of a schema again. Pure. Statements of SQL are without `;`. */
import { scanTokens } from '@cicd-oracle/lexer'
import { identifier, identifiers, literal, withoutOwner } from './identifiers'
import type { Column, Constraint, Index, Sequence, Table, Unit, View } from './schema'

const DEFAULT_MOST = '9999999999999999999999999999'
const DEFAULT_LEAST = '-999999999999999999999999999'

export function createSequence({ name, next, increment, least, most, cache, cycle, order }: Sequence): string {
  const falling = increment.startsWith('-')
  return [
    `CREATE SEQUENCE ${identifier(name)} START WITH ${next}`,
    increment === '1' ? '' : `INCREMENT BY ${increment}`,
    least === (falling ? DEFAULT_LEAST : '1') ? '' : `MINVALUE ${least}`,
    most === (falling ? '-1' : DEFAULT_MOST) ? '' : `MAXVALUE ${most}`,
    cache === 20 ? '' : cache === 0 ? 'NOCACHE' : `CACHE ${cache}`,
    cycle ? 'CYCLE' : '',
    order ? 'ORDER' : ''
  ]
    .filter((part) => part)
    .join(' ')
}

export function createTable({ name, temporary, columns, constraints }: Table, owner: string): string {
  const notNulls = new Map(
    constraints.flatMap((constraint) => {
      const column = notNullColumn(constraint)
      return column === undefined ? [] : [[column, constraint] as const]
    })
  )
  const lines = [
    ...columns.map((column) => describeColumn(column, notNulls.get(column.name), owner)),
    ...constraints
      .filter((constraint) => constraint.type !== 'R' && notNullColumn(constraint) === undefined)
      .map((constraint) => describeConstraint(constraint, owner))
  ]
  const kind = temporary ? 'GLOBAL TEMPORARY TABLE' : 'TABLE'
  const body = lines.map((line) => `  ${line}`).join(',\n')
  return `CREATE ${kind} ${identifier(name)} (\n${body}\n)${temporary ? ` ON COMMIT ${temporary} ROWS` : ''}`
}

/** The column of a constraint that only says NOT NULL. */
function notNullColumn({ type, columns: [column], condition }: Constraint): string | undefined {
  return type === 'C' && condition?.trim() === `"${column}" IS NOT NULL` ? column : undefined
}

function describeColumn(column: Column, notNull: Constraint | undefined, owner: string): string {
  const { name, type, identity, virtual, invisible } = column
  const value = column.default === null ? '' : withoutOwner(column.default, owner)
  return [
    identifier(name),
    type,
    invisible ? 'INVISIBLE' : '',
    identity
      ? describeIdentity(column)
      : virtual
        ? `GENERATED ALWAYS AS (${value}) VIRTUAL`
        : value
          ? `DEFAULT ${column.defaultOnNull ? 'ON NULL ' : ''}${value}`
          : '',
    // DEFAULT ON NULL and identities say NOT NULL by themselves.
    notNull && !(column.defaultOnNull || identity)
      ? `${notNull.named ? `CONSTRAINT ${identifier(notNull.name)} ` : ''}NOT NULL${stateOf(notNull)}`
      : ''
  ]
    .filter((part) => part)
    .join(' ')
}

const IDENTITY_DEFAULTS: Readonly<Record<string, string>> = {
  'START WITH': '1',
  'INCREMENT BY': '1',
  MAX_VALUE: DEFAULT_MOST,
  MIN_VALUE: '1',
  CYCLE_FLAG: 'N',
  CACHE_SIZE: '20',
  ORDER_FLAG: 'N'
}
const IDENTITY_WORDS: Readonly<Record<string, (value: string) => string>> = {
  'START WITH': (value) => `START WITH ${value}`,
  'INCREMENT BY': (value) => `INCREMENT BY ${value}`,
  MAX_VALUE: (value) => `MAXVALUE ${value}`,
  MIN_VALUE: (value) => `MINVALUE ${value}`,
  CYCLE_FLAG: () => 'CYCLE',
  CACHE_SIZE: (value) => (value === '0' ? 'NOCACHE' : `CACHE ${value}`),
  ORDER_FLAG: () => 'ORDER'
}

function describeIdentity({ identity, defaultOnNull }: Column): string {
  const options = identity!.options
    .split(',')
    .map((option) => option.split(':').map((part) => part.trim()))
    .filter(([name, value]) => name in IDENTITY_WORDS && value !== IDENTITY_DEFAULTS[name])
    .map(([name, value]) => IDENTITY_WORDS[name](value))
  const onNull = defaultOnNull && identity!.generation === 'BY DEFAULT' ? ' ON NULL' : ''
  return `GENERATED ${identity!.generation}${onNull} AS IDENTITY${options.length ? ` (${options.join(' ')})` : ''}`
}

function describeConstraint(constraint: Constraint, owner: string): string {
  const { name, named } = constraint
  return `${named ? `CONSTRAINT ${identifier(name)} ` : ''}${ruleOf(constraint, owner)}${stateOf(constraint)}`
}

function ruleOf({ type, columns, condition, references, onDelete }: Constraint, owner: string): string {
  if (type === 'C') return `CHECK (${withoutOwner(condition ?? '', owner)})`
  if (type !== 'R') return `${type === 'P' ? 'PRIMARY KEY' : 'UNIQUE'} (${identifiers(columns)})`
  const target = `${identifier(references!.table)} (${identifiers(references!.columns)})`
  return `FOREIGN KEY (${identifiers(columns)}) REFERENCES ${target}${onDelete && onDelete !== 'NO ACTION' ? ` ON DELETE ${onDelete}` : ''}`
}

const stateOf = ({ deferrable, deferred, disabled }: Constraint): string =>
  `${deferrable ? ` DEFERRABLE${deferred ? ' INITIALLY DEFERRED' : ''}` : ''}${disabled ? ' DISABLE' : ''}`

/** Of a foreign key: only when all tables are there. */
export const addConstraint = (table: string, constraint: Constraint, owner: string): string =>
  `ALTER TABLE ${identifier(table)} ADD ${describeConstraint(constraint, owner)}`

export const createIndex = ({ name, table, kind, keys }: Index, owner: string): string =>
  `CREATE ${kind ? `${kind} ` : ''}INDEX ${identifier(name)} ON ${identifier(table)} (${keys
    .map(
      ({ column, expression, descending }) =>
        `${column === undefined ? withoutOwner(expression!, owner) : identifier(column)}${descending ? ' DESC' : ''}`
    )
    .join(', ')})`

export function createView({ name, columns, text, readOnly }: View): string {
  const end = readOnly && !saysReadOnly(text) ? '\nWITH READ ONLY' : ''
  return `CREATE OR REPLACE VIEW ${identifier(name)} (${identifiers(columns)}) AS\n${text}${end}`
}

function saysReadOnly(text: string): boolean {
  const words = scanTokens(text).tokens.map(({ kind, value }) => (kind === 'word' ? value : ''))
  return words.some((word, i) => word === 'WITH' && words[i + 1] === 'READ' && words[i + 2] === 'ONLY')
}

export const commentsOn = (name: string, comment: string | null, columns: readonly (readonly [string, string | null])[]): string[] => [
  ...(comment === null ? [] : [`COMMENT ON TABLE ${identifier(name)} IS ${literal(comment)}`]),
  ...columns.flatMap(([column, text]) =>
    text === null ? [] : [`COMMENT ON COLUMN ${identifier(name)}.${identifier(column)} IS ${literal(text)}`]
  )
]

/** With its own `;` at the end. */
export const createUnit = ({ source }: Unit): string => `CREATE OR REPLACE ${source}`
