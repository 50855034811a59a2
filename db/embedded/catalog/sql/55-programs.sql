-- Program units and other kinds of objects that do not exist here yet: the right columns, no rows.
do $$
declare
  subject text;
  columns text;
begin
for subject, columns in values
 ('SOURCE', 'OWNER vc128, NAME vc128, TYPE vc12, LINE num, TEXT vc4000, ORIGIN_CON_ID num'),
 ('ERRORS', 'OWNER vc128!, NAME vc128!, TYPE vc19, SEQUENCE num!, LINE num!, POSITION num!, TEXT vc4000!, ATTRIBUTE vc9,
   MESSAGE_NUMBER num'),
 ('TRIGGERS', 'OWNER vc128, TRIGGER_NAME vc128, TRIGGER_TYPE vc16, TRIGGERING_EVENT vc246, TABLE_OWNER vc128, BASE_OBJECT_TYPE vc18,
   TABLE_NAME vc128, COLUMN_NAME vc4000,
    REFERENCING_NAMES vc422, WHEN_CLAUSE vc4000, STATUS vc8, DESCRIPTION vc4000, ACTION_TYPE vc11, TRIGGER_BODY long, CROSSEDITION vc7,
      BEFORE_STATEMENT vc3, BEFORE_ROW vc3,
    AFTER_ROW vc3, AFTER_STATEMENT vc3, INSTEAD_OF_ROW vc3, FIRE_ONCE vc3, APPLY_SERVER_ONLY vc3'),
 ('PROCEDURES', 'OWNER vc128, OBJECT_NAME vc128, PROCEDURE_NAME vc128, OBJECT_ID num, SUBPROGRAM_ID num, OVERLOAD vc40, OBJECT_TYPE vc13,
   AGGREGATE vc3, PIPELINED vc3, IMPLTYPEOWNER vc128,
    IMPLTYPENAME vc128, PARALLEL vc3, INTERFACE vc3, DETERMINISTIC vc3, AUTHID vc12, RESULT_CACHE vc3, ORIGIN_CON_ID num, POLYMORPHIC vc5'),
 ('ARGUMENTS', 'OWNER vc128, OBJECT_NAME vc128, PACKAGE_NAME vc128, OBJECT_ID num, OVERLOAD vc40, SUBPROGRAM_ID num, ARGUMENT_NAME vc128,
   POSITION num, SEQUENCE num, DATA_LEVEL num, DATA_TYPE vc30,
    DEFAULTED vc1, DEFAULT_VALUE long, DEFAULT_LENGTH num, IN_OUT vc9, DATA_LENGTH num, DATA_PRECISION num, DATA_SCALE num, RADIX num,
      CHARACTER_SET_NAME vc44, TYPE_OWNER vc128, TYPE_NAME vc128,
    TYPE_SUBNAME vc128, TYPE_LINK vc128, TYPE_OBJECT_TYPE vc7, PLS_TYPE vc128, CHAR_LENGTH num, CHAR_USED vc1'),
 ('TYPES', 'OWNER vc128, TYPE_NAME vc128, TYPE_OID raw16, TYPECODE vc128, ATTRIBUTES num, METHODS num, PREDEFINED vc3, INCOMPLETE vc3,
   FINAL vc3, INSTANTIABLE vc3, PERSISTABLE vc3,
    SUPERTYPE_OWNER vc128, SUPERTYPE_NAME vc128, LOCAL_ATTRIBUTES num, LOCAL_METHODS num, TYPEID raw16'),
 ('MVIEWS', 'OWNER vc128!, MVIEW_NAME vc128!, CONTAINER_NAME vc128!, QUERY long, QUERY_LEN num, UPDATABLE vc1, REFRESH_MODE vc9,
   REFRESH_METHOD vc8, BUILD_MODE vc9, LAST_REFRESH_TYPE vc8, LAST_REFRESH_DATE date, STALENESS vc19, COMPILE_STATE vc19'),
 ('DB_LINKS', 'OWNER vc128!, DB_LINK vc128!, USERNAME vc128, HOST vc2000, CREATED date!'),
 ('PART_TABLES', 'OWNER vc128, TABLE_NAME vc128, PARTITIONING_TYPE vc9, SUBPARTITIONING_TYPE vc9, PARTITION_COUNT num'),
 ('TAB_PARTITIONS', 'TABLE_OWNER vc128, TABLE_NAME vc128, COMPOSITE vc3, PARTITION_NAME vc128, HIGH_VALUE long, PARTITION_POSITION num'),
 ('EXTERNAL_TABLES', 'OWNER vc128!, TABLE_NAME vc128!, TYPE_OWNER vc3, TYPE_NAME vc128!'),
 ('JOBS', 'JOB num!, LOG_USER vc128!, PRIV_USER vc128!, SCHEMA_USER vc128!, LAST_DATE date, NEXT_DATE date!, BROKEN vc1, INTERVAL vc200!,
   WHAT vc4000')
loop
  perform ora.dict_family(subject, columns,
    'select null::text, null::int' || repeat(', null', 1 + regexp_count(columns, ',')) || ' where false',
    initcap(replace(subject, '_', ' ')) || ': none here yet', case when subject = 'TAB_PARTITIONS' then '{TABLE_OWNER}'::text[]
      else '{OWNER}' end);
end loop;
perform ora.dict_family('DEPENDENCIES', 'OWNER vc128, NAME vc128, TYPE vc19, REFERENCED_OWNER vc128, REFERENCED_NAME vc128,
  REFERENCED_TYPE vc19, REFERENCED_LINK_NAME vc128, SCHEMAID num, DEPENDENCY_TYPE vc4',
 $q$ select v.owner, v.object_id, v.owner, v.name, v.type, d.key ->> 'owner', d.key ->> 'name', coalesce(o.type, 'NON-EXISTENT'), null::text,
      u.user_id, 'HARD'
    from ora.objects v cross join lateral jsonb_array_elements(v.definition -> 'dependsOn') as d(key)
    left join ora.objects o on o.owner = d.key ->> 'owner' and o.name = d.key ->> 'name' and o.namespace = 1
    left join ora.users u on u.name = v.owner
   where v.type = 'VIEW'
   union all
   select s.owner, s.object_id, s.owner, s.name, s.type, o.owner, o.name, o.type, null, u.user_id, 'HARD'
     from ora.objects s join ora.objects o on o.owner = s.definition ->> 'targetOwner' and o.name = s.definition ->> 'targetName' and o.namespace = 1
     left join ora.users u on u.name = s.owner
    where s.type = 'SYNONYM' $q$, 'What views and synonyms stand on');
perform ora.dict_family('LOBS', 'OWNER vc128, TABLE_NAME vc128, COLUMN_NAME vc4000, SEGMENT_NAME vc128, TABLESPACE_NAME vc30,
  INDEX_NAME vc128, CHUNK num, CACHE vc10, LOGGING vc7, IN_ROW vc3, SECUREFILE vc3',
 $q$ select owner, object_id, owner, table_name, column_name, null::text, null::text, null::text, null::int, 'NO', 'YES', 'YES', 'YES'
    from ora.dict_base_columns where table_type = 'TABLE' and owner <> 'SYS' and t ->> 'kind' in ('CLOB', 'BLOB') $q$, 'Large objects');
perform ora.dict_view('USER_RECYCLEBIN', 'OBJECT_NAME vc128!, ORIGINAL_NAME vc128, OPERATION vc9, TYPE vc25, TS_NAME vc30,
  CREATETIME vc19, DROPTIME vc19, DROPSCN num, CAN_UNDROP vc3, CAN_PURGE vc3',
 'select null, null, null, null, null, null, null, null, null, null where false', 'There is no recycle bin: a dropped table is gone');
perform ora.dict_synonym('RECYCLEBIN', 'USER_RECYCLEBIN');
end $$;
