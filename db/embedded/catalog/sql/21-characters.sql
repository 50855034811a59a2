-- Character functions. Source: SQL Language Reference, "Character Functions". What may come out empty is NULL.
create extension if not exists pgcrypto schema ora;

-- Positions are cut to whole numbers; 0 counts as 1; negative counts from the end. Longer than any text is as good as 2^31 - 1.
create or replace function ora.whole(n numeric) returns int
language sql immutable parallel safe as $$ select case when n > 2147483646 then 2147483646 when n < -2147483646 then -2147483646
  else trunc(n)::int end $$;
create or replace function ora.substr(v text, p numeric) returns text
language plpgsql immutable parallel safe as $$
declare
  i int := ora.whole(p);
begin
  if i >= 0 then return nullif(substr(v, greatest(i, 1)), ''); end if;
  if -i > length(v) then return null; end if;
  return nullif(right(v, -i), '');
end $$;
create or replace function ora.substr(v text, p numeric, n numeric) returns text
language plpgsql immutable parallel safe as $$
declare
  i int := ora.whole(p);
  k int := ora.whole(n);
begin
  if k is null or k < 1 then return null; end if;
  if i >= 0 then return nullif(left(substr(v, greatest(i, 1)), k), ''); end if;
  if -i > length(v) then return null; end if;
  return nullif(left(right(v, -i), k), '');
end $$;
-- By bytes; Oracle puts blanks where a character is cut, which is left out.
create or replace function ora.substrb(v text, p numeric, n numeric) returns text
language plpgsql immutable parallel safe as $$
declare
  i int := ora.whole(p);
  k int := ora.whole(n);
  b bytea := convert_to(v, 'UTF8');
begin
  if v is null or i is null or k is null or k < 1 then return null; end if;
  if octet_length(v) = length(v) then return ora.substr(v, p, n); end if;
  if i < 0 then i := octet_length(b) + i + 1; if i < 1 then return null; end if; end if;
  b := substr(b, greatest(i, 1), least(k, octet_length(b)));
  begin
    return nullif(convert_from(b, 'UTF8'), '');
  exception when character_not_in_repertoire or untranslatable_character then
    perform ora.fail(3001, 'SUBSTRB that cuts a character of several bytes'); return null;
  end;
end $$;
create or replace function ora.instrb(v text, s text, p numeric default 1, occurrence numeric default 1) returns numeric
language plpgsql immutable parallel safe as $$
declare
  n int;
begin
  if v is null or octet_length(v) = length(v) then return ora.instr(v, s, p, occurrence); end if;
  if trunc(p) not in (1, -1) then perform ora.fail(3001, 'INSTRB with a position in text of several bytes per character'); end if;
  n := ora.instr(v, s, p, occurrence);
  return case when n > 0 then octet_length(left(v, n - 1)) + 1 else n end;
end $$;

-- Position of the nth occurrence from p on, overlapping ones count; p < 0 searches backwards from the end.
create or replace function ora.instr(v text, s text, p numeric default 1, occurrence numeric default 1) returns numeric
language plpgsql immutable parallel safe as $$
declare
  i int := ora.whole(p);
  n int := ora.whole(occurrence);
  step int;
begin
  if v is null or s is null or s = '' or p is null or occurrence is null then return null; end if;
  if n < 1 then perform ora.fail(1428, n::text); end if;
  if i = 0 then return 0; end if;
  if i > 0 then
    loop
      step := strpos(substr(v, i), s);
      if step = 0 then return 0; end if;
      i := i + step - 1;
      n := n - 1;
      if n = 0 then return i; end if;
      i := i + 1;
    end loop;
  end if;
  i := least(length(v) + i + 1, length(v) - length(s) + 1);
  while i > 0 loop
    if substr(v, i, length(s)) = s then
      n := n - 1;
      if n = 0 then return i; end if;
    end if;
    i := i - 1;
  end loop;
  return 0;
end $$;

-- LPAD and RPAD count columns of a terminal: characters of double width are refused. `most`: 4000 for VARCHAR2.
create or replace function ora.single_width(v text) returns text
language sql immutable parallel safe as $$
  select case when octet_length(v) > 2 * length(v)
      and v ~ ('[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6'
        || '\U0001f300-\U0001faff\U00020000-\U0003fffd]')
    then ora.raise_text(3001, 'LPAD or RPAD of characters of double width', v) else v end $$;
create or replace function ora.pad_length(n numeric, most int) returns int
language sql immutable parallel safe as $$ select case when n < 1 then 0 when n > most then most else trunc(n)::int end $$;
create or replace function ora.lpad(v text, n numeric, pad text, most int) returns text
language plpgsql immutable parallel safe as $$
begin return nullif(lpad(ora.single_width(v), ora.pad_length(n, most), ora.single_width(pad)), ''); end $$;
create or replace function ora.rpad(v text, n numeric, pad text, most int) returns text
language plpgsql immutable parallel safe as $$
begin return nullif(rpad(ora.single_width(v), ora.pad_length(n, most), ora.single_width(pad)), ''); end $$;

create or replace function ora.replace(v text, s text, r text) returns text
language sql immutable parallel safe as $$ select nullif(case when s is null then v else replace(v, s, coalesce(r, '')) end, '') $$;
create or replace function ora.translate(v text, f text, t text) returns text
language sql immutable parallel safe as $$ select case when t is null then null else nullif(translate(v, f, t), '') end $$;

-- The character's UTF-8 bytes read as one number, as in a database of character set AL32UTF8.
create or replace function ora.ascii_long(v text) returns numeric
language sql immutable parallel safe as $$
  select sum(get_byte(b, i)::bigint << (8 * (octet_length(b) - 1 - i)))::numeric
    from (select convert_to(left(v, 1), 'UTF8') b) c, generate_series(0, octet_length(b) - 1) i $$;
create or replace function ora.ascii(v text) returns numeric
language sql immutable parallel safe as $$ select case octet_length(left(v, 1)) when 1 then ascii(v)::numeric else ora.ascii_long(v) end $$;
create or replace function ora.chr(n numeric) returns text
language plpgsql immutable parallel safe as $$
declare
  c bigint := trunc(n);
  b bytea := '';
begin
  if n is null then return null; end if;
  if c between 1 and 127 then return chr(c::int); end if;
  if c < 0 or c > 4294967295 then perform ora.fail(1428, ora.num_text(n)); end if;
  if c = 0 then perform ora.fail(3001, 'CHR(0): a zero byte in text'); end if;
  while c > 0 loop b := set_byte('\x00'::bytea, 0, (c % 256)::int) || b; c := c / 256; end loop;
  begin
    return convert_from(b, 'UTF8');
  exception when character_not_in_repertoire or untranslatable_character then
    perform ora.fail(3001, 'CHR of bytes that are no UTF-8 character'); return null;
  end;
end $$;
create or replace function ora.nchr(n numeric) returns text
language sql immutable parallel safe as $$ select case when trunc(n) < 1 or trunc(n) > 65535 or trunc(n) between 55296 and 57343
  then ora.raise_text(1428, n::text, n) else chr(trunc(n)::int) end $$;

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
      elsif high is not null and unit between 56320 and 57343
        then result := result || chr(65536 + (high - 55296) * 1024 + unit - 56320); high := null;
      else result := result || chr(unit); end if;
      continue;
    end if;
    result := result || left(rest, 1);
    rest := substr(rest, 2);
  end loop;
  return nullif(result, '');
end $$;

-- é → \00E9; the backslash itself too; characters beyond the first 65536 as two surrogates.
create or replace function ora.asciistr(v text) returns text
language plpgsql immutable parallel safe as $$
declare
  result text := '';
  n int;
  c text;
begin
  if v is null or v !~ '[^ -\[\]-~]' then return v; end if;
  foreach c in array string_to_array(v, null) loop
    n := ascii(c);
    result := result || case
        when n > 65535 then '\' || upper(lpad(to_hex(55296 + (n - 65536) / 1024), 4, '0')) || '\'
          || upper(lpad(to_hex(56320 + (n - 65536) % 1024), 4, '0'))
      when n > 127 or n = 92 then '\' || upper(lpad(to_hex(n), 4, '0')) else c end;
  end loop;
  return result;
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
  -- a null is hashed as no bytes
  v := coalesce(v, '');
  case upper(algorithm)
    when 'MD5' then return decode(md5(v), 'hex');
    when 'SHA1' then return ora.digest(v, 'sha1');
    when 'SHA256' then return sha256(v);
    when 'SHA384' then return sha384(v);
    when 'SHA512' then return sha512(v);
    else perform ora.fail(904, coalesce(algorithm, 'NULL'));
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
    when 'CLIENT_IDENTIFIER' then 'ora.client_identifier' when 'HOST' then 'ora.machine' when 'OS_USER' then 'ora.osuser'
      when 'TERMINAL' then 'ora.terminal'
    when 'CLIENT_PROGRAM_NAME' then 'ora.program' when 'SERVICE_NAME' then 'ora.service' when 'DB_NAME' then 'ora.service'
    when 'CON_NAME' then 'ora.service' when 'DB_UNIQUE_NAME' then 'ora.service' when 'INSTANCE_NAME' then 'ora.instance'
      when 'SERVER_HOST' then 'ora.host'
    when 'NLS_DATE_FORMAT' then 'ora.nls_date_format' when 'NLS_TERRITORY' then 'ora.nls_territory'
      when 'NLS_CURRENCY' then 'ora.nls_currency'
    when 'NLS_CALENDAR' then 'ora.nls_calendar' when 'NLS_SORT' then 'ora.nls_sort'
      when 'NLS_DATE_LANGUAGE' then 'ora.nls_date_language' end;
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
    when 'IP_ADDRESS', 'PROXY_USER', 'CURRENT_EDITION_NAME', 'SESSION_EDITION_NAME', 'ENTERPRISE_IDENTITY', 'POLICY_INVOKER', 'BG_JOB_ID',
      'FG_JOB_ID', 'DB_DOMAIN' then return null;
    else raise exception using errcode = 'OR000', message = '2003', detail = '';
  end case;
end $$;

-- TRIM takes a set of one character (ORA-30001).
create or replace function ora.one_character(v text) returns text
language sql immutable parallel safe as $$ select case when length(v) > 1 then ora.raise_text(30001, '', v) else v end $$;

-- A CLOB as VARCHAR2: longer than 4000 bytes is ORA-22835.
create or replace function ora.clob_text(v text) returns text
language sql immutable parallel safe as $$
  select case when octet_length(v) > 4000 then ora.raise_text(22835, octet_length(v) || chr(31) || '4000', v) else nullif(v, '') end $$;
