-- Columns of the cursors that stored units hand out, by the id that a portal's name carries ("ora$<id>$<n>"); `columns` are
-- ColumnInfo of sql/statement.ts.
create table if not exists ora.cursor_shapes (
  id text primary key,
  columns jsonb not null
);

-- Arrays of clients begin at 1: a table that does not is none for them.
create or replace function ora.from_one(a anyarray) returns anyarray language plpgsql stable as $$
begin
  if array_lower(a, 1) <> 1 then perform ora.raise(6513); end if;
  return a;
end $$;
