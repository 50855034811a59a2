--liquibase formatted sql

--changeset developer:5 endDelimiter:/
--comment: create function to calculate experience
-- Mended: it did not compile (two INTO, no FROM, no WHERE, no semicolon), and Liquibase recorded it all the same. Its parameter
-- had the column's name: "employee_id = employee_id" would be true of every row.
CREATE OR REPLACE FUNCTION experience (p_employee_id IN employees.employee_id%TYPE)
RETURN VARCHAR2
IS
  v_months NUMBER;
BEGIN
  SELECT TRUNC(MONTHS_BETWEEN(SYSDATE, hire_date))
    INTO v_months
    FROM employees
   WHERE employee_id = p_employee_id;
  RETURN 'Employee ID ' || p_employee_id || ' has ' || TRUNC(v_months / 12) || ' years and ' || MOD(v_months, 12) || ' months of experience.';
END experience;
/
GRANT EXECUTE ON experience TO hr_reader
/
--rollback DROP FUNCTION experience
--rollback /
