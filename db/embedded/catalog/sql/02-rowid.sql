-- ROWID: 18 base-64 characters, Oracle's look (6 data object, 3 file, 6 block, 3 row). What they hold here:
-- xmin in the first group, the table's object number in the second, then block and slot of the ctid.
-- Because xmin changes with every update, a stale ROWID finds no row rather than another one.
create or replace function ora.rowid(objid int, row_ctid tid, row_xmin xid) returns text
language sql immutable parallel safe as $$
  select substr(encode(int8send(((row_xmin::text::bigint << 18) | objid) << 10), 'base64'), 1, 9)
      || substr(encode(int8send((((('x' || encode(tidsend(row_ctid), 'hex'))::bit(48)::bigint >> 16) << 18)
             | (('x' || encode(tidsend(row_ctid), 'hex'))::bit(48)::bigint & 65535)) << 10), 'base64'), 1, 9)
$$;

-- One half of a ROWID as a number: 36 and 18 bits. Text that is no ROWID is ORA-01410.
create or replace function ora.rowid_half(rid text, half int) returns bigint
language plpgsql immutable parallel safe as $$
begin
  if rid !~ '^[A-Za-z0-9+/]{18}$' then perform ora.raise(1410); end if;
  return ('x' || encode(decode(substr(rid, 9 * half - 8, 9) || 'AAA', 'base64'), 'hex'))::bit(64)::bigint >> 10 & ((1::bigint << 54) - 1);
end $$;

-- Text as a ROWID: itself when it looks like one, else ORA-01410.
create or replace function ora.to_rowid(v text) returns text
language plpgsql immutable parallel safe as $$
begin
  perform ora.rowid_half(v, 1);
  return v;
end $$;

create or replace function ora.rowid_object(rid text) returns int
language sql immutable parallel safe as $$ select (ora.rowid_half(rid, 1) & 262143)::int $$;

create or replace function ora.rowid_xmin(rid text) returns xid
language sql immutable parallel safe as $$ select ((ora.rowid_half(rid, 1) >> 18) & 4294967295)::text::xid $$;

create or replace function ora.rowid_ctid(rid text) returns tid
language plpgsql immutable parallel safe as $$
declare
  half bigint;
begin
  if rid is null then return null; end if;
  half := ora.rowid_half(rid, 2);
  return ('(' || ((half >> 18) & 4294967295) || ',' || (half & 65535) || ')')::tid;
end $$;
