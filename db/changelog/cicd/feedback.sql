-- A table, a sequence, a trigger and a function, made by hand: what "generate-changelog --compat" finds of them is the lesson.
WHENEVER SQLERROR EXIT FAILURE ROLLBACK

CREATE TABLE feedback (
  id       NUMBER CONSTRAINT feedback_pk PRIMARY KEY,
  details  VARCHAR2(255),
  received DATE
);

CREATE SEQUENCE feedback_seq;

CREATE OR REPLACE TRIGGER feedback_bi
  BEFORE INSERT ON feedback
  FOR EACH ROW
BEGIN
  :NEW.received := SYSDATE;
END;
/

INSERT INTO feedback (id, details)
VALUES (feedback_seq.NEXTVAL, 'Feedback for exercise number ' || feedback_seq.CURRVAL);
COMMIT;

CREATE OR REPLACE FUNCTION today_feedback_count
RETURN NUMBER
IS
  v_count NUMBER;
BEGIN
  SELECT COUNT(*) INTO v_count FROM feedback WHERE received >= TRUNC(SYSDATE);
  RETURN v_count;
END;
/
