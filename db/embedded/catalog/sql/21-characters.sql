-- Character functions. Source: SQL Language Reference, "Character Functions". What may come out empty is NULL.
create extension if not exists pgcrypto schema ora;

-- Positions are cut to whole numbers; 0 counts as 1; negative counts from the end.
create or replace function ora.substr(v text, p numeric) returns text
language sql immutable parallel safe as $$
  select nullif(case when trunc(p) >= 0 then substr(v, greatest(trunc(p), 1)::int)
    when -trunc(p) > length(v) then null else right(v, -trunc(p)::int) end, '') $$;
create or replace function ora.substr(v text, p numeric, n numeric) returns text
language sql immutable parallel safe as $$
  select case when trunc(n) < 1 then null else nullif(left(ora.substr(v, p), least(trunc(n), 2147483647)::int), '') end $$;

-- Position of the nth occurrence from p on, overlapping ones count; p < 0 searches backwards from the end.
create or replace function ora.instr(v text, s text, p numeric default 1, occurrence numeric default 1) returns numeric
language plpgsql immutable parallel safe as $$
declare
  i int := trunc(p);
  n int := trunc(occurrence);
begin
  if v is null or s is null or p is null or occurrence is null then return null; end if;
  if n < 1 then perform ora.fail(1428, n::text); end if;
  if i = 0 then return 0; end if;
  if i > 0 then
    while i <= length(v) - length(s) + 1 loop
      if substr(v, i, length(s)) = s then
        n := n - 1;
        if n = 0 then return i; end if;
      end if;
      i := i + 1;
    end loop;
  else
    i := least(length(v) + i + 1, length(v) - length(s) + 1);
    while i > 0 loop
      if substr(v, i, length(s)) = s then
        n := n - 1;
        if n = 0 then return i; end if;
      end if;
      i := i - 1;
    end loop;
  end if;
  return 0;
end $$;

create or replace function ora.lpad(v text, n numeric, pad text default ' ') returns text
language sql immutable parallel safe as $$ select nullif(lpad(v, greatest(least(trunc(n), 32767), 0)::int, pad), '') $$;
create or replace function ora.rpad(v text, n numeric, pad text default ' ') returns text
language sql immutable parallel safe as $$ select nullif(rpad(v, greatest(least(trunc(n), 32767), 0)::int, pad), '') $$;

create or replace function ora.replace(v text, s text, r text) returns text
language sql immutable parallel safe as $$ select nullif(case when s is null then v else replace(v, s, coalesce(r, '')) end, '') $$;
create or replace function ora.translate(v text, f text, t text) returns text
language sql immutable parallel safe as $$ select case when t is null then null else nullif(translate(v, f, t), '') end $$;

-- The character's UTF-8 bytes read as one number, as in a database of character set AL32UTF8.
create or replace function ora.ascii(v text) returns numeric
language sql immutable parallel safe as $$
  select case octet_length(left(v, 1)) when 1 then ascii(v)::numeric
    else (select sum(get_byte(b, i)::bigint << (8 * (octet_length(b) - 1 - i)))::numeric from (select convert_to(left(v, 1), 'UTF8') b) c, generate_series(0, octet_length(b) - 1) i) end $$;
create or replace function ora.chr(n numeric) returns text
language plpgsql immutable parallel safe as $$
declare
  c bigint := trunc(n);
  b bytea := '';
begin
  if n is null then return null; end if;
  if c < 0 or c > 4294967295 then perform ora.fail(1426); end if;
  if c = 0 then perform ora.fail(3001, 'CHR(0): a zero byte in text'); end if;
  while c > 0 loop b := set_byte('\x00'::bytea, 0, (c % 256)::int) || b; c := c / 256; end loop;
  return convert_from(b, 'UTF8');
exception when character_not_in_repertoire or untranslatable_character then perform ora.fail(3001, 'CHR of bytes that are no UTF-8 character'); return null;
end $$;
create or replace function ora.nchr(n numeric) returns text
language sql immutable parallel safe as $$ select case when trunc(n) < 1 then ora.raise_text(1428, n::text, n) else chr(trunc(n)::int) end $$;

-- '\00e9' → é; '\\' → \
create or replace function ora.unistr(v text) returns text
language plpgsql immutable parallel safe as $$
declare
  rest text := v;
  result text := '';
  m text[];
  unit int;
  high int;
begin
  while rest <> '' loop
    if left(rest, 2) = '\\' then result := result || '\'; rest := substr(rest, 3); continue; end if;
    if left(rest, 1) = '\' then
      m := regexp_match(rest, '^\\([0-9A-Fa-f]{4})');
      if m is null then perform ora.fail(30186); end if;
      unit := ('x' || lpad(m[1], 8, '0'))::bit(32)::int;
      rest := substr(rest, 6);
      if unit between 55296 and 56319 then high := unit;
      elsif high is not null and unit between 56320 and 57343 then result := result || chr(65536 + (high - 55296) * 1024 + unit - 56320); high := null;
      else result := result || chr(unit); end if;
      continue;
    end if;
    result := result || left(rest, 1);
    rest := substr(rest, 2);
  end loop;
  return nullif(result, '');
end $$;

create or replace function ora.soundex(v text) returns text
language plpgsql immutable parallel safe as $$
declare
  s text := regexp_replace(upper(v), '[^A-Z]', '', 'g');
  codes constant text := '01230120022455012623010202'; -- A…Z; 0: not coded
  last text;
  code text;
  result text;
begin
  if s is null or s = '' then return null; end if;
  result := left(s, 1);
  last := substr(codes, ascii(s) - 64, 1);
  for i in 2..length(s) loop
    code := substr(codes, ascii(substr(s, i, 1)) - 64, 1);
    if code <> '0' and code <> last then result := result || code; end if;
    -- H and W do not separate letters of one code; vowels do
    if substr(s, i, 1) not in ('H', 'W') then last := code; end if;
    exit when length(result) = 4;
  end loop;
  return rpad(result, 4, '0');
end $$;

create or replace function ora.hextoraw(v text) returns bytea
language sql immutable parallel safe as $$
  select case when v is null then null when v !~ '^[0-9A-Fa-f]+$' then ora.raise_bytea(1465, '', v)
    else decode(case when length(v) % 2 = 1 then '0' || v else v end, 'hex') end $$;
create or replace function ora.rawtohex(v bytea) returns text
language sql immutable parallel safe as $$ select nullif(upper(encode(v, 'hex')), '') $$;
create or replace function ora.standard_hash(v bytea, algorithm text) returns bytea
language plpgsql immutable parallel safe as $$
begin
  case upper(algorithm)
    when 'MD5' then return decode(md5(v), 'hex');
    when 'SHA1' then return ora.digest(v, 'sha1');
    when 'SHA256' then return sha256(v);
    when 'SHA384' then return sha384(v);
    when 'SHA512' then return sha512(v);
    else raise exception using errcode = 'OR000', message = '904', detail = '"' || algorithm || '"';
  end case;
end $$;

-- SYS_CONTEXT('USERENV', …): facts of this session; a parameter that does not exist is ORA-02003.
create or replace function ora.sys_context(namespace text, parameter text) returns text
language plpgsql stable parallel safe as $$
declare
  setting constant text := case upper(parameter)
    when 'SESSION_USER' then 'ora.user' when 'CURRENT_USER' then 'ora.user' when 'CURRENT_SCHEMA' then 'ora.schema'
    when 'SESSION_SCHEMA' then 'ora.schema' when 'AUTHENTICATED_IDENTITY' then 'ora.user'
    when 'SID' then 'ora.sid' when 'MODULE' then 'ora.module' when 'ACTION' then 'ora.action' when 'CLIENT_INFO' then 'ora.client_info'
    when 'CLIENT_IDENTIFIER' then 'ora.client_identifier' when 'HOST' then 'ora.machine' when 'OS_USER' then 'ora.osuser' when 'TERMINAL' then 'ora.terminal'
    when 'CLIENT_PROGRAM_NAME' then 'ora.program' when 'SERVICE_NAME' then 'ora.service' when 'DB_NAME' then 'ora.service'
    when 'CON_NAME' then 'ora.service' when 'DB_UNIQUE_NAME' then 'ora.service' when 'INSTANCE_NAME' then 'ora.instance' when 'SERVER_HOST' then 'ora.host'
    when 'NLS_DATE_FORMAT' then 'ora.nls_date_format' when 'NLS_TERRITORY' then 'ora.nls_territory' when 'NLS_CURRENCY' then 'ora.nls_currency'
    when 'NLS_CALENDAR' then 'ora.nls_calendar' when 'NLS_SORT' then 'ora.nls_sort' when 'NLS_DATE_LANGUAGE' then 'ora.nls_date_language' end;
begin
  if namespace is null or parameter is null then return null; end if;
  if upper(namespace) <> 'USERENV' then return null; end if;
  if setting is not null then return nullif(current_setting(setting, true), ''); end if;
  case upper(parameter)
    when 'LANGUAGE' then return 'AMERICAN_AMERICA.AL32UTF8';
    when 'LANG' then return 'US';
    when 'INSTANCE' then return '1';
    when 'CON_ID' then return '1';
    when 'ISDBA' then return 'FALSE';
    when 'SESSIONID', 'SESSION_ID' then return nullif(current_setting('ora.sid', true), '');
    when 'AUTHENTICATION_METHOD' then return 'PASSWORD';
    when 'NETWORK_PROTOCOL' then return 'tcp';
    when 'IP_ADDRESS', 'PROXY_USER', 'CURRENT_EDITION_NAME', 'SESSION_EDITION_NAME', 'ENTERPRISE_IDENTITY', 'POLICY_INVOKER', 'BG_JOB_ID', 'FG_JOB_ID', 'DB_DOMAIN' then return null;
    else raise exception using errcode = 'OR000', message = '2003', detail = '';
  end case;
end $$;

-- TRIM takes a set of one character (ORA-30001).
create or replace function ora.one_character(v text) returns text
language sql immutable parallel safe as $$ select case when length(v) > 1 then ora.raise_text(30001, '', v) else v end $$;
