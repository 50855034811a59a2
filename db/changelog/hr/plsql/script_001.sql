--liquibase formatted sql

--changeset developer:2
--comment: update bonuses table
-- Mended: the rollback. It was "select null from dual", which undoes nothing. Who had which bonus is remembered first:
-- salaries may change until a rollback, so it cannot be worked out from them then.
DELETE FROM bonuses_before;
INSERT INTO bonuses_before (employee_id, bonus)
SELECT employee_id, bonus FROM bonuses;

MERGE INTO bonuses b
USING (SELECT employee_id, salary FROM employees) e
   ON (b.employee_id = e.employee_id)
 WHEN MATCHED THEN UPDATE SET b.bonus = e.salary * .05;

-- Kept: in department 80 this gives 6 % to those below 10000 and 10 % to the others.
MERGE INTO bonuses b
USING (SELECT employee_id, salary FROM employees WHERE department_id = 80) e
   ON (b.employee_id = e.employee_id)
 WHEN MATCHED THEN UPDATE SET b.bonus = b.bonus + e.salary * .01
 WHEN NOT MATCHED THEN INSERT (b.employee_id, b.bonus) VALUES (e.employee_id, e.salary * .1);
--rollback DELETE FROM bonuses;
--rollback INSERT INTO bonuses (employee_id, bonus) SELECT employee_id, bonus FROM bonuses_before;
--rollback DELETE FROM bonuses_before;
