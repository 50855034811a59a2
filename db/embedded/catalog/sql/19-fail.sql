-- For plpgsql helpers: raise an Oracle error. (In expressions: ora.raise_numeric and the others of 00-raise.sql.)
create or replace function ora.fail(number int, args text default '') returns void
language plpgsql immutable parallel safe as $$ begin raise exception using errcode = 'OR000', message = number::text, detail = args; end $$;
