-- Stored units and triggers: source, errors, subprograms, arguments, triggers, types, and what stands on what.
create or replace view ora.dict_base_units as
  select object_id, owner, name, type, status, definition as d
    from ora.objects where type in ('PROCEDURE', 'FUNCTION', 'PACKAGE', 'PACKAGE BODY', 'TRIGGER', 'TYPE');

-- One row for each line, with its line feed.
create or replace function ora.dict_lines(source text) returns table (line bigint, line_text text) language sql immutable parallel safe as $$
  select n, t || case when n < count(*) over () then E'\n' else '' end
    from (select * from string_to_table(source, E'\n') with ordinality as s(t, n)) as l
   where t <> '' or n < (select count(*) from string_to_table(source, E'\n'))
$$;

-- DATA_TYPE and PLS_TYPE of a parameter; t is a type of PL/SQL (plsql/types.ts).
create or replace function ora.dict_plsql_type(t jsonb) returns text language sql immutable parallel safe as $$
  select case t ->> 'kind'
    when 'RECORD' then 'PL/SQL RECORD'
    when 'REF CURSOR' then 'REF CURSOR'
    when 'COLLECTION' then case when t ->> 'style' = 'associative array' then 'PL/SQL TABLE' when t ->> 'style' = 'varray' then 'VARRAY' else 'TABLE' end
    else case when t ? 'integer' then 'BINARY_INTEGER' when t -> 'type' ->> 'kind' = 'BOOLEAN' then 'PL/SQL BOOLEAN'
      when t -> 'type' ->> 'kind' = 'TIMESTAMP' then 'TIMESTAMP'
      when t -> 'type' ->> 'kind' = 'TIMESTAMP_TZ' then 'TIMESTAMP WITH TIME ZONE'
      when t -> 'type' ->> 'kind' = 'TIMESTAMP_LTZ' then 'TIMESTAMP WITH LOCAL TIME ZONE'
      when t -> 'type' ->> 'kind' = 'INTERVAL_YM' then 'INTERVAL YEAR TO MONTH'
      when t -> 'type' ->> 'kind' = 'INTERVAL_DS' then 'INTERVAL DAY TO SECOND'
      else ora.dict_type_name(t -> 'type') end end
$$;
create or replace function ora.dict_pls_type(t jsonb) returns text language sql immutable parallel safe as $$
  select case when t ->> 'kind' <> 'SCALAR' then null when t ? 'integer' then t ->> 'integer'
    when t -> 'type' ->> 'kind' = 'BOOLEAN' then 'BOOLEAN' else ora.dict_plsql_type(t) end
$$;

-- Subprograms that others can call: standalone ones, and what a package's specification declares.
create or replace view ora.dict_base_subprograms as
  select u.object_id, u.owner, u.name as object_name, u.type, s.s as signature,
         case when u.type = 'PACKAGE' then s.s ->> 'name' end as procedure_name, (s.s ->> 'subprogramId')::int as subprogram_id, s.s ->> 'overload' as overload
    from ora.dict_base_units u
   cross join lateral jsonb_array_elements(case when u.type = 'PACKAGE' then u.d -> 'interface' -> 'subprograms' else u.d -> 'signatures' end) as s(s)
   where u.type in ('PROCEDURE', 'FUNCTION', 'PACKAGE');

-- What a unit stands on, each once.
create or replace view ora.dict_base_dependencies as
  select u.object_id, u.owner, u.name, u.type, d.key ->> 'owner' as ref_owner, d.key ->> 'name' as ref_name,
         coalesce(o.type, 'NON-EXISTENT') as ref_type
    from ora.objects u cross join lateral jsonb_array_elements(u.definition -> 'dependsOn') as d(key)
    left join ora.objects o on o.owner = d.key ->> 'owner' and o.name = d.key ->> 'name' and o.namespace = 1
   where o.object_id is distinct from u.object_id and not (u.type = 'PACKAGE BODY' and (u.owner, u.name) = (d.key ->> 'owner', d.key ->> 'name'))
  union
  select s.object_id, s.owner, s.name, s.type, o.owner, o.name, o.type
    from ora.objects s join ora.objects o on o.owner = s.definition ->> 'targetOwner' and o.name = s.definition ->> 'targetName' and o.namespace = 1
   where s.type = 'SYNONYM'
  union
  select object_id, owner, name, type, 'SYS', 'STANDARD', 'PACKAGE' from ora.dict_base_units where owner <> 'SYS'
  union
  select object_id, owner, name, type, owner, name, 'PACKAGE' from ora.dict_base_units where type = 'PACKAGE BODY'
  union
  select object_id, owner, name, type, d ->> 'tableOwner', d ->> 'tableName', case when (d ->> 'onView')::boolean then 'VIEW' else 'TABLE' end
    from ora.dict_base_units where type = 'TRIGGER';

do $$ begin
perform ora.dict_family('SOURCE', 'OWNER vc128, NAME vc128, TYPE vc12, LINE num, TEXT vc4000, ORIGIN_CON_ID num',
 $q$ select u.owner, u.object_id, u.owner, u.name, u.type, l.line, l.line_text, 0
    from ora.dict_base_units u cross join lateral ora.dict_lines(u.d ->> 'source') as l $q$, 'Text of stored units');

perform ora.dict_family('ERRORS', 'OWNER vc128!, NAME vc128!, TYPE vc19, SEQUENCE num!, LINE num!, POSITION num!, TEXT vc4000!, ATTRIBUTE vc9,
  MESSAGE_NUMBER num',
 $q$ select u.owner, u.object_id, u.owner, u.name, u.type, e.n, (e.e ->> 'line')::int, (e.e ->> 'position')::int, e.e ->> 'text', e.e ->> 'attribute',
      (e.e ->> 'number')::int
    from (select object_id, owner, name, type, d from ora.dict_base_units
          union all select object_id, owner, name, type, definition from ora.objects where type = 'VIEW' and status = 'INVALID') as u
   cross join lateral jsonb_array_elements(u.d -> 'errors') with ordinality as e(e, n) $q$, 'Errors of the last compilation');

perform ora.dict_family('TRIGGERS', 'OWNER vc128, TRIGGER_NAME vc128, TRIGGER_TYPE vc16, TRIGGERING_EVENT vc246, TABLE_OWNER vc128,
   BASE_OBJECT_TYPE vc18, TABLE_NAME vc128, COLUMN_NAME vc4000, REFERENCING_NAMES vc422, WHEN_CLAUSE vc4000, STATUS vc8, DESCRIPTION vc4000,
   ACTION_TYPE vc11, TRIGGER_BODY long, CROSSEDITION vc7, BEFORE_STATEMENT vc3, BEFORE_ROW vc3, AFTER_ROW vc3, AFTER_STATEMENT vc3,
   INSTEAD_OF_ROW vc3, FIRE_ONCE vc3, APPLY_SERVER_ONLY vc3',
 $q$ select u.owner, u.object_id, u.owner, u.name,
      case d ->> 'timing' when 'COMPOUND' then 'COMPOUND' when 'INSTEAD OF' then 'INSTEAD OF'
        else (d ->> 'timing') || case when (d ->> 'forEachRow')::boolean then ' EACH ROW' else ' STATEMENT' end end,
      (select string_agg(e.name, ' OR ' order by e.n) from unnest(array['INSERT', 'UPDATE', 'DELETE']) with ordinality as e(name, n)
        where jsonb_path_exists(d, '$.events[*].event ? (@ == $e)', jsonb_build_object('e', e.name))),
      d ->> 'tableOwner', case when (d ->> 'onView')::boolean then 'VIEW' else 'TABLE' end, d ->> 'tableName', null::text,
      'REFERENCING NEW AS ' || coalesce(d -> 'referencing' ->> 'new', 'NEW') || ' OLD AS ' || coalesce(d -> 'referencing' ->> 'old', 'OLD'),
      d ->> 'whenText', case when (d ->> 'enabled')::boolean then 'ENABLED' else 'DISABLED' end, d ->> 'description',
      case d ->> 'actionType' when 'CALL' then 'CALL' else 'PL/SQL     ' end, d ->> 'body', 'NO',
      p.has[1], p.has[2], p.has[3], p.has[4], p.has[5], 'YES', 'NO'
    from ora.dict_base_units u
   cross join lateral (select array_agg(case when d ->> 'timing' = 'COMPOUND' and jsonb_path_exists(d, '$.points[*].point ? (@ == $p)',
        jsonb_build_object('p', x.point)) then 'YES' else 'NO' end order by x.n) as has
      from unnest(array['BEFORE STATEMENT', 'BEFORE EACH ROW', 'AFTER EACH ROW', 'AFTER STATEMENT', 'INSTEAD OF EACH ROW']) with ordinality as x(point, n)) as p
   where u.type = 'TRIGGER' $q$, 'Triggers');

perform ora.dict_family('TRIGGER_COLS', 'TRIGGER_OWNER vc128, TRIGGER_NAME vc128, TABLE_OWNER vc128, TABLE_NAME vc128, COLUMN_NAME vc4000,
  COLUMN_LIST vc3, COLUMN_USAGE vc17',
 $q$ select u.owner, u.object_id, u.owner, u.name, d ->> 'tableOwner', d ->> 'tableName', c.name, 'YES', null::text
    from ora.dict_base_units u cross join lateral jsonb_array_elements(d -> 'events') as e(e) cross join lateral jsonb_array_elements_text(e.e -> 'columns') as c(name)
   where u.type = 'TRIGGER' $q$, 'Columns that triggers name in UPDATE OF', '{}');

perform ora.dict_family('TRIGGER_ORDERING', 'TRIGGER_OWNER vc128, TRIGGER_NAME vc128, REFERENCED_TRIGGER_OWNER vc128, REFERENCED_TRIGGER_NAME vc128,
  ORDERING_TYPE vc8',
 $q$ select u.owner, u.object_id, u.owner, u.name, f.f ->> 'owner', f.f ->> 'name', 'FOLLOWS'
    from ora.dict_base_units u cross join lateral jsonb_array_elements(d -> 'follows') as f(f) where u.type = 'TRIGGER' $q$,
 'Which triggers follow which', '{TRIGGER_OWNER}');

perform ora.dict_family('PROCEDURES', 'OWNER vc128, OBJECT_NAME vc128, PROCEDURE_NAME vc128, OBJECT_ID num, SUBPROGRAM_ID num, OVERLOAD vc40,
   OBJECT_TYPE vc13, AGGREGATE vc3, PIPELINED vc3, IMPLTYPEOWNER vc128, IMPLTYPENAME vc128, PARALLEL vc3, INTERFACE vc3, DETERMINISTIC vc3,
   AUTHID vc12, RESULT_CACHE vc3, ORIGIN_CON_ID num, POLYMORPHIC vc5',
 $q$ select u.owner, u.object_id, u.owner, u.name, s.procedure_name, u.object_id, coalesce(s.subprogram_id, 1), s.overload, u.type, 'NO',
      case when (s.signature ->> 'pipelined')::boolean then 'YES' else 'NO' end, null::text, null::text, 'NO', 'NO',
      case when (s.signature ->> 'deterministic')::boolean then 'YES' else 'NO' end, coalesce(u.d ->> 'authid', 'DEFINER'), 'NO', 0, 'NULL'
    from ora.dict_base_units u left join ora.dict_base_subprograms s on s.object_id = u.object_id
   where u.type in ('PROCEDURE', 'FUNCTION', 'TRIGGER') or (u.type = 'PACKAGE' and s.object_id is not null)
   union all
   select u.owner, u.object_id, u.owner, u.name, null, u.object_id, 0, null, u.type, 'NO', 'NO', null, null, 'NO', 'NO', 'NO',
      coalesce(u.d ->> 'authid', 'DEFINER'), 'NO', 0, 'NULL'
    from ora.dict_base_units u where u.type in ('PACKAGE', 'TYPE') $q$, 'Procedures, functions, packages and triggers');

perform ora.dict_family('ARGUMENTS', 'OWNER vc128, OBJECT_NAME vc128, PACKAGE_NAME vc128, OBJECT_ID num, OVERLOAD vc40, SUBPROGRAM_ID num,
   ARGUMENT_NAME vc128, POSITION num, SEQUENCE num, DATA_LEVEL num, DATA_TYPE vc30, DEFAULTED vc1, DEFAULT_VALUE long, DEFAULT_LENGTH num,
   IN_OUT vc9, DATA_LENGTH num, DATA_PRECISION num, DATA_SCALE num, RADIX num, CHARACTER_SET_NAME vc44, TYPE_OWNER vc128, TYPE_NAME vc128,
   TYPE_SUBNAME vc128, TYPE_LINK vc128, TYPE_OBJECT_TYPE vc7, PLS_TYPE vc128, CHAR_LENGTH num, CHAR_USED vc1, ORIGIN_CON_ID num',
 $q$ select s.owner, s.object_id, s.owner, s.signature ->> 'name', case when s.type = 'PACKAGE' then s.object_name end, s.object_id, s.overload,
      s.subprogram_id, a.name, a.position, a.position + case when s.signature ? 'returns' then 1 else 0 end, 0, ora.dict_plsql_type(a.t),
      case when a.defaulted then 'Y' else 'N' end, null::text, null::int, a.mode,
      case when a.t -> 'type' ->> 'kind' in ('NUMBER', 'VARCHAR2', 'CHAR', 'RAW') and (a.t -> 'type' ->> 'kind' = 'NUMBER' or a.t -> 'type' ? 'size')
        then ora.dict_type_length(a.t -> 'type') end,
      ora.dict_type_precision(a.t -> 'type'), ora.dict_type_scale(a.t -> 'type'), case when a.t -> 'type' ->> 'kind' = 'NUMBER' then 10 end,
      case when a.t -> 'type' ->> 'kind' in ('VARCHAR2', 'CHAR', 'CLOB') then 'CHAR_CS' end,
      case when a.t ->> 'kind' in ('RECORD', 'COLLECTION') and a.t ->> 'id' ~ '^[^.%]+\.' then split_part(a.t ->> 'id', '.', 1) end,
      case when a.t ->> 'kind' in ('RECORD', 'COLLECTION') and a.t ->> 'id' ~ '^[^.%]+\.' then split_part(split_part(a.t ->> 'id', '.', 2), '%', 1) end,
      case when a.t ->> 'kind' in ('RECORD', 'COLLECTION') then nullif(split_part(a.t ->> 'id', '.', 3), '') end, null::text, null::text,
      ora.dict_pls_type(a.t), coalesce((a.t -> 'type' ->> 'size')::int, 0),
      case when a.t -> 'type' ->> 'kind' in ('VARCHAR2', 'CHAR') then case when a.t -> 'type' ->> 'unit' = 'CHAR' then 'C' else 'B' end else '0' end, 0
    from ora.dict_base_subprograms s
   cross join lateral (
     select null::text as name, 0 as position, s.signature -> 'returns' as t, false as defaulted, 'OUT' as mode where s.signature ? 'returns'
     union all
     select p ->> 'name', n::int, p -> 'type', p ? 'defaultSql', replace(p ->> 'mode', ' ', '/')
       from jsonb_array_elements(s.signature -> 'parameters') with ordinality as x(p, n)) as a $q$, 'Arguments of procedures and functions');

perform ora.dict_family('DEPENDENCIES', 'OWNER vc128, NAME vc128, TYPE vc19, REFERENCED_OWNER vc128, REFERENCED_NAME vc128,
  REFERENCED_TYPE vc19, REFERENCED_LINK_NAME vc128, SCHEMAID num, DEPENDENCY_TYPE vc4',
 $q$ select d.owner, d.object_id, d.owner, d.name, d.type, d.ref_owner, d.ref_name, d.ref_type, null::text, u.user_id, 'HARD'
    from ora.dict_base_dependencies d left join ora.users u on u.name = d.owner $q$, 'What objects stand on');

perform ora.dict_family('TYPES', 'OWNER vc128, TYPE_NAME vc128, TYPE_OID raw16, TYPECODE vc128, ATTRIBUTES num, METHODS num, PREDEFINED vc3,
   INCOMPLETE vc3, FINAL vc3, INSTANTIABLE vc3, PERSISTABLE vc3, SUPERTYPE_OWNER vc128, SUPERTYPE_NAME vc128, LOCAL_ATTRIBUTES num,
   LOCAL_METHODS num, TYPEID raw16',
 $q$ select owner, object_id, owner, name, decode(md5(object_id::text), 'hex'), 'COLLECTION', 0, 0, 'NO', case when d ? 'fails' then 'YES' else 'NO' end,
      'YES', 'YES', 'YES', null::text, null::text, null::int, null::int, null::bytea
    from ora.dict_base_units where type = 'TYPE' $q$, 'Types');

perform ora.dict_family('COLL_TYPES', 'OWNER vc128, TYPE_NAME vc128, COLL_TYPE vc128, UPPER_BOUND num, ELEM_TYPE_MOD vc7, ELEM_TYPE_OWNER vc128,
   ELEM_TYPE_NAME vc128, LENGTH num, PRECISION num, SCALE num, CHARACTER_SET_NAME vc44, ELEM_STORAGE vc7, NULLS_STORED vc3, CHAR_USED vc1',
 $q$ select owner, object_id, owner, name, case when t ->> 'style' = 'varray' then 'VARYING ARRAY' else 'TABLE' end, (t ->> 'limit')::int, null::text,
      null::text, case when t -> 'element' ->> 'kind' = 'SCALAR' then ora.dict_plsql_type(t -> 'element') end, (t -> 'element' -> 'type' ->> 'size')::int,
      ora.dict_type_precision(t -> 'element' -> 'type'), ora.dict_type_scale(t -> 'element' -> 'type'),
      case when t -> 'element' -> 'type' ->> 'kind' in ('VARCHAR2', 'CHAR', 'CLOB') then 'CHAR_CS' end, null::text,
      case when (t ->> 'notNull')::boolean then 'NO' else 'YES' end,
      case when t -> 'element' -> 'type' ->> 'kind' in ('VARCHAR2', 'CHAR') then case when t -> 'element' -> 'type' ->> 'unit' = 'CHAR' then 'C' else 'B' end end
    from (select *, d -> 'interface' -> 'types' -> 0 -> 'type' as t from ora.dict_base_units where type = 'TYPE') as u where t is not null $q$,
 'Collection types');

perform ora.dict_family('PLSQL_OBJECT_SETTINGS', 'OWNER vc128!, NAME vc128!, TYPE vc12, PLSQL_OPTIMIZE_LEVEL num, PLSQL_CODE_TYPE vc4000,
   PLSQL_DEBUG vc4000, PLSQL_WARNINGS vc4000, NLS_LENGTH_SEMANTICS vc4000, PLSQL_CCFLAGS vc4000, PLSCOPE_SETTINGS vc4000, ORIGIN_CON_ID num',
 $q$ select owner, object_id, owner, name, type, 2, 'INTERPRETED', 'FALSE', 'DISABLE:ALL', 'BYTE', null::text, 'IDENTIFIERS:NONE', 0
    from ora.dict_base_units $q$, 'Settings that units were compiled with');
end $$;
