-- How dictionary views are made: PostgreSQL views in schema "SYS" whose Oracle column types are registered, so that
-- the resolver describes them as Oracle does. Names and columns: Database Reference 19c, part II.
create schema if not exists "SYS";

-- What the session told (catalog/session-settings.ts); null outside of one.
create or replace function ora.dict_setting(name text) returns text language sql stable parallel safe as $$
  select nullif(current_setting('ora.' || name, true), '')
$$;
create or replace function ora.dict_user() returns text language sql stable parallel safe as $$ select ora.dict_setting('user') $$;
-- USER_ views show the current schema, as Oracle's do.
create or replace function ora.dict_schema() returns text language sql stable parallel safe as $$
  select coalesce(ora.dict_setting('schema'), ora.dict_setting('user'))
$$;

-- The user, PUBLIC and every role reached.
create or replace function ora.dict_grantees() returns text[] language sql stable as $$
  with recursive reached (name) as (
    select ora.dict_user() union select 'PUBLIC'
    union select g.role from ora.role_grants g join reached r on g.grantee = r.name)
  select array_agg(name) from reached
$$;
create or replace function ora.dict_has(privileges text[]) returns boolean language sql stable as $$
  select ora.dict_user() = 'SYS' or exists (
    select from ora.system_grants where grantee = any (ora.dict_grantees()) and privilege = any (privileges))
$$;
-- Objects that ALL_ views show: own, granted, of everybody with an ANY privilege, and the public part of the dictionary.
create or replace function ora.dict_visible() returns int[] language sql stable as $$
  select coalesce(array_agg(o.object_id), '{}') from ora.objects o
   where o.owner = ora.dict_user() or ora.dict_user() = 'SYS'
      or (o.owner = 'PUBLIC' and o.type = 'SYNONYM')
      or (o.owner = 'SYS' and o.type = 'VIEW' and (o.definition ->> 'access' is distinct
        from 'dba' or ora.dict_has('{SELECT ANY DICTIONARY}')))
      or o.object_id in (select g.object_id from ora.object_grants g where g.grantee = any (ora.dict_grantees()))
      or (o.owner <> 'SYS' and o.type in ('TABLE', 'VIEW', 'SYNONYM') and ora.dict_has('{
        SELECT ANY TABLE,READ ANY TABLE,INSERT ANY TABLE,UPDATE ANY TABLE,DELETE ANY TABLE,ALTER ANY TABLE,DROP ANY TABLE,
        COMMENT ANY TABLE,LOCK ANY TABLE}'))
      or (o.owner <> 'SYS' and o.type = 'SEQUENCE' and ora.dict_has('{SELECT ANY SEQUENCE,ALTER ANY SEQUENCE,DROP ANY SEQUENCE}'))
      or (o.owner <> 'SYS' and o.type in ('PROCEDURE', 'FUNCTION', 'PACKAGE', 'PACKAGE BODY') and ora.dict_has('{
        CREATE ANY PROCEDURE,EXECUTE ANY PROCEDURE,ALTER ANY PROCEDURE,DROP ANY PROCEDURE,DEBUG ANY PROCEDURE}'))
      or (o.owner <> 'SYS' and o.type = 'TRIGGER' and ora.dict_has('{CREATE ANY TRIGGER,ALTER ANY TRIGGER,DROP ANY TRIGGER}'))
      or (o.owner <> 'SYS' and o.type = 'TYPE' and ora.dict_has('{CREATE ANY TYPE,EXECUTE ANY TYPE,ALTER ANY TYPE,DROP ANY TYPE}'))
$$;

-- Column specification: NAME code[!], … where ! is NOT NULL and the codes are
--   vcN VARCHAR2(N) · nvcN NVARCHAR2(N) · chN CHAR(N) · num NUMBER · date · tsN TIMESTAMP(N) · long · clob · rawN
create or replace function ora.dict_type(code text) returns jsonb language plpgsql immutable as $$
declare
  size int := nullif(substring(code from '\d+$'), '')::int;
  kind text := regexp_replace(code, '\d+$', '');
begin
  return case kind
    when 'vc' then jsonb_build_object('kind', 'VARCHAR2', 'size', size, 'unit', 'BYTE')
    when 'nvc' then jsonb_build_object('kind', 'VARCHAR2', 'size', size, 'unit', 'CHAR', 'national', true)
    when 'ch' then jsonb_build_object('kind', 'CHAR', 'size', size, 'unit', 'BYTE')
    when 'num' then jsonb_build_object('kind', 'NUMBER')
    when 'date' then jsonb_build_object('kind', 'DATE')
    when 'ts' then jsonb_build_object('kind', 'TIMESTAMP', 'precision', size)
    when 'long' then jsonb_build_object('kind', 'LONG')
    when 'clob' then jsonb_build_object('kind', 'CLOB')
    when 'raw' then jsonb_build_object('kind', 'RAW', 'size', size)
  end;
end $$;
create or replace function ora.dict_pg_type(code text) returns text language sql immutable as $$
  select case regexp_replace(code, '\d+$', '')
    when 'num' then 'pg_catalog.numeric' when 'date' then 'pg_catalog.timestamp' when 'ts' then 'pg_catalog.timestamp'
    when 'raw' then 'pg_catalog.bytea' else 'pg_catalog.text' end
$$;

create or replace function ora.dict_id(in_owner text, in_name text, in_type text) returns int language sql as $$
  select coalesce(
    (select object_id from ora.objects where owner = in_owner and name = in_name and type = in_type),
    (select coalesce(max(object_id), 999) + 1 from ora.objects where object_id between 1000 and 19999))
$$;

create or replace function ora.dict_create(relation text, body text) returns void language plpgsql as $$
begin
  execute 'create or replace view ' || relation || ' ' || body;
end $$;

-- One view: PostgreSQL's, its registration, and the public synonym. V_$X is known as V$X.
create or replace function ora.dict_view(view_name text, specification text, query text, comment text,
  access text default 'public') returns void
language plpgsql as $$
declare
  specs text[] := regexp_split_to_array(btrim(specification, E' \n'), '\s*,\s*');
  one text;
  names text := '';
  casts text := '';
  columns jsonb := '[]';
  parts text[];
  position int := 0;
  synonym text := replace(view_name, 'V_$', 'V$');
begin
  foreach one in array specs loop
    position := position + 1;
    parts := regexp_match(one, '^(\S+)\s+([a-z]+\d*)(!?)$');
    if parts is null then raise exception 'bad column "%" of %', one, view_name; end if;
    names := names || case when position > 1 then ', ' else '' end || quote_ident(parts[1]);
    casts := casts || case when position > 1 then ', ' else '' end || format('q.c%s::%s', position, ora.dict_pg_type(parts[2]));
    columns := columns || jsonb_build_object('name', parts[1], 'position', position, 'type', ora.dict_type(parts[2]), 'nullable',
      parts[3] = '');
  end loop;
  perform ora.dict_create('"SYS".' || quote_ident(view_name), format('(%s) as select %s from (%s) as q(%s)', names, casts, query,
    (select string_agg('c' || i, ', ' order by i) from generate_series(1, position) i)));
  perform ora.put_object(ora.dict_id('SYS', view_name, 'VIEW'), 'SYS', view_name, 'VIEW', 'VALID', false,
    jsonb_build_object('columns', columns, 'text', '', 'comment', comment, 'dependsOn', '[]'::jsonb, 'readOnly', true, 'access', access)
      || case access when 'public' then '{"system": true}'::jsonb else '{}' end);
  perform ora.put_object(ora.dict_id('PUBLIC', synonym, 'SYNONYM'), 'PUBLIC', synonym, 'SYNONYM', 'VALID', false,
    jsonb_build_object('targetOwner', 'SYS', 'targetName', view_name));
  update ora.objects set oracle_maintained = true where (owner = 'SYS' and name = view_name) or (owner = 'PUBLIC' and name = synonym);
end $$;

-- DBA_, ALL_ and USER_ views of one subject. The query gives two columns before those of the specification: the owner
-- and the object whose privileges decide what ALL_ shows. USER_ lacks the columns in `user_lacks`.
create or replace function ora.dict_family(subject text, specification text, query text, comment text,
  user_lacks text[] default '{OWNER}') returns void
language plpgsql as $$
declare
  base text := 'dict_' || lower(subject);
  specs text[] := regexp_split_to_array(btrim(specification, E' \n'), '\s*,\s*');
  own_specs text[];
  all_columns text;
  own_columns text;
begin
  all_columns := (select string_agg('b.' || quote_ident(split_part(s, ' ', 1)), ', ' order by i) from unnest(specs) with ordinality u(s,
    i));
  own_specs := (select array_agg(s order by i) from unnest(specs) with ordinality u(s, i) where split_part(s, ' ', 1) <> all (user_lacks));
  own_columns := (select string_agg('b.' || quote_ident(split_part(s, ' ', 1)),
    ', ' order by i) from unnest(own_specs) with ordinality u(s, i));
  perform ora.dict_create('ora.' || base, format('("$owner", "$object", %s) as %s',
    (select string_agg(quote_ident(split_part(s, ' ', 1)), ', ' order by i) from unnest(specs) with ordinality u(s, i)), query));
  perform ora.dict_view('DBA_' || subject, specification, format('select %s from ora.%I b', all_columns, base), comment
    || ' of the database', 'dba');
  perform ora.dict_view('ALL_' || subject, specification,
    format('select %s from ora.%I b where b."$owner" = (select ora.dict_user()) or b."$object" = any ((select ora.dict_visible())::int[])',
      all_columns, base),
    comment || ' that the user may see');
  perform ora.dict_view('USER_' || subject, array_to_string(own_specs, ', '),
    format('select %s from ora.%I b where b."$owner" = (select ora.dict_schema())', own_columns, base), comment || ' of the user');
end $$;

-- A public synonym beside the one that every view has: TAB, CAT, OBJ, …
create or replace function ora.dict_synonym(synonym text, target text) returns void language plpgsql as $$
begin
  perform ora.put_object(ora.dict_id('PUBLIC', synonym, 'SYNONYM'), 'PUBLIC', synonym, 'SYNONYM', 'VALID', false,
    jsonb_build_object('targetOwner', 'SYS', 'targetName', target));
  update ora.objects set oracle_maintained = true where owner = 'PUBLIC' and name = synonym;
end $$;

-- Types as the dictionary words them.
create or replace function ora.dict_type_name(t jsonb) returns text language sql immutable parallel safe as $$
  select case t ->> 'kind'
    when 'NUMBER' then case when t ? 'binaryPrecision' then 'FLOAT' else 'NUMBER' end
    when 'VARCHAR2' then case when t ? 'national' then 'NVARCHAR2' else 'VARCHAR2' end
    when 'CHAR' then case when t ? 'national' then 'NCHAR' else 'CHAR' end
    when 'CLOB' then case when t ? 'national' then 'NCLOB' else 'CLOB' end
    when 'TIMESTAMP' then 'TIMESTAMP(' || (t ->> 'precision') || ')'
    when 'TIMESTAMP_TZ' then 'TIMESTAMP(' || (t ->> 'precision') || ') WITH TIME ZONE'
    when 'TIMESTAMP_LTZ' then 'TIMESTAMP(' || (t ->> 'precision') || ') WITH LOCAL TIME ZONE'
    when 'INTERVAL_YM' then 'INTERVAL YEAR(' || coalesce(t ->> 'precision', '2') || ') TO MONTH'
    when 'INTERVAL_DS' then 'INTERVAL DAY(' || coalesce(t ->> 'precision', '2') || ') TO SECOND(' || coalesce(t ->> 'secondPrecision',
      '6') || ')'
    else t ->> 'kind' end
$$;
create or replace function ora.dict_type_length(t jsonb) returns int language sql immutable parallel safe as $$
  select case t ->> 'kind'
    when 'NUMBER' then 22 when 'DATE' then 7 when 'BINARY_FLOAT' then 4 when 'BINARY_DOUBLE' then 8
    when 'TIMESTAMP' then case when (t ->> 'precision')::int = 0 then 7 else 11 end
    when 'TIMESTAMP_LTZ' then case when (t ->> 'precision')::int = 0 then 7 else 11 end
    when 'TIMESTAMP_TZ' then 13 when 'INTERVAL_YM' then 5 when 'INTERVAL_DS' then 11
    when 'CLOB' then 4000 when 'BLOB' then 4000 when 'ROWID' then 10 when 'LONG' then 0
    when 'VARCHAR2' then least(4000, coalesce((t ->> 'size')::int, 4000) * case when t ? 'national' then 2
      when t ->> 'unit' = 'CHAR' then 4 else 1 end)
    when 'CHAR' then least(2000, coalesce((t ->> 'size')::int, 1) * case when t ? 'national' then 2 when t ->> 'unit' = 'CHAR' then 4
      else 1 end)
    else coalesce((t ->> 'size')::int, 0) end
$$;
create or replace function ora.dict_type_precision(t jsonb) returns int language sql immutable parallel safe as $$
  select case when t ->> 'kind' like 'INTERVAL%' then coalesce((t ->> 'precision')::int, 2)
              when t ->> 'kind' = 'NUMBER' then coalesce((t ->> 'binaryPrecision')::int, (t ->> 'precision')::int) end
$$;
create or replace function ora.dict_type_scale(t jsonb) returns int language sql immutable parallel safe as $$
  select case when t ->> 'kind' like 'TIMESTAMP%' then (t ->> 'precision')::int
              when t ->> 'kind' = 'INTERVAL_DS' then coalesce((t ->> 'secondPrecision')::int, 6)
              when t ->> 'kind' = 'INTERVAL_YM' then 0
              when t ->> 'kind' = 'NUMBER' then (t ->> 'scale')::int end
$$;
-- LAST_NUMBER: what Oracle has written to disk, the next number after those in its cache.
create or replace function ora.dict_last_number(in_owner text, in_name text, definition jsonb) returns numeric language plpgsql stable as $$
declare
  last bigint;
  start numeric := (definition ->> 'startWith')::numeric;
  step numeric := (definition ->> 'incrementBy')::numeric;
  cache numeric := greatest((definition ->> 'cache')::numeric, 1);
begin
  last := pg_sequence_last_value(to_regclass(format('%I.%I', in_owner, in_name)));
  if last is null then return start; end if;
  return start + ceil(((last - start) / step + 1) / cache) * cache * step;
end $$;
