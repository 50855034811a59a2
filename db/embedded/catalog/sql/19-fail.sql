-- For plpgsql helpers: raise an Oracle error. (In expressions: ora.raise_numeric and the others of 00-raise.sql.)
create or replace function ora.fail(number int, args text default '') returns void
language plpgsql immutable parallel safe as $$ begin raise exception using errcode = 'OR000', message = number::text, detail = args; end $$;

-- The value itself, but known only at run time: a call over constants that may fail is then not evaluated while planning.
create or replace function ora.late(v anyelement) returns anyelement
language plpgsql stable parallel safe as $$ begin return v; end $$;
