/** The current user's objects, as the dictionary (USER_… views) describes them. */
import type { Connection } from 'oracledb'
import type { Column, Constraint, Index, Schema, Sequence, Table, Unit, View } from './schema'

type Row = Readonly<Record<string, string | null>>
const OUT_FORMAT_OBJECT = 4002
const DESCRIBED = new Set([
  'TABLE',
  'INDEX',
  'SEQUENCE',
  'VIEW',
  'FUNCTION',
  'PROCEDURE',
  'PACKAGE',
  'PACKAGE BODY',
  'TRIGGER',
  'TYPE',
  'TYPE BODY',
  'LOB'
])
const OURS = /^DATABASECHANGELOG(LOCK)?$/

export async function readSchema(connection: Connection): Promise<Schema> {
  const query = async (sql: string): Promise<Row[]> => (await connection.execute<Row>(sql, [], { outFormat: OUT_FORMAT_OBJECT })).rows!
  const [{ OWNER: owner }] = await query('SELECT USER AS OWNER FROM DUAL')
  const tableRows = await query(
    `SELECT TABLE_NAME, TEMPORARY, DURATION, PARTITIONED, IOT_TYPE, NESTED, EXTERNAL, CLUSTER_NAME,
            (SELECT COUNT(*) FROM USER_OBJECTS o WHERE o.OBJECT_TYPE = 'MATERIALIZED VIEW' AND o.OBJECT_NAME = t.TABLE_NAME) AS MATERIALIZED
       FROM USER_TABLES t WHERE SECONDARY = 'N' ORDER BY TABLE_NAME`
  )
  const isPlain = (row: Row) =>
    row.PARTITIONED === 'NO' &&
    !row.IOT_TYPE &&
    row.NESTED === 'NO' &&
    row.EXTERNAL !== 'YES' &&
    !row.CLUSTER_NAME &&
    Number(row.MATERIALIZED) === 0
  const plain = tableRows.filter((row) => !OURS.test(row.TABLE_NAME!) && isPlain(row))
  const known = new Set(plain.map((row) => row.TABLE_NAME!))

  const columns = await readColumns(query)
  const constraints = await readConstraints(query)
  const comments = new Map(
    (await query('SELECT TABLE_NAME, COMMENTS FROM USER_TAB_COMMENTS')).map((row) => [row.TABLE_NAME!, row.COMMENTS])
  )
  const tables = plain.map(
    (row): Table => ({
      name: row.TABLE_NAME!,
      comment: comments.get(row.TABLE_NAME!) ?? null,
      ...(row.TEMPORARY === 'Y' ? { temporary: row.DURATION === 'SYS$SESSION' ? 'PRESERVE' : 'DELETE' } : {}),
      columns: columns.get(row.TABLE_NAME!) ?? [],
      constraints: constraints.get(row.TABLE_NAME!) ?? []
    })
  )
  const { indexes, others } = await readIndexes(query, known)
  const objects = await query("SELECT OBJECT_TYPE, OBJECT_NAME FROM USER_OBJECTS WHERE GENERATED = 'N' ORDER BY OBJECT_TYPE, OBJECT_NAME")
  return {
    owner: owner!,
    sequences: await readSequences(query),
    tables,
    indexes,
    views: await readViews(query, columns, comments),
    units: await readUnits(query),
    dependencies: (
      await query('SELECT TYPE, NAME, REFERENCED_TYPE, REFERENCED_NAME FROM USER_DEPENDENCIES WHERE REFERENCED_OWNER = USER')
    ).map((row) => ({
      type: row.TYPE!,
      name: row.NAME!,
      onType: row.REFERENCED_TYPE!,
      onName: row.REFERENCED_NAME!
    })),
    leftOut: [
      ...tableRows.filter((row) => !isPlain(row) && Number(row.MATERIALIZED) === 0).map((row) => `TABLE ${row.TABLE_NAME}`),
      ...others,
      ...objects.filter((row) => !DESCRIBED.has(row.OBJECT_TYPE!)).map((row) => `${row.OBJECT_TYPE} ${row.OBJECT_NAME}`)
    ]
  }
}

type Query = (sql: string) => Promise<Row[]>

function groupBy<T>(rows: readonly Row[], column: string, make: (row: Row) => T): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) groups.set(row[column]!, [...(groups.get(row[column]!) ?? []), make(row)])
  return groups
}

async function readColumns(query: Query): Promise<Map<string, Column[]>> {
  const identities = new Map(
    (await query('SELECT TABLE_NAME, COLUMN_NAME, GENERATION_TYPE, IDENTITY_OPTIONS FROM USER_TAB_IDENTITY_COLS')).map((row) => [
      `${row.TABLE_NAME}.${row.COLUMN_NAME}`,
      row
    ])
  )
  const comments = new Map(
    (await query('SELECT TABLE_NAME, COLUMN_NAME, COMMENTS FROM USER_COL_COMMENTS')).map((row) => [
      `${row.TABLE_NAME}.${row.COLUMN_NAME}`,
      row.COMMENTS
    ])
  )
  const rows = await query(
    `SELECT TABLE_NAME, COLUMN_NAME, DATA_TYPE, DATA_TYPE_OWNER, DATA_LENGTH, DATA_PRECISION, DATA_SCALE, CHAR_LENGTH,
            CHAR_USED, DATA_DEFAULT, DEFAULT_ON_NULL, VIRTUAL_COLUMN, HIDDEN_COLUMN
       FROM USER_TAB_COLS WHERE HIDDEN_COLUMN = 'NO' OR USER_GENERATED = 'YES' ORDER BY TABLE_NAME, INTERNAL_COLUMN_ID`
  )
  return groupBy(rows, 'TABLE_NAME', (row): Column => {
    const identity = identities.get(`${row.TABLE_NAME}.${row.COLUMN_NAME}`)
    return {
      name: row.COLUMN_NAME!,
      type: typeOf(row),
      default: row.DATA_DEFAULT?.trim() || null,
      defaultOnNull: row.DEFAULT_ON_NULL === 'YES',
      virtual: row.VIRTUAL_COLUMN === 'YES',
      invisible: row.HIDDEN_COLUMN === 'YES',
      ...(identity ? { identity: { generation: identity.GENERATION_TYPE!, options: identity.IDENTITY_OPTIONS ?? '' } } : {}),
      comment: comments.get(`${row.TABLE_NAME}.${row.COLUMN_NAME}`) ?? null
    }
  })
}

function typeOf({ DATA_TYPE, DATA_TYPE_OWNER, DATA_LENGTH, DATA_PRECISION, DATA_SCALE, CHAR_LENGTH, CHAR_USED }: Row): string {
  if (DATA_TYPE_OWNER) return DATA_TYPE_OWNER === 'SYS' || DATA_TYPE_OWNER === 'PUBLIC' ? DATA_TYPE! : `"${DATA_TYPE}"`
  switch (DATA_TYPE) {
    case 'VARCHAR2':
    case 'CHAR':
      return `${DATA_TYPE}(${CHAR_LENGTH}${CHAR_USED === 'C' ? ' CHAR' : ''})`
    case 'NVARCHAR2':
    case 'NCHAR':
      return `${DATA_TYPE}(${CHAR_LENGTH})`
    case 'RAW':
    case 'UROWID':
      return `${DATA_TYPE}(${DATA_LENGTH})`
    case 'FLOAT':
      return `FLOAT(${DATA_PRECISION})`
    case 'NUMBER':
      if (DATA_PRECISION === null) return DATA_SCALE === null ? 'NUMBER' : `NUMBER(*,${DATA_SCALE})`
      return Number(DATA_SCALE) === 0 ? `NUMBER(${DATA_PRECISION})` : `NUMBER(${DATA_PRECISION},${DATA_SCALE})`
    default:
      return DATA_TYPE!
  }
}

async function readConstraints(query: Query): Promise<Map<string, Constraint[]>> {
  const columns = groupBy(
    await query('SELECT CONSTRAINT_NAME, COLUMN_NAME FROM USER_CONS_COLUMNS ORDER BY CONSTRAINT_NAME, POSITION'),
    'CONSTRAINT_NAME',
    (row) => row.COLUMN_NAME!
  )
  const rows = await query(
    `SELECT CONSTRAINT_NAME, CONSTRAINT_TYPE, TABLE_NAME, SEARCH_CONDITION, R_OWNER, R_CONSTRAINT_NAME, DELETE_RULE,
            STATUS, DEFERRABLE, DEFERRED, GENERATED,
            (SELECT r.TABLE_NAME FROM ALL_CONSTRAINTS r
              WHERE r.OWNER = c.R_OWNER AND r.CONSTRAINT_NAME = c.R_CONSTRAINT_NAME) AS R_TABLE_NAME
       FROM USER_CONSTRAINTS c WHERE CONSTRAINT_TYPE IN ('P', 'U', 'C', 'R')
      ORDER BY TABLE_NAME, DECODE(CONSTRAINT_TYPE, 'P', 1, 'U', 2, 'C', 3, 4), CONSTRAINT_NAME`
  )
  return groupBy(
    rows,
    'TABLE_NAME',
    (row): Constraint => ({
      name: row.CONSTRAINT_NAME!,
      named: row.GENERATED === 'USER NAME',
      type: row.CONSTRAINT_TYPE as Constraint['type'],
      columns: columns.get(row.CONSTRAINT_NAME!) ?? [],
      condition: row.SEARCH_CONDITION,
      ...(row.CONSTRAINT_TYPE === 'R'
        ? { references: { table: row.R_TABLE_NAME!, columns: columns.get(row.R_CONSTRAINT_NAME!) ?? [] } }
        : {}),
      onDelete: row.DELETE_RULE,
      deferrable: row.DEFERRABLE === 'DEFERRABLE',
      deferred: row.DEFERRED === 'DEFERRED',
      disabled: row.STATUS === 'DISABLED'
    })
  )
}

async function readSequences(query: Query): Promise<Sequence[]> {
  const rows = await query(
    `SELECT SEQUENCE_NAME, TO_CHAR(LAST_NUMBER) AS NEXT_NUMBER, TO_CHAR(INCREMENT_BY) AS STEP, TO_CHAR(MIN_VALUE) AS LEAST_VALUE,
            TO_CHAR(MAX_VALUE) AS MOST_VALUE, CACHE_SIZE, CYCLE_FLAG, ORDER_FLAG
       FROM USER_SEQUENCES WHERE SEQUENCE_NAME NOT IN (SELECT SEQUENCE_NAME FROM USER_TAB_IDENTITY_COLS) ORDER BY SEQUENCE_NAME`
  )
  return rows.map((row) => ({
    name: row.SEQUENCE_NAME!,
    next: row.NEXT_NUMBER!,
    increment: row.STEP!,
    least: row.LEAST_VALUE!,
    most: row.MOST_VALUE!,
    cache: Number(row.CACHE_SIZE),
    cycle: row.CYCLE_FLAG === 'Y',
    order: row.ORDER_FLAG === 'Y'
  }))
}

async function readIndexes(query: Query, tables: ReadonlySet<string>): Promise<{ indexes: Index[]; others: string[] }> {
  const expressions = new Map(
    (await query('SELECT INDEX_NAME, COLUMN_POSITION, COLUMN_EXPRESSION FROM USER_IND_EXPRESSIONS')).map((row) => [
      `${row.INDEX_NAME}.${row.COLUMN_POSITION}`,
      row.COLUMN_EXPRESSION!
    ])
  )
  const keys = groupBy(
    await query('SELECT INDEX_NAME, COLUMN_POSITION, COLUMN_NAME, DESCEND FROM USER_IND_COLUMNS ORDER BY INDEX_NAME, COLUMN_POSITION'),
    'INDEX_NAME',
    (row) => {
      const expression = expressions.get(`${row.INDEX_NAME}.${row.COLUMN_POSITION}`)
      return { ...(expression === undefined ? { column: row.COLUMN_NAME! } : { expression }), descending: row.DESCEND === 'DESC' }
    }
  )
  const rows = await query(
    `SELECT INDEX_NAME, INDEX_TYPE, TABLE_NAME, UNIQUENESS, PARTITIONED FROM USER_INDEXES
      WHERE INDEX_TYPE <> 'LOB'
        AND INDEX_NAME NOT IN (SELECT INDEX_NAME FROM USER_CONSTRAINTS WHERE INDEX_NAME IS NOT NULL) ORDER BY TABLE_NAME, INDEX_NAME`
  )
  const isPlain = (row: Row) => /^(FUNCTION-BASED )?(NORMAL|BITMAP)$/.test(row.INDEX_TYPE!) && row.PARTITIONED === 'NO'
  const ours = rows.filter((row) => tables.has(row.TABLE_NAME!))
  return {
    indexes: ours.filter(isPlain).map((row) => ({
      name: row.INDEX_NAME!,
      table: row.TABLE_NAME!,
      kind: row.INDEX_TYPE!.endsWith('BITMAP') ? 'BITMAP' : row.UNIQUENESS === 'UNIQUE' ? 'UNIQUE' : '',
      keys: keys.get(row.INDEX_NAME!) ?? []
    })),
    others: ours.filter((row) => !isPlain(row)).map((row) => `INDEX ${row.INDEX_NAME}`)
  }
}

async function readViews(
  query: Query,
  columns: ReadonlyMap<string, readonly Column[]>,
  comments: ReadonlyMap<string, string | null>
): Promise<View[]> {
  return (await query('SELECT VIEW_NAME, TEXT, READ_ONLY FROM USER_VIEWS ORDER BY VIEW_NAME')).map((row) => {
    const own = columns.get(row.VIEW_NAME!) ?? []
    return {
      type: 'VIEW',
      name: row.VIEW_NAME!,
      columns: own.map(({ name }) => name),
      text: row.TEXT!.trim(),
      readOnly: row.READ_ONLY === 'Y',
      comment: comments.get(row.VIEW_NAME!) ?? null,
      columnComments: own.flatMap(({ name, comment }) => (comment === null ? [] : [[name, comment] as const]))
    }
  })
}

async function readUnits(query: Query): Promise<Unit[]> {
  const disabled = new Set(
    (await query("SELECT TRIGGER_NAME FROM USER_TRIGGERS WHERE STATUS = 'DISABLED'")).map((row) => row.TRIGGER_NAME!)
  )
  const lines = groupBy(
    await query('SELECT TYPE, NAME, TYPE || CHR(46) || NAME AS UNIT, TEXT FROM USER_SOURCE ORDER BY TYPE, NAME, LINE'),
    'UNIT',
    (row) => row
  )
  return [...lines.values()].map((rows) => ({
    type: rows[0].TYPE!,
    name: rows[0].NAME!,
    source: rows
      .map(({ TEXT }) => (TEXT ?? '').replace(/\n?$/, '\n'))
      .join('')
      .trimEnd(),
    disabled: rows[0].TYPE === 'TRIGGER' && disabled.has(rows[0].NAME!)
  }))
}
