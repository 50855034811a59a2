-- Errors of PL/SQL as values. Every function that PL/SQL is compiled to raises Oracle's errors as 00-raise.sql says, and more:
-- COLUMN names an exception that the program declared (MESSAGE is 1 then), HINT is the stack as far as it is known.
-- `ora.error` is such an error caught: code 1403 is ORA-01403; 1 with `ident` the exception of that name; `args` as in DETAIL.
--
-- `stack`: one line per frame, innermost first. PostgreSQL's own line of a context, or, made by the code itself, chr(1) and
-- what ORA-06512 shows behind "at " ("HR.P", line 3).
do $install$ begin
  if to_regtype('ora.error') is null then
    create type ora.error as (code int, ident text, args text, stack text);
  end if;
end $install$;

-- The rows of these two come from errors/messages.ts and errors/sqlstates.ts (catalog/plsql-tables.ts).
create table if not exists ora.messages (code int primary key, text text not null);
create table if not exists ora.sqlstates (
  position int primary key, state text not null, verbs text[], plsql boolean, message text, detail text, has_column boolean not null,
  code int not null, args text[] not null
);

-- What stands in Oracle's text at each line of a function's body; 0: nothing that a stack shows. `function` as a context prints it.
create table if not exists ora.line_maps (function text primary key, unit text not null, kind text not null, lines int[] not null);

create or replace function ora.map_lines(schema text, name text, unit text, kind text, lines int[]) returns void language sql as $$
  insert into ora.line_maps values (quote_ident(schema) || '.' || quote_ident(name), unit, kind, lines)
  on conflict (function) do update set unit = excluded.unit, kind = excluded.kind, lines = excluded.lines
$$;

-- ------------------------------------------------------------------ raising
create or replace function ora.thrown(code int, ident text, place text) returns ora.error
language sql immutable as $$ select row(code, ident, '', chr(1) || place)::ora.error $$;

-- The same error seen from a frame further out; `again`: raised anew, which shows first.
create or replace function ora.passed(e ora.error, place text) returns ora.error
language sql immutable as $$ select row(e.code, e.ident, e.args, concat_ws(chr(10), e.stack, chr(1) || place))::ora.error $$;
create or replace function ora.again(e ora.error, place text) returns ora.error
language sql immutable as $$ select row(e.code, e.ident, e.args, concat_ws(chr(10), chr(1) || place, e.stack))::ora.error $$;

create or replace function ora.throw(e ora.error) returns void language plpgsql as $$
begin
  raise exception using errcode = 'OR000', message = e.code::text, detail = coalesce(e.args, ''), hint = coalesce(e.stack, ''),
    column = coalesce(e.ident, '');
end $$;

create or replace function ora.raise_application_error(number numeric, message text, keep boolean, caught ora.error) returns void
language plpgsql as $$
begin
  if number is null or number <> trunc(number) or number not between -20999 and -20000 then
    perform ora.raise(21000, coalesce(number::text, ''));
  end if;
  raise exception using errcode = 'OR000', message = (-number::int)::text,
    detail = left(coalesce(message, ''), 2048) || case when keep and caught.code is not null then chr(10) || ora.error_text(caught) else '' end;
end $$;

-- ------------------------------------------------------------------ catching
-- What was running when an error came up: the SQL statement's verb, or null for an expression or call of PL/SQL itself. What helpers of
-- ours run counts as what called them. The same as verbIn in errors/from-postgres.ts.
create or replace function ora.verb_of(context text) returns text language plpgsql immutable as $$
declare
  line text;
  statement text;
begin
  foreach line in array string_to_array(context, chr(10)) loop
    if starts_with(line, 'SQL statement "') then
      statement := lower(substring(line from '^SQL statement "\s*(\w+)'));
    elsif line ~ '^PL/pgSQL function (ora\.|inline_)' then
      statement := null;
    elsif starts_with(line, 'PL/pgSQL function ') then
      if statement is not null and right(line, 11) <> ' at PERFORM' then return statement; end if;
      return case when line ~ ' at (FOR over SELECT rows|FOR over cursor|FETCH|OPEN)$' then 'select' end;
    end if;
  end loop;
  return statement;
end $$;

create or replace function ora.sqlstate_argument(what text, message text, detail text, "constraint" text, "table" text, schema text, "column" text)
returns text language sql immutable as $$
  select case
    when what = 'constraint' then place.owner || '.' || regexp_replace(coalesce("constraint", '?'), '\$[in]$', '')
    when what = 'column' then format('"%s"."%s"."%s"', place.owner, place.name, coalesce(nullif("column", ''), '?'))
    when what = 'owner.column' then place.owner || '.' || coalesce(nullif("column", ''), '?')
    when what = 'detail 1' then coalesce(nullif(split_part(detail, ',', 1), ''), '?')
    when what = 'detail 2' then coalesce(nullif(split_part(detail, ',', 2), ''), '?')
    when what = 'quoted' then coalesce(substring(message from '"([^"]*)"'), '?')
    else substr(what, 2)
  end
  from (select case when schema like 'pg\_temp%' then split_part("table", '.', 1) else coalesce(nullif(schema, ''), '?') end as owner,
               case when schema like 'pg\_temp%' then substr("table", strpos("table", '.') + 1) else coalesce(nullif("table", ''), '?') end as name) place
$$;

-- The facts of GET STACKED DIAGNOSTICS as an error of Oracle's; called from the handler itself, whose callers' frames it takes off the
-- stack. What is no error of Oracle's (a fault of this server, a refusal, ORA-03001) is not for handlers: it is raised again.
create or replace function ora.caught(state text, message text, detail text, hint text, "constraint" text, "table" text, schema text,
  "column" text, context text) returns ora.error language plpgsql as $$
declare
  own text;
  stack text;
  verb text;
  rule ora.sqlstates;
begin
  get diagnostics own = pg_context;
  own := substr(own, strpos(own, chr(10)) + 1);
  own := case when strpos(own, chr(10)) = 0 then '' else substr(own, strpos(own, chr(10))) end;
  stack := concat_ws(chr(10), nullif(hint, ''), left(context, length(context) - length(own)));
  if state = 'OR000' and message <> '3001' then return row(message::int, "column", detail, stack)::ora.error; end if;
  verb := ora.verb_of(context);
  for rule in select * from ora.sqlstates s where s.state = caught.state order by position loop
    if (rule.verbs is null or verb = any (rule.verbs)) and (rule.plsql is null or rule.plsql = (verb is null))
      and (rule.message is null or strpos(message, rule.message) > 0) and (rule.detail is null or strpos(detail, rule.detail) > 0)
      and (not rule.has_column or "column" <> '') then
      return row(rule.code, '', (select string_agg(ora.sqlstate_argument(a, message, detail, "constraint", "table", schema, "column"), chr(31) order by n)
        from unnest(rule.args) with ordinality as t(a, n)), stack)::ora.error;
    end if;
  end loop;
  raise exception using errcode = state, message = message, detail = detail, hint = hint, constraint = "constraint", table = "table",
    schema = schema, column = "column";
end $$;

-- ------------------------------------------------------------------ showing
create or replace function ora.message_text(code int, args text) returns text language plpgsql stable as $$
declare
  pattern text;
begin
  if code between 20000 and 20999 then return coalesce(args, ''); end if;
  select m.text into pattern from ora.messages m where m.code = message_text.code;
  for i in 0 .. 9 loop
    exit when strpos(pattern, '{') = 0;
    pattern := replace(pattern, '{' || i || '}', split_part(coalesce(args, ''), chr(31), i + 1));
  end loop;
  return pattern;
end $$;

create or replace function ora.numbered(code int, message text) returns text
language sql immutable as $$ select 'ORA-' || lpad(code::text, 5, '0') || ': ' || message $$;

-- The message alone, as SQLERRM begins.
create or replace function ora.error_text(e ora.error) returns text language sql stable as $$
  select case
    when e.code is null then 'ORA-0000: normal, successful completion'
    when e.ident <> '' then 'User-Defined Exception'
    else ora.numbered(e.code, ora.message_text(e.code, e.args))
  end
$$;

-- ORA-06512 lines of a stack; a trigger's frame has ORA-04088 below it. Null when there are none.
create or replace function ora.stack_of(stack text) returns text language plpgsql stable as $$
declare
  line text;
  map ora.line_maps;
  oracle int;
  result text[] := '{}';
begin
  foreach line in array string_to_array(coalesce(stack, ''), chr(10)) loop
    if starts_with(line, chr(1)) then
      result := result || ('ORA-06512: at ' || substr(line, 2));
    elsif starts_with(line, 'PL/pgSQL function ') then
      select * into map from ora.line_maps
      where function = substring(line from '^PL/pgSQL function ((?:"(?:[^"]|"")+"|[^".( ]+)\.(?:"(?:[^"]|"")+"|[^".( ]+))\(');
      oracle := map.lines[substring(line from '\) line (\d+) at ')::int];
      if oracle > 0 then
        result := result || ('ORA-06512: at ' || case when map.unit = '' then '' else '"' || map.unit || '", ' end || 'line ' || oracle);
        if map.kind = 'trigger' then
          result := result || ora.numbered(4088, ora.message_text(4088, map.unit));
        end if;
      end if;
    end if;
  end loop;
  return nullif(array_to_string(result, chr(10)), '');
end $$;

-- ------------------------------------------------------------------ asked by programs
create or replace function ora.sqlcode(caught ora.error) returns numeric language sql immutable as $$
  select case when caught.code is null then 0 when caught.ident <> '' then 1 when caught.code = 1403 then 100 else -caught.code end::numeric
$$;

-- An error that came through a trigger shows the trigger's frame too.
create or replace function ora.sqlerrm(caught ora.error) returns text language sql stable as $$
  select left(concat_ws(chr(10), ora.error_text(caught), substring(ora.stack_of(caught.stack) from '^.*ORA-04088: [^\n]*')), 512)
$$;

create or replace function ora.sqlerrm(number numeric) returns text language plpgsql stable as $$
declare
  n constant int := trunc(number);
  message text;
begin
  if n = 0 or n is null then return 'ORA-0000: normal, successful completion'; end if;
  if n = 1 then return 'User-Defined Exception'; end if;
  if n = 100 then return ora.sqlerrm(-1403); end if;
  if n > 0 then return ' -' || n || ': non-ORACLE exception '; end if;
  message := ora.message_text(-n, case when n in (-1, -2290, -2291, -2292, -2293) then '.' else '' end);
  if message is null then perform ora.raise(3001, 'the text of ORA-' || lpad((-n)::text, 5, '0')); end if;
  return ora.numbered(-n, message);
end $$;

create or replace function ora.error_stack(caught ora.error) returns text language sql stable as $$
  select case when caught.code is null then null
    when caught.ident <> '' then concat_ws(chr(10), ora.numbered(6510, ora.message_text(6510, '')), ora.stack_of(caught.stack))
    else concat_ws(chr(10), ora.error_text(caught), ora.stack_of(caught.stack)) end || chr(10)
$$;

create or replace function ora.error_backtrace(caught ora.error) returns text language sql stable as $$
  select ora.stack_of(caught.stack) || chr(10)
$$;

-- ------------------------------------------------------------------ what functions may not do
create or replace function ora.no_transaction_control(verb text) returns void language plpgsql as $$
begin
  if pg_trigger_depth() > 0 then perform ora.raise(4092, verb); end if;
  perform ora.raise(14552);
end $$;

-- ------------------------------------------------------------------ cursor variables
-- A new portal's name; the count goes back with what a rollback closes.
create or replace function ora.new_portal(shape text) returns text language plpgsql as $$
declare
  n constant bigint := coalesce(nullif(current_setting('ora.portals', true), '')::bigint, 0) + 1;
begin
  perform set_config('ora.portals', n::text, false);
  return 'ora$' || shape || '$' || n;
end $$;

create or replace function ora.open_portal(portal text) returns text language plpgsql as $$
begin
  if portal is null then perform ora.raise(1001); end if;
  return portal;
end $$;

-- FETCH converts nothing: the columns must be of the kinds (plsql/emit/column-kinds.ts) that the variables are.
create or replace function ora.check_columns(portal text, kinds text) returns void language plpgsql as $$
declare
  own constant text := replace(split_part(split_part(portal, '$', 2), '_', 1), 'c', 't');
begin
  if own = replace(kinds, 'c', 't') then return; end if;
  if length(own) <> length(kinds) then perform ora.raise(6504); end if;
  perform ora.raise(3001, 'FETCH of a cursor variable with conversion of types');
end $$;

-- ------------------------------------------------------------------ units
create or replace function ora.check_invoker(owner text, unit text) returns void language plpgsql as $$
begin
  if current_setting('ora.user', true) is distinct from owner then
    perform ora.raise(3001, 'AUTHID CURRENT_USER of ' || unit || ' for another user than its owner');
  end if;
end $$;

-- A package whose initialization failed is not initialized.
create or replace function ora.drop_cells(names text[]) returns void language plpgsql as $$
declare
  name text;
begin
  foreach name in array names loop
    begin
      execute 'deallocate ' || ora.cell_name(name);
    exception when invalid_sql_statement_name then null;
    end;
  end loop;
end $$;
