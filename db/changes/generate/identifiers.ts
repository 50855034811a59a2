/** Names and literals as Oracle reads them back. */
import { scanTokens } from '@cicd-oracle/lexer'

/** Words that cannot be a name without quotes. Source: SQL Language Reference 19c, "Oracle SQL Reserved Words". */
const RESERVED = new Set(
  `ACCESS ADD ALL ALTER AND ANY AS ASC AUDIT BETWEEN BY CHAR CHECK CLUSTER COLUMN COLUMN_VALUE COMMENT COMPRESS CONNECT CREATE
  CURRENT DATE DECIMAL DEFAULT DELETE DESC DISTINCT DROP ELSE EXCLUSIVE EXISTS FILE FLOAT FOR FROM GRANT GROUP HAVING IDENTIFIED
  IMMEDIATE IN INCREMENT INDEX INITIAL INSERT INTEGER INTERSECT INTO IS LEVEL LIKE LOCK LONG MAXEXTENTS MINUS MLSLABEL MODE MODIFY
  NESTED_TABLE_ID NOAUDIT NOCOMPRESS NOT NOWAIT NULL NUMBER OF OFFLINE ON ONLINE OPTION OR ORDER PCTFREE PRIOR PUBLIC RAW RENAME
  RESOURCE REVOKE ROW ROWID ROWNUM ROWS SELECT SESSION SET SHARE SIZE SMALLINT START SUCCESSFUL SYNONYM SYSDATE TABLE THEN TO
  TRIGGER UID UNION UNIQUE UPDATE USER VALIDATE VALUES VARCHAR VARCHAR2 VIEW WHENEVER WHERE WITH`.split(/\s+/)
)

/** In lower case where that means the same name, else in quotes. */
export const identifier = (name: string): string =>
  /^[A-Z][A-Z0-9_$#]*$/.test(name) && !RESERVED.has(name) ? name.toLowerCase() : `"${name}"`

export const identifiers = (names: readonly string[]): string => names.map(identifier).join(', ')

export const literal = (text: string): string => `'${text.replace(/'/g, "''")}'`

/** An expression of the dictionary without the schema's own name before other names: it would not move to another schema. */
export function withoutOwner(expression: string, owner: string): string {
  const { tokens } = scanTokens(expression)
  let text = ''
  let at = 0
  for (const [i, { kind, value, start }] of tokens.entries()) {
    const isOwner =
      (kind === 'quoted' || kind === 'word') && value === owner && tokens[i + 1]?.value === '.' && tokens[i - 1]?.value !== '.'
    if (!isOwner || start < at) continue
    text += expression.slice(at, start)
    at = tokens[i + 1].end
  }
  return (text + expression.slice(at)).trim()
}
