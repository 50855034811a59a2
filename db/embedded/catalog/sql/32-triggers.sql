-- Beside the users' triggers (sql/ddl/physical-triggers.ts).

-- In place of a trigger that does not compile.
create or replace function ora.invalid_trigger() returns trigger language plpgsql as $$
begin
  perform ora.raise(4098, tg_argv[0]);
end $$;

-- First of all triggers of a statement: ends a recursion through triggers, and forgets which columns an earlier statement set.
create or replace function ora.guard_triggers() returns trigger language plpgsql as $$
begin
  if pg_trigger_depth() > 50 then perform ora.raise(36); end if;
  if current_setting('ora.updated_' || pg_trigger_depth(), true) <> '' then
    perform set_config('ora.updated_' || pg_trigger_depth(), '', true);
  end if;
  return null;
end $$;

-- BEFORE UPDATE OF one column; its Oracle name is the argument. Columns stand between chr(31).
create or replace function ora.note_updated() returns trigger language plpgsql as $$
declare
  setting constant text := 'ora.updated_' || pg_trigger_depth();
  noted text := nullif(current_setting(setting, true), '');
begin
  perform set_config(setting, coalesce(noted, tg_relid || chr(31)) || tg_argv[0] || chr(31), true);
  return null;
end $$;

-- UPDATING('C') of a trigger on that table, asked in the trigger itself.
create or replace function ora.updating(relation oid, column_name text) returns boolean language sql stable as $$
  select coalesce(current_setting('ora.updated_' || pg_trigger_depth(), true) like relation || chr(31) || '%'
    and position(chr(31) || upper(column_name) || chr(31) in current_setting('ora.updated_' || pg_trigger_depth(), true)) > 0, false)
$$;

-- ORA-04091. A table that its row triggers could read has a policy, ora.not_mutating, and triggers that keep the setting
-- ora.mutating: 'm<oid>@<depth>;' while the statement at that depth of triggers changes rows of it. Only what runs deeper,
-- inside its triggers, is refused: the statement itself may read its table as it likes.
create or replace function ora.mutation_place(relation oid, depth int) returns text language sql immutable as $$
  select relation || '@' || depth || ';'
$$;

-- Of a trigger that only its condition is for.
create or replace function ora.keep_row() returns trigger language plpgsql as $$ begin return new; end $$;

-- The next INSERT into it is one row of VALUES: its BEFORE ROW triggers may read the table.
create or replace function ora.single_row(relation regclass) returns void language plpgsql as $$
begin
  perform set_config('ora.single_row', relation::oid::text, true);
end $$;

create or replace function ora.mutation_begins() returns trigger language plpgsql as $$
declare
  place constant text := ora.mutation_place(tg_relid, pg_trigger_depth() - 1);
  list text := replace(replace(coalesce(current_setting('ora.mutating', true), ''), 'm' || place, ''), 's' || place, '');
begin
  if tg_op = 'INSERT' and current_setting('ora.single_row', true) = tg_relid::text then
    perform set_config('ora.single_row', '', true);
    list := list || 's' || place;
  end if;
  perform set_config('ora.mutating', list, true);
  return null;
end $$;

create or replace function ora.mutates() returns trigger language plpgsql as $$
declare
  place constant text := ora.mutation_place(tg_relid, pg_trigger_depth() - 1);
  list constant text := coalesce(current_setting('ora.mutating', true), '');
begin
  if strpos(list, 'm' || place) = 0 and not (tg_when = 'BEFORE' and tg_op = 'INSERT' and strpos(list, 's' || place) > 0) then
    perform set_config('ora.mutating', list || 'm' || place, true);
  end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $$;

create or replace function ora.mutation_ends() returns trigger language plpgsql as $$
declare
  place constant text := ora.mutation_place(tg_relid, pg_trigger_depth() - 1);
begin
  perform set_config('ora.mutating', replace(replace(current_setting('ora.mutating', true), 'm' || place, ''), 's' || place, ''), true);
  return null;
end $$;

-- What a stored unit does before a statement of its own on these tables. A function that a statement on a table calls runs
-- between enter_change and leave_change ('c<oid>;'), whatever the depth.
create or replace function ora.meet_tables(variadic relations regclass[]) returns void language plpgsql as $$
declare
  list constant text := current_setting('ora.mutating', true);
  relation regclass;
begin
  foreach relation in array relations loop
    if strpos(list, 'c' || relation::oid || ';') > 0 then perform ora.raise(4091, ora.relation_name(relation)); end if;
    for depth in 0 .. pg_trigger_depth() - 1 loop
      if strpos(list, 'm' || ora.mutation_place(relation, depth)) > 0 then perform ora.raise(4091, ora.relation_name(relation)); end if;
    end loop;
  end loop;
end $$;
create or replace function ora.relation_name(relation regclass) returns text language sql stable as $$
  select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = relation
$$;
create or replace function ora.enter_change(relation regclass) returns boolean language plpgsql as $$
begin
  perform set_config('ora.mutating', 'c' || relation::oid || ';' || coalesce(current_setting('ora.mutating', true), ''), true);
  return true;
end $$;
create or replace function ora.leave_change(relation regclass, result anyelement) returns anyelement language plpgsql as $$
declare
  list constant text := current_setting('ora.mutating', true);
  entry constant text := 'c' || relation::oid || ';';
begin
  perform set_config('ora.mutating', substr(list, 1, strpos(list, entry) - 1) || substr(list, strpos(list, entry) + length(entry)), true);
  return result;
end $$;

create or replace function ora.not_mutating(relation oid, name text) returns boolean language plpgsql stable as $$
declare
  list constant text := current_setting('ora.mutating', true);
begin
  if list is null or list = '' then return true; end if;
  for depth in 0 .. pg_trigger_depth() - 1 loop
    if strpos(list, 'm' || ora.mutation_place(relation, depth)) > 0 then perform ora.raise(4091, name); end if;
  end loop;
  return true;
end $$;

-- A policy keeps PostgreSQL from using an index with comparisons that could tell something of rows that it hides. This one
-- hides none, so comparisons of the types that columns have count as discreet.
do $$ declare
  one record;
begin
  for one in select distinct p.oid::regprocedure as name from pg_amop a join pg_operator o on o.oid = a.amopopr join pg_proc p on p.oid = o.oprcode
              where not p.proleakproof and a.amoplefttype in ('numeric'::regtype, 'text'::regtype, 'timestamp'::regtype, 'timestamptz'::regtype,
                'interval'::regtype, 'float4'::regtype, 'float8'::regtype, 'bytea'::regtype, 'tid'::regtype) loop
    execute format('alter function %s leakproof', one.name);
  end loop;
end $$;
