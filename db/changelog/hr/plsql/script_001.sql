--liquibase formatted sql

--changeset developer:2
--comment: update bonuses table
MERGE INTO bonuses b
USING (SELECT employee_id, salary FROM employees) e
   ON (b.employee_id = e.employee_id)
 WHEN MATCHED THEN UPDATE SET b.bonus = e.salary * .05;

MERGE INTO bonuses b
USING (SELECT employee_id, salary FROM employees WHERE department_id = 80) e
   ON (b.employee_id = e.employee_id)
 WHEN MATCHED THEN UPDATE SET b.bonus = b.bonus + e.salary * .01
 WHEN NOT MATCHED THEN INSERT (b.employee_id, b.bonus) VALUES (e.employee_id, e.salary * .1);
--rollback DELETE FROM bonuses WHERE employee_id IN (SELECT employee_id FROM employees WHERE salary >= 10000);
--rollback UPDATE bonuses SET bonus = 100;
