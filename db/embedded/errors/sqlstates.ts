/**
 * PostgreSQL's SQLSTATEs as Oracle's numbers: one table for the server (errors/from-postgres.ts) and for handlers inside
 * PostgreSQL (`ora.caught`). The first row that fits holds; a state without a row is a bug of ours.
 * SQLSTATEs: PostgreSQL manual, appendix A.
 */

/**
 * Where an argument of the message comes from: 'constraint' HR.EMP_PK, 'column' "HR"."EMP"."NAME", 'owner.column' HR.NAME,
 * 'detail 1' the first of DETAIL's texts with commas between, 'quoted' what stands in double quotes in the message,
 * '=text' that text.
 */
export type SqlstateArgument = 'constraint' | 'column' | 'owner.column' | 'detail 1' | 'detail 2' | 'quoted' | `=${string}`

export interface SqlstateRule {
  readonly state: string
  /** Kind of the SQL statement that failed: 'ddl', 'insert', 'update', 'delete', 'merge', 'lock', … */
  readonly verbs?: readonly string[]
  /** 'plsql': an expression of PL/SQL itself failed, no SQL statement. */
  readonly in?: 'sql' | 'plsql'
  /** What the message contains; what DETAIL contains. */
  readonly message?: string
  readonly detail?: string
  /** PostgreSQL names a column. */
  readonly column?: true
  readonly code: number
  readonly args?: readonly SqlstateArgument[]
}

export const SQLSTATES: readonly SqlstateRule[] = [
  { state: '23505', verbs: ['ddl'], code: 2299, args: ['constraint'] },
  { state: '23505', code: 1, args: ['constraint'] },
  { state: '23502', verbs: ['ddl'], code: 2296, args: ['owner.column'] },
  { state: '23502', verbs: ['update', 'delete'], code: 1407, args: ['column'] }, // DELETE: ON DELETE SET NULL of a child
  { state: '23502', code: 1400, args: ['column'] },
  { state: '23514', verbs: ['ddl'], code: 2293, args: ['constraint'] },
  { state: '23514', code: 2290, args: ['constraint'] },
  { state: '23503', verbs: ['ddl'], code: 2298, args: ['constraint'] },
  { state: '23503', message: 'insert or update', code: 2291, args: ['constraint'] },
  { state: '23503', code: 2292, args: ['constraint'] },
  { state: '22001', column: true, code: 12899, args: ['column', 'detail 1', 'detail 2'] },
  { state: '22001', in: 'plsql', code: 6502, args: ['=: character string buffer too small'] },
  { state: '22001', code: 1401 },
  { state: '22003', in: 'plsql', detail: 'precision', code: 6502, args: ['=: number precision too large'] },
  { state: '22003', detail: 'precision', code: 1438 },
  { state: '22003', code: 1426 },
  { state: '22004', message: 'cursor variable', code: 1001 },
  { state: '22004', code: 6502, args: ['='] },
  { state: '22P02', in: 'plsql', code: 6502, args: ['=: character to number conversion error'] },
  { state: '22P02', code: 1722 },
  { state: '22012', code: 1476 },
  { state: '21000', message: 'affect row a second time', code: 30926 },
  { state: '21000', code: 1427 },
  { state: 'P0002', code: 1403 },
  { state: 'P0003', code: 1422 },
  { state: '22013', code: 1428, args: ['=0'] },
  { state: '22014', code: 1428, args: ['=0'] },
  { state: '22016', code: 1428, args: ['=0'] },
  { state: '2201E', code: 1428, args: ['=0'] },
  { state: '2201F', code: 1428, args: ['=0'] },
  { state: '55P03', message: 'lock timeout', verbs: ['ddl', 'lock'], code: 54 },
  { state: '55P03', message: 'lock timeout', code: 30006 },
  { state: '55P03', code: 54 },
  { state: '40P01', code: 60 },
  { state: '40001', code: 8177 },
  { state: '57014', code: 1013 },
  { state: '25006', code: 1456 },
  { state: '55000', message: 'currval', code: 8002, args: ['quoted'] },
  { state: '55000', message: ' view ', code: 1732 },
  { state: '55000', message: 'cannot be run', code: 1002 },
  { state: '0A000', message: ' of view ', code: 1733 },
  { state: '0A000', message: 'FOR UPDATE', code: 2014 },
  { state: '0A000', message: 'FULL JOIN', code: 3001, args: ['=FULL JOIN on a condition other than equality'] },
  { state: '44000', code: 1402 },
  { state: '2200H', message: 'maximum', code: 8004, args: ['quoted', '=exceeds MAXVALUE'] },
  { state: '2200H', code: 8004, args: ['quoted', '=goes below MINVALUE'] },
  { state: '3B001', code: 1086 },
  { state: '2BP01', code: 2449 },
  { state: '42830', code: 2270 },
  { state: '22007', code: 1861 },
  { state: '22008', code: 1839 },
  { state: '22009', code: 1882 },
  { state: '22023', message: 'time zone', code: 1882 },
  { state: '2201B', message: 'parentheses', code: 12725 },
  { state: '2201B', message: 'brackets', code: 12726 },
  { state: '2201B', message: 'backreference', code: 12727 },
  { state: '2201B', message: 'range', code: 12728 },
  { state: '42P01', code: 942 },
  { state: '54001', message: 'stack depth', in: 'plsql', code: 6500 },
  { state: '54001', message: 'stack depth', code: 36 },
  { state: '54000', message: 'array', code: 3001, args: ['=a collection whose keys lie this far apart'] },
  { state: '53200', code: 4030 },
  { state: '53100', code: 1653 },
  // Cursors of plpgsql.
  { state: '34000', code: 1001 },
  { state: '24000', code: 1410 },
  { state: '42P03', code: 6511 },
  { state: '2F005', code: 6503 },
  { state: '20000', code: 6592 },
  { state: '27000', code: 4091, args: ['quoted'] }
]
