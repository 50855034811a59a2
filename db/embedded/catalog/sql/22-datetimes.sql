-- Datetime arithmetic as Oracle does it. Source: SQL Language Reference, "Datetime Functions".

-- Oracle's range: 4712 BC to 9999 AD.
create or replace function ora.check_date(t timestamp) returns timestamp
language sql immutable parallel safe as
$$ select case when t is null then null
     when t >= '10000-01-01'::timestamp or t < '4712-01-01 BC'::timestamp then ora.raise_timestamp(1841, '', t) else t end $$;

-- Until 15-OCT-1582 Oracle's calendar is Julian and PostgreSQL's is not: days of the week and day numbers differ, and
-- 29 February of 1500 exists in one only. What depends on that is refused.
create or replace function ora.gregorian(t timestamp) returns timestamp
language sql immutable parallel safe as
$$ select case when t < '1582-10-15'::timestamp then ora.raise_timestamp(3001, 'days of the week and day numbers before 15-OCT-1582', t)
  else t end $$;

-- The last day of a month sticks to the last day; n is cut to a whole number.
create or replace function ora.add_months(t timestamp, n numeric) returns timestamp
language plpgsql immutable parallel safe as $$
declare
  d timestamp := date_trunc('month', t);
  months int;
  year int;
begin
  if t is null or n is null then return null; end if;
  if abs(n) > 200000 then perform ora.fail(1841); end if;
  months := trunc(n);
  year := extract(year from d)::int + (extract(month from d)::int + months) / 12;
  if year > 10000 or year < -4800 then perform ora.fail(1841); end if;
  if (t < '0001-01-01') <> (d + make_interval(months => months) < '0001-01-01') then perform ora.fail(3001, 'months from BC to AD'); end if;
  if t < '1582-10-15' or (months < 0 and d + make_interval(months => months) < '1582-10-01') then
    perform ora.julian_february(t);
    perform ora.julian_february(d + make_interval(months => months));
  end if;
  if t >= d + interval '1 month' - interval '1 day' then
    return ora.check_date(d + make_interval(months => months + 1) - interval '1 day' + (t - date_trunc('day', t)));
  end if;
  return ora.check_date(t + make_interval(months => months));
end $$;
create or replace function ora.julian_february(t timestamp) returns void
language plpgsql immutable parallel safe as $$
begin
  if t < '1582-10-15' and extract(month from t) = 2 and extract(year from t)::int % 100 = 0 then
    perform ora.fail(3001, 'February of a Julian leap year');
  end if;
end $$;

create or replace function ora.last_day(t timestamp) returns timestamp
language sql immutable parallel safe as
$$ select case when t < '1582-10-15'::timestamp and extract(month from t) = 2 and extract(year from t)::int % 100 = 0
       then ora.raise_timestamp(3001, 'February of a Julian leap year', t)
     else date_trunc('month', t) + interval '1 month' - interval '1 day' + (t - date_trunc('day', t)) end $$;

-- Whole months when both are the same day or both the last day of their month (times do not count then); else a month has 31 days.
create or replace function ora.months_between(a timestamp, b timestamp) returns numeric
language plpgsql immutable parallel safe as $$
declare
  ma timestamp := date_trunc('month', a);
  mb timestamp := date_trunc('month', b);
  months numeric := (extract(year from ma) - extract(year from mb)) * 12 + extract(month from ma) - extract(month from mb);
begin
  if a is null or b is null then return null; end if;
  if (ma < '0001-01-01') <> (mb < '0001-01-01') then perform ora.fail(3001, 'months from BC to AD'); end if;
  if extract(day from a) = extract(day from b)
    or (a >= ma + interval '1 month' - interval '1 day' and b >= mb + interval '1 month' - interval '1 day')
      then return trim_scale(months); end if;
  return ora.n40(months + ora.div(extract(epoch from (a - ma) - (b - mb)), 31 * 86400));
end $$;

-- The name may be cut to its first three letters or be longer than them (Oracle compares the abbreviation).
create or replace function ora.next_day(t timestamp, day text) returns timestamp
language plpgsql immutable parallel safe as $$
begin
  if t is null or day is null then return null; end if;
  return ora.next_weekday(t, array_position(array['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'], left(upper(ltrim(day)), 3)));
end $$;
-- wanted: 1 is Sunday
create or replace function ora.next_weekday(t timestamp, wanted numeric) returns timestamp
language plpgsql immutable parallel safe as $$
begin
  if t is null then return null; end if;
  if wanted is null or trunc(wanted) not between 1 and 7 then perform ora.fail(1846); end if;
  return ora.check_date(t + make_interval(days => (trunc(wanted)::int + 5 - extract(dow from ora.gregorian(t))::int) % 7 + 1));
end $$;

-- The start of the unit that a ROUND/TRUNC format model names (Table "Datetime Format Models for ROUND and TRUNC").
create or replace function ora.trunc_date(t timestamp, model text) returns timestamp
language plpgsql immutable parallel safe as $$
declare
  d timestamp := date_trunc('day', t);
begin
  if t is null or model is null then return null; end if;
  case upper(model)
    when 'CC', 'SCC' then return date_trunc('century', t);
    when 'SYYYY', 'YYYY', 'YEAR', 'SYEAR', 'YYY', 'YY', 'Y' then return date_trunc('year', t);
    when 'IYYY', 'IYY', 'IY', 'I' then
      return date_trunc('week', make_date(extract(isoyear from ora.gregorian(t))::int, 1, 4)::timestamp);
    when 'Q' then return date_trunc('quarter', t);
    when 'MONTH', 'MON', 'MM', 'RM' then return date_trunc('month', t);
    when 'WW' then return d - make_interval(days => (extract(doy from t)::int - 1) % 7);
    when 'IW' then return date_trunc('week', ora.gregorian(t));
    when 'W' then return d - make_interval(days => (extract(day from t)::int - 1) % 7);
    when 'DDD', 'DD', 'J' then return d;
    when 'DAY', 'DY', 'D' then return d - make_interval(days => extract(dow from ora.gregorian(t))::int);
    when 'HH', 'HH12', 'HH24' then return date_trunc('hour', t);
    when 'MI' then return date_trunc('minute', t);
    else
      -- an element that is known, but no unit; several elements; nothing that is known
      if upper(model) in ('SS', 'SSSSS', 'AM', 'PM', 'A.M.', 'P.M.', 'AD', 'BC', 'A.D.', 'B.C.', 'X', 'FF', 'TZH', 'TZM', 'TZR', 'TZD',
        'DL', 'DS', 'TS', 'RR', 'RRRR', 'Y,YYY')
        or upper(model) ~ '^FF[1-9]$' then perform ora.fail(1899); end if;
      if upper(model) ~ '^(SYYYY|YYYY|RRRR|YEAR|YYY|HH24|HH12|MONTH|DAY|DDD|MON|YY|RR|MM|DD|DY|HH|MI|SS)[^[:alpha:]]'
        then perform ora.fail(1898); end if;
      perform ora.fail(1821);
  end case;
end $$;

create or replace function ora.round_date(t timestamp, model text) returns timestamp
language plpgsql immutable parallel safe as $$
declare
  start timestamp := ora.trunc_date(t, model);
  up boolean;
  unit interval;
begin
  if start is null then return null; end if;
  case upper(model)
    when 'CC', 'SCC' then unit := interval '100 years'; up := (extract(year from t)::int - 1) % 100 >= 50;
    when 'SYYYY', 'YYYY', 'YEAR', 'SYEAR', 'YYY', 'YY', 'Y' then unit := interval '1 year'; up := extract(month from t) >= 7;
    when 'IYYY', 'IYY', 'IY', 'I' then
      -- from July 1st of the ISO year on
      up := t >= make_date(extract(isoyear from t)::int, 7, 1);
      return case when up then ora.trunc_date(start + interval '380 days', 'IYYY') else start end;
    when 'Q' then
      unit := interval '3 months';
      up := (extract(month from t)::int - 1) % 3 = 2 or ((extract(month from t)::int - 1) % 3 = 1 and extract(day from t) >= 16);
    when 'MONTH', 'MON', 'MM', 'RM' then unit := interval '1 month'; up := extract(day from t) >= 16;
    when 'WW', 'IW', 'W', 'DAY', 'DY', 'D' then unit := interval '7 days'; up := t - start >= interval '3 days 12 hours';
    when 'DDD', 'DD', 'J' then unit := interval '1 day'; up := t - start >= interval '12 hours';
    when 'HH', 'HH12', 'HH24' then unit := interval '1 hour'; up := t - start >= interval '30 minutes';
    when 'MI' then unit := interval '1 minute'; up := t - start >= interval '30 seconds';
  end case;
  return ora.check_date(case when up then start + unit else start end);
end $$;

-- Number of a unit to an interval; the unit's name is not case-sensitive.
create or replace function ora.numtodsinterval(n numeric, unit text) returns interval
language plpgsql immutable parallel safe as $$
declare
  seconds numeric := case upper(trim(unit)) when 'DAY' then 86400 when 'HOUR' then 3600 when 'MINUTE' then 60 when 'SECOND' then 1 end;
begin
  if n is null or unit is null then return null; end if;
  if seconds is null then raise exception using errcode = 'OR000', message = '1760', detail = ''; end if;
  n := round(n * seconds, 9);
  if n <> round(n, 6) then perform ora.fail(3001, 'a fraction of a second finer than microseconds'); end if;
  if abs(n) >= 86400000000000 then perform ora.fail(1873); end if;
  return make_interval(days => trunc(n / 86400)::int) + make_interval(secs => (n - trunc(n / 86400) * 86400)::float8);
end $$;

create or replace function ora.numtoyminterval(n numeric, unit text) returns interval
language plpgsql immutable parallel safe as $$
declare
  months numeric := case upper(trim(unit)) when 'YEAR' then 12 when 'MONTH' then 1 end;
begin
  if n is null or unit is null then return null; end if;
  if months is null then raise exception using errcode = 'OR000', message = '1760', detail = ''; end if;
  if abs(n * months) >= 12000000000 then perform ora.fail(1873); end if;
  return make_interval(months => round(n * months)::int);
end $$;

-- SESSIONTIMEZONE: the zone as it was set, an offset with its sign as Oracle writes it.
create or replace function ora.session_time_zone() returns text
language sql stable parallel safe as $$
  select case when current_setting('TimeZone') ~ '^[A-Za-z]+/' then current_setting('TimeZone')
    else to_char(statement_timestamp(), 'TZH:TZM') end $$;

-- Text to intervals: '[+|-]days hours:minutes:seconds' or ISO 'PnDTnHnMnS', '[+|-]years-months' or 'PnYnM'. ORA-01867, 01850…
create or replace function ora.text_to_dsinterval(v text) returns interval
language plpgsql immutable parallel safe as $$
declare
  m text[] := regexp_match(v, '^\s*([+-]?)\s*(\d{1,9})\s+(\d{1,2}):(\d{1,2}):(\d{1,2}(?:\.\d{0,9})?)\s*$');
  negative boolean;
  seconds numeric;
begin
  if v is null then return null; end if;
  if m is null then
    m := regexp_match(v, '^\s*(-?)P(?:(\d{1,9})D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,9})?)S)?)?\s*$');
    if m is null or v ~ '[PT]\s*$' then perform ora.fail(1867); end if;
  else
    if m[3]::int > 23 then perform ora.fail(1850); end if;
    if m[4]::int > 59 then perform ora.fail(1851); end if;
    if m[5]::numeric >= 60 then perform ora.fail(1852); end if;
  end if;
  negative := m[1] = '-';
  seconds := coalesce(m[2]::numeric, 0) * 86400 + coalesce(m[3]::numeric, 0) * 3600
    + coalesce(m[4]::numeric, 0) * 60 + coalesce(m[5]::numeric, 0);
  return ora.numtodsinterval(case when negative then -seconds else seconds end, 'SECOND');
end $$;
create or replace function ora.text_to_yminterval(v text) returns interval
language plpgsql immutable parallel safe as $$
declare
  m text[] := regexp_match(v, '^\s*([+-]?)\s*(\d{1,9})-(\d{1,2})\s*$');
begin
  if v is null then return null; end if;
  if m is null then
    m := regexp_match(v, '^\s*(-?)P(?:(\d{1,9})Y)?(?:(\d{1,2})M)?\s*$');
    if m is null or v ~ 'P\s*$' then perform ora.fail(1867); end if;
  end if;
  if coalesce(m[3]::int, 0) > 11 then perform ora.fail(1843); end if;
  return make_interval(months => case when m[1] = '-' then -1 else 1 end * (coalesce(m[2]::int, 0) * 12 + coalesce(m[3]::int, 0)));
end $$;

-- '+01 12:00:00.000000', '+01-06': as many digits as the type has.
create or replace function ora.dsinterval_text(i interval, days int, fraction int) returns text
language plpgsql immutable parallel safe as $$
declare
  seconds numeric := abs(extract(epoch from i));
begin
  if i is null then return null; end if;
  return case when extract(epoch from i) < 0 then '-' else '+' end
    || lpad(div(seconds, 86400)::text, greatest(days, length(div(seconds, 86400)::text)), '0')
    || to_char(div(seconds % 86400, 3600), 'FM" "00') || to_char(div(seconds % 3600, 60), 'FM":"00')
      || to_char(div(seconds % 60, 1), 'FM":"00')
    || case when fraction > 0 then '.' || left(rpad(split_part(trunc(seconds % 1, 6)::text, '.', 2), 9, '0'), fraction) else '' end;
end $$;
create or replace function ora.yminterval_text(i interval, years int) returns text
language sql immutable parallel safe as $$
  select case when m < 0 then '-' else '+' end
    || lpad((abs(m) / 12)::text, greatest(years, length((abs(m) / 12)::text)), '0') || to_char(abs(m) % 12, 'FM"-"00')
  from (select (extract(year from i) * 12 + extract(month from i))::int m) s where i is not null $$;
