/** DESC: columns of a table, view or synonym. */
import { tokenize } from '@cicd-oracle/lexer'
import oracledb from 'oracledb'
import { ScriptError } from './script-error'

/** @returns rows of Name, Null?, Type */
export async function describeTable(connection: oracledb.Connection, name: string): Promise<string[][]> {
  const result = await connection.execute(`select * from ${tableName(name)} where 1 = 0`)
  return (result.metaData ?? []).map(c => [c.name, c.nullable === false ? 'NOT NULL' : '', typeText(c)])
}

/** Only a name may come here: it is put into a statement. */
function tableName(text: string): string {
  const tokens = tokenize(text)
  const isName =
    tokens.length % 2 === 1 &&
    tokens.length <= 3 &&
    tokens.every((t, i) => (i % 2 === 0 ? t.kind === 'word' || t.kind === 'quoted' : t.value === '.'))
  if (!isName) throw new ScriptError('Usage: DESCRIBE [schema.]object')
  return text.trim()
}

function typeText(c: oracledb.Metadata<unknown>): string {
  const name = String(c.dbTypeName)
  switch (c.dbType) {
    case oracledb.DB_TYPE_NUMBER:
      if (c.scale === -127) return c.precision ? `FLOAT(${c.precision})` : 'NUMBER'
      if (!c.precision) return c.scale ? `NUMBER(38,${c.scale})` : 'NUMBER'
      return c.scale ? `NUMBER(${c.precision},${c.scale})` : `NUMBER(${c.precision})`
    case oracledb.DB_TYPE_VARCHAR:
    case oracledb.DB_TYPE_CHAR:
    case oracledb.DB_TYPE_NVARCHAR:
    case oracledb.DB_TYPE_NCHAR:
    case oracledb.DB_TYPE_RAW:
      return `${name}(${c.byteSize})`
    case oracledb.DB_TYPE_TIMESTAMP:
      return `TIMESTAMP(${c.precision ?? 6})`
    case oracledb.DB_TYPE_TIMESTAMP_TZ:
      return `TIMESTAMP(${c.precision ?? 6}) WITH TIME ZONE`
    case oracledb.DB_TYPE_TIMESTAMP_LTZ:
      return `TIMESTAMP(${c.precision ?? 6}) WITH LOCAL TIME ZONE`
    default:
      return name
  }
}
