-- What PL/SQL is compiled to, outside the users' schemas: blocks (functions) and composite types, both named by a hash
-- of what they are. One that is there is the right one, whoever made it.
create schema if not exists ora_block;
create schema if not exists ora_type;

-- `name` is quoted, `body` stands behind AS: (a numeric, b text).
create or replace function ora.make_type(name text, body text) returns void language plpgsql as $$
begin
  if to_regtype(name) is not null then return; end if;
  execute 'create type ' || name || ' as ' || body;
exception when duplicate_object or unique_violation then
  null; -- another session was faster
end $$;

-- The rest of the transaction makes objects in the name of the sessions' role, which may create in this schema.
create or replace function ora.become_owner() returns void language plpgsql as $$
begin
  perform set_config('role', a.grantee::regrole::text, true)
     from pg_namespace n, aclexplode(n.nspacl) a
    where n.nspname = 'ora_block' and a.privilege_type = 'CREATE' and a.grantee <> n.nspowner and a.grantee <> 0;
end $$;

-- PostgreSQL learns of other sessions' changes when it takes a lock that it has not got, so a transaction may go on with a function
-- that was replaced. This takes one and gives it back.
create or replace function ora.notice_changes() returns void language plpgsql as $$
begin
  lock table ora.version in access share mode;
  raise exception using errcode = 'OR999';
exception when sqlstate 'OR999' then null;
end $$;

-- Functions go by their exact names, whatever their arguments.
create or replace function ora.drop_functions(in_schema text, names text[]) returns void language plpgsql as $$
declare
  one record;
begin
  for one in select p.oid::regprocedure as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
              where n.nspname = in_schema and p.proname = any (names) loop
    execute 'drop function ' || one.name;
  end loop;
  delete from ora.line_maps where function = any (select quote_ident(in_schema) || '.' || quote_ident(n) from unnest(names) n);
end $$;
