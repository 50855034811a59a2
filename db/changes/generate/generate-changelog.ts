/** A formatted SQL changelog that makes the current user's objects again: what is in a database before a changelog is kept. */
import { isComment, scanTokens } from '@cicd-oracle/lexer'
import type { Connection } from 'oracledb'
import { classifyLines } from '../formatted-sql-lines'
import { identifier } from './identifiers'
import { inOrder } from './in-order'
import { readSchema } from './read-schema'
import type { Schema, Table, Unit, View } from './schema'
import { addConstraint, commentsOn, createIndex, createSequence, createTable, createUnit, createView } from './write-ddl'

export interface GenerateOptions {
  /** Leaves out what Liquibase leaves out: functions, procedures, packages, types and triggers. */
  readonly compat?: boolean
}
export interface Generated {
  readonly text: string
  /** TYPE NAME of what is in the schema but not in the text. */
  readonly leftOut: readonly string[]
}

interface Part {
  readonly what: string
  readonly statements: readonly string[]
  readonly rollback: string
  readonly plsql?: true
}

export async function generateChangelog(connection: Connection, { compat = false }: GenerateOptions = {}): Promise<Generated> {
  const schema = await readSchema(connection)
  const parts = describe(schema, compat)
  const written: string[] = []
  const leftOut = [...schema.leftOut, ...(compat ? schema.units.map(({ type, name }) => `${type} ${name}`) : [])]
  for (const part of parts) {
    const text = sqlOf(part)
    if (text === undefined) leftOut.push(`${part.what} (it has a line that a changelog reads as its own)`)
    else {
      const head = `--changeset generated:${written.length + 1}${part.plsql ? ' endDelimiter:/' : ''}`
      written.push(`${head}\n--comment: ${part.what}\n${text}\n--rollback ${part.rollback}\n`)
    }
  }
  return { text: `--liquibase formatted sql\n\n${written.join('\n')}`, leftOut }
}

function describe(schema: Schema, compat: boolean): Part[] {
  const { owner, sequences, tables, indexes, views, dependencies } = schema
  const units = compat ? [] : schema.units
  const ofType = (...types: string[]) => units.filter(({ type }) => types.includes(type))
  const code: (Unit | View)[] = [...ofType('FUNCTION', 'PROCEDURE', 'PACKAGE'), ...views, ...ofType('PACKAGE BODY', 'TYPE BODY')]
  return [
    ...inOrder(ofType('TYPE'), dependencies).map(unitPart),
    ...sequences.map((sequence) => ({
      what: `sequence ${sequence.name}`,
      statements: [createSequence(sequence)],
      rollback: `DROP SEQUENCE ${identifier(sequence.name)};`
    })),
    ...tables.map((table) => tablePart(table, owner)),
    ...tables.flatMap(({ name, constraints }) =>
      constraints
        .filter(({ type }) => type === 'R')
        .map((constraint) => ({
          what: `foreign key ${constraint.named ? constraint.name : `of ${name}`}`,
          statements: [addConstraint(name, constraint, owner)],
          rollback: constraint.named ? `ALTER TABLE ${identifier(name)} DROP CONSTRAINT ${identifier(constraint.name)};` : 'empty'
        }))
    ),
    ...indexes.map((index) => ({
      what: `index ${index.name}`,
      statements: [createIndex(index, owner)],
      rollback: `DROP INDEX ${identifier(index.name)};`
    })),
    ...inOrder(code, dependencies).map((object) => ('text' in object ? viewPart(object) : unitPart(object))),
    ...ofType('TRIGGER').map(unitPart)
  ]
}

const tablePart = (table: Table, owner: string): Part => ({
  what: `table ${table.name}`,
  statements: [
    createTable(table, owner),
    ...commentsOn(
      table.name,
      table.comment,
      table.columns.map(({ name, comment }) => [name, comment])
    )
  ],
  rollback: `DROP TABLE ${identifier(table.name)} CASCADE CONSTRAINTS;`
})

const viewPart = (view: View): Part => ({
  what: `view ${view.name}`,
  statements: [createView(view), ...commentsOn(view.name, view.comment, view.columnComments)],
  rollback: `DROP VIEW ${identifier(view.name)};`
})

const unitPart = (unit: Unit): Part => ({
  what: `${unit.type.toLowerCase()} ${unit.name}`,
  statements: [createUnit(unit), ...(unit.disabled ? [`ALTER TRIGGER ${identifier(unit.name)} DISABLE`] : [])],
  rollback: `DROP ${unit.type} ${identifier(unit.name)}`,
  plsql: true
})

/** undefined: it cannot be written so that it is read back as it is. */
function sqlOf({ statements, plsql }: Part): string | undefined {
  const text = statements.map((statement) => (plsql ? `${withPlainRemarks(statement)}\n/` : `${withPlainRemarks(statement)};`)).join('\n')
  return isPlainSql(text) ? text : undefined
}

/** A remark such as `-- comment …` would be a line of the changelog; with a third dash it is a remark still. */
function withPlainRemarks(statement: string): string {
  const remarks = new Set(
    scanTokens(statement)
      .tokens.filter((token) => isComment(token) && statement.startsWith('--', token.start))
      .map(({ start }) => start)
  )
  let offset = 0
  return statement
    .split('\n')
    .map((line) => {
      const start = offset + line.search(/\S|$/)
      offset += line.length + 1
      return remarks.has(start) && !isPlainSql(line) ? line.replace('--', '---') : line
    })
    .join('\n')
}

/** No line of it means something to a changelog. */
function isPlainSql(text: string): boolean {
  try {
    return classifyLines('', text).every(({ kind }) => kind === 'sql')
  } catch {
    return false
  }
}
