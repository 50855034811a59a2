-- Schemas of the predefined users, and DUAL.
create schema if not exists "SYS";
create schema if not exists "SYSTEM";

create or replace view "SYS"."DUAL" as select 'X'::text as "DUMMY";
create or replace view ora.dual as select 'X'::text as "DUMMY";

do $$ begin
  perform ora.put_object(143, 'SYS', 'DUAL', 'TABLE', 'VALID', false,
    '{"columns": [{"name": "DUMMY", "position": 1, "type": {"kind": "VARCHAR2", "size": 1, "unit": "BYTE"}, "nullable": true}],
      "constraints": [], "comment": "One row, one column"}');
  perform ora.put_object(144, 'PUBLIC', 'DUAL', 'SYNONYM', 'VALID', false, '{"targetOwner": "SYS", "targetName": "DUAL"}');
  update ora.objects set oracle_maintained = true where owner in ('SYS', 'PUBLIC');
  insert into ora.object_grants (grantee, object_id, privilege, grantor, grantable) values ('PUBLIC', 143, 'SELECT', 'SYS', true)
    on conflict do nothing;
end $$;
