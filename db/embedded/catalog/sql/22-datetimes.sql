-- Datetime arithmetic as Oracle does it. Source: SQL Language Reference, "Datetime Functions".

-- Oracle's range: 4712 BC to 9999 AD.
create or replace function ora.check_date(t timestamp) returns timestamp
language sql immutable parallel safe as
$$ select case when t is null then null
     when t >= '10000-01-01'::timestamp or t < '4712-01-01 BC'::timestamp then ora.raise_timestamp(1841, '', t) else t end $$;

-- The last day of a month sticks to the last day; n is cut to a whole number.
create or replace function ora.add_months(t timestamp, n numeric) returns timestamp
language sql immutable parallel safe as
$$ select ora.check_date(case
     when (t + interval '1 day')::date is distinct from null and extract(day from t + interval '1 day') = 1
       then (date_trunc('month', t) + make_interval(months => trunc(n)::int + 1) - interval '1 day')::date + t::time
     else t + make_interval(months => trunc(n)::int) end) $$;

create or replace function ora.last_day(t timestamp) returns timestamp
language sql immutable parallel safe as
$$ select date_trunc('month', t) + interval '1 month' - interval '1 day' + (t - date_trunc('day', t)) $$;

-- Whole months when both are the same day or both the last day of their month (times do not count then); else a month has 31 days.
create or replace function ora.months_between(a timestamp, b timestamp) returns numeric
language sql immutable parallel safe as
$$ select case when a is null or b is null then null else
     (extract(year from a) - extract(year from b)) * 12 + extract(month from a) - extract(month from b) +
     case when extract(day from a) = extract(day from b)
            or (extract(day from a + interval '1 day') = 1 and extract(day from b + interval '1 day') = 1) then 0
          else ora.div((extract(day from a) - extract(day from b)) * 86400
                       + extract(epoch from a - date_trunc('day', a)) - extract(epoch from b - date_trunc('day', b)), 31 * 86400) end end $$;

-- The name may be cut to its first three letters or be longer than them (Oracle compares the abbreviation).
create or replace function ora.next_day(t timestamp, day text) returns timestamp
language plpgsql immutable parallel safe as $$
declare
  wanted int := array_position(array['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'], left(upper(trim(day)), 3)) - 1;
begin
  if t is null or day is null then return null; end if;
  if wanted is null then raise exception using errcode = 'OR000', message = '1846', detail = ''; end if;
  return ora.check_date(t + make_interval(days => (wanted - extract(dow from t)::int + 6) % 7 + 1));
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
      return date_trunc('week', make_date(extract(isoyear from t)::int, 1, 4)::timestamp);
    when 'Q' then return date_trunc('quarter', t);
    when 'MONTH', 'MON', 'MM', 'RM' then return date_trunc('month', t);
    when 'WW' then return d - make_interval(days => (extract(doy from t)::int - 1) % 7);
    when 'IW' then return date_trunc('week', t);
    when 'W' then return d - make_interval(days => (extract(day from t)::int - 1) % 7);
    when 'DDD', 'DD', 'J' then return d;
    when 'DAY', 'DY', 'D' then return d - make_interval(days => extract(dow from t)::int);
    when 'HH', 'HH12', 'HH24' then return date_trunc('hour', t);
    when 'MI' then return date_trunc('minute', t);
    else raise exception using errcode = 'OR000', message = '1898', detail = '';
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
      up := extract(month from t) >= 7;
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
  return justify_hours(make_interval(secs => round(n * seconds, 6)::float8));
end $$;

create or replace function ora.numtoyminterval(n numeric, unit text) returns interval
language plpgsql immutable parallel safe as $$
declare
  months numeric := case upper(trim(unit)) when 'YEAR' then 12 when 'MONTH' then 1 end;
begin
  if n is null or unit is null then return null; end if;
  if months is null then raise exception using errcode = 'OR000', message = '1760', detail = ''; end if;
  return make_interval(months => round(n * months)::int);
end $$;

-- SESSIONTIMEZONE: the zone as it was set, an offset with its sign as Oracle writes it.
create or replace function ora.session_time_zone() returns text
language sql stable parallel safe as $$
  select case when current_setting('TimeZone') ~ '^[A-Za-z]+/' then current_setting('TimeZone') else to_char(statement_timestamp(), 'TZH:TZM') end $$;
