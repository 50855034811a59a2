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
