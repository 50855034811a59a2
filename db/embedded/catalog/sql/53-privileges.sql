-- Users, roles, privileges.
do $$ begin
perform ora.dict_view('DBA_USERS', 'USERNAME vc128!, USER_ID num!, PASSWORD vc4000, ACCOUNT_STATUS vc32!, LOCK_DATE date, EXPIRY_DATE date,
  DEFAULT_TABLESPACE vc30!, TEMPORARY_TABLESPACE vc30!, LOCAL_TEMP_TABLESPACE vc30, CREATED date!, PROFILE vc128!,
    INITIAL_RSRC_CONSUMER_GROUP vc128,
  EXTERNAL_NAME vc4000, PASSWORD_VERSIONS vc17, EDITIONS_ENABLED vc1, AUTHENTICATION_TYPE vc8, PROXY_ONLY_CONNECT vc1, COMMON vc3,
    LAST_LOGIN ts6,
  ORACLE_MAINTAINED vc1, INHERITED vc3, DEFAULT_COLLATION vc100, IMPLICIT vc3, ALL_SHARD vc3, PASSWORD_CHANGE_DATE date',
 $q$ select name, user_id, null::text, account_status, lock_date, null::timestamp, default_tablespace, temporary_tablespace,
   temporary_tablespace, created,
      'DEFAULT', null::text, null::text, case when verifier is not null then '12C' end, 'N', case
        when verifier is not null then 'PASSWORD' else 'NONE' end,
      'N', case when oracle_maintained then 'YES' else 'NO' end, null::timestamp, case when oracle_maintained then 'Y' else 'N' end, 'NO',
        'USING_NLS_COMP', 'NO', 'NO', null::timestamp
    from ora.users $q$,
 'All users with their accounts', 'dba');
perform ora.dict_view('ALL_USERS', 'USERNAME vc128!, USER_ID num!, CREATED date!, COMMON vc3, ORACLE_MAINTAINED vc1, INHERITED vc3,
  DEFAULT_COLLATION vc100, IMPLICIT vc3, ALL_SHARD vc3',
 $q$ select name, user_id, created, case when oracle_maintained then 'YES' else 'NO' end, case when oracle_maintained then 'Y'
   else 'N' end, 'NO', 'USING_NLS_COMP', 'NO', 'NO' from ora.users $q$,
 'All users');
perform ora.dict_view('USER_USERS', 'USERNAME vc128!, USER_ID num!, ACCOUNT_STATUS vc32!, LOCK_DATE date, EXPIRY_DATE date,
  DEFAULT_TABLESPACE vc30!,
  TEMPORARY_TABLESPACE vc30!, LOCAL_TEMP_TABLESPACE vc30, CREATED date!, INITIAL_RSRC_CONSUMER_GROUP vc128, EXTERNAL_NAME vc4000,
    PROXY_ONLY_CONNECT vc1,
  COMMON vc3, ORACLE_MAINTAINED vc1, INHERITED vc3, DEFAULT_COLLATION vc100, IMPLICIT vc3, ALL_SHARD vc3',
 $q$ select name, user_id, account_status, lock_date, null::timestamp, default_tablespace, temporary_tablespace, temporary_tablespace,
   created, null::text, null::text,
      'N', case when oracle_maintained then 'YES' else 'NO' end, case when oracle_maintained then 'Y' else 'N' end, 'NO',
        'USING_NLS_COMP', 'NO', 'NO'
    from ora.users where name = ora.dict_schema() $q$,
 'The current user');
perform ora.dict_view('DBA_ROLES', 'ROLE vc128!, ROLE_ID num!, PASSWORD_REQUIRED vc8, AUTHENTICATION_TYPE vc11, COMMON vc3,
  ORACLE_MAINTAINED vc1, INHERITED vc3, IMPLICIT vc3, EXTERNAL_NAME vc4000',
 $q$ select name, role_id, 'NO', 'NONE', case when oracle_maintained then 'YES' else 'NO' end, case when oracle_maintained then 'Y'
   else 'N' end, 'NO', 'NO', null::text from ora.roles $q$,
 'All roles', 'dba');

perform ora.dict_view('DBA_SYS_PRIVS', 'GRANTEE vc128, PRIVILEGE vc40, ADMIN_OPTION vc3, COMMON vc3, INHERITED vc3',
 $q$ select grantee, privilege, case when admin then 'YES' else 'NO' end, 'NO', 'NO' from ora.system_grants $q$,
   'System privileges granted', 'dba');
perform ora.dict_view('USER_SYS_PRIVS', 'USERNAME vc128, PRIVILEGE vc40, ADMIN_OPTION vc3, COMMON vc3, INHERITED vc3',
 $q$ select grantee, privilege, case when admin then 'YES' else 'NO' end, 'NO', 'NO' from ora.system_grants
   where grantee in (ora.dict_user(), 'PUBLIC') $q$, 'System privileges of the user');
perform ora.dict_view('ROLE_SYS_PRIVS', 'ROLE vc128, PRIVILEGE vc40, ADMIN_OPTION vc3, COMMON vc3, INHERITED vc3',
 $q$ select grantee, privilege, case when admin then 'YES' else 'NO' end, 'NO', 'NO' from ora.system_grants
      where grantee in (select name from ora.roles) and grantee = any ((select ora.dict_grantees())::text[]) $q$,
        'System privileges of the user''s roles');
perform ora.dict_view('DBA_ROLE_PRIVS', 'GRANTEE vc128, GRANTED_ROLE vc128, ADMIN_OPTION vc3, DELEGATE_OPTION vc3, DEFAULT_ROLE vc3,
  COMMON vc3, INHERITED vc3',
 $q$ select grantee, role, case when admin then 'YES' else 'NO' end, 'NO', 'YES', 'NO', 'NO' from ora.role_grants $q$, 'Roles granted',
   'dba');
perform ora.dict_view('USER_ROLE_PRIVS', 'USERNAME vc128, GRANTED_ROLE vc128, ADMIN_OPTION vc3, DELEGATE_OPTION vc3, DEFAULT_ROLE vc3,
  OS_GRANTED vc3, COMMON vc3, INHERITED vc3',
 $q$ select grantee, role, case when admin then 'YES' else 'NO' end, 'NO', 'YES', 'NO', 'NO', 'NO' from ora.role_grants
   where grantee in (ora.dict_user(), 'PUBLIC') $q$, 'Roles of the user');
perform ora.dict_view('ROLE_ROLE_PRIVS', 'ROLE vc128, GRANTED_ROLE vc128, ADMIN_OPTION vc3, COMMON vc3, INHERITED vc3',
 $q$ select grantee, role, case when admin then 'YES' else 'NO' end, 'NO', 'NO' from ora.role_grants
      where grantee in (select name from ora.roles) and grantee = any ((select ora.dict_grantees())::text[]) $q$,
        'Roles of the user''s roles');
perform ora.dict_view('SESSION_PRIVS', 'PRIVILEGE vc40',
 $q$ select distinct privilege from ora.system_grants where grantee = any ((select ora.dict_grantees())::text[]) $q$,
   'System privileges in force');
perform ora.dict_view('SESSION_ROLES', 'ROLE vc128',
 $q$ select name from ora.roles where name = any ((select ora.dict_grantees())::text[]) $q$, 'Roles in force');
end $$;

create or replace view ora.dict_base_grants as
  select g.*, o.owner, o.name as table_name, o.type from ora.object_grants g join ora.objects o using (object_id);

do $$ declare
  yes constant text := $q$case when grantable then 'YES' else 'NO' end, 'NO', 'NO', type, 'NO'$q$;
begin
perform ora.dict_view('DBA_TAB_PRIVS', 'GRANTEE vc128, OWNER vc128, TABLE_NAME vc128, GRANTOR vc128, PRIVILEGE vc40, GRANTABLE vc3,
  HIERARCHY vc3, COMMON vc3, TYPE vc24, INHERITED vc3',
 'select grantee, owner, table_name, grantor, privilege, ' || yes || $q$ from ora.dict_base_grants where column_name = '' $q$,
   'Object privileges granted', 'dba');
perform ora.dict_view('ALL_TAB_PRIVS', 'GRANTOR vc128, GRANTEE vc128, TABLE_SCHEMA vc128, TABLE_NAME vc128, PRIVILEGE vc40, GRANTABLE vc3,
  HIERARCHY vc3, COMMON vc3, TYPE vc24, INHERITED vc3',
 'select grantor, grantee, owner, table_name, privilege, ' || yes || $q$ from ora.dict_base_grants
   where column_name = '' and (ora.dict_user() in (owner, grantor) or grantee = any ((select ora.dict_grantees())::text[])) $q$,
     'Object privileges that concern the user');
perform ora.dict_view('USER_TAB_PRIVS', 'GRANTEE vc128, OWNER vc128, TABLE_NAME vc128, GRANTOR vc128, PRIVILEGE vc40, GRANTABLE vc3,
  HIERARCHY vc3, COMMON vc3, TYPE vc24, INHERITED vc3',
 'select grantee, owner, table_name, grantor, privilege, ' || yes || $q$ from ora.dict_base_grants
   where column_name = '' and ora.dict_user() in (owner, grantor, grantee) $q$, 'Object privileges of the user');
perform ora.dict_view('USER_TAB_PRIVS_MADE', 'GRANTEE vc128, TABLE_NAME vc128, GRANTOR vc128, PRIVILEGE vc40, GRANTABLE vc3,
  HIERARCHY vc3, COMMON vc3, TYPE vc24, INHERITED vc3',
 'select grantee, table_name, grantor, privilege, ' || yes || $q$ from ora.dict_base_grants where column_name = ''
   and owner = ora.dict_user() $q$, 'Privileges on the user''s objects');
perform ora.dict_view('USER_TAB_PRIVS_RECD', 'OWNER vc128, TABLE_NAME vc128, GRANTOR vc128, PRIVILEGE vc40, GRANTABLE vc3, HIERARCHY vc3,
  COMMON vc3, TYPE vc24, INHERITED vc3',
 'select owner, table_name, grantor, privilege, ' || yes || $q$ from ora.dict_base_grants where column_name = ''
   and grantee = ora.dict_user() $q$, 'Privileges that the user was granted');
perform ora.dict_view('ROLE_TAB_PRIVS', 'ROLE vc128, OWNER vc128, TABLE_NAME vc128, COLUMN_NAME vc128, PRIVILEGE vc40, GRANTABLE vc3,
  COMMON vc3, INHERITED vc3',
 $q$ select grantee, owner, table_name, nullif(column_name, ''), privilege, case when grantable then 'YES' else 'NO' end, 'NO', 'NO'
   from ora.dict_base_grants
      where grantee in (select name from ora.roles) and grantee = any ((select ora.dict_grantees())::text[]) $q$,
        'Object privileges of the user''s roles');
perform ora.dict_view('ALL_TAB_PRIVS_MADE', 'GRANTEE vc128, OWNER vc128, TABLE_NAME vc128, GRANTOR vc128, PRIVILEGE vc40, GRANTABLE vc3,
  HIERARCHY vc3, COMMON vc3, TYPE vc24, INHERITED vc3',
 'select grantee, owner, table_name, grantor, privilege, ' || yes || $q$ from ora.dict_base_grants where column_name = ''
   and ora.dict_user() in (owner, grantor) $q$, 'Object privileges that the user granted, or that were granted on the user''s objects');
perform ora.dict_view('ALL_TAB_PRIVS_RECD', 'GRANTEE vc128, OWNER vc128, TABLE_NAME vc128, GRANTOR vc128, PRIVILEGE vc40, GRANTABLE vc3,
  HIERARCHY vc3, COMMON vc3, TYPE vc24, INHERITED vc3',
 'select grantee, owner, table_name, grantor, privilege, ' || yes || $q$ from ora.dict_base_grants where column_name = ''
   and grantee = any ((select ora.dict_grantees())::text[]) $q$, 'Object privileges that the user was granted, also through roles and PUBLIC');
perform ora.dict_view('USER_COL_PRIVS_MADE', 'GRANTEE vc128, TABLE_NAME vc128, COLUMN_NAME vc128, GRANTOR vc128, PRIVILEGE vc40,
  GRANTABLE vc3, COMMON vc3, INHERITED vc3',
 $q$ select grantee, table_name, column_name, grantor, privilege, case when grantable then 'YES' else 'NO' end, 'NO', 'NO'
   from ora.dict_base_grants where column_name <> '' and owner = ora.dict_user() $q$, 'Privileges on columns of the user''s objects');
perform ora.dict_view('USER_COL_PRIVS_RECD', 'OWNER vc128, TABLE_NAME vc128, COLUMN_NAME vc128, GRANTOR vc128, PRIVILEGE vc40,
  GRANTABLE vc3, COMMON vc3, INHERITED vc3',
 $q$ select owner, table_name, column_name, grantor, privilege, case when grantable then 'YES' else 'NO' end, 'NO', 'NO'
   from ora.dict_base_grants where column_name <> '' and grantee = ora.dict_user() $q$, 'Privileges on columns that the user was granted');
perform ora.dict_view('DBA_COL_PRIVS', 'GRANTEE vc128, OWNER vc128, TABLE_NAME vc128, COLUMN_NAME vc128, GRANTOR vc128, PRIVILEGE vc40,
  GRANTABLE vc3, COMMON vc3, INHERITED vc3',
 $q$ select grantee, owner, table_name, column_name, grantor, privilege, case when grantable then 'YES' else 'NO' end, 'NO', 'NO'
   from ora.dict_base_grants where column_name <> '' $q$, 'Column privileges granted', 'dba');
perform ora.dict_view('ALL_COL_PRIVS', 'GRANTOR vc128, GRANTEE vc128, TABLE_SCHEMA vc128, TABLE_NAME vc128, COLUMN_NAME vc128,
  PRIVILEGE vc40, GRANTABLE vc3, COMMON vc3, INHERITED vc3',
 $q$ select grantor, grantee, owner, table_name, column_name, privilege, case when grantable then 'YES' else 'NO' end, 'NO', 'NO'
   from ora.dict_base_grants
      where column_name <> '' and (ora.dict_user() in (owner, grantor) or grantee = any ((select ora.dict_grantees())::text[])) $q$,
        'Column privileges that concern the user');
perform ora.dict_view('USER_COL_PRIVS', 'GRANTEE vc128, OWNER vc128, TABLE_NAME vc128, COLUMN_NAME vc128, GRANTOR vc128, PRIVILEGE vc40,
  GRANTABLE vc3, COMMON vc3, INHERITED vc3',
 $q$ select grantee, owner, table_name, column_name, grantor, privilege, case when grantable then 'YES' else 'NO' end, 'NO', 'NO'
   from ora.dict_base_grants
      where column_name <> '' and ora.dict_user() in (owner, grantor, grantee) $q$, 'Column privileges of the user');
end $$;
