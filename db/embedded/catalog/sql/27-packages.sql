-- Functions of supplied packages. Source: PL/SQL Packages and Types Reference, "DBMS_LOB".
create or replace function ora.lob_substr(v text, amount numeric, start numeric) returns text
language plpgsql immutable parallel safe as $$
declare
  result text;
begin
  if v is null or amount is null or start is null or trunc(amount) < 1 or trunc(start) < 1 then return null; end if;
  result := nullif(substr(v, ora.whole(start), least(ora.whole(amount), 32767)), '');
  if octet_length(result) > 4000 then perform ora.fail(6502); end if;
  return result;
end $$;
create or replace function ora.lob_substr(v bytea, amount numeric, start numeric) returns bytea
language plpgsql immutable parallel safe as $$
declare
  result bytea;
begin
  if v is null or amount is null or start is null or trunc(amount) < 1 or trunc(start) < 1 then return null; end if;
  result := substr(v, ora.whole(start), least(ora.whole(amount), 32767));
  if octet_length(result) > 2000 then perform ora.fail(6502); end if;
  return case when octet_length(result) > 0 then result end;
end $$;
create or replace function ora.lob_instr(v text, pattern text, start numeric, occurrence numeric) returns numeric
language sql immutable parallel safe as $$
  select case when trunc(start) < 1 or trunc(occurrence) < 1 then null else ora.instr(v, pattern, start, occurrence) end $$;
