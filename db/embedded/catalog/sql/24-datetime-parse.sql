-- TO_DATE, TO_TIMESTAMP: reading a text by a format model, with Oracle's errors. Source: SQL Language Reference,
-- "Datetime Format Models", "String-to-Date Conversion Rules".


/*
 * mask: known to be right (ora.input_mask). today: what missing years and months come from. fraction: FF is allowed (TO_TIMESTAMP).
 * Deterministic in its arguments, so that the callers below can be IMMUTABLE when the mask names year and month.
 */
create or replace function ora.parse_datetime(v text, mask text, fraction boolean, today timestamp) returns timestamp
language plpgsql immutable parallel safe as $$
declare
  elements constant text := '^(SYYYY|Y,YYY|YYYY|RRRR|YYY|HH24|HH12|SSSSS|MONTH|DAY|DDD|MON|A\.D\.|B\.C\.|A\.M\.|P\.M\.|FF[1-9]'
    || '|YY|RR|MM|DD|DY|HH|MI|SS|FF|RM|AD|BC|AM|PM|Y|D|J|X)';
  months constant text[] := array['JANUARY', 'FEBRUARY', 'MARCH', 'APRIL', 'MAY', 'JUNE', 'JULY', 'AUGUST', 'SEPTEMBER', 'OCTOBER',
    'NOVEMBER', 'DECEMBER'];
  days constant text[] := array['SUNDAY','MONDAY','TUESDAY','WEDNESDAY','THURSDAY','FRIDAY','SATURDAY'];
  roman constant text[] := array['I','II','III','IV','V','VI','VII','VIII','IX','X','XI','XII'];
  rest text := mask;
  s text := ltrim(v);
  element text;
  token text;
  maximum int;
  n numeric;
  i int;
  exact boolean := false;
  fill boolean := false;
  y int; mon int; d int; doy int; julian int;
  h int; h12 int; pm boolean; mi int; sec int; daysec int;
  frac numeric := 0;
  bc boolean := false;
  weekday int;
  skipped boolean := false; -- the mask's punctuation was not in the text
  result timestamp;
begin
  if v is null or mask is null then return null; end if;
  while rest <> '' loop
    if rest ~* '^FM' then fill := not fill; rest := substr(rest, 3); continue; end if;
    if rest ~* '^FX' then exact := not exact; rest := substr(rest, 3); continue; end if;
    if left(rest, 1) = '"' then
      i := position('"' in substr(rest, 2));
      if i = 0 then perform ora.fail(1821); end if;
      token := substr(rest, 2, i - 1);
      rest := substr(rest, i + 2);
      if upper(left(s, length(token))) <> upper(token) then perform ora.fail(case when s = '' then 1840 else 1861 end); end if;
      s := substr(s, length(token) + 1);
      continue;
    end if;
    element := upper((regexp_match(rest, elements, 'i'))[1]);
    if element is null then
      -- Punctuation matches any punctuation, and may be missing.
      token := left(rest, 1);
      rest := substr(rest, 2);
      if exact and left(s, 1) <> token then perform ora.fail(case when s = '' then 1840 else 1861 end); end if;
      -- blanks before it are extra
      if not exact and token <> ' ' and s ~ '^\s+[^[:alnum:][:space:]]' then s := ltrim(s); end if;
      if s <> '' and left(s, 1) !~ '[[:alnum:]]' then
        -- a sign belongs to the number behind it
        if token = ' ' and left(s, 1) = '-' and rest ~* '^S' then continue; end if;
        s := substr(s, 2);
        if not exact then s := case when token = ' ' then ltrim(s) else s end; end if;
        skipped := false;
      elsif token !~ '\s' and s <> '' then
        skipped := true;
      end if;
      continue;
    end if;
    if not exact then s := ltrim(s); end if;
    rest := substr(rest, length(element) + 1);
    -- Times may be missing at the end, dates may not.
    if s = '' then
      if element in ('HH24', 'HH12', 'HH', 'MI', 'SS', 'SSSSS', 'AM', 'PM', 'A.M.', 'P.M.', 'X') or element like 'FF%'
        then continue; end if;
      perform ora.fail(1840);
    end if;
    if element in ('MON', 'MONTH', 'RM') or (element = 'MM' and not exact and s ~ '^[[:alpha:]]') then
      i := null;
      if element = 'RM' then
        token := (regexp_match(s, '^[IVXivx]+'))[1];
        mon := array_position(roman, upper(token));
      else
        for k in 1..12 loop
          if upper(left(s, length(months[k]))) = months[k] then i := k; token := months[k]; exit; end if;
        end loop;
        if i is null then
          for k in 1..12 loop
            if upper(left(s, 3)) = left(months[k], 3) then i := k; token := left(months[k], 3); exit; end if;
          end loop;
        end if;
        mon := i;
      end if;
      if mon is null then perform ora.fail(case when skipped then 1861 else 1843 end); end if;
      s := substr(s, length(token) + 1);
    elsif element in ('DAY', 'DY') then
      for k in 1..7 loop
        if upper(left(s, length(days[k]))) = days[k] then weekday := k; token := days[k]; exit; end if;
      end loop;
      if weekday is null then
        for k in 1..7 loop
          if upper(left(s, 3)) = left(days[k], 3) then weekday := k; token := left(days[k], 3); exit; end if;
        end loop;
      end if;
      if weekday is null then perform ora.fail(1846); end if;
      s := substr(s, length(token) + 1);
    elsif element in ('AM', 'PM', 'A.M.', 'P.M.') then
      token := upper((regexp_match(s, '^([AaPp]\.?[Mm]\.?)'))[1]);
      if token is null then perform ora.fail(1855); end if;
      pm := left(token, 1) = 'P';
      s := substr(s, length(token) + 1);
    elsif element in ('AD', 'BC', 'A.D.', 'B.C.') then
      token := upper((regexp_match(s, '^([Aa]\.?[Dd]\.?|[Bb]\.?[Cc]\.?)'))[1]);
      if token is null then perform ora.fail(1856); end if;
      bc := left(token, 1) = 'B';
      s := substr(s, length(token) + 1);
    elsif element = 'X' then
      if left(s, 1) <> '.' then perform ora.fail(1861); end if;
      s := substr(s, 2);
    elsif element like 'FF%' then
      maximum := case when length(element) = 3 then right(element, 1)::int else 9 end;
      token := (regexp_match(s, '^\d{1,' || maximum || '}'))[1];
      if token is null then perform ora.fail(1858); end if;
      frac := ('0.' || token)::numeric;
      if frac <> round(frac, 6) then perform ora.fail(3001, 'a fraction of a second finer than microseconds'); end if;
      s := substr(s, length(token) + 1);
    else
      if element = 'SYYYY' and left(s, 1) in ('-', '+') then bc := left(s, 1) = '-'; s := substr(s, 2); end if;
      maximum := case element when 'YYYY' then 4 when 'SYYYY' then 4 when 'RRRR' then 4 when 'Y,YYY' then 5 when 'YYY' then 3
        when 'DDD' then 3
        when 'SSSSS' then 5 when 'J' then 7 when 'Y' then 1 when 'D' then 1 else 2 end;
      -- YY and RR take four digits when the text has them (unless FX), where nothing but the mask's punctuation follows.
      if element in ('YY', 'RR') and not exact and s ~ '^\d{4}(\D|$)' and (rest = '' or left(rest, 1) !~ '[[:alnum:]]') then
        maximum := 4;
      end if;
      token := (regexp_match(s, case when element = 'Y,YYY' then '^\d,\d{3}' else '^\d{1,' || maximum || '}' end))[1];
      if token is null then perform ora.fail(case when element = 'Y,YYY' then 1861 when element in ('YYYY', 'SYYYY') then 1841
        else 1858 end); end if;
      if exact and not fill and length(token) < maximum then perform ora.fail(1862); end if;
      n := replace(token, ',', '')::numeric;
      s := substr(s, length(token) + 1);
      case element
        when 'YYYY', 'SYYYY', 'Y,YYY' then y := n;
        when 'RRRR', 'RR' then
          y := n;
          if length(token) <= 2 then
            i := extract(year from today)::int % 100;
            y := n + extract(year from today)::int - i + case when n < 50 and i >= 50 then 100 when n >= 50 and i < 50 then -100 else 0 end;
          end if;
        when 'YYY' then y := n + extract(year from today)::int / 1000 * 1000;
        when 'YY' then y := case when length(token) = 4 then n else n + extract(year from today)::int / 100 * 100 end;
        when 'Y' then y := n + extract(year from today)::int / 10 * 10;
        when 'D' then weekday := n; if n not between 1 and 7 then perform ora.fail(1846); end if;
        when 'MM' then mon := n; if n not between 1 and 12 then perform ora.fail(1843); end if;
        when 'DD' then d := n; if n not between 1 and 31 then perform ora.fail(1847); end if;
        when 'DDD' then doy := n; if n not between 1 and 366 then perform ora.fail(1848); end if;
        when 'J' then julian := n; if n not between 1 and 5373484 then perform ora.fail(1854); end if;
        when 'HH24' then h := n; if n not between 0 and 23 then perform ora.fail(1850); end if;
        when 'HH', 'HH12' then h12 := n; if n not between 1 and 12 then perform ora.fail(1849); end if;
        when 'MI' then mi := n; if n not between 0 and 59 then perform ora.fail(1851); end if;
        when 'SS' then sec := n; if n not between 0 and 59 then perform ora.fail(1852); end if;
        when 'SSSSS' then daysec := n; if n not between 0 and 86399 then perform ora.fail(1853); end if;
      end case;
    end if;
  end loop;
  if rtrim(s) <> '' then perform ora.fail(1830); end if;
  if y = 0 then perform ora.fail(1841); end if;

  if julian is not null then
    if julian < 2299161 then perform ora.fail(3001, 'Julian days before 15-OCT-1582'); end if;
    result := '2000-01-01'::timestamp + make_interval(days => julian - 2451545);
    if y is not null and extract(year from result) <> y then perform ora.fail(1831); end if;
    if mon is not null and extract(month from result) <> mon then perform ora.fail(1833); end if;
    if d is not null and extract(day from result) <> d then perform ora.fail(1834); end if;
  else
    y := coalesce(y, extract(year from today)::int);
    if bc then y := -y; end if;
    if y < -4712 then perform ora.fail(1841); end if;
    if y < 1583 and y % 100 = 0 and (mon = 2 or doy > 59) then perform ora.fail(3001, 'February of a Julian leap year'); end if;
    if doy is not null then
      result := make_timestamp(y, 1, 1, 0, 0, 0) + make_interval(days => doy - 1);
      if extract(year from result) <> y then perform ora.fail(1848); end if;
      if mon is not null and extract(month from result) <> mon then perform ora.fail(1833); end if;
      if d is not null and extract(day from result) <> d then perform ora.fail(1834); end if;
    else
      mon := coalesce(mon, extract(month from today)::int);
      d := coalesce(d, 1);
      if d > extract(day from make_timestamp(y, mon, 1, 0, 0, 0) + interval '1 month' - interval '1 day')
        then perform ora.fail(1839); end if;
      -- the ten days that the Gregorian calendar left out
      if y = 1582 and mon = 10 and d between 5 and 14 then d := 15; end if;
      result := make_timestamp(y, mon, d, 0, 0, 0);
    end if;
  end if;
  if weekday is not null and extract(dow from ora.gregorian(result)) + 1 <> weekday then perform ora.fail(1835); end if;
  if h is null and h12 is not null then h := h12 % 12 + case when pm then 12 else 0 end; end if;
  if daysec is not null then
    if h <> daysec / 3600 then perform ora.fail(1836); end if;
    if mi <> daysec / 60 % 60 then perform ora.fail(1837); end if;
    if sec <> daysec % 60 then perform ora.fail(1838); end if;
  end if;
  return ora.check_date(result + case when daysec is not null then make_interval(secs => daysec)
    else make_interval(hours => coalesce(h, 0), mins => coalesce(mi, 0), secs => coalesce(sec, 0)) end + frac * interval '1 second');
end $$;

-- An element of an input format, after those in `seen`: the errors that sql/functions/datetime-masks.ts gives for literal masks.
create or replace function ora.input_element(element text, suffix text, fraction boolean, seen text[]) returns void
language plpgsql immutable parallel safe as $$
declare
  families constant text[] := array['YYYY=1812','SYYYY=1812','Y,YYY=1812','RRRR=1812','YYY=1812','YY=1812','RR=1812','Y=1812',
    'MM=1816','MON=1816','MONTH=1816','RM=1816',
    'HH24=1813','HH12=1813','HH=1813','DAY=1817','DY=1817','D=1817',
    'AM=1814','PM=1814','A.M.=1814','P.M.=1814','AD=1815','BC=1815','A.D.=1815','B.C.=1815'];
  family text := (select split_part(f, '=', 2) from unnest(families) f where split_part(f, '=', 1) = element);
begin
  if suffix is not null or element in ('IYYY', 'IYY', 'IY', 'I', 'IW', 'CC', 'SCC', 'WW', 'W', 'Q', 'SYEAR', 'YEAR', 'E')
    then perform ora.fail(1820); end if;
  if element in ('DL', 'DS', 'TS') then perform ora.fail(3001, 'the element ' || element || ' in an input format'); end if;
  if element like 'TZ%' or (element like 'FF%' and not fraction) then perform ora.fail(1821); end if;
  if element = any(seen) then perform ora.fail(1810); end if;
  if family is not null and exists (select from unnest(families) f where split_part(f, '=', 2) = family
    and split_part(f, '=', 1) = any(seen)) then perform ora.fail(family::int); end if;
  if (element = 'HH24' and seen && array['AM', 'PM', 'A.M.', 'P.M.']) or (element in ('AM', 'PM', 'A.M.', 'P.M.') and 'HH24' = any(seen))
    then perform ora.fail(1818); end if;
  if (element = 'SYYYY' and seen && array['AD', 'BC', 'A.D.', 'B.C.']) or (element in ('AD', 'BC', 'A.D.', 'B.C.') and 'SYYYY' = any(seen))
    then perform ora.fail(1819); end if;
  if (element = 'J' and 'DDD' = any(seen)) or (element = 'DDD' and 'J' = any(seen)) then perform ora.fail(1811); end if;
end $$;

-- An input format that is no literal, as it is; or its error.
create or replace function ora.input_mask(mask text, fraction boolean) returns text
language plpgsql immutable parallel safe as $$
declare
  elements constant text := '^(SYYYY|SYEAR|YEAR|Y,YYY|IYYY|IYY|IY|IW|YYYY|RRRR|YYY|HH24|HH12|SSSSS|MONTH|DAY|DDD|MON|SCC|CC|WW'
    || '|TZH|TZM|TZR|TZD|DL|DS|TS|A\.D\.|B\.C\.|A\.M\.|P\.M\.|FF[1-9]|YY|RR|MM|DD|DY|HH|MI|SS|FF|RM|AD|BC'
    || '|AM|PM|Y|I|Q|W|D|J|X|E)(SPTH|THSP|SP|TH)?';
  rest text := mask;
  seen text[] := '{}';
  parsed text[];
begin
  while rest <> '' loop
    if rest ~* '^F[MX]' then rest := substr(rest, 3); continue; end if;
    if left(rest, 1) = '"' then
      if position('"' in substr(rest, 2)) = 0 then perform ora.fail(1821); end if;
      rest := substr(rest, position('"' in substr(rest, 2)) + 2);
      continue;
    end if;
    parsed := regexp_match(rest, elements, 'i');
    if parsed is null then
      if left(rest, 1) ~ '[[:alnum:]]' then perform ora.fail(1821); end if;
      rest := substr(rest, 2);
      continue;
    end if;
    perform ora.input_element(upper(parsed[1]), parsed[2], fraction, seen);
    seen := seen || upper(parsed[1]);
    rest := substr(rest, 1 + length(parsed[1]));
  end loop;
  return mask;
end $$;

create or replace function ora.to_datetime(v text, mask text, fraction boolean) returns timestamp
language sql immutable parallel safe as $$ select ora.parse_datetime(v, mask, fraction, null) $$;
-- For masks without a year of four digits or without a month: what is missing comes from today. Also the twin for guarded arms.
create or replace function ora.to_datetime_s(v text, mask text, fraction boolean) returns timestamp
language sql stable parallel safe as $$ select ora.parse_datetime(v, mask, fraction, statement_timestamp()::timestamp) $$;
