--liquibase formatted sql

--changeset developer:1
--comment: create bonuses table
-- The key is ours: without it, two rows could hold two bonuses of one employee.
CREATE TABLE bonuses (
  employee_id NUMBER(6,0) NOT NULL CONSTRAINT bonuses_pk PRIMARY KEY,
  bonus       NUMBER(8,2) DEFAULT 100
);
INSERT INTO bonuses (employee_id)
SELECT employee_id
  FROM employees
 WHERE salary < 10000;
--rollback DROP TABLE bonuses;
