-- Questions that a running function puts to the server: dynamic SQL must be translated, autonomous transactions run on another
-- connection. PostgreSQL's dblink is the telephone; the server listens on the loopback with PostgreSQL's own protocol. Where an
-- installation has no dblink the answer is ORA-03001.
create schema if not exists ora_link;
do $install$ begin
  create extension if not exists dblink schema ora_link;
exception when undefined_file or feature_not_supported then
  raise notice 'dblink is not there';
end $install$;

-- `ora.callback` is where the server listens and what it knows this backend by.
create or replace function ora.ask(request jsonb) returns jsonb language plpgsql security definer set search_path = pg_catalog as $$
declare
  place constant text := current_setting('ora.callback', true);
  answer text;
begin
  if coalesce(place, '') = '' or to_regprocedure('ora_link.dblink_connect(text, text)') is null then
    perform ora.raise(3001, 'dynamic SQL in a function that SQL, a trigger or an expression calls');
  end if;
  if not 'ora' = any (coalesce(ora_link.dblink_get_connections(), '{}')) then
    perform ora_link.dblink_connect('ora', place);
  end if;
  select a into answer from ora_link.dblink('ora', request::text) as t(a text);
  return answer::jsonb;
end $$;

-- A statement as PostgreSQL's, for EXECUTE … USING the binds in their order. `binds` are the types of USING, `targets` those of the
-- columns wanted (both OraType of sql/types.ts); `elements`: the composite type of each collection's elements, when rows are collected.
-- `targets` null: nobody takes the rows, so a query is not run.
create or replace function ora.dynamic_sql(statement text, owner text, binds jsonb, targets jsonb default null, elements text[] default null)
returns text language plpgsql as $$
declare
  answer jsonb;
  step text;
begin
  if statement is null then perform ora.raise(6535); end if;
  answer := ora.ask(jsonb_build_object('do', 'sql', 'text', statement, 'owner', owner, 'binds', binds, 'targets', targets, 'elements', elements));
  if answer ->> 'not' is not null then perform ora.no_transaction_control(answer ->> 'not'); end if;
  for step in select jsonb_array_elements_text(answer -> 'before') loop
    execute step;
  end loop;
  return answer ->> 'sql';
end $$;

-- The same for OPEN … FOR: the portal's name tells the client what the columns are.
create or replace function ora.dynamic_query(statement text, owner text, binds jsonb, out sql text, out portal text) language plpgsql as $$
declare
  answer jsonb;
  step text;
begin
  if statement is null then perform ora.raise(6535); end if;
  answer := ora.ask(jsonb_build_object('do', 'query', 'text', statement, 'owner', owner, 'binds', binds));
  for step in select jsonb_array_elements_text(answer -> 'before') loop
    execute step;
  end loop;
  sql := answer ->> 'sql';
  portal := ora.new_portal(answer ->> 'shape');
end $$;

-- A stored subprogram that the server drives in a transaction of its own. `input`: its IN and IN OUT parameters; the result and
-- the OUT parameters come back, each as text. Package variables go there and come back.
create or replace function ora.call_autonomous(owner text, unit text, pg_name text, input text[]) returns text[] language plpgsql as $$
declare
  cells constant jsonb := (select jsonb_agg(jsonb_build_array(name, statement)) from pg_prepared_statements where from_sql);
  answer jsonb;
  step text;
begin
  answer := ora.ask(jsonb_build_object('do', 'call', 'owner', owner, 'name', unit, 'pgName', pg_name, 'input', to_jsonb(input), 'cells', cells));
  for step in select jsonb_array_elements_text(answer -> 'cells') loop
    execute step;
  end loop;
  return array(select jsonb_array_elements_text(answer -> 'output'));
end $$;

-- What only the server knows: DBMS_OUTPUT.GET_LINE and the like.
create or replace function ora.call_builtin(name text, input text[]) returns text[] language sql as $$
  select array(select jsonb_array_elements_text(
    ora.ask(jsonb_build_object('do', 'builtin', 'name', name, 'input', to_jsonb(input))) -> 'output'))
$$;
