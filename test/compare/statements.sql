-- For `npm run compare -- A B test/compare/statements.sql`: HR is installed into an empty schema on both sides, then asked and changed.
-- Nothing here depends on the clock, on generated names or on the order of rows without ORDER BY.
set define off

@../../db/hr/hr_create.sql
@../../db/hr/hr_populate.sql
@../../db/hr/hr_indexes.sql
@../../db/hr/hr_comments.sql
@../../db/hr/hr_code.sql

-- The lab's queries.
select count(*), count(commission_pct), sum(salary) from employees;
select first_name, last_name, salary, commission_pct, salary * (1 + nvl(commission_pct, 0)) as total
  from employees order by first_name, last_name, employee_id;
select first_name, last_name, salary * (1 + 8 / 100) as new_salary from employees order by employee_id;

-- Types as described.
describe employees
describe job_history
select 1, 1.5, 'a', n'a', date '2024-01-31', timestamp '2024-01-31 10:00:00.5', interval '1' day, null, 1 / 3, cast(1 as number(5, 2)), to_clob('c'), hextoraw('0A') from dual;
select avg(salary), min(hire_date), max(last_name), listagg(distinct job_id, ',') within group (order by job_id) from employees where department_id = 80;

-- Joins, trees, windows, sets.
select d.department_name, count(e.employee_id) from departments d left join employees e on e.department_id = d.department_id group by d.department_name order by 1;
select level, lpad(' ', 2 * (level - 1)) || last_name as name from employees start with manager_id is null connect by prior employee_id = manager_id order siblings by last_name;
select last_name, rank() over (partition by department_id order by salary desc) as place, ratio_to_report(salary) over () as part from employees where department_id in (60, 90) order by last_name, place;
select department_id from departments minus select department_id from employees;
select * from (select department_id, job_id from employees where department_id in (20, 80)) pivot (count(*) for department_id in (20 as marketing, 80 as sales)) order by job_id;
with recursive_numbers (n) as (select 1 from dual union all select n + 1 from recursive_numbers where n < 5) select n, power(2, n) from recursive_numbers order by n;
select last_name from employees order by last_name offset 3 rows fetch next 4 rows only;

-- Text, numbers and dates in words.
select '[' || substr('abc', 0, 2) || nvl('', 'empty') || replace('abc', 'b') || lpad('7', 3, '0') || ']' from dual;
select to_char(1234567.891, 'FM9G999G990D00'), to_char(date '2024-02-29', 'FMDay, DD Month YYYY', 'NLS_DATE_LANGUAGE = English'), months_between(date '2024-03-31', date '2024-02-29'), add_months(date '2024-01-31', 1) from dual;
select to_char(timestamp '2024-03-31 01:59:59.123456 Europe/Berlin', 'YYYY-MM-DD HH24:MI:SS.FF6 TZR'), regexp_substr('a-b-c', '[^-]+', 1, 2) from dual;

-- DML, its counts, RETURNING, savepoints.
variable n number
variable t varchar2(40)
create table copies as select employee_id, last_name, salary from employees where department_id = 60;
insert into copies (employee_id, last_name, salary) values (999, 'Nobody', 1) returning salary into :n;
update copies set salary = salary * 1.1 where salary > 4500;
savepoint before_delete;
delete from copies;
rollback to savepoint before_delete;
merge into copies c using (select 103 as id from dual union all select 7 from dual) s on (c.employee_id = s.id)
  when matched then update set c.salary = 0 when not matched then insert (employee_id, last_name) values (s.id, 'New');
select employee_id, last_name, salary from copies order by employee_id;
commit;

-- PL/SQL: variables, output, cursors, errors.
exec :n := 20
exec :t := 'x'
begin
  for i in 1 .. 3 loop
    :n := :n + i;
    :t := :t || i;
    dbms_output.put_line(i || ' ' || :n || ' ' || :t);
  end loop;
end;
/
select :n, :t from dual;
variable c refcursor
begin
  open :c for select last_name from employees where department_id = 90 order by employee_id;
end;
/
declare
  nobody employees.last_name%type;
begin
  select last_name into nobody from employees where employee_id = 0;
exception
  when no_data_found then dbms_output.put_line(sqlcode || ' ' || sqlerrm);
end;
/
create or replace procedure broken as
begin
  nothing_there;
  select missing into x from employees;
end;
/
drop procedure broken;

-- Errors.
select * from nowhere;
select missing from employees;
select 1 / 0 from dual;
select to_number('x') from dual;
select to_date('31.02.2024', 'DD.MM.YYYY') from dual;
insert into employees (employee_id) values (1);
insert into regions (region_id, region_name) select region_id, region_name from regions;
delete from departments where department_id = 60;
update employees set salary = -1 where employee_id = 100;
update employees set last_name = rpad('x', 30, 'x') where employee_id = 100;
select form employees;
create table copies (n number);
begin raise_application_error(-20123, 'of our own'); end;
/
begin nothing_there; end;
/
rollback;
