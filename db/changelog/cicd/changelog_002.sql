--liquibase formatted sql

--changeset leonard:2 endDelimiter:/
--comment: create active workshops count function
CREATE OR REPLACE FUNCTION active_workshops_count
RETURN NUMBER
IS
  v_count NUMBER;
BEGIN
  SELECT COUNT(*) INTO v_count FROM workshops WHERE active = 'Y';
  RETURN v_count;
END active_workshops_count;
/
--rollback DROP FUNCTION active_workshops_count
--rollback /
