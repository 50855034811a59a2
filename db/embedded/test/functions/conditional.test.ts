/** NULL-related and other choices, each case with literals and with binds. Source: SQL Language Reference, "NULL-Related Functions". */
import { table, useServer } from './cases'

const test = useServer()

table(test, 'NULL-related and other choices', String.raw`
NVL(5,'6') => 5
GREATEST(1,2,3) => 3
GREATEST('a','b') => b
GREATEST(1,'2',3) => 3
GREATEST('10',9) => 9
GREATEST(1,null) => NULL
LEAST(date '2024-01-01','02-JAN-23') => 2023-01-02 00:00:00
NANVL(5,1) => 5
NVL(null,1) => 1
NVL('a',1) => a
NVL(1,'a') => ORA-01722
NVL(sysdate,'x') => ORA-01858
NVL(date '2024-01-01',1) => ORA-00932
NVL(null,null) => NULL
NVL2(1,'a','b') => a
NVL2(null,1,'b') => ORA-01722
NVL2(null,'a',2) => 2
COALESCE(1,'a') => ORA-00932
COALESCE(null,null,3) => 3
COALESCE('a',1) => ORA-00932
COALESCE(1) => ORA-00938
NULLIF(1,1) => NULL
NULLIF(1,2) => 1
NULLIF(null,1) => ORA-00932
NULLIF('a',1) => ORA-00932
NULLIF(1,null) => 1
DECODE(1,1,'a','b') => a
DECODE(null,null,'n','x') => n
DECODE(2,1,'a') => NULL
DECODE('1',1,'one','other') => one
DECODE(1,1,1,'x') => 1
DECODE(2,1,1,'x') => ORA-01722
DECODE(1,1,null,2) => NULL
DECODE(2,1,null,2) => 2
DECODE(1,1) => ORA-00938
DECODE('a','a ',1,2) => 2
DECODE(1) => ORA-00938
NVL(1) => ORA-00909
NVL(TO_CLOB(null),'x') => x
DECODE(1,1,null,date '2024-01-05') => NULL
DECODE(2,1,null,date '2024-01-05') => 05-JAN-24
DECODE(2,1,null,5)||'' => 5
NVL(1,'5') => 1
NVL(date '2024-01-01','x') => ORA-01858
NVL(date '2024-01-01','01-JAN-24') => 2024-01-01 00:00:00
select 1 from dual where lnnvl(1=2) => 1
GREATEST(1.5,1) => 1.5
LEAST(3,'2') => 2
GREATEST('apple','Banana') => apple
GREATEST(date '2024-01-01',date '2023-01-01') => 2024-01-01 00:00:00
LEAST('a',null) => NULL
GREATEST(5) => 5
GREATEST('2',10) => 2
LEAST(1,'x') => ORA-01722
NANVL(1.5,0) => 1.5
`)
