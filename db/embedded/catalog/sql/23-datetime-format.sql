-- TO_CHAR (datetime). Source: SQL Language Reference, "Datetime Format Models". sql/functions/datetime-masks.ts has the
-- same elements for masks that are literals, and uses PostgreSQL's own to_char where both agree.

create or replace function ora.spell(n int) returns text
language plpgsql immutable parallel safe as $$
declare
  small constant text[] := array['one','two','three','four','five','six','seven','eight','nine','ten','eleven','twelve','thirteen',
    'fourteen','fifteen','sixteen','seventeen','eighteen','nineteen'];
  tens constant text[] := array['ten','twenty','thirty','forty','fifty','sixty','seventy','eighty','ninety'];
begin
  return case when n < 0 then 'minus ' || ora.spell(-n) when n = 0 then 'zero' when n < 20 then small[n]
    when n < 100 then tens[n / 10] || case when n % 10 > 0 then '-' || small[n % 10] else '' end
    when n < 1000 then small[n / 100] || ' hundred' || case when n % 100 > 0 then ' ' || ora.spell(n % 100) else '' end
    when n < 1000000 then ora.spell(n / 1000) || ' thousand' || case when n % 1000 > 0 then ' ' || ora.spell(n % 1000) else '' end
    else ora.spell(n / 1000000) || ' million' || case when n % 1000000 > 0 then ' ' || ora.spell(n % 1000000) else '' end end;
end $$;

-- twenty-one → twenty-first
create or replace function ora.spell_ordinal(n int) returns text
language sql immutable parallel safe as $$
  select case
    when w ~ 'one$' then regexp_replace(w, 'one$', 'first') when w ~ 'two$' then regexp_replace(w, 'two$', 'second')
    when w ~ 'three$' then regexp_replace(w, 'three$', 'third') when w ~ 'five$' then regexp_replace(w, 'five$', 'fifth')
    when w ~ 'eight$' then w || 'h' when w ~ 'nine$' then regexp_replace(w, 'nine$', 'ninth')
    when w ~ 'twelve$' then regexp_replace(w, 'twelve$', 'twelfth') when w ~ 'y$' then regexp_replace(w, 'y$', 'ieth')
    else w || 'th' end from (select ora.spell(n) w) s $$;

-- The case of an element decides the case of its text: first letter small: all small; second letter small: capitalised.
create or replace function ora.apply_case(word text, element text) returns text
language sql immutable parallel safe as $$
  select case when substr(element, 1, 1) <> upper(substr(element, 1, 1)) then lower(word)
    when substr(element, 2, 1) <> upper(substr(element, 2, 1)) then initcap(word) else upper(word) end $$;

-- Before 15-OCT-1582: ORA-03001 for elements that need a day of the week or a day number.
create or replace function ora.weekday_elements(mask text) returns void
language plpgsql immutable parallel safe as $$
begin
  if regexp_replace(mask, '"[^"]*"|MI|TZ.|DD(?!D)|[AP]\.?M\.?|[AB]\.?[DC]\.?', '', 'gi') ~* '[DJI]' then
    perform ora.fail(3001, 'days of the week and day numbers before 15-OCT-1582');
  end if;
end $$;

create or replace function ora.offset_text(seconds int) returns text
language sql immutable parallel safe as $$
  select case when seconds < 0 then '-' else '+' end
    || lpad((abs(seconds) / 3600)::text, 2, '0') || ':' || lpad((abs(seconds) / 60 % 60)::text, 2, '0') $$;
-- What TZH, TZM and TZR show: the offset at that moment before a comma, then the region if there is one.
create or replace function ora.zone_text(t timestamptz, zone text) returns text
language sql stable parallel safe as $$
  select case when zone is null and current_setting('TimeZone') ~ '^[A-Za-z]+/'
      then to_char(t, 'TZH:TZM,') || upper(current_setting('TimeZone'))
    when zone is null then to_char(t, 'TZH:TZM')
    when zone ~ '^[+-]' then zone
    else ora.offset_text(extract(epoch from (t at time zone zone) - (t at time zone 'UTC'))::int) || ',' || upper(zone) end $$;
/*
 * t: local time; digits: of the type's fraction, -1 for DATE; zone: '+02:00' or a region, null where the type has none.
 * Unknown element: ORA-01821.
 */
create or replace function ora.to_char_datetime(t timestamp, mask text, digits int, zone text default null) returns text
language plpgsql immutable parallel safe as $$
declare
  elements constant text := '^(SYYYY|SYEAR|Y,YYY|IYYY|YYYY|RRRR|YEAR|YYY|IYY|HH24|HH12|SSSSS|MONTH|DAY|DDD|MON|SCC|TZH|TZM|TZR'
    || '|A\.D\.|B\.C\.|A\.M\.|P\.M\.|FF[1-9]|YY|IY|RR|CC|WW|IW|MM|DD|DY|HH|MI|SS|FF|RM|DL|DS|TS|AD|BC|AM|PM'
    || '|Y|I|Q|W|D|J|X)(SPTH|THSP|SP|TH)?';
  rest text := mask;
  m text[];
  element text;
  word text;
  n int;
  width int;
  fm boolean := false;
  result text := '';
  year int := extract(year from t);
  bc boolean := year < 0;
  clock int := extract(hour from t);
begin
  if t is null or mask is null then return null; end if;
  if t < '1582-10-15' and mask ~* 'd|j|i' then perform ora.weekday_elements(mask); end if;
  while rest <> '' loop
    if rest ~* '^FM' then fm := not fm; rest := substr(rest, 3); continue; end if;
    if rest ~* '^FX' then rest := substr(rest, 3); continue; end if;
    if left(rest, 1) = '"' then
      n := position('"' in substr(rest, 2));
      if n = 0 then raise exception using errcode = 'OR000', message = '1821', detail = ''; end if;
      result := result || substr(rest, 2, n - 1);
      rest := substr(rest, n + 2);
      continue;
    end if;
    m := regexp_match(rest, elements, 'i');
    if m is null then
      if rest ~* '^TZD' and zone is not null then perform ora.fail(3001, 'the format element TZD'); end if;
      if left(rest, 1) ~ '[[:alnum:]"]' then raise exception using errcode = 'OR000', message = '1821', detail = ''; end if;
      result := result || left(rest, 1);
      rest := substr(rest, 2);
      continue;
    end if;
    element := m[1];
    rest := substr(rest, 1 + length(element) + coalesce(length(m[2]), 0));
    n := null; word := null; width := 2;
    case upper(element)
      when 'YYYY', 'RRRR' then n := abs(year); width := 4;
      when 'SYYYY' then n := abs(year); width := 4;
      when 'IYYY' then n := abs(extract(isoyear from t)::int); width := 4;
      when 'YYY' then n := abs(year) % 1000; width := 3;
      when 'IYY' then n := abs(extract(isoyear from t)::int) % 1000; width := 3;
      when 'YY', 'RR' then n := abs(year) % 100;
      when 'IY' then n := abs(extract(isoyear from t)::int) % 100;
      when 'Y' then n := abs(year) % 10; width := 1;
      when 'I' then n := abs(extract(isoyear from t)::int) % 10; width := 1;
      when 'CC', 'SCC' then n := case when bc then abs(extract(century from t)::int) else extract(century from t)::int end;
      when 'Q' then n := extract(quarter from t); width := 1;
      when 'MM' then n := extract(month from t);
      when 'WW' then n := (extract(doy from t)::int - 1) / 7 + 1;
      when 'IW' then n := extract(week from t);
      when 'W' then n := (extract(day from t)::int - 1) / 7 + 1; width := 1;
      when 'DDD' then n := extract(doy from t); width := 3;
      when 'DD' then n := extract(day from t);
      when 'D' then n := extract(dow from t)::int + 1; width := 1;
      when 'HH24' then n := clock;
      when 'HH', 'HH12' then n := case when clock % 12 = 0 then 12 else clock % 12 end;
      when 'MI' then n := extract(minute from t);
      when 'SS' then n := floor(extract(second from t));
      when 'SSSSS' then n := floor(extract(epoch from t - date_trunc('day', t))); width := 5;
      when 'J' then n := to_char(t, 'J')::int; width := 7;
      when 'Y,YYY' then word := substr(lpad(abs(year)::text, 4, '0'), 1, 1) || ',' || substr(lpad(abs(year)::text, 4, '0'), 2);
      when 'YEAR', 'SYEAR' then
        if abs(year) < 1000 or (abs(year) % 100 between 1 and 9 and abs(year) % 1000 > 99) then
          perform ora.fail(3001, 'YEAR of a year that is not read in two pairs of digits');
        end if;
        word := case when abs(year) % 1000 < 10 then ora.spell(abs(year))
          when abs(year) % 100 = 0 then ora.spell(abs(year) / 100) || ' hundred'
          else ora.spell(abs(year) / 100) || ' ' || ora.spell(abs(year) % 100) end;
        word := case when upper(element) = 'SYEAR' then case when bc then '-' else ' ' end else '' end
          || ora.apply_case(word, right(element, 4));
      when 'MONTH' then word := ora.apply_case(to_char(t, 'FMMonth'), element); if not fm then word := rpad(word, 9); end if;
      when 'MON' then word := ora.apply_case(to_char(t, 'Mon'), element);
      when 'DAY' then word := ora.apply_case(to_char(t, 'FMDay'), element); if not fm then word := rpad(word, 9); end if;
      when 'DY' then word := ora.apply_case(to_char(t, 'Dy'), element);
      when 'RM' then word := ora.apply_case(to_char(t, 'FMRM'), element); if not fm then word := rpad(word, 4); end if;
      when 'AD', 'BC' then word := ora.apply_case(case when bc then 'BC' else 'AD' end, element);
      when 'A.D.', 'B.C.' then word := case when element = lower(element) then case when bc then 'b.c.' else 'a.d.' end else case
        when bc then 'B.C.' else 'A.D.' end end;
      when 'AM', 'PM' then word := ora.apply_case(case when clock < 12 then 'AM' else 'PM' end, element);
      when 'A.M.', 'P.M.' then word := case when element = lower(element) then case when clock < 12 then 'a.m.' else 'p.m.' end else case
        when clock < 12 then 'A.M.' else 'P.M.' end end;
      when 'X' then word := '.';
      when 'DL' then word := ora.to_char_datetime(t, 'fmDay, Month DD, YYYY', digits);
      when 'DS' then
        -- whether it has zeros in front is not known
        if extract(month from t) < 10 or extract(day from t) < 10 then perform ora.fail(3001, 'DS of a day or month of one digit'); end if;
        word := ora.to_char_datetime(t, 'fmMM/DD/YYYY', digits);
      when 'TS' then word := ora.to_char_datetime(t, 'fmHH:fmMI:SS AM', digits);
      when 'TZH', 'TZM', 'TZR' then
        if zone is null then raise exception using errcode = 'OR000', message = '1821', detail = ''; end if;
        word := case upper(element) when 'TZR' then regexp_replace(zone, '^.*,', '') when 'TZH' then split_part(zone, ':', 1)
          else left(split_part(zone, ':', 2), 2) end;
      else -- FF, FF1 … FF9
        if digits < 0 then raise exception using errcode = 'OR000', message = '1821', detail = ''; end if;
        width := case when length(element) = 3 then right(element, 1)::int else digits end;
        word := left(rpad(lpad((extract(microseconds from t)::bigint % 1000000)::text, 6, '0'), 9, '0'), width);
    end case;
    if m[2] is not null then
      -- the case of 'st' after a capitalised element, and ordinals of zero, are not known
      if (n = 0 and m[2] ~* 'TH') or (upper(m[2]) = 'TH' and left(element || m[2], 2) ~ '[A-Z][a-z]')
        then perform ora.fail(3001, 'the suffix TH here'); end if;
      if n is null then raise exception using errcode = 'OR000', message = '1821', detail = ''; end if;
      word := case upper(m[2]) when 'SP' then ora.apply_case(ora.spell(n), element || m[2])
        when 'TH' then case when fm then n::text else lpad(n::text, width, '0') end
          || ora.apply_case(case when n % 100 between 11 and 13 then 'th' when n % 10 = 1 then 'st' when n % 10 = 2 then 'nd'
            when n % 10 = 3 then 'rd' else 'th' end, element)
        else ora.apply_case(ora.spell_ordinal(n), element || m[2]) end;
    elsif n is not null then
      word := case when fm then n::text else lpad(n::text, greatest(width, length(n::text)), '0') end;
      if upper(element) in ('SYYYY', 'SCC') then word := case when bc then '-' when fm then '' else ' ' end || word; end if;
    end if;
    result := result || word;
  end loop;
  return nullif(result, '');
end $$;
