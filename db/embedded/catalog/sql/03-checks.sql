-- Called by a column's length check once the value is known to be too long; never returns.
-- STRICT: a null value passes. The error carries what ORA-12899 shows: schema, table, column, and "actual,maximum" as DETAIL.
create or replace function ora.chk(value_length int, max int, in_schema text, in_table text, in_column text) returns boolean
language plpgsql immutable strict parallel safe as $$
begin
  raise exception using errcode = '22001', message = 'value too large', detail = value_length || ',' || max,
    schema = in_schema, table = in_table, column = in_column;
end $$;
