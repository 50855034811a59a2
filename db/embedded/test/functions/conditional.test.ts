/** NULL-related and other choices, each case with literals and with binds. Source: SQL Language Reference, "NULL-Related Functions". */
import { table, useServer } from './cases'

const test = useServer()

table(
  test,
  'NULL-related and other choices',
  String.raw`
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
NVL('','x') => x
NVL(' ','x') => ' '
NVL(0,1) => 0
NVL(null,date '2024-01-01') => 2024-01-01 00:00:00
NVL(date '2024-01-01',null) => 2024-01-01 00:00:00
NVL('a',date '2024-01-01') => a
NVL(to_char(null),5) => 5
NVL(1.5,2d) => 1.5
NVL(null,'') => NULL
NVL2('','a','b') => b
NVL2(0,'a','b') => a
NVL2(null,date '2024-01-01',date '2024-02-01') => 2024-02-01 00:00:00
NVL2(1,5,'x') => 5
NVL2(1,'x',date '2024-01-01') => x
COALESCE('','b') => b
COALESCE(null,'a','b') => a
COALESCE(null,null) => NULL
COALESCE(1,2.5) => 1
COALESCE(date '2024-01-01',null) => 2024-01-01 00:00:00
COALESCE(1,1/0) => 1
NULLIF('a','a') => NULL
NULLIF('a','') => a
NULLIF(date '2024-01-01',date '2024-01-01') => NULL
NULLIF(1,1.0) => NULL
DECODE(3,1,'a',3,'c') => c
DECODE(null,1,'a','d') => d
DECODE(null,'','e','d') => e
DECODE(1,null,'n',1,'one') => one
DECODE('a','a',1) => 1
DECODE('A','a',1,2) => 2
DECODE('1.0',1,'eq','ne') => eq
DECODE(1,'1.0','eq','ne') => ne
DECODE('x',1,'eq','ne') => ORA-01722
DECODE(date '2024-01-01',date '2024-01-01','y','n') => y
DECODE(date '2024-01-01','01-JAN-24','y','n') => y
DECODE(1,1,'a',2,5) => a
DECODE(2,1,'a',2,5) => 5
DECODE(2,1,'a',2,date '2024-01-05') => 05-JAN-24
DECODE(1,1,5,2,'7') => 5
DECODE(2,1,5,2,'7') => 7
DECODE(1,2,'x') => NULL
DECODE(1,1,null) => NULL
DECODE(sign(5-3),1,'pos',-1,'neg','zero') => pos
DECODE(1,1,1/2,0) => .5
DECODE(0,0,0,1/0) => 0
DECODE(1,0,0,1/0) => ORA-01476
DECODE(2,1,date '2024-01-01',null) => NULL
CASE WHEN 1=1 THEN 'a' ELSE 'bb' END => a
CASE 1 WHEN 1 THEN 'a' END => a
CASE WHEN 1=2 THEN 1 END => NULL
CASE WHEN 1=1 THEN 1 ELSE 'a' END => ORA-00932
CASE WHEN 1=1 THEN null ELSE 5 END => NULL
CASE null WHEN null THEN 1 ELSE 2 END => 2
GREATEST(null,1) => NULL
GREATEST(1,2d) => 2
LEAST(date '2024-01-01',null) => NULL
GREATEST(timestamp '2024-01-01 00:00:00',timestamp '2024-01-02 00:00:00') => 2024-01-02 00:00:00
GREATEST('a','B','c') => c
GREATEST() => ORA-00938
NANVL('5',1) => 5
select count(*) from dual where lnnvl(1=1) => 0
select count(*) from dual where lnnvl(null=1) => 1
DECODE() => ORA-00938
`
)
