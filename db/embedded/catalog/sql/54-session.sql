-- The session, the instance, NLS, and what the server says it is.
create or replace view ora.dict_nls as
  select parameter, coalesce(ora.dict_setting(lower(parameter)), standard) as session_value, standard from (values
    ('NLS_LANGUAGE', 'AMERICAN'), ('NLS_TERRITORY', 'AMERICA'), ('NLS_CURRENCY', '$'), ('NLS_ISO_CURRENCY', 'AMERICA'),
      ('NLS_NUMERIC_CHARACTERS', '.,'),
    ('NLS_CALENDAR', 'GREGORIAN'), ('NLS_DATE_FORMAT', 'DD-MON-RR'), ('NLS_DATE_LANGUAGE', 'AMERICAN'), ('NLS_SORT', 'BINARY'),
    ('NLS_TIME_FORMAT', 'HH.MI.SSXFF AM'), ('NLS_TIMESTAMP_FORMAT', 'DD-MON-RR HH.MI.SSXFF AM'), ('NLS_TIME_TZ_FORMAT',
      'HH.MI.SSXFF AM TZR'),
    ('NLS_TIMESTAMP_TZ_FORMAT', 'DD-MON-RR HH.MI.SSXFF AM TZR'), ('NLS_DUAL_CURRENCY', '$'), ('NLS_COMP', 'BINARY'),
      ('NLS_LENGTH_SEMANTICS', 'BYTE'),
    ('NLS_NCHAR_CONV_EXCP', 'FALSE')) as n(parameter, standard);

-- One row for each session's backend: application_name is ora:<sid>:<serial>:<user>.
create or replace view ora.dict_sessions as
  select split_part(application_name, ':', 2)::numeric as sid, split_part(application_name, ':', 3)::numeric as serial,
    split_part(application_name, ':', 4) as username,
         pid, state, backend_start, state_change, wait_event
    from pg_stat_activity where datname = current_database() and application_name ~ '^ora:\d+:\d+:';

do $$ begin
perform ora.dict_view('NLS_SESSION_PARAMETERS', 'PARAMETER vc30, VALUE vc64', 'select parameter, session_value from ora.dict_nls',
  'NLS parameters of the session');
perform ora.dict_view('NLS_INSTANCE_PARAMETERS', 'PARAMETER vc30, VALUE vc64',
 $q$ select parameter, case when parameter in ('NLS_LANGUAGE', 'NLS_TERRITORY', 'NLS_COMP', 'NLS_LENGTH_SEMANTICS',
   'NLS_NCHAR_CONV_EXCP') then standard end
      from ora.dict_nls where parameter <> 'NLS_CHARACTERSET' $q$, 'NLS parameters of the instance');
perform ora.dict_view('NLS_DATABASE_PARAMETERS', 'PARAMETER vc128, VALUE vc64',
 $q$ select parameter, standard from ora.dict_nls
     union all values ('NLS_CHARACTERSET', 'AL32UTF8'), ('NLS_NCHAR_CHARACTERSET', 'AL16UTF16'), ('NLS_RDBMS_VERSION', '19.0.0.0.0') $q$,
       'NLS parameters of the database');
perform ora.dict_view('V_$NLS_PARAMETERS', 'PARAMETER vc64, VALUE vc64, CON_ID num',
 $q$ select parameter, session_value, 0 from ora.dict_nls union all values ('NLS_CHARACTERSET', 'AL32UTF8', 0), ('NLS_NCHAR_CHARACTERSET',
   'AL16UTF16', 0) $q$, 'NLS parameters in force');

perform ora.dict_view('V_$VERSION', 'BANNER vc80, BANNER_FULL vc160, BANNER_LEGACY vc80, CON_ID num',
 $q$ values ('Oracle-compatible embedded database, not Oracle Database',
     E'Oracle-compatible embedded database, not Oracle Database\nVersion 19.0.0.0.0 compatible, on PostgreSQL '
       || current_setting('server_version'),
     'Oracle-compatible embedded database, not Oracle Database', 0) $q$, 'What this server is');
perform ora.dict_view('PRODUCT_COMPONENT_VERSION', 'PRODUCT vc320, VERSION vc160, VERSION_FULL vc160, STATUS vc320',
 $q$ values ('Oracle-compatible embedded database, not Oracle Database', '19.0.0.0.0', '19.0.0.0.0', 'Development') $q$,
   'Version of components');
perform ora.dict_view('V_$INSTANCE', 'INSTANCE_NUMBER num, INSTANCE_NAME vc16, HOST_NAME vc64, VERSION vc17, VERSION_LEGACY vc17,
  VERSION_FULL vc17, STARTUP_TIME date,
  STATUS vc12, PARALLEL vc3, THREAD# num, ARCHIVER vc7, LOGINS vc10, SHUTDOWN_PENDING vc3, DATABASE_STATUS vc17, INSTANCE_ROLE vc18,
    ACTIVE_STATE vc9, BLOCKED vc3, CON_ID num, EDITION vc7, DATABASE_TYPE vc15',
 $q$ values (1, coalesce(ora.dict_setting('instance'), 'EMBEDDED'), ora.dict_setting('host'), '19.0.0.0.0', '19.0.0.0.0', '19.0.0.0.0',
     date_trunc('second', pg_postmaster_start_time())::timestamp, 'OPEN', 'NO', 1, 'STOPPED', 'ALLOWED', 'NO', 'ACTIVE',
       'PRIMARY_INSTANCE', 'NORMAL', 'NO', 0, null::text, 'SINGLE') $q$,
 'The instance', 'dba');
perform ora.dict_view('V_$DATABASE', 'DBID num, NAME vc9, CREATED date, LOG_MODE vc12, OPEN_MODE vc20, DATABASE_ROLE vc16,
  DB_UNIQUE_NAME vc30, PLATFORM_NAME vc101, CDB vc3, CON_ID num',
 $q$ values (1, coalesce(ora.dict_setting('instance'), 'EMBEDDED'), null::timestamp, 'NOARCHIVELOG', 'READ WRITE', 'PRIMARY',
   coalesce(ora.dict_setting('instance'), 'EMBEDDED'), null::text, 'NO', 0) $q$,
 'The database', 'dba');
perform ora.dict_view('V_$SESSION', 'SID num, SERIAL# num, AUDSID num, USER# num, USERNAME vc128, STATUS vc8, SERVER vc9,
  SCHEMANAME vc128, OSUSER vc128, PROCESS vc24, MACHINE vc64,
  TERMINAL vc30, PROGRAM vc48, TYPE vc10, MODULE vc64, ACTION vc64, CLIENT_INFO vc64, CLIENT_IDENTIFIER vc64, LOGON_TIME date,
    LAST_CALL_ET num, BLOCKING_SESSION num,
  SERVICE_NAME vc64, EVENT vc64, CON_ID num',
 $q$ select s.sid, s.serial, s.sid, u.user_id, s.username, case when s.state = 'idle' or s.state like 'idle in%' then 'INACTIVE'
   else 'ACTIVE' end, 'DEDICATED', s.username,
      case when own then ora.dict_setting('osuser') end, s.pid::text, case when own then ora.dict_setting('machine') end, case
        when own then ora.dict_setting('terminal') end,
      case when own then ora.dict_setting('program') end, 'USER', case when own then ora.dict_setting('module') end, case
        when own then ora.dict_setting('action') end,
      case when own then ora.dict_setting('client_info') end, case when own then ora.dict_setting('client_identifier') end,
      date_trunc('second', s.backend_start)::timestamp, floor(extract(epoch from statement_timestamp() - s.state_change)),
      (select b.sid from ora.dict_sessions b where b.pid = any (pg_blocking_pids(s.pid)) limit 1), case
        when own then ora.dict_setting('service') end, s.wait_event, 0
     from (select *, pid = pg_backend_pid() as own from ora.dict_sessions) s left join ora.users u on u.name = s.username $q$,
 'Sessions; what clients told about themselves is known of one''s own only', 'dba');
perform ora.dict_view('V_$PARAMETER', 'NUM num, NAME vc80, TYPE num, VALUE vc4000, DISPLAY_VALUE vc4000, ISDEFAULT vc9,
  ISSES_MODIFIABLE vc5, ISSYS_MODIFIABLE vc9, DESCRIPTION vc255, CON_ID num',
 $q$ select i, name, type, value, value, 'TRUE', 'FALSE', 'FALSE', description, 0 from (values
      (1, 'compatible', 2, '19.0.0', 'Behaviour that is meant'), (2, 'max_string_size', 2, 'STANDARD', 'VARCHAR2 holds 4000 bytes'),
      (3, 'nls_length_semantics', 2, 'BYTE', 'VARCHAR2(n) counts bytes'), (4, 'db_block_size', 3, current_setting('block_size'),
        'PostgreSQL''s block'), (5, 'open_cursors', 3, '300', 'Cursors that a session may have open'),
      (6, 'db_name', 2, coalesce(ora.dict_setting('instance'), 'EMBEDDED'), 'Name of the database'),
      (7, 'service_names', 2, ora.dict_setting('service'), 'Service of the session')) as p(i, name, type, value, description) $q$,
 'Parameters', 'dba');
perform ora.dict_view('GLOBAL_NAME', 'GLOBAL_NAME vc4000', $q$ select coalesce(ora.dict_setting('service'), 'EMBEDDED') $q$,
  'Name of the database');
perform ora.dict_view('DATABASE_PROPERTIES', 'PROPERTY_NAME vc128, PROPERTY_VALUE vc4000, DESCRIPTION vc4000',
 $q$ select parameter, standard, null::text from ora.dict_nls
     union all values ('NLS_CHARACTERSET', 'AL32UTF8', null), ('NLS_NCHAR_CHARACTERSET', 'AL16UTF16', null), ('NLS_RDBMS_VERSION',
       '19.0.0.0.0', null),
       ('DEFAULT_PERMANENT_TABLESPACE', 'USERS', 'Name of default permanent tablespace'), ('DEFAULT_TEMP_TABLESPACE', 'TEMP',
         'Name of default temporary tablespace'),
       ('DBTIMEZONE', '+00:00', 'DB time zone'), ('GLOBAL_DB_NAME', coalesce(ora.dict_setting('service'), 'EMBEDDED'),
         'Global database name') $q$, 'Properties of the database');

perform ora.dict_view('TAB', 'TNAME vc128!, TABTYPE vc13, CLUSTERID num',
 $q$ select name, type, null::int from ora.objects where owner = ora.dict_schema() and type in ('TABLE', 'VIEW', 'SYNONYM') $q$,
   'Tables, views and synonyms of the user');
perform ora.dict_view('USER_CATALOG', 'TABLE_NAME vc128!, TABLE_TYPE vc11',
 $q$ select name, type from ora.objects where owner = ora.dict_schema() and type in ('TABLE', 'VIEW', 'SYNONYM', 'SEQUENCE') $q$,
   'Tables, views, synonyms and sequences of the user');
perform ora.dict_view('ALL_CATALOG', 'OWNER vc128!, TABLE_NAME vc128!, TABLE_TYPE vc11',
 $q$ select owner, name, type from ora.objects where type in ('TABLE', 'VIEW', 'SYNONYM',
   'SEQUENCE') and object_id = any ((select ora.dict_visible())::int[]) $q$,
 'Tables, views, synonyms and sequences that the user may see');
perform ora.dict_view('DICTIONARY', 'TABLE_NAME vc128, COMMENTS vc4000',
 $q$ select name, definition ->> 'comment' from ora.objects where owner = 'SYS' and type = 'VIEW'
   and object_id = any ((select ora.dict_visible())::int[]) $q$, 'The dictionary''s views');
perform ora.dict_view('DICT_COLUMNS', 'TABLE_NAME vc128, COLUMN_NAME vc128, COMMENTS vc4000',
 $q$ select table_name, column_name, c ->> 'comment' from ora.dict_base_columns where owner = 'SYS' and table_type = 'VIEW'
   and object_id = any ((select ora.dict_visible())::int[]) $q$,
 'Columns of the dictionary''s views');
perform ora.dict_synonym('CAT', 'USER_CATALOG');
perform ora.dict_synonym('COLS', 'USER_TAB_COLUMNS');
perform ora.dict_synonym('DICT', 'DICTIONARY');
perform ora.dict_synonym('IND', 'USER_INDEXES');
perform ora.dict_synonym('OBJ', 'USER_OBJECTS');
perform ora.dict_synonym('SEQ', 'USER_SEQUENCES');
perform ora.dict_synonym('SYN', 'USER_SYNONYMS');
perform ora.dict_synonym('TABS', 'USER_TABLES');
perform ora.dict_view('USER_TABLESPACES', 'TABLESPACE_NAME vc30!, BLOCK_SIZE num!, STATUS vc9, CONTENTS vc21',
 $q$ select name, current_setting('block_size')::numeric, 'ONLINE', contents from (values ('SYSTEM', 'PERMANENT'), ('SYSAUX',
   'PERMANENT'), ('USERS', 'PERMANENT'), ('TEMP', 'TEMPORARY')) as t(name, contents) $q$,
 'Tablespaces; names only, PostgreSQL keeps the data');
end $$;
