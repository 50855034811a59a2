-- Values of PL/SQL: conversion and limits of its variables, collections, package variables, cursors' states, supplied packages.
-- Helpers over values are STABLE, never IMMUTABLE where they may fail: PostgreSQL must not evaluate them while it plans.

-- ------------------------------------------------------------------ conversion: what SQL calls ORA-01722 is ORA-06502 here
create or replace function ora.plsql_number_long(v text) returns numeric language plpgsql stable parallel safe as $$
begin
  if v is null then return null; end if;
  if v !~ '^ *[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})? *$' then perform ora.raise(6502, ': character to number conversion error'); end if;
  return ora.n40(v::numeric);
end $$;
create or replace function ora.plsql_number(v text) returns numeric language sql stable parallel safe as $$
  select case when v ~ '^ *[+-]?(\d{1,18}(\.\d{0,20})?|\.\d{1,20}) *$' then v::numeric else ora.plsql_number_long(v) end
$$;
create or replace function ora.plsql_double(v text) returns float8 language plpgsql stable parallel safe as $$
begin
  if lower(btrim(v)) in ('nan', 'inf', '-inf', '+inf', 'infinity', '-infinity', '+infinity') then return btrim(v)::float8; end if;
  return ora.plsql_number(v)::float8;
end $$;
create or replace function ora.plsql_number_model(v text, model text, nls text default '.,', currency text default '$') returns numeric
language plpgsql stable parallel safe as $$
begin
  return ora.to_number_model(v, model, nls, currency);
exception when sqlstate 'OR000' then
  if sqlerrm <> '1722' then raise; end if;
  perform ora.raise(6502, ': character to number conversion error');
end $$;
create or replace function ora.plsql_raw(v text) returns bytea language plpgsql stable parallel safe as $$
begin
  if v is null then return null; end if;
  if v !~ '^[0-9A-Fa-f]*$' then perform ora.raise(6502, ': hex to raw conversion error'); end if;
  return decode(case when length(v) % 2 = 1 then '0' || v else v end, 'hex');
end $$;
create or replace function ora.plsql_len(v text) returns text language plpgsql stable parallel safe as $$
begin
  if octet_length(v) > 32767 then perform ora.raise(6502, ': character string buffer too small'); end if;
  return v;
end $$;
create or replace function ora.plsql_text(v text) returns text language plpgsql stable parallel safe as $$
begin
  if octet_length(v) > 32767 then perform ora.raise(6502); end if;
  return nullif(v, '');
end $$;
-- A TIMESTAMP WITH TIME ZONE variable is an instant without its zone.
create or replace function ora.unknown_zone() returns text language plpgsql stable parallel safe as $$
begin
  perform ora.raise(3001, 'the time of day in a TIMESTAMP WITH TIME ZONE variable''s own zone');
end $$;

-- ------------------------------------------------------------------ what a variable holds
create or replace function ora.fit_bytes(v text, n int) returns text language plpgsql stable parallel safe as $$
begin
  if octet_length(v) > n then perform ora.raise(6502, ': character string buffer too small'); end if;
  return v;
end $$;
create or replace function ora.fit_chars(v text, n int) returns text language plpgsql stable parallel safe as $$
begin
  if length(v) > n then perform ora.raise(6502, ': character string buffer too small'); end if;
  return v;
end $$;
create or replace function ora.fit_raw(v bytea, n int) returns bytea language plpgsql stable parallel safe as $$
begin
  if octet_length(v) > n then perform ora.raise(6502, ': raw variable length too long'); end if;
  return case when octet_length(v) > 0 then v end;
end $$;
create or replace function ora.fit_number(v numeric, digits int, places int) returns numeric language plpgsql stable parallel safe as $$
declare
  rounded constant numeric := round(v, places);
begin
  if abs(rounded) >= power(10::numeric, digits - places) then perform ora.raise(6502, ': number precision too large'); end if;
  return rounded;
end $$;
create or replace function ora.within(v numeric, low numeric, high numeric) returns numeric language plpgsql stable parallel safe as $$
begin
  if v < low or v > high then perform ora.raise(6502); end if;
  return v;
end $$;
create or replace function ora.not_null(v anyelement) returns anyelement language plpgsql stable parallel safe as $$
begin
  if v is null then perform ora.raise(6502); end if;
  return v;
end $$;

-- ------------------------------------------------------------------ collections by whole numbers: arrays; an absent element is null
create or replace function ora.element_index(a anyarray, i int, most int) returns int language plpgsql stable as $$
begin
  if a is null then perform ora.raise(6531); end if;
  if i is null then perform ora.raise(6502); end if;
  if i < 1 or i > most then perform ora.raise(6532); end if;
  if i > coalesce(array_upper(a, 1), 0) then perform ora.raise(6533); end if;
  return i;
end $$;
create or replace function ora.element(a anyarray, i int, most int) returns anyelement language plpgsql stable as $$
begin
  if a[ora.element_index(a, i, most)] is not distinct from null then perform ora.raise(1403); end if;
  return a[i];
end $$;
create or replace function ora.entry_index(i int) returns int language plpgsql stable as $$
begin
  if i is null then perform ora.raise(6502, ': NULL index table key value'); end if;
  return i;
end $$;
create or replace function ora.entry(a anyarray, i int) returns anyelement language plpgsql stable as $$
begin
  if a[ora.entry_index(i)] is not distinct from null then perform ora.raise(1403); end if;
  return a[i];
end $$;
create or replace function ora.put_element(a anyarray, i int, value anyelement) returns anyarray language plpgsql stable as $$
begin
  a[i] := value;
  return a;
end $$;
create or replace function ora.collection_count(a anyarray) returns numeric language plpgsql stable as $$
begin
  if a is null then perform ora.raise(6531); end if;
  return cardinality(case when array_position(a, null) is null then a else array_remove(a, null) end);
end $$;
create or replace function ora.collection_exists(a anyarray, i int) returns boolean language plpgsql stable as $$
begin
  return a[i] is distinct from null;
end $$;
create or replace function ora.collection_limit(a anyarray, most int) returns numeric language plpgsql stable as $$
begin
  if a is null then perform ora.raise(6531); end if;
  return most;
end $$;
create or replace function ora.collection_next(a anyarray, i int) returns int language plpgsql stable as $$
declare
  at int;
begin
  if a is null then perform ora.raise(6531); end if;
  if i is null then return null; end if;
  at := greatest(array_lower(a, 1), case when i = 2147483647 then null else i + 1 end);
  if i = 2147483647 then return null; end if;
  while at <= array_upper(a, 1) loop
    if a[at] is distinct from null then return at; end if;
    at := at + 1;
  end loop;
  return null;
end $$;
create or replace function ora.collection_prior(a anyarray, i int) returns int language plpgsql stable as $$
declare
  at int;
begin
  if a is null then perform ora.raise(6531); end if;
  if i is null or i = -2147483648 then return null; end if;
  at := least(array_upper(a, 1), i - 1);
  while at >= array_lower(a, 1) loop
    if a[at] is distinct from null then return at; end if;
    at := at - 1;
  end loop;
  return null;
end $$;
create or replace function ora.collection_first(a anyarray) returns int language plpgsql stable as $$
begin
  return ora.collection_next(a, array_lower(a, 1) - 1);
end $$;
create or replace function ora.collection_last(a anyarray) returns int language plpgsql stable as $$
begin
  return ora.collection_prior(a, array_upper(a, 1) + 1);
end $$;
-- Nested tables and varrays begin at 1; what was deleted keeps its place.
create or replace function ora.next_index(a anyarray, most int) returns int language plpgsql stable as $$
declare
  i constant int := coalesce(array_upper(a, 1), 0) + 1;
begin
  if a is null then perform ora.raise(6531); end if;
  if i > most then perform ora.raise(6532); end if;
  return i;
end $$;
create or replace function ora.extend(a anyarray, n int, empty anyelement, most int) returns anyarray language plpgsql stable as $$
begin
  if a is null then perform ora.raise(6531); end if;
  if n is null then perform ora.raise(6502); end if;
  if n < 0 or coalesce(array_upper(a, 1), 0) + n > most then perform ora.raise(6532); end if;
  return case when n = 0 then a else a || array_fill(empty, array[n]) end;
end $$;
create or replace function ora.extend_with(a anyarray, n int, i int, most int) returns anyarray language plpgsql stable as $$
begin
  return ora.extend(a, n, ora.element(a, i, most), most);
end $$;
create or replace function ora.trim_elements(a anyarray, n int) returns anyarray language plpgsql stable as $$
declare
  upper constant int := coalesce(array_upper(a, 1), 0);
begin
  if a is null then perform ora.raise(6531); end if;
  if n is null then perform ora.raise(6502); end if;
  if n < 0 or n > upper then perform ora.raise(6533); end if;
  return a[1:upper - n];
end $$;
create or replace function ora.delete_all(a anyarray) returns anyarray language plpgsql stable as $$
begin
  if a is null then perform ora.raise(6531); end if;
  return a[1:0];
end $$;
-- Null: there is nothing to delete.
create or replace function ora.deleted_index(a anyarray, i int) returns int language plpgsql stable as $$
begin
  if a is null then perform ora.raise(6531); end if;
  return case when i between array_lower(a, 1) and array_upper(a, 1) then i end;
end $$;
create or replace function ora.delete_elements(a anyarray, low int, high int) returns anyarray language plpgsql stable as $$
begin
  if a is null then perform ora.raise(6531); end if;
  if low is null or high is null then return a; end if;
  for i in greatest(low, array_lower(a, 1)) .. least(high, array_upper(a, 1)) loop a[i] := null; end loop;
  return a;
end $$;
-- A constructor with more elements than a varray takes.
create or replace function ora.too_many(a anyarray) returns anyarray language plpgsql stable as $$
begin
  perform ora.raise(6532);
  return a;
end $$;

-- ------------------------------------------------------------------ collections by text: arrays of (k, v), in binary order of k
-- Where the key is; negative: where it would be.
create or replace function ora.keyed_place(a anyarray, key text) returns int language plpgsql stable as $$
declare
  low int := 1;
  high int := coalesce(cardinality(a), 0);
  middle int;
  found text;
begin
  while low <= high loop
    middle := (low + high) / 2;
    found := (a[middle]).k;
    if found = key then return middle; end if;
    if found collate "C" < key collate "C" then low := middle + 1; else high := middle - 1; end if;
  end loop;
  return -low;
end $$;
create or replace function ora.text_key(key text) returns text language plpgsql stable as $$
begin
  if key is null then perform ora.raise(6502, ': NULL index table key value'); end if;
  return key;
end $$;
create or replace function ora.keyed_element(a anyarray, key text) returns anyelement language plpgsql stable as $$
declare
  place constant int := ora.keyed_place(a, ora.text_key(key));
begin
  if place < 0 then perform ora.raise(1403); end if;
  return a[place];
end $$;
-- The element as it is, or null: for parts of it that are assigned.
create or replace function ora.keyed_or_null(a anyarray, key text) returns anyelement language plpgsql stable as $$
begin
  return a[ora.keyed_place(a, ora.text_key(key))];
end $$;
create or replace function ora.put_keyed(a anyarray, key text, entry anyelement) returns anyarray language plpgsql stable as $$
declare
  place int := ora.keyed_place(a, ora.text_key(key));
begin
  if place < 0 and -place <= cardinality(a) then return a[1:-place - 1] || entry || a[-place:]; end if;
  a[abs(place)] := entry;
  return a;
end $$;
create or replace function ora.keyed_exists(a anyarray, key text) returns boolean language plpgsql stable as $$
begin
  return key is not null and ora.keyed_place(a, key) > 0;
end $$;
create or replace function ora.keyed_count(a anyarray) returns numeric language plpgsql stable as $$ begin return cardinality(a); end $$;
create or replace function ora.keyed_first(a anyarray) returns text language plpgsql stable as $$ begin return (a[1]).k; end $$;
create or replace function ora.keyed_last(a anyarray) returns text language plpgsql stable as $$ begin return (a[cardinality(a)]).k; end $$;
create or replace function ora.keyed_next(a anyarray, key text) returns text language plpgsql stable as $$
declare
  place constant int := ora.keyed_place(a, key);
begin
  return case when key is not null then (a[case when place > 0 then place + 1 else -place end]).k end;
end $$;
create or replace function ora.keyed_prior(a anyarray, key text) returns text language plpgsql stable as $$
begin
  return case when key is not null then (a[abs(ora.keyed_place(a, key)) - 1]).k end;
end $$;
create or replace function ora.delete_keyed(a anyarray, low text, high text) returns anyarray language plpgsql stable as $$
declare
  first constant int := abs(ora.keyed_place(a, low));
  place constant int := ora.keyed_place(a, high);
  last constant int := case when place > 0 then place else -place - 1 end;
begin
  if low is null or high is null or first > last then return a; end if;
  return a[1:first - 1] || a[last + 1:];
end $$;

-- ------------------------------------------------------------------ multisets
create or replace function ora.is_empty(a anyarray) returns boolean language plpgsql stable as $$
begin
  return cardinality(array_remove(a, null)) = 0;
end $$;
create or replace function ora.member_of(element anyelement, a anyarray) returns boolean language plpgsql stable as $$
begin
  if a is null or element.v is null then return null; end if;
  return coalesce(element = any (a), false);
end $$;
create or replace function ora.is_a_set(a anyarray) returns boolean language plpgsql stable as $$
begin
  if a is null then return null; end if;
  return not exists (select from unnest(array_remove(a, null)) as u(v) group by u.v having count(*) > 1);
end $$;
create or replace function ora.submultiset(a anyarray, b anyarray) returns boolean language plpgsql stable as $$
begin
  if a is null or b is null then return null; end if;
  return not exists (select u.v from unnest(array_remove(a, null)) as u(v) except all select w.v from unnest(array_remove(b, null)) as w(v));
end $$;
create or replace function ora.same_elements(a anyarray, b anyarray) returns boolean language plpgsql stable as $$
begin
  if a is null or b is null then return null; end if;
  return ora.submultiset(a, b) and ora.submultiset(b, a);
end $$;

create or replace function ora.multiset_union(a anyarray, b anyarray, once boolean) returns anyarray language plpgsql stable as $$
declare
  together a%type := array_remove(a, null) || array_remove(b, null);
begin
  if a is null or b is null or not once then return case when a is not null and b is not null then together end; end if;
  return coalesce((select array_agg(x.e order by x.i)
    from (select together[i] as e, i, row_number() over (partition by together[i] order by i) as k from generate_subscripts(together, 1) as g(i)) x where x.k = 1), together[1:0]);
end $$;
-- The k-th of equal elements stays while the other side has as many.
create or replace function ora.multiset_intersect(a anyarray, b anyarray, once boolean) returns anyarray language plpgsql stable as $$
begin
  if a is null or b is null then return null; end if;
  return coalesce((select array_agg(x.e order by x.i)
    from (select a[i] as e, i, row_number() over (partition by a[i] order by i) as k from generate_subscripts(a, 1) as g(i) where a[i] is distinct from null) x
    join (select b[i] as e, count(*) as n from generate_subscripts(b, 1) as g(i) where b[i] is distinct from null group by b[i]) y on y.e = x.e
    where x.k <= case when once then 1 else y.n end), a[1:0]);
end $$;
create or replace function ora.multiset_except(a anyarray, b anyarray, once boolean) returns anyarray language plpgsql stable as $$
begin
  if a is null or b is null then return null; end if;
  return coalesce((select array_agg(x.e order by x.i)
    from (select a[i] as e, i, row_number() over (partition by a[i] order by i) as k from generate_subscripts(a, 1) as g(i) where a[i] is distinct from null) x
    left join (select b[i] as e, count(*) as n from generate_subscripts(b, 1) as g(i) where b[i] is distinct from null group by b[i]) y on y.e = x.e
    where case when once then x.k = 1 and y.n is null else x.k > coalesce(y.n, 0) end), a[1:0]);
end $$;

-- ------------------------------------------------------------------ package variables: prepared statements, which outlive a rollback
create or replace function ora.cell_name(name text) returns text language sql immutable as $$
  select quote_ident(case when octet_length(name) > 63 then 'cell ' || md5(name) else name end)
$$;
-- The first read in a session runs the package's initializer, which sets every cell of the package.
create or replace function ora.cell(name text, initializer text, witness anyelement) returns anyelement language plpgsql as $$
declare
  -- Not a variable of the value's own type: INTO would take a composite value for its first field.
  cell record;
begin
  begin
    execute 'execute ' || ora.cell_name(name) into cell;
    return cell.v;
  exception when invalid_sql_statement_name then null;
  end;
  execute 'select ' || initializer || '()';
  execute 'execute ' || ora.cell_name(name) into cell;
  return cell.v;
end $$;
create or replace function ora.set_cell(name text, value anyelement) returns void language plpgsql as $$
begin
  begin
    execute 'deallocate ' || ora.cell_name(name);
  exception when invalid_sql_statement_name then null;
  end;
  execute format('prepare %s as select %L::%s as v', ora.cell_name(name), value, pg_typeof(value));
end $$;
create or replace function ora.set_cell(name text, initializer text, value anyelement) returns void language plpgsql as $$
declare
  missing boolean := false;
begin
  begin
    execute 'deallocate ' || ora.cell_name(name);
  exception when invalid_sql_statement_name then missing := true;
  end;
  if missing then
    execute 'select ' || initializer || '()';
    execute 'deallocate ' || ora.cell_name(name);
  end if;
  execute format('prepare %s as select %L::%s as v', ora.cell_name(name), value, pg_typeof(value));
end $$;

-- ------------------------------------------------------------------ cursor variables: their state goes with the portal
create or replace function ora.cursor_setting(portal text) returns text language sql immutable as $$ select 'ora_cursor.c' || md5(portal) $$;
create or replace function ora.cursor_state(portal text) returns text language plpgsql stable as $$
declare
  state constant text := current_setting(ora.cursor_setting(portal), true);
begin
  if portal is null or coalesce(state, '') = '' then perform ora.raise(1001); end if;
  return state;
end $$;
create or replace function ora.cursor_opened(portal text) returns void language plpgsql as $$
begin
  perform set_config(ora.cursor_setting(portal), '0|', false);
end $$;
create or replace function ora.cursor_fetched(portal text, given numeric, gave boolean) returns void language plpgsql as $$
begin
  perform set_config(ora.cursor_setting(portal), split_part(ora.cursor_state(portal), '|', 1)::numeric + given || '|' || gave::text, false);
end $$;
create or replace function ora.cursor_closed(portal text) returns void language plpgsql as $$
begin
  perform set_config(ora.cursor_setting(portal), '', false);
end $$;
create or replace function ora.cursor_isopen(portal text) returns boolean language plpgsql stable as $$
begin
  return portal is not null and coalesce(current_setting(ora.cursor_setting(portal), true), '') <> '';
end $$;
create or replace function ora.cursor_found(portal text) returns boolean language plpgsql stable as $$
begin
  return nullif(split_part(ora.cursor_state(portal), '|', 2), '')::boolean;
end $$;
create or replace function ora.cursor_rowcount(portal text) returns numeric language plpgsql stable as $$
begin
  return split_part(ora.cursor_state(portal), '|', 1)::numeric;
end $$;

-- ------------------------------------------------------------------ supplied packages
-- DBMS_OUTPUT: notices, which reach the server at once and outlive every undoing.
create or replace function ora.output(what text, line text) returns void language plpgsql as $$
begin
  raise info using errcode = 'ORDBM', message = coalesce(line, ''), detail = what;
end $$;
create or replace function ora.sleep(seconds numeric) returns void language plpgsql as $$
begin
  if seconds is null or seconds < 0 then perform ora.raise(6502); end if;
  perform pg_sleep(seconds::float8);
end $$;
create or replace function ora.hundredths() returns numeric language sql volatile as $$
  select mod(floor(extract(epoch from clock_timestamp()) * 100), 2147483648::numeric)
$$;
create or replace function ora.note_session(what text, value text, most int) returns void language plpgsql as $$
begin
  perform set_config('ora.' || what, coalesce(ora.cut(value, most), ''), false);
end $$;
create or replace function ora.session_note(what text) returns text language sql stable as $$
  select nullif(current_setting('ora.' || what, true), '')
$$;
create or replace function ora.call_stack() returns text language plpgsql stable as $$
declare
  context text;
begin
  get diagnostics context = pg_context;
  return E'----- PL/SQL Call Stack -----\n  object      line  object\n  handle    number  name\n'
    || coalesce((select string_agg('0x0' || lpad(coalesce(substring(l from 'line (\d+)$'), '0'), 12) || '  '
         || coalesce(substring(l from '"(.*)"'), 'anonymous block') || chr(10), '' order by n)
       from unnest(string_to_array(ora.stack_of(context), chr(10))) with ordinality as t(l, n) where l like 'ORA-06512: at %'), '');
end $$;

-- DBMS_RANDOM
create or replace function ora.random_value() returns numeric language sql volatile as $$
  select random()::numeric(16, 15) * 0.999999 + random()::numeric(16, 15) * 0.000001
$$;
create or replace function ora.random_value(low numeric, high numeric) returns numeric language sql volatile as $$
  select low + ora.random_value() * (high - low)
$$;
create or replace function ora.random_integer() returns numeric language sql volatile as $$
  select floor(random() * 4294967296)::numeric - 2147483648
$$;
create or replace function ora.random_normal() returns numeric language sql volatile as $$ select random_normal()::numeric $$;
create or replace function ora.random_string(kind text, n numeric) returns text language plpgsql volatile as $$
declare
  letters constant text := case upper(substr(coalesce(kind, 'U'), 1, 1))
    when 'U' then 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
    when 'L' then 'abcdefghijklmnopqrstuvwxyz'
    when 'A' then 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
    when 'X' then 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
    when 'P' then (select string_agg(chr(c), '' order by c) from generate_series(32, 126) c)
    else 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' end;
begin
  if n is null or n < 1 then return null; end if;
  return (select string_agg(substr(letters, 1 + floor(random() * length(letters))::int, 1), '') from generate_series(1, trunc(least(n, 4000))::int));
end $$;
create or replace function ora.random_seed(seed text) returns void language plpgsql as $$
begin
  perform setseed((('x' || substr(md5(coalesce(seed, '')), 1, 8))::bit(32)::int)::float8 / 2147483648);
end $$;

-- DBMS_LOB: a LOB is its value.
create or replace function ora.lob_given(v anyelement) returns anyelement language plpgsql stable as $$
begin
  if v is null then perform ora.raise(22275); end if;
  return v;
end $$;
create or replace function ora.lob_piece(v text, amount numeric) returns text language plpgsql stable as $$
begin
  if amount is null or amount < 1 or amount > length(v) or v is null then perform ora.raise(21560, 'AMOUNT'); end if;
  return left(v, amount::int);
end $$;
create or replace function ora.lob_piece(v bytea, amount numeric) returns bytea language plpgsql stable as $$
begin
  if amount is null or amount < 1 or amount > octet_length(v) or v is null then perform ora.raise(21560, 'AMOUNT'); end if;
  return substr(v, 1, amount::int);
end $$;
create or replace function ora.lob_trim(v text, n numeric) returns text language plpgsql stable as $$
begin
  if n > length(ora.lob_given(v)) then perform ora.raise(22926); end if;
  return left(v, n::int);
end $$;
create or replace function ora.lob_trim(v bytea, n numeric) returns bytea language plpgsql stable as $$
begin
  if n > octet_length(ora.lob_given(v)) then perform ora.raise(22926); end if;
  return substr(v, 1, n::int);
end $$;
create or replace function ora.lob_write(v text, piece text, start numeric) returns text language plpgsql stable as $$
begin
  if start is null or start < 1 then perform ora.raise(21560, 'OFFSET'); end if;
  return overlay(rpad(v, greatest(length(v), start::int - 1)) placing piece from start::int);
end $$;
create or replace function ora.lob_write(v bytea, piece bytea, start numeric) returns bytea language plpgsql stable as $$
begin
  if start is null or start < 1 then perform ora.raise(21560, 'OFFSET'); end if;
  return overlay(v || decode(repeat('00', greatest(start::int - 1 - octet_length(v), 0)), 'hex') placing piece from start::int);
end $$;
create or replace function ora.lob_read(v text, amount numeric, start numeric) returns text language plpgsql stable as $$
begin
  if amount is null or amount < 1 or amount > 32767 then perform ora.raise(21560, 'AMOUNT'); end if;
  if start is null or start < 1 then perform ora.raise(21560, 'OFFSET'); end if;
  if start > length(ora.lob_given(v)) then perform ora.raise(1403); end if;
  return substr(v, start::int, amount::int);
end $$;
create or replace function ora.lob_read(v bytea, amount numeric, start numeric) returns bytea language plpgsql stable as $$
begin
  if amount is null or amount < 1 or amount > 32767 then perform ora.raise(21560, 'AMOUNT'); end if;
  if start is null or start < 1 then perform ora.raise(21560, 'OFFSET'); end if;
  if start > octet_length(ora.lob_given(v)) then perform ora.raise(1403); end if;
  return substr(v, start::int, amount::int);
end $$;
-- DBMS_LOB.SUBSTR of PL/SQL: up to 32767.
create or replace function ora.lob_part(v text, amount numeric, start numeric) returns text language plpgsql stable as $$
begin
  if v is null or trunc(amount) < 1 or trunc(amount) > 32767 or trunc(start) < 1 or amount is null or start is null then return null; end if;
  return ora.fit_bytes(nullif(substr(v, ora.whole(start), ora.whole(amount)), ''), 32767);
end $$;
create or replace function ora.lob_part(v bytea, amount numeric, start numeric) returns bytea language plpgsql stable as $$
begin
  if v is null or trunc(amount) < 1 or trunc(amount) > 32767 or trunc(start) < 1 or amount is null or start is null then return null; end if;
  return nullif(substr(v, ora.whole(start), ora.whole(amount)), '');
end $$;

-- DBMS_ASSERT
create or replace function ora.assert_simple_name(v text) returns text language plpgsql stable as $$
begin
  if v is null or btrim(v) !~ '^([[:alpha:]][[:alnum:]_$#]*|"[^"]+")$' or length(v) > 128 then perform ora.raise(44003); end if;
  return v;
end $$;
create or replace function ora.assert_literal(v text) returns text language plpgsql stable as $$
begin
  if v ~ '^''.*''$' and length(v) > 1 then
    if replace(substr(v, 2, length(v) - 2), '''''', '') like '%''%' then perform ora.raise(6502); end if;
    return v;
  end if;
  if replace(v, '''''', '') like '%''%' then perform ora.raise(6502); end if;
  return '''' || coalesce(v, '') || '''';
end $$;
create or replace function ora.assert_enquoted(v text, fold boolean) returns text language plpgsql stable as $$
begin
  if v ~ '^"[^"]+"$' then return v; end if;
  if v is null or v like '%"%' then perform ora.raise(6502); end if;
  return '"' || case when fold then upper(v) else v end || '"';
end $$;

-- ------------------------------------------------------------------ functions in queries: how deep (ora.queries), as a setting that an error takes back;
-- before a statement of its own that changes rows a stored unit looks at it: ORA-14551
create or replace function ora.enter_query() returns boolean language plpgsql as $$
begin
  perform set_config('ora.queries', (coalesce(nullif(current_setting('ora.queries', true), ''), '0')::int + 1)::text, true);
  return true;
end $$;
create or replace function ora.leave_query(result anyelement) returns anyelement language plpgsql as $$
begin
  perform set_config('ora.queries', (current_setting('ora.queries')::int - 1)::text, true);
  return result;
end $$;
