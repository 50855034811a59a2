-- Our dictionary: the one truth about Oracle's objects, users and privileges. A statement that changes an
-- object writes its row in the transaction that changes PostgreSQL's, under the lock that ora.begin_ddl takes.
--
-- `definition` is the object as catalog/stored-objects.ts describes it; the dictionary views unfold it, the
-- catalog loader hands it to the translator.

-- One row. `version` counts committed DDL; the next numbers are taken from the snapshot that a statement was
-- translated with, which is why a stale snapshot is turned away.
create table if not exists ora.version (
  only_row boolean primary key default true check (only_row),
  version bigint not null,
  next_object int not null,
  next_constraint int not null,
  next_user int not null
);

create table if not exists ora.objects (
  object_id int primary key check (object_id between 1 and 65535),
  owner text not null,
  name text not null,
  type text not null,
  namespace int not null generated always as (
    case type when 'INDEX' then 4 when 'TRIGGER' then 3 when 'PACKAGE BODY' then 2 when 'TYPE BODY' then 2 else 1 end) stored,
  status text not null default 'VALID',
  created timestamp(0) not null default date_trunc('second', statement_timestamp()),
  last_ddl timestamp(0) not null default date_trunc('second', statement_timestamp()),
  generated boolean not null default false,
  oracle_maintained boolean not null default false,
  definition jsonb not null,
  change bigint not null,
  constraint objects_name unique (owner, namespace, name)
);

-- The definitions of tables and views unfolded, for the dictionary views alone: joins over hundreds of tables need
-- rows with statistics and indexes. A trigger keeps them; nothing else writes here.
create table if not exists ora.object_columns (
  object_id int not null references ora.objects on delete cascade,
  owner text not null,
  table_name text not null,
  table_type text not null,
  column_name text not null,
  column_id int,
  internal_id int not null,
  c jsonb not null,
  primary key (object_id, internal_id)
);
create index if not exists object_columns_name on ora.object_columns (owner, table_name);
create table if not exists ora.object_constraints (
  object_id int not null references ora.objects on delete cascade,
  owner text not null,
  table_name text not null,
  constraint_name text not null,
  last_ddl timestamp(0) not null,
  c jsonb not null
);
create index if not exists object_constraints_id on ora.object_constraints (object_id);
create index if not exists object_constraints_name on ora.object_constraints (owner, constraint_name);
create index if not exists object_constraints_table on ora.object_constraints (owner, table_name);
create table if not exists ora.object_constraint_columns (
  object_id int not null references ora.objects on delete cascade,
  owner text not null,
  table_name text not null,
  constraint_name text not null,
  column_name text not null,
  position int
);
create index if not exists object_constraint_columns_id on ora.object_constraint_columns (object_id);
create index if not exists object_constraint_columns_name on ora.object_constraint_columns (owner, constraint_name);
create index if not exists object_constraint_columns_table on ora.object_constraint_columns (owner, table_name);

create or replace function ora.unfold_object() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    delete from ora.object_columns where object_id = new.object_id;
    delete from ora.object_constraints where object_id = new.object_id;
    delete from ora.object_constraint_columns where object_id = new.object_id;
  end if;
  if new.type not in ('TABLE', 'VIEW') then return null; end if;
  insert into ora.object_columns (object_id, owner, table_name, table_type, column_name, column_id, internal_id, c)
    select new.object_id, new.owner, new.name, new.type, c ->> 'name',
           case when not c ? 'invisible' then row_number() over (partition by c ? 'invisible' order by (c ->> 'position')::int) end,
             (c ->> 'position')::int, c
      from jsonb_array_elements(new.definition -> 'columns') as x(c);
  if new.type = 'VIEW' then
    insert into ora.object_constraints (object_id, owner, table_name, constraint_name, last_ddl, c)
      select new.object_id, new.owner, new.name, new.definition ->> 'constraint', new.last_ddl, jsonb_build_object('name',
        new.definition ->> 'constraint',
             'type', case when (new.definition ->> 'readOnly')::boolean then 'O' else 'V' end, 'status', 'ENABLED', 'notValidated', true,
               'generatedName', true)
       where new.definition ? 'constraint';
    return null;
  end if;
  insert into ora.object_constraints (object_id, owner, table_name, constraint_name, last_ddl, c)
    select new.object_id, new.owner, new.name, c ->> 'name', new.last_ddl, c
      from jsonb_array_elements(new.definition -> 'constraints') as x(c);
  insert into ora.object_constraint_columns (object_id, owner, table_name, constraint_name, column_name, position)
    select new.object_id, new.owner, new.name, c ->> 'name', k.name, case when c ->> 'type' <> 'C' then k.position end
      from jsonb_array_elements(new.definition -> 'constraints') as x(c) cross
        join lateral jsonb_array_elements_text(c -> 'columns') with ordinality as k(name, position);
  return null;
end $$;
create or replace trigger unfold_object after insert or update on ora.objects for each row execute function ora.unfold_object();

-- salt, verifier, iterations: written by the session that runs CREATE/ALTER USER … IDENTIFIED BY.
create table if not exists ora.users (
  name text primary key,
  user_id int not null unique,
  salt bytea,
  verifier bytea,
  iterations int,
  account_status text not null default 'OPEN',
  lock_date timestamp(0),
  created timestamp(0) not null default date_trunc('second', statement_timestamp()),
  default_tablespace text not null default 'USERS',
  temporary_tablespace text not null default 'TEMP',
  oracle_maintained boolean not null default false
);
create table if not exists ora.roles (
  name text primary key,
  role_id int not null unique,
  oracle_maintained boolean not null default false
);
create table if not exists ora.role_grants (
  grantee text not null,
  role text not null references ora.roles on delete cascade,
  admin boolean not null default false,
  primary key (grantee, role)
);
create table if not exists ora.system_grants (
  grantee text not null,
  privilege text not null,
  admin boolean not null default false,
  primary key (grantee, privilege)
);
-- column_name '' means the whole object.
create table if not exists ora.object_grants (
  grantee text not null,
  object_id int not null references ora.objects on delete cascade,
  privilege text not null,
  column_name text not null default '',
  grantor text not null,
  grantable boolean not null default false,
  primary key (grantee, object_id, privilege, column_name, grantor)
);
create index if not exists object_grants_object on ora.object_grants (object_id);

insert into ora.version (version, next_object, next_constraint, next_user) values (1, 20000, 8000, 108) on conflict do nothing;
-- What is installed again counts as changed.
update ora.version set version = version + 1;

-- First step of every DDL statement. Only one runs at a time (the row's lock), and only if nothing was
-- committed since its snapshot: otherwise ORA-00054 with 'stale catalog', which a session answers by reloading
-- the catalog and translating again. Waiting for other sessions' rows is Oracle's NOWAIT, with a little patience.
create or replace function ora.begin_ddl(snapshot bigint, new_next_object int, new_next_constraint int) returns void
language plpgsql as $$
begin
  update ora.version
     set version = version + 1, next_object = new_next_object, next_constraint = new_next_constraint
   where version = snapshot;
  if not found then perform ora.raise(54, 'stale catalog'); end if;
  perform set_config('lock_timeout', '250ms', true);
end $$;

-- Writes one object's row; the version is the one that begin_ddl made.
create or replace function ora.put_object(id int, new_owner text, new_name text, new_type text, new_status text, new_generated boolean,
  new_definition jsonb)
returns void language sql as $$
  insert into ora.objects (object_id, owner, name, type, status, generated, definition, change)
  values (id, new_owner, new_name, new_type, new_status, new_generated, new_definition, (select version from ora.version))
  on conflict (object_id) do update
     set owner = excluded.owner, name = excluded.name, status = excluded.status, definition = excluded.definition,
         change = excluded.change, last_ddl = excluded.last_ddl
$$;
create or replace function ora.drop_object(id int) returns void language sql as $$
  delete from ora.objects where object_id = id
$$;
