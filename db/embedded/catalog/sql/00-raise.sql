-- Raising Oracle errors from PostgreSQL: SQLSTATE OR000, MESSAGE the number, DETAIL the arguments of the
-- message joined by chr(31). errors/from-postgres turns that into the text of errors/messages.ts.
--
-- PostgreSQL cannot overload by result type, so each type that an expression may need has a name of its own.
-- Two arguments: STABLE, never evaluated while planning, whatever the arguments. Three arguments: IMMUTABLE, for
-- helpers that must inline and for DDL expressions; `row_value` is anything that depends on the row, which
-- keeps the planner from evaluating an arm that no row reaches.
create schema if not exists ora;

create or replace function ora.raise(number int, args text default '') returns void
language plpgsql stable parallel safe as $$
begin
  raise exception using errcode = 'OR000', message = number::text, detail = args;
end $$;

do $install$
declare
  kind text;
  body constant text := $$begin raise exception using errcode = 'OR000', message = number::text, detail = args; end$$;
begin
  foreach kind in array array['numeric', 'text', 'timestamp', 'timestamptz', 'interval', 'boolean', 'bytea', 'integer', 'bigint',
    'float8'] loop
    execute format('create or replace function ora.raise_%1$s(number int, args text default '''') returns %1$s
      language plpgsql stable parallel safe as %2$L', kind, body);
    execute format('create or replace function ora.raise_%1$s(number int, args text, row_value anyelement) returns %1$s
      language plpgsql immutable parallel safe as %2$L', kind, body);
  end loop;
end $install$;
