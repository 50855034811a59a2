/** Functions of supplied packages. Source: PL/SQL Packages and Types Reference, DBMS_LOB, UTL_RAW. */
import { table, useServer } from './cases'

const test = useServer()

table(
  test,
  'Functions of packages',
  `
DBMS_LOB.GETLENGTH('abc') => 3
DBMS_LOB.GETLENGTH(TO_CLOB('aé')) => 2
DBMS_LOB.GETLENGTH(EMPTY_CLOB()) => 0
DBMS_LOB.GETLENGTH(EMPTY_BLOB()) => 0
DBMS_LOB.GETLENGTH(null) => NULL
DBMS_LOB.SUBSTR(TO_CLOB('abcdef'),3,2) => bcd
DBMS_LOB.SUBSTR(TO_CLOB('abcdef')) => abcdef
DBMS_LOB.SUBSTR(TO_CLOB('abcdef'),2) => ab
DBMS_LOB.SUBSTR(TO_CLOB('abcdef'),0) => NULL
DBMS_LOB.SUBSTR(TO_CLOB('abcdef'),3,-1) => NULL
DBMS_LOB.SUBSTR(TO_CLOB('abc'),3,9) => NULL
DBMS_LOB.SUBSTR(RPAD(TO_CLOB('x'),5000,'x')) => ORA-06502
LENGTH(DBMS_LOB.SUBSTR(RPAD(TO_CLOB('x'),5000,'x'),4000,500)) => 4000
DBMS_LOB.INSTR(TO_CLOB('abcabc'),'c') => 3
DBMS_LOB.INSTR(TO_CLOB('abcabc'),'c',4) => 6
DBMS_LOB.INSTR(TO_CLOB('abcabc'),'c',1,2) => 6
DBMS_LOB.INSTR(TO_CLOB('abcabc'),'x') => 0
DBMS_LOB.INSTR(TO_CLOB('abcabc'),'c',0) => NULL
SYS.DBMS_LOB.GETLENGTH('abc') => 3
UTL_RAW.LENGTH(HEXTORAW('ABCD')) => 2
UTL_RAW.CAST_TO_RAW('AB') => 4142
UTL_RAW.CAST_TO_VARCHAR2('4142') => AB
UTL_RAW.CAST_TO_VARCHAR2('xy') => ORA-01465
UTL_RAW.LENGTH('ABCD') => 2
DBMS_UTILITY.GET_HASH_VALUE('a', 1, 2) => ORA-03001
DBMS_LOB.NOSUCH('x') => ORA-00904
ROUND_TIES_TO_EVEN(2.5) => ORA-03001
`
)
