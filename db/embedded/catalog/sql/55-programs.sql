-- Kinds of objects that do not exist here: the right columns, no rows.
do $$
declare
  subject text;
  columns text;
begin
for subject, columns in values
 ('MVIEWS', 'OWNER vc128!, MVIEW_NAME vc128!, CONTAINER_NAME vc128!, QUERY long, QUERY_LEN num, UPDATABLE vc1, REFRESH_MODE vc9,
   REFRESH_METHOD vc8, BUILD_MODE vc9, LAST_REFRESH_TYPE vc8, LAST_REFRESH_DATE date, STALENESS vc19, COMPILE_STATE vc19'),
 ('MVIEW_LOGS', 'LOG_OWNER vc128, MASTER vc128, LOG_TABLE vc128, LOG_TRIGGER vc128, ROWIDS vc3, PRIMARY_KEY vc3, OBJECT_ID vc3, SEQUENCE vc3'),
 ('CLUSTERS', 'OWNER vc128!, CLUSTER_NAME vc128!, TABLESPACE_NAME vc30!, CLUSTER_TYPE vc5'),
 ('TYPE_ATTRS', 'OWNER vc128, TYPE_NAME vc128!, ATTR_NAME vc128!, ATTR_TYPE_MOD vc7, ATTR_TYPE_OWNER vc128, ATTR_TYPE_NAME vc128, LENGTH num,
   PRECISION num, SCALE num, CHARACTER_SET_NAME vc44, ATTR_NO num!, INHERITED vc3, CHAR_USED vc1'),
 ('TYPE_METHODS', 'OWNER vc128!, TYPE_NAME vc128!, METHOD_NAME vc128!, METHOD_NO num!, METHOD_TYPE vc6, PARAMETERS num!, RESULTS num!, FINAL vc3,
   INSTANTIABLE vc3, OVERRIDING vc3, INHERITED vc3'),
 ('NESTED_TABLES', 'OWNER vc128, TABLE_NAME vc128, TABLE_TYPE_OWNER vc128, TABLE_TYPE_NAME vc128, PARENT_TABLE_NAME vc128, PARENT_TABLE_COLUMN vc4000'),
 ('VARRAYS', 'OWNER vc128, PARENT_TABLE_NAME vc128, PARENT_TABLE_COLUMN vc4000, TYPE_OWNER vc128, TYPE_NAME vc128, LOB_NAME vc128'),
 ('REFS', 'OWNER vc128!, TABLE_NAME vc128!, COLUMN_NAME vc4000, WITH_ROWID vc3, IS_SCOPED vc3'),
 ('SCHEDULER_JOBS', 'OWNER vc128!, JOB_NAME vc128!, JOB_TYPE vc16, JOB_ACTION vc4000, ENABLED vc5, STATE vc20'),
 ('POLICIES', 'OBJECT_OWNER vc128!, OBJECT_NAME vc128!, POLICY_GROUP vc128!, POLICY_NAME vc128!, FUNCTION vc128!, ENABLE vc3'),
 ('TAB_SUBPARTITIONS', 'TABLE_OWNER vc128, TABLE_NAME vc128, PARTITION_NAME vc128, SUBPARTITION_NAME vc128, HIGH_VALUE long'),
 ('DB_LINKS', 'OWNER vc128!, DB_LINK vc128!, USERNAME vc128, HOST vc2000, CREATED date!'),
 ('PART_TABLES', 'OWNER vc128, TABLE_NAME vc128, PARTITIONING_TYPE vc9, SUBPARTITIONING_TYPE vc9, PARTITION_COUNT num'),
 ('TAB_PARTITIONS', 'TABLE_OWNER vc128, TABLE_NAME vc128, COMPOSITE vc3, PARTITION_NAME vc128, HIGH_VALUE long, PARTITION_POSITION num'),
 ('EXTERNAL_TABLES', 'OWNER vc128!, TABLE_NAME vc128!, TYPE_OWNER vc3, TYPE_NAME vc128!'),
 ('JOBS', 'JOB num!, LOG_USER vc128!, PRIV_USER vc128!, SCHEMA_USER vc128!, LAST_DATE date, NEXT_DATE date!, BROKEN vc1, INTERVAL vc200!,
   WHAT vc4000')
loop
  perform ora.dict_family(subject, columns,
    'select null::text, null::int' || repeat(', null', 1 + regexp_count(columns, ',')) || ' where false',
    initcap(replace(subject, '_', ' ')) || ': none here yet', case when subject in ('TAB_PARTITIONS', 'TAB_SUBPARTITIONS')
      then '{TABLE_OWNER}'::text[] when subject = 'POLICIES' then '{OBJECT_OWNER}' when subject = 'MVIEW_LOGS' then '{}' else '{OWNER}' end);
end loop;
perform ora.dict_family('LOBS', 'OWNER vc128, TABLE_NAME vc128, COLUMN_NAME vc4000, SEGMENT_NAME vc128, TABLESPACE_NAME vc30,
  INDEX_NAME vc128, CHUNK num, CACHE vc10, LOGGING vc7, IN_ROW vc3, SECUREFILE vc3',
 $q$ select owner, object_id, owner, table_name, column_name, null::text, null::text, null::text, null::int, 'NO', 'YES', 'YES', 'YES'
    from ora.dict_base_columns where table_type = 'TABLE' and owner <> 'SYS' and t ->> 'kind' in ('CLOB', 'BLOB') $q$, 'Large objects');
perform ora.dict_view('USER_RECYCLEBIN', 'OBJECT_NAME vc128!, ORIGINAL_NAME vc128, OPERATION vc9, TYPE vc25, TS_NAME vc30,
  CREATETIME vc19, DROPTIME vc19, DROPSCN num, CAN_UNDROP vc3, CAN_PURGE vc3',
 'select null, null, null, null, null, null, null, null, null, null where false', 'There is no recycle bin: a dropped table is gone');
perform ora.dict_synonym('RECYCLEBIN', 'USER_RECYCLEBIN');
perform ora.dict_view('ALL_DIRECTORIES', 'OWNER vc128!, DIRECTORY_NAME vc128!, DIRECTORY_PATH vc4000, ORIGIN_CON_ID num',
 'select null, null, null, null where false', 'There are no directories');
perform ora.dict_view('DBA_DIRECTORIES', 'OWNER vc128!, DIRECTORY_NAME vc128!, DIRECTORY_PATH vc4000, ORIGIN_CON_ID num',
 'select null, null, null, null where false', 'There are no directories', 'dba');
end $$;
