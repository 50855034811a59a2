--liquibase formatted sql

--changeset developer:1
--comment: create bonuses table
-- Mended: the key. Without it, two rows could hold two bonuses of one employee.
CREATE TABLE bonuses (
  employee_id NUMBER(6,0) NOT NULL CONSTRAINT bonuses_pk PRIMARY KEY,
  bonus       NUMBER(8,2) DEFAULT 100
);
-- Mended: what script_001 can be undone with. It is made here, so that the script itself is nothing but DML, one transaction.
CREATE TABLE bonuses_before (
  employee_id NUMBER(6,0) NOT NULL CONSTRAINT bonuses_before_pk PRIMARY KEY,
  bonus       NUMBER(8,2)
);
GRANT SELECT ON bonuses TO hr_reader;

INSERT INTO bonuses (employee_id)
SELECT employee_id
  FROM employees
 WHERE salary < 10000;
--rollback DROP TABLE bonuses_before;
--rollback DROP TABLE bonuses;
