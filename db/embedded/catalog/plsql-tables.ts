/** What PL/SQL's handlers inside PostgreSQL know of errors: the server's own tables (catalog/sql/31-plsql-errors.sql). */
import { MESSAGES } from '../errors/messages'
import { SQLSTATES, type SqlstateRule } from '../errors/sqlstates'
import { quoteLiteral } from '../sql/expr'

const optional = (text: string | undefined): string => (text === undefined ? 'null' : quoteLiteral(text))
const texts = (list: readonly string[] | undefined): string => (list ? `array[${list.map(quoteLiteral).join(', ')}]::text[]` : 'null')
const sqlstate = (r: SqlstateRule, position: number): string =>
  `(${[
    position, quoteLiteral(r.state), texts(r.verbs), r.in ? String(r.in === 'plsql') : 'null', optional(r.message), optional(r.detail),
    String(r.column === true), r.code, texts(r.args ?? [])
  ].join(', ')})`

/** Fills ora.messages and ora.sqlstates anew. */
export const plsqlTables = (): string => `
  delete from ora.messages;
  insert into ora.messages (code, text) values ${Object.entries(MESSAGES).map(([code, text]) => `(${code}, ${quoteLiteral(text)})`).join(',\n')};
  delete from ora.sqlstates;
  insert into ora.sqlstates (position, state, verbs, plsql, message, detail, has_column, code, args)
    values ${SQLSTATES.map(sqlstate).join(',\n')}`
