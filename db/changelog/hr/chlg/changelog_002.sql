--liquibase formatted sql

--changeset architect:3 endDelimiter:/
--comment: changes on employees only in business hours
-- Mended: the hours. The original compared the text of an hour with numbers, allowed 06:00 to 10:59 on the server's clock, and
-- said 9 to 18. Allowed is what its message says: 09:00 to 17:59, in the time zone of the office, which stands here and only here.
-- A function of its own takes any time, so that it can be tested without waiting for the evening.
CREATE OR REPLACE FUNCTION within_business_hours (p_at IN TIMESTAMP WITH TIME ZONE)
RETURN VARCHAR2
IS
  c_time_zone CONSTANT VARCHAR2(64) := 'Europe/Bucharest';
  v_hour      NUMBER;
BEGIN
  -- Not EXTRACT(HOUR FROM ...): of a time with a zone, that is the hour in UTC.
  v_hour := TO_NUMBER(TO_CHAR(p_at AT TIME ZONE c_time_zone, 'HH24'));
  IF v_hour BETWEEN 9 AND 17 THEN
    RETURN 'Y';
  END IF;
  RETURN 'N';
END within_business_hours;
/
CREATE OR REPLACE TRIGGER trg_employees_changes
  BEFORE INSERT OR UPDATE OR DELETE ON employees
BEGIN
  IF within_business_hours(SYSTIMESTAMP) = 'N' THEN
    RAISE_APPLICATION_ERROR(-20234, 'No changes allowed before 9 AM and after 6 PM');
  END IF;
END trg_employees_changes;
/
--rollback DROP TRIGGER trg_employees_changes
--rollback /
--rollback DROP FUNCTION within_business_hours
--rollback /
