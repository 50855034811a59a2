-- The session's own copy of a global temporary table, made when it is first used in a transaction that lasts.
-- Its comment tells from which version of the definition it was made.
create or replace function ora.use_temporary(id int) returns void language plpgsql as $$
declare
  made text;
  relation text;
  copy regclass;
  version text;
  part text;
  used boolean;
begin
  select o.definition ->> 'relation', o.change::text into relation, version from ora.objects o where o.object_id = id;
  if not found then perform ora.raise(8103); end if;
  version := id || ' ' || version;
  copy := to_regclass(relation);
  if copy is not null then
    made := obj_description(copy, 'pg_class');
    if made = version then return; end if;
    execute format('select exists (select from %s)', relation) into used;
    if used then perform ora.raise(8103); end if;
    execute 'drop table ' || relation;
  end if;
  for part in select jsonb_array_elements_text(o.definition -> 'temporarySql') from ora.objects o where o.object_id = id loop
    execute part;
  end loop;
  execute format('comment on table %s is %L', relation, version);
end $$;

create or replace function ora.temporary_holds_rows(relation text) returns boolean language plpgsql as $$
declare
  used boolean := false;
begin
  if to_regclass(relation) is not null then execute format('select exists (select from %s)', relation) into used; end if;
  return used;
end $$;
