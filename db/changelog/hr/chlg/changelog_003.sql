--liquibase formatted sql

--changeset architect:4 endDelimiter:/
--comment: cannot decrease employee salary
CREATE OR REPLACE TRIGGER trg_employees_relegation
  BEFORE UPDATE ON employees
  FOR EACH ROW
BEGIN
  IF :OLD.salary > :NEW.salary THEN
    RAISE_APPLICATION_ERROR(-20123, 'Salary can not be decreased');
  END IF;
END trg_employees_relegation;
/
--rollback DROP TRIGGER trg_employees_relegation
--rollback /
