-- Objects, tables, columns, views, sequences, synonyms, comments.
create or replace view ora.dict_base_columns as
  select object_id, owner, table_name, table_type, c, column_name, c -> 'type' as t, column_id, internal_id from ora.object_columns;

-- Indexes with the number of their table, whose privileges decide who sees them.
create or replace view ora.dict_base_indexes as
  select i.object_id, i.owner, i.name as index_name, i.generated, i.definition as d, t.object_id as table_id,
         i.definition ->> 'tableOwner' as table_owner, i.definition ->> 'tableName' as table_name, t.definition ? 'organization' as iot
    from ora.objects i
    join ora.objects t on t.type = 'TABLE' and t.owner = i.definition ->> 'tableOwner' and t.name = i.definition ->> 'tableName'
   where i.type = 'INDEX';

do $$ begin
perform ora.dict_family('OBJECTS', 'OWNER vc128, OBJECT_NAME vc128, SUBOBJECT_NAME vc128, OBJECT_ID num, DATA_OBJECT_ID num,
  OBJECT_TYPE vc23,
  CREATED date, LAST_DDL_TIME date, TIMESTAMP vc19, STATUS vc7, TEMPORARY vc1, GENERATED vc1, SECONDARY vc1, NAMESPACE num,
    EDITION_NAME vc128,
  SHARING vc18, EDITIONABLE vc1, ORACLE_MAINTAINED vc1, APPLICATION vc1, DEFAULT_COLLATION vc100, DUPLICATED vc1, SHARDED vc1',
 $q$ select o.owner, coalesce(t.object_id, o.object_id), o.owner, o.name, null::text, o.object_id,
      case when o.type in ('TABLE', 'INDEX') then o.object_id end, o.type, o.created, o.last_ddl, to_char(o.last_ddl,
        'YYYY-MM-DD:HH24:MI:SS'),
      o.status, case when o.definition ? 'temporary' then 'Y' else 'N' end, case when o.generated then 'Y' else 'N' end, 'N', o.namespace,
      null::text, 'NONE', case when o.type in ('VIEW', 'SYNONYM', 'PROCEDURE', 'FUNCTION', 'PACKAGE', 'PACKAGE BODY', 'TRIGGER', 'TYPE') then 'Y' end,
      case when o.oracle_maintained then 'Y' else 'N' end, 'N', case when o.type in ('TABLE', 'VIEW') then 'USING_NLS_COMP' end, 'N', 'N'
    from ora.objects o left join ora.dict_base_indexes i on i.object_id = o.object_id left
      join ora.objects t on t.object_id = i.table_id $q$,
 'All objects');

perform ora.dict_family('TABLES', 'OWNER vc128!, TABLE_NAME vc128!, TABLESPACE_NAME vc30, CLUSTER_NAME vc128, IOT_NAME vc128, STATUS vc8,
  PCT_FREE num,
  PCT_USED num, INI_TRANS num, MAX_TRANS num, INITIAL_EXTENT num, NEXT_EXTENT num, MIN_EXTENTS num, MAX_EXTENTS num, PCT_INCREASE num,
    FREELISTS num,
  FREELIST_GROUPS num, LOGGING vc3, BACKED_UP vc1, NUM_ROWS num, BLOCKS num, EMPTY_BLOCKS num, AVG_SPACE num, CHAIN_CNT num,
    AVG_ROW_LEN num,
  AVG_SPACE_FREELIST_BLOCKS num, NUM_FREELIST_BLOCKS num, DEGREE vc10, INSTANCES vc10, CACHE vc5, TABLE_LOCK vc8, SAMPLE_SIZE num,
    LAST_ANALYZED date,
  PARTITIONED vc3, IOT_TYPE vc12, TEMPORARY vc1, SECONDARY vc1, NESTED vc3, BUFFER_POOL vc7, FLASH_CACHE vc7, CELL_FLASH_CACHE vc7,
    ROW_MOVEMENT vc8,
  GLOBAL_STATS vc3, USER_STATS vc3, DURATION vc15, SKIP_CORRUPT vc8, MONITORING vc3, CLUSTER_OWNER vc128, DEPENDENCIES vc8, COMPRESSION vc8,
  COMPRESS_FOR vc30, DROPPED vc3, READ_ONLY vc3, SEGMENT_CREATED vc3, RESULT_CACHE vc7, CLUSTERING vc3, ACTIVITY_TRACKING vc23,
    DML_TIMESTAMP vc25,
  HAS_IDENTITY vc3, CONTAINER_DATA vc3, INMEMORY vc8, DEFAULT_COLLATION vc100, DUPLICATED vc1, SHARDED vc1, EXTERNAL vc3, HYBRID vc3',
 $q$ select o.owner, o.object_id, o.owner, o.name, case when o.definition ? 'temporary' or o.definition ? 'organization' then null
   else u.default_tablespace end,
      null::text, null::text, 'VALID', 10, null::int, 1, 255, null::int, null::int, null::int, null::int, null::int, null::int, null::int,
      case when o.definition ? 'temporary' then 'NO' else 'YES' end, 'N', null::int, null::int, null::int, null::int, null::int,
        null::int, null::int, null::int,
      '         1', '         1', '    N', 'ENABLED', null::int, null::timestamp, 'NO', case
        when o.definition ? 'organization' then 'IOT' end,
      case when o.definition ? 'temporary' then 'Y' else 'N' end, 'N', 'NO', 'DEFAULT', 'DEFAULT', 'DEFAULT', 'DISABLED', 'NO', 'NO',
      case o.definition ->> 'temporary' when 'delete' then 'SYS$TRANSACTION' when 'preserve' then 'SYS$SESSION' end,
      'DISABLED', 'YES', null::text, 'DISABLED', 'DISABLED', null::text, 'NO', 'NO', 'YES', 'DEFAULT', 'NO', null::text, null::text,
      case when jsonb_path_exists(o.definition, '$.columns[*].identity') then 'YES' else 'NO' end, 'NO', 'DISABLED', 'USING_NLS_COMP',
        'N', 'N', 'NO', 'NO'
    from ora.objects o left join ora.users u on u.name = o.owner where o.type = 'TABLE' $q$,
 'Tables');

perform ora.dict_family('TAB_COLS', 'OWNER vc128!, TABLE_NAME vc128!, COLUMN_NAME vc128!, DATA_TYPE vc128, DATA_TYPE_MOD vc3,
  DATA_TYPE_OWNER vc128,
  DATA_LENGTH num!, DATA_PRECISION num, DATA_SCALE num, NULLABLE vc1, COLUMN_ID num, DEFAULT_LENGTH num, DATA_DEFAULT long,
    NUM_DISTINCT num, LOW_VALUE raw1000,
  HIGH_VALUE raw1000, DENSITY num, NUM_NULLS num, NUM_BUCKETS num, LAST_ANALYZED date, SAMPLE_SIZE num, CHARACTER_SET_NAME vc44,
    CHAR_COL_DECL_LENGTH num,
  GLOBAL_STATS vc3, USER_STATS vc3, AVG_COL_LEN num, CHAR_LENGTH num, CHAR_USED vc1, V80_FMT_IMAGE vc3, DATA_UPGRADED vc3,
    HIDDEN_COLUMN vc3,
  VIRTUAL_COLUMN vc3, SEGMENT_COLUMN_ID num, INTERNAL_COLUMN_ID num!, HISTOGRAM vc15, QUALIFIED_COL_NAME vc4000, USER_GENERATED vc3,
    DEFAULT_ON_NULL vc3,
  IDENTITY_COLUMN vc3, EVALUATION_EDITION vc128, UNUSABLE_BEFORE vc128, UNUSABLE_BEGINNING vc128, COLLATION vc100',
 $q$ select owner, object_id, owner, table_name, column_name, ora.dict_type_name(t), null::text, null::text, ora.dict_type_length(t),
   ora.dict_type_precision(t),
      ora.dict_type_scale(t), case when (c ->> 'nullable')::boolean then 'Y' else 'N' end, column_id, length(c ->> 'defaultText'),
        c ->> 'defaultText',
      null::int, null::bytea, null::bytea, null::int, null::int, null::int, null::timestamp, null::int,
      case when t ->> 'kind' in ('VARCHAR2', 'CHAR', 'CLOB') then case when t ? 'national' then 'NCHAR_CS' else 'CHAR_CS' end end,
      case when t ->> 'kind' in ('VARCHAR2', 'CHAR') then coalesce((t ->> 'size')::int, 4000) when t ->> 'kind' = 'CLOB' then 4000 end,
      'NO', 'NO', null::int, case when t ->> 'kind' in ('VARCHAR2', 'CHAR') then coalesce((t ->> 'size')::int, 4000) else 0 end,
      case when t ->> 'kind' in ('VARCHAR2', 'CHAR') then case when t ->> 'unit' = 'CHAR' then 'C' else 'B' end end, 'NO', 'YES',
      case when c ? 'invisible' then 'YES' else 'NO' end, case when c ? 'virtual' then 'YES' else 'NO' end,
      case when c ? 'virtual' then null else internal_id end, internal_id, 'NONE', column_name, 'YES', case
        when c ? 'defaultOnNull' then 'YES' else 'NO' end,
      case when c ? 'identity' then 'YES' else 'NO' end, null::text, null::text, null::text,
      case when t ->> 'kind' in ('VARCHAR2', 'CHAR', 'CLOB') then 'USING_NLS_COMP' end
    from ora.dict_base_columns $q$,
 'Columns, also hidden ones');

perform ora.dict_family('TAB_COLUMNS', 'OWNER vc128!, TABLE_NAME vc128!, COLUMN_NAME vc128!, DATA_TYPE vc128, DATA_TYPE_MOD vc3,
  DATA_TYPE_OWNER vc128,
  DATA_LENGTH num!, DATA_PRECISION num, DATA_SCALE num, NULLABLE vc1, COLUMN_ID num, DEFAULT_LENGTH num, DATA_DEFAULT long,
    NUM_DISTINCT num, LOW_VALUE raw1000,
  HIGH_VALUE raw1000, DENSITY num, NUM_NULLS num, NUM_BUCKETS num, LAST_ANALYZED date, SAMPLE_SIZE num, CHARACTER_SET_NAME vc44,
    CHAR_COL_DECL_LENGTH num,
  GLOBAL_STATS vc3, USER_STATS vc3, AVG_COL_LEN num, CHAR_LENGTH num, CHAR_USED vc1, V80_FMT_IMAGE vc3, DATA_UPGRADED vc3, HISTOGRAM vc15,
  DEFAULT_ON_NULL vc3, IDENTITY_COLUMN vc3, SENSITIVE_COLUMN vc3, EVALUATION_EDITION vc128, UNUSABLE_BEFORE vc128,
    UNUSABLE_BEGINNING vc128, COLLATION vc100',
 $q$ select "$owner", "$object", "OWNER", "TABLE_NAME", "COLUMN_NAME", "DATA_TYPE", "DATA_TYPE_MOD", "DATA_TYPE_OWNER", "DATA_LENGTH",
   "DATA_PRECISION",
      "DATA_SCALE", "NULLABLE", "COLUMN_ID", "DEFAULT_LENGTH", "DATA_DEFAULT", "NUM_DISTINCT", "LOW_VALUE", "HIGH_VALUE", "DENSITY",
        "NUM_NULLS", "NUM_BUCKETS",
      "LAST_ANALYZED", "SAMPLE_SIZE", "CHARACTER_SET_NAME", "CHAR_COL_DECL_LENGTH", "GLOBAL_STATS", "USER_STATS", "AVG_COL_LEN",
        "CHAR_LENGTH", "CHAR_USED",
      "V80_FMT_IMAGE", "DATA_UPGRADED", "HISTOGRAM", "DEFAULT_ON_NULL", "IDENTITY_COLUMN", 'NO', "EVALUATION_EDITION", "UNUSABLE_BEFORE",
        "UNUSABLE_BEGINNING", "COLLATION"
    from ora.dict_tab_cols $q$,
 'Columns');

perform ora.dict_family('VIEWS', 'OWNER vc128!, VIEW_NAME vc128!, TEXT_LENGTH num, TEXT long, TEXT_VC vc4000, TYPE_TEXT_LENGTH num,
  TYPE_TEXT vc4000,
  OID_TEXT_LENGTH num, OID_TEXT vc4000, VIEW_TYPE_OWNER vc128, VIEW_TYPE vc128, SUPERVIEW_NAME vc128, EDITIONING_VIEW vc1, READ_ONLY vc1,
    CONTAINER_DATA vc1,
  BEQUEATH vc12, ORIGIN_CON_ID num, DEFAULT_COLLATION vc100',
 $q$ select o.owner, o.object_id, o.owner, o.name, length(nullif(o.definition ->> 'text', '')), nullif(o.definition ->> 'text', ''),
   substr(nullif(o.definition ->> 'text', ''), 1, 4000),
      null::int, null::text, null::int, null::text, null::text, null::text, null::text, 'N',
      case when (o.definition ->> 'readOnly')::boolean then 'Y' else 'N' end, 'N', 'DEFINER', 0, 'USING_NLS_COMP'
    from ora.objects o where o.type = 'VIEW' $q$,
 'Views');

perform ora.dict_family('SEQUENCES', 'SEQUENCE_OWNER vc128!, SEQUENCE_NAME vc128!, MIN_VALUE num, MAX_VALUE num, INCREMENT_BY num!,
  CYCLE_FLAG vc1, ORDER_FLAG vc1,
  CACHE_SIZE num!, LAST_NUMBER num!, SCALE_FLAG vc1, EXTEND_FLAG vc1, SHARDED_FLAG vc1, SESSION_FLAG vc1, KEEP_VALUE vc1',
 $q$ select o.owner, o.object_id, o.owner, o.name, (o.definition ->> 'minValue')::numeric, (o.definition ->> 'maxValue')::numeric,
      (o.definition ->> 'incrementBy')::numeric, case when (o.definition ->> 'cycle')::boolean then 'Y' else 'N' end,
      case when (o.definition ->> 'order')::boolean then 'Y' else 'N' end, (o.definition ->> 'cache')::numeric,
      ora.dict_last_number(o.owner, o.name, o.definition), 'N', 'N', 'N', 'N', 'N'
    from ora.objects o where o.type = 'SEQUENCE' $q$,
 'Sequences', '{SEQUENCE_OWNER}');

perform ora.dict_family('SYNONYMS', 'OWNER vc128, SYNONYM_NAME vc128, TABLE_OWNER vc128, TABLE_NAME vc128, DB_LINK vc128,
  ORIGIN_CON_ID num',
 $q$ select o.owner, o.object_id, o.owner, o.name, o.definition ->> 'targetOwner', o.definition ->> 'targetName', null::text, 0
    from ora.objects o where o.type = 'SYNONYM' $q$,
 'Synonyms');

perform ora.dict_family('TAB_COMMENTS', 'OWNER vc128, TABLE_NAME vc128, TABLE_TYPE vc11, COMMENTS vc4000, ORIGIN_CON_ID num',
 $q$ select o.owner, o.object_id, o.owner, o.name, o.type, o.definition ->> 'comment', 0 from ora.objects o where o.type in ('TABLE',
   'VIEW') $q$,
 'Comments on tables and views');

perform ora.dict_family('COL_COMMENTS', 'OWNER vc128, TABLE_NAME vc128, COLUMN_NAME vc128, COMMENTS vc4000, ORIGIN_CON_ID num',
 $q$ select owner, object_id, owner, table_name, column_name, c ->> 'comment', 0 from ora.dict_base_columns $q$,
 'Comments on columns');

perform ora.dict_family('TAB_IDENTITY_COLS', 'OWNER vc128!, TABLE_NAME vc128!, COLUMN_NAME vc128!, GENERATION_TYPE vc10,
  SEQUENCE_NAME vc128!, IDENTITY_OPTIONS vc298',
 $q$ select c.owner, c.object_id, c.owner, c.table_name, c.column_name, case
   when c.c -> 'identity' ->> 'generation' = 'ALWAYS' then 'ALWAYS' else 'BY DEFAULT' end,
      c.c -> 'identity' ->> 'sequence',
      'START WITH: ' || (s.definition ->> 'startWith') || ', INCREMENT BY: ' || (s.definition ->> 'incrementBy') || ', MAX_VALUE: '
        || (s.definition ->> 'maxValue')
        || ', MIN_VALUE: ' || (s.definition ->> 'minValue') || ', CYCLE_FLAG: ' || case
          when (s.definition ->> 'cycle')::boolean then 'Y' else 'N' end
        || ', CACHE_SIZE: ' || (s.definition ->> 'cache') || ', ORDER_FLAG: ' || case
          when (s.definition ->> 'order')::boolean then 'Y' else 'N' end
    from ora.dict_base_columns c
    left join ora.objects s on s.type = 'SEQUENCE' and s.owner = c.owner and s.name = c.c -> 'identity' ->> 'sequence'
   where c.c ? 'identity' $q$,
 'Identity columns');
end $$;
