-- Columns of the cursors that stored units hand out, by the id that a portal's name carries ("ora$<id>$<n>"); `columns` are
-- ColumnInfo of sql/statement.ts.
create table if not exists ora.cursor_shapes (
  id text primary key,
  columns jsonb not null
);
