SELECT author, filename, orderexecuted, tag, comments
  FROM databasechangelog
 ORDER BY 3;
