/**
 * Brings a data folder that another version of the catalog made up to date: the dictionary views and helper functions are
 * taken down and made anew; users' objects, rows, grants and settings stay. All in one transaction: a folder for which
 * that is impossible is left as it was.
 */

import { recompileAll } from '../plsql/units'
import { PgError } from '../postgres/pg-error'
import { type InstallOptions, installCatalog, STORED_SHAPE } from './install'
import { loadCatalog, type Query } from './load-catalog'

/** `query` is a superuser's. @throws Error with one sentence naming the folder and what to do */
export async function upgradeCatalog(query: Query, dataDir: string, options: InstallOptions = {}): Promise<void> {
  await query('begin')
  try {
    await query(TAKE_DOWN)
    await installCatalog(query, options)
    await query(PUT_UP)
    await recompile(query)
    await query('commit')
  } catch (e) {
    await query('rollback')
    if (!(e instanceof PgError)) throw e
    throw new Error(`the data folder ${dataDir} was made by another version that this one cannot bring up to date (${e.fields.message}): ` +
      'use another folder, or "npm run db -- reset" to begin with an empty database')
  }
}

/** Stored units as this version compiles them; nothing changes when one of them cannot be made. */
export async function recompileUnits(query: Query, log: (line: string) => void): Promise<void> {
  await query('begin')
  try {
    await recompile(query)
    await query('commit')
  } catch (e) {
    await query('rollback')
    log(`stored units stay as another version compiled them: ${(e as Error).message}`)
  }
}

async function recompile(query: Query): Promise<void> {
  for (const text of recompileAll(await loadCatalog(query))) await query(text)
  await query('reset role')
}

/** Views go in the order of their making, backwards; a function that a user's table needs stays and is replaced in place. */
const TAKE_DOWN = `
set local search_path = pg_catalog;
do $$ declare
  shape text := obj_description('ora'::regnamespace, 'pg_namespace');
begin
  if shape is not null and shape <> '${STORED_SHAPE}' then raise 'its dictionary has another shape'; end if;
end $$;
create temporary table kept_views on commit drop as
  select c.oid::bigint as id, n.nspname::text as schema, c.relname::text as name, c.relowner::regrole::text as owner, c.reloptions,
         rtrim(pg_get_viewdef(c.oid), ';') as definition
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'v' and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'SYS', 'ora');
create temporary table kept_triggers on commit drop as
  select tgrelid::bigint as id, pg_get_triggerdef(oid) as definition from pg_trigger where tgrelid in (select id::oid from kept_views);
do $$ declare
  one record;
begin
  for one in select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
              where c.relkind = 'v' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by c.oid desc loop
    execute 'drop view ' || one.name;
  end loop;
  for pass in 1 .. 2 loop
    for one in select oid::regprocedure::text as name from pg_proc where pronamespace = 'ora'::regnamespace loop
      begin
        execute 'drop routine ' || one.name;
      exception when dependent_objects_still_exist then null;
      end;
    end loop;
  end loop;
end $$;
drop table if exists ora.object_columns, ora.object_constraints, ora.object_constraint_columns;
`

/**
 * The unfolded definitions are filled again, users' views made again, and dictionary objects that are no more forgotten. A view
 * over something of the dictionary that is gone becomes INVALID. A function that had to stay must not compete with a new one.
 */
const PUT_UP = `
update ora.objects set definition = definition;
do $$ declare
  one record;
begin
  for one in select p.oid::regprocedure as name from pg_proc p
              where pronamespace = 'ora'::regnamespace and p.xmin <> pg_current_xact_id()::xid
                and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
                and exists (select from pg_proc o where o.pronamespace = p.pronamespace and o.proname = p.proname and o.oid <> p.oid) loop
    raise 'a table uses % as it was', one.name;
  end loop;
  for one in select * from kept_views order by id loop
    begin
      execute format('create view %I.%I %s as %s', one.schema, one.name,
        case when one.reloptions is not null then 'with (' || array_to_string(one.reloptions, ', ') || ')' end, one.definition);
      execute format('alter view %I.%I owner to %s', one.schema, one.name, one.owner);
      declare
        part text;
      begin
        for part in select definition from kept_triggers t where t.id = one.id loop execute part; end loop;
      end;
    exception when undefined_table or undefined_column or undefined_function or datatype_mismatch then
      update ora.objects set status = 'INVALID', definition = jsonb_set(definition, '{status}', '"INVALID"')
       where type = 'VIEW' and (owner, name) = (one.schema, one.name);
    end;
  end loop;
end $$;
delete from ora.objects o where o.type = 'VIEW' and o.owner = 'SYS' and o.oracle_maintained
   and to_regclass(format('%I.%I', o.owner, o.name)) is null;
delete from ora.objects o where o.type = 'SYNONYM' and o.owner = 'PUBLIC' and o.oracle_maintained and o.definition ->> 'targetOwner' = 'SYS'
   and not exists (select from ora.objects t where t.owner = 'SYS' and t.name = o.definition ->> 'targetName');
`
