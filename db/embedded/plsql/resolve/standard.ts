/** Package STANDARD: its exceptions. Source: PL/SQL Language Reference, Table 11-3 "PL/SQL Predefined Exceptions". */
import type { ExceptionSymbol, Symbol } from '../model'

const EXCEPTIONS: Readonly<Record<string, number>> = {
  ACCESS_INTO_NULL: 6530,
  CASE_NOT_FOUND: 6592,
  COLLECTION_IS_NULL: 6531,
  CURSOR_ALREADY_OPEN: 6511,
  DUP_VAL_ON_INDEX: 1,
  INVALID_CURSOR: 1001,
  INVALID_NUMBER: 1722,
  LOGIN_DENIED: 1017,
  NO_DATA_FOUND: 1403,
  NO_DATA_NEEDED: 6548,
  NOT_LOGGED_ON: 1012,
  PROGRAM_ERROR: 6501,
  ROWTYPE_MISMATCH: 6504,
  SELF_IS_NULL: 30625,
  STORAGE_ERROR: 6500,
  SUBSCRIPT_BEYOND_COUNT: 6533,
  SUBSCRIPT_OUTSIDE_LIMIT: 6532,
  SYS_INVALID_ROWID: 1410,
  TIMEOUT_ON_RESOURCE: 51,
  TOO_MANY_ROWS: 1422,
  USERENV_COMMITSCN_ERROR: 1725,
  VALUE_ERROR: 6502,
  ZERO_DIVIDE: 1476
}

export const STANDARD_SYMBOLS: ReadonlyMap<string, Symbol[]> = new Map(
  Object.entries(EXCEPTIONS).map(([name, code]): [string, ExceptionSymbol[]] => [name, [{ is: 'exception', name, code, ident: '' }]])
)

/** Exceptions that supplied packages declare. Source: PL/SQL Packages and Types Reference. */
export const PACKAGE_EXCEPTIONS: Readonly<Record<string, number>> = {
  'DBMS_LOB.INVALID_ARGVAL': 21560,
  'DBMS_LOB.ACCESS_ERROR': 22925,
  'DBMS_OUTPUT.OUTPUT_OVERFLOW': 20000,
  'UTL_FILE.INVALID_PATH': 29280
}
