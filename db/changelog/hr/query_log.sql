-- As HR: what ran, in order.
SELECT author, filename, orderexecuted, tag, comments
  FROM databasechangelog
 ORDER BY 3;

-- What was made in the last ten minutes, and whether it is VALID: an object that does not compile is listed too.
SELECT object_name, object_type, status
  FROM user_objects
 WHERE created > SYSDATE - 10 / (24 * 60)
 ORDER BY 1;
