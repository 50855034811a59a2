-- Constraints and indexes.
do $$ begin
perform ora.dict_family('CONSTRAINTS', 'OWNER vc128, CONSTRAINT_NAME vc128!, CONSTRAINT_TYPE vc1, TABLE_NAME vc128!, SEARCH_CONDITION long,
  SEARCH_CONDITION_VC vc4000, R_OWNER vc128, R_CONSTRAINT_NAME vc128, DELETE_RULE vc9, STATUS vc8, DEFERRABLE vc14, DEFERRED vc9,
    VALIDATED vc13,
  GENERATED vc14, BAD vc3, RELY vc4, LAST_CHANGE date, INDEX_OWNER vc128, INDEX_NAME vc128, INVALID vc7, VIEW_RELATED vc14,
    ORIGIN_CON_ID num',
 $q$ select owner, object_id, owner, constraint_name, c ->> 'type', table_name, c ->> 'searchCondition', c ->> 'searchCondition',
      c -> 'references' ->> 'owner', c -> 'references' ->> 'constraint', c ->> 'deleteRule', c ->> 'status',
      case when (c ->> 'deferrable')::boolean then 'DEFERRABLE' else 'NOT DEFERRABLE' end,
      case when (c ->> 'initiallyDeferred')::boolean then 'DEFERRED' else 'IMMEDIATE' end,
      case when (c ->> 'notValidated')::boolean then 'NOT VALIDATED' else 'VALIDATED' end,
      case when (c ->> 'generatedName')::boolean then 'GENERATED NAME' else 'USER NAME' end, null::text, null::text, last_ddl,
      case when c ? 'index' then owner end, c ->> 'index', null::text, null::text, 0
    from ora.object_constraints $q$,
 'Constraints', '{}');

perform ora.dict_family('CONS_COLUMNS', 'OWNER vc128!, CONSTRAINT_NAME vc128!, TABLE_NAME vc128!, COLUMN_NAME vc4000, POSITION num',
 $q$ select owner, object_id, owner, constraint_name, table_name, column_name, position from ora.object_constraint_columns $q$,
 'Columns of constraints', '{}');

perform ora.dict_family('INDEXES', 'OWNER vc128!, INDEX_NAME vc128!, INDEX_TYPE vc27, TABLE_OWNER vc128!, TABLE_NAME vc128!,
  TABLE_TYPE vc11, UNIQUENESS vc9,
  COMPRESSION vc13, PREFIX_LENGTH num, TABLESPACE_NAME vc30, INI_TRANS num, MAX_TRANS num, INITIAL_EXTENT num, NEXT_EXTENT num,
    MIN_EXTENTS num,
  MAX_EXTENTS num, PCT_INCREASE num, PCT_THRESHOLD num, INCLUDE_COLUMN num, FREELISTS num, FREELIST_GROUPS num, PCT_FREE num, LOGGING vc3,
    BLEVEL num,
  LEAF_BLOCKS num, DISTINCT_KEYS num, AVG_LEAF_BLOCKS_PER_KEY num, AVG_DATA_BLOCKS_PER_KEY num, CLUSTERING_FACTOR num, STATUS vc8,
    NUM_ROWS num,
  SAMPLE_SIZE num, LAST_ANALYZED date, DEGREE vc40, INSTANCES vc40, PARTITIONED vc3, TEMPORARY vc1, GENERATED vc1, SECONDARY vc1,
    BUFFER_POOL vc7,
  FLASH_CACHE vc7, CELL_FLASH_CACHE vc7, USER_STATS vc3, DURATION vc15, PCT_DIRECT_ACCESS num, ITYP_OWNER vc128, ITYP_NAME vc128,
    PARAMETERS vc1000,
  GLOBAL_STATS vc3, DOMIDX_STATUS vc12, DOMIDX_OPSTATUS vc6, FUNCIDX_STATUS vc8, JOIN_INDEX vc3, IOT_REDUNDANT_PKEY_ELIM vc3, DROPPED vc3,
  VISIBILITY vc9, DOMIDX_MANAGEMENT vc14, SEGMENT_CREATED vc3, ORPHANED_ENTRIES vc3, INDEXING vc7, AUTO vc3, CONSTRAINT_INDEX vc3',
 $q$ select i.owner, i.table_id, i.owner, i.index_name,
      case when i.iot and exists (select from ora.object_constraints c where c.object_id = i.table_id and c.c ->> 'type' = 'P'
        and c.c ->> 'index' = i.index_name) then 'IOT - TOP'
           else case when jsonb_path_exists(i.d, '$.expressions[*] ? (@ != null)') or jsonb_path_exists(i.d,
             '$.descending[*] ? (@ == true)') then 'FUNCTION-BASED ' else '' end
             || case when i.d ? 'bitmap' then 'BITMAP' else 'NORMAL' end end,
      i.table_owner, i.table_name, 'TABLE', case when (i.d ->> 'unique')::boolean then 'UNIQUE' else 'NONUNIQUE' end, 'DISABLED', null::int,
      u.default_tablespace, 2, 255, null::int, null::int, null::int, null::int, null::int, null::int, null::int, null::int, null::int, 10,
        'YES',
      null::int, null::int, null::int, null::int, null::int, null::int, 'VALID', null::int, null::int, null::timestamp, '1', '1', 'NO', 'N',
      case when i.generated then 'Y' else 'N' end, 'N', 'DEFAULT', 'DEFAULT', 'DEFAULT', 'NO', null::text, null::int, null::text,
        null::text, null::text, 'NO',
      null::text, null::text, case when jsonb_path_exists(i.d, '$.expressions[*] ? (@ != null)') then 'ENABLED' end, 'NO', 'NO', 'NO',
        'VISIBLE', null::text, 'YES', 'NO', 'FULL', 'NO',
      case when i.d ? 'enforces' then 'YES' else 'NO' end
    from ora.dict_base_indexes i left join ora.users u on u.name = i.owner $q$,
 'Indexes');

perform ora.dict_family('IND_COLUMNS', 'INDEX_OWNER vc128!, INDEX_NAME vc128!, TABLE_OWNER vc128!, TABLE_NAME vc128!, COLUMN_NAME vc4000,
  COLUMN_POSITION num!,
  COLUMN_LENGTH num!, CHAR_LENGTH num, DESCEND vc4, COLLATED_COLUMN_ID num',
 $q$ select i.owner, i.table_id, i.owner, i.index_name, i.table_owner, i.table_name,
   -- A descending column is stored as an expression, in a hidden column.
   case when (i.d -> 'descending' ->> (k.position::int - 1))::boolean and k.name not like 'SYS\_NC%'
     then 'SYS_NC' || lpad(((select count(*) from ora.dict_base_columns x where x.object_id = i.table_id) + k.position)::text, 5, '0') || '$'
     else k.name end, k.position,
   coalesce(ora.dict_type_length(c.t), 0),
      case when c.t ->> 'kind' in ('VARCHAR2', 'CHAR') then (c.t ->> 'size')::int else 0 end,
      case when (i.d -> 'descending' ->> (k.position::int - 1))::boolean then 'DESC' else 'ASC' end, null::int
    from ora.dict_base_indexes i cross join lateral jsonb_array_elements_text(i.d -> 'columns') with ordinality as k(name, position)
    left join ora.dict_base_columns c on c.object_id = i.table_id and c.column_name = k.name $q$,
 'Columns of indexes', '{INDEX_OWNER,TABLE_OWNER}');

perform ora.dict_family('IND_EXPRESSIONS', 'INDEX_OWNER vc128!, INDEX_NAME vc128!, TABLE_OWNER vc128!, TABLE_NAME vc128!,
  COLUMN_EXPRESSION long, COLUMN_POSITION num!',
 $q$ select i.owner, i.table_id, i.owner, i.index_name, i.table_owner, i.table_name, coalesce(e.e ->> 'text', '"' || (i.d -> 'columns' ->> (e.position::int - 1)) || '"'),
      e.position
    from ora.dict_base_indexes i, lateral jsonb_array_elements(i.d -> 'expressions') with ordinality as e(e, position)
   where e.e <> 'null' or (i.d -> 'descending' ->> (e.position::int - 1))::boolean $q$,
 'Expressions of function-based indexes', '{INDEX_OWNER,TABLE_OWNER}');
end $$;
