-- Arithmetic, implicit conversion and comparison as Oracle defines them. What is called for every row is
-- `language sql`, IMMUTABLE and not STRICT, so that PostgreSQL inlines it; the rare cases go to plpgsql.
-- Names ending in _s are STABLE twins: PostgreSQL does not evaluate them while planning.

-- Position of the first base-100 digit: floor(log100 |x|). x is finite and not 0.
create or replace function ora.exponent100(x numeric) returns int language sql immutable parallel safe as $$
  select 2 * (('x' || encode(substr(numeric_send(x), 3, 2), 'hex'))::bit(16)::int
             - case when get_byte(numeric_send(x), 2) >= 128 then 65536 else 0 end)
       + case when ('x' || encode(substr(numeric_send(x), 9, 2), 'hex'))::bit(16)::int >= 100 then 1 else 0 end
$$;

-- NUMBER keeps 20 base-100 digits; from 1e126 ORA-01426, below 1e-130 zero.
create or replace function ora.n40_long(x numeric) returns numeric language plpgsql immutable parallel safe as $$
declare
  e int;
begin
  if x is null or x = 0 then return x; end if;
  e := ora.exponent100(x);
  if e >= 63 then perform ora.raise(1426); end if;
  if e < -65 then return 0; end if;
  if scale(x) > 38 - 2 * e then x := round(x, 38 - 2 * e); end if;
  return x;
end $$;
create or replace function ora.n40(x numeric) returns numeric language sql immutable parallel safe as $$
  select case when scale(x) <= 20 and abs(x) < 1000000000000000000::numeric then x else ora.n40_long(x) end
$$;

create or replace function ora.div_long(a numeric, b numeric) returns numeric language plpgsql immutable parallel safe as $$
declare
  q numeric;
  k int;
begin
  if a is null or b is null then return null; end if;
  if b = 0 then perform ora.raise(1476); end if;
  if a = 0 then return 0; end if;
  q := a / b;
  if q * b = a then return ora.n40(q); end if;
  k := 50 - 2 * (ora.exponent100(a) - ora.exponent100(b));
  q := round(a, greatest(k, scale(a), 0)) / b;
  return ora.n40_long(q);
end $$;
-- Quotients that PostgreSQL computes exactly need no call.
create or replace function ora.div(a numeric, b numeric) returns numeric language sql immutable parallel safe as $$
  select case when b <> 0 and scale(a) <= 30 and scale(b) <= 30 and abs(a) < 1000000000000000000000000000000::numeric
                and (a / b) * b = a then a / b
              else ora.div_long(a, b) end
$$;
create or replace function ora.div_s(a numeric, b numeric) returns numeric language plpgsql stable parallel safe as $$
begin
  return ora.div(a, b);
end $$;

create or replace function ora.fdiv(a float8, b float8) returns float8 language sql immutable parallel safe as $$
  select case when b <> 0 then a / b when b is null or a is null then null
              when a = 0 or a = 'NaN'::float8 then 'NaN'::float8
              when (a > 0) = (b::text not like '-%') then 'Infinity'::float8 else '-Infinity'::float8 end
$$;

-- Oracle's float columns: FLOAT(b) keeps ceil(b * 0.30103) decimal digits.
create or replace function ora.round_digits(x numeric, digits int) returns numeric language plpgsql immutable parallel safe as $$
begin
  if x is null or x = 0 then return x; end if;
  return round(x, digits - 1 - floor(log(abs(x)))::int);
end $$;

-- ------------------------------------------------------------------ text and numbers
create or replace function ora.to_number_long(v text) returns numeric language plpgsql immutable parallel safe as $$
begin
  if v is null then return null; end if;
  if v !~ '^ *[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})? *$' then perform ora.raise(1722); end if;
  return ora.n40(v::numeric);
end $$;
create or replace function ora.to_number(v text) returns numeric language sql immutable parallel safe as $$
  select case when v ~ '^ *[+-]?(\d{1,18}(\.\d{0,20})?|\.\d{1,20}) *$' then v::numeric else ora.to_number_long(v) end
$$;
create or replace function ora.to_number_s(v text) returns numeric language plpgsql stable parallel safe as $$
begin
  return ora.to_number(v);
end $$;

create or replace function ora.to_double(v text) returns float8 language plpgsql immutable parallel safe as $$
begin
  if v is null then return null; end if;
  if lower(btrim(v)) in ('nan', 'inf', '-inf', '+inf', 'infinity', '-infinity', '+infinity') then return btrim(v)::float8; end if;
  return ora.to_number(v)::float8;
end $$;
create or replace function ora.to_double_s(v text) returns float8 language plpgsql stable parallel safe as $$
begin
  return ora.to_double(v);
end $$;
create or replace function ora.double_to_number(v float8) returns numeric language plpgsql immutable parallel safe as $$
begin
  if v is null then return null; end if;
  if v in ('NaN', 'Infinity', '-Infinity') then perform ora.raise(1426); end if;
  return ora.n40(v::text::numeric);
end $$;

-- More than 40 digits: exponent form of 40 characters.
create or replace function ora.num_text_long(x numeric) returns text language plpgsql immutable parallel safe as $$
declare
  t text;
  e int;
  m numeric;
  suffix text;
begin
  if x is null then return null; end if;
  t := trim_scale(abs(x))::text;
  if t like '0.%' then t := substr(t, 2); end if;
  if length(replace(t, '.', '')) > 40 then
    e := floor(log(abs(x)))::int;
    loop
      suffix := 'E' || case when e < 0 then '-' else '+' end || lpad(abs(e)::text, greatest(2, length(abs(e)::text)), '0');
      m := round(abs(x) * power(10::numeric, -e), 38 - length(suffix));
      exit when m >= 1 and m < 10;
      e := e + case when m >= 10 then 1 else -1 end;
    end loop;
    t := m::text || suffix;
  end if;
  return case when x < 0 then '-' else '' end || t;
end $$;
create or replace function ora.num_text(x numeric) returns text language sql immutable parallel safe as $$
  select case when scale(x) = 0 and abs(x) < 1000000000000000000::numeric then x::text
              when scale(x) <= 18 and abs(x) < 1000000000000000000::numeric
                then case when abs(x) >= 1 then trim_scale(x)::text else replace(trim_scale(x)::text, '0.', '.') end
              else ora.num_text_long(x) end
$$;

-- 1.5E+000: 17 digits (9 for a BINARY_FLOAT) without trailing zeros.
create or replace function ora.double_text(x float8, digits int) returns text language plpgsql immutable parallel safe as $$
declare
  t text;
begin
  if x is null then return null; end if;
  if x = 'NaN' then return 'Nan'; end if;
  if x = 'Infinity' then return 'Inf'; end if;
  if x = '-Infinity' then return '-Inf'; end if;
  if x = 0 then return '0'; end if;
  t := btrim(to_char(x, '9.' || repeat('9', digits - 1) || 'EEEE'));
  return regexp_replace(rtrim(split_part(upper(t), 'E', 1), '0') , '\.$', '.0') || 'E' || left(split_part(upper(t), 'E', 2), 1)
      || lpad(substr(split_part(upper(t), 'E', 2), 2), 3, '0');
end $$;

-- ------------------------------------------------------------------ text
create or replace function ora.len_4000(x text) returns text language sql immutable parallel safe as $$
  select case when octet_length(x) > 4000 then ora.raise_text(1489, '', x) else x end
$$;
create or replace function ora.clob_to_text(x text) returns text language sql immutable parallel safe as $$
  select case when octet_length(x) > 4000 then ora.raise_text(22835, octet_length(x) || chr(31) || '4000', x) else nullif(x, '') end
$$;
-- One step of SYS_CONNECT_BY_PATH.
create or replace function ora.path_step(v text, separator text) returns text language sql immutable parallel safe as $$
  select case when strpos(v, separator) > 0 then ora.raise_text(30004, '', v) else separator || coalesce(v, '') end
$$;
-- CHAR(n BYTE) and CHAR(n CHAR): padded when assigned, never cut.
create or replace function ora.pad(v text, n int) returns text language sql immutable parallel safe as $$
  select case when octet_length(v) < n then rpad(v, n - octet_length(v) + length(v)) else v end
$$;
create or replace function ora.pad_c(v text, n int) returns text language sql immutable parallel safe as $$
  select case when length(v) < n then rpad(v, n) else v end
$$;
-- CAST (… AS VARCHAR2(n BYTE)): whole characters only.
create or replace function ora.cut(v text, n int) returns text language plpgsql immutable parallel safe as $$
begin
  if v is null or octet_length(v) <= n then return v; end if;
  v := left(v, n);
  while octet_length(v) > n loop v := left(v, -1); end loop;
  return nullif(v, '');
end $$;

-- CAST of a value that is no text: it must fit.
create or replace function ora.fit(v text, n int) returns text language sql immutable parallel safe as $$
  select case when octet_length(v) > n then ora.raise_text(25137, '', v) else v end
$$;

-- LIKE … ESCAPE: one character, followed by %, _ or itself.
create or replace function ora.like_pattern(p text, e text) returns text language plpgsql immutable parallel safe as $$
declare
  i int := 1;
begin
  if length(e) <> 1 or e is null then perform ora.raise(1425); end if;
  while i <= length(p) loop
    if substr(p, i, 1) = e then
      if i = length(p) or substr(p, i + 1, 1) not in ('%', '_', e) then perform ora.raise(1424); end if;
      i := i + 1;
    end if;
    i := i + 1;
  end loop;
  return p;
end $$;

create or replace function ora.hex_to_raw(v text) returns bytea language plpgsql immutable parallel safe as $$
begin
  if v is null then return null; end if;
  if v !~ '^[0-9A-Fa-f]*$' then perform ora.raise(1465); end if;
  return decode(case when length(v) % 2 = 1 then '0' || v else v end, 'hex');
end $$;
create or replace function ora.hex_to_raw_s(v text) returns bytea language plpgsql stable parallel safe as $$
begin
  return ora.hex_to_raw(v);
end $$;

-- ------------------------------------------------------------------ dates and intervals
-- Day arithmetic is refused before 15-OCT-1582: Oracle's calendar is Julian there, PostgreSQL's is not.
create or replace function ora.date_out(x timestamp, d timestamp) returns timestamp language plpgsql immutable parallel safe as $$
begin
  if x is null or d is null then return null; end if;
  if x >= '10000-01-01' or x < '4712-01-01 BC' then perform ora.raise(1841); end if;
  perform ora.raise(3001, 'date arithmetic before 15-OCT-1582');
end $$;
create or replace function ora.date_checked(x timestamp, d timestamp) returns timestamp language sql immutable parallel safe as $$
  select case when x >= '1582-10-15'::timestamp and x < '10000-01-01'::timestamp and d >= '1582-10-15'::timestamp then x
              else ora.date_out(x, d) end
$$;
create or replace function ora.date_plus_long(d timestamp, n numeric) returns timestamp language plpgsql immutable parallel safe as $$
begin
  if d is null or n is null then return null; end if;
  if abs(n) > 10000000 then perform ora.raise(1841); end if;
  return ora.date_checked(d + make_interval(secs => round(n * 86400)::float8), d);
end $$;
-- d + n days, n rounded to the second.
create or replace function ora.date_plus(d timestamp, n numeric) returns timestamp language sql immutable parallel safe as $$
  select case when d >= '1583-01-01'::timestamp and d < '9000-01-01'::timestamp and abs(n) < 100
              then d + make_interval(secs => round(n * 86400)::float8) else ora.date_plus_long(d, n) end
$$;
create or replace function ora.days_between(a timestamp, b timestamp) returns numeric language plpgsql immutable parallel safe as $$
begin
  if a is null or b is null then return null; end if;
  if least(a, b) < '1582-10-15' and a <> b then perform ora.raise(3001, 'date arithmetic before 15-OCT-1582'); end if;
  return ora.div(extract(epoch from a - b), 86400);
end $$;
create or replace function ora.time_between(a timestamp, b timestamp) returns interval language plpgsql immutable parallel safe as $$
begin
  if a is null or b is null then return null; end if;
  if least(a, b) < '1582-10-15' and a <> b then perform ora.raise(3001, 'date arithmetic before 15-OCT-1582'); end if;
  return a - b;
end $$;
-- + INTERVAL YEAR TO MONTH: the day must exist. ORA-01839.
create or replace function ora.plus_months(d timestamp, i interval) returns timestamp language plpgsql immutable parallel safe as $$
declare
  x timestamp := d + i;
begin
  if x is null then return null; end if;
  if extract(day from x) <> extract(day from d) then perform ora.raise(1839); end if;
  if x >= '10000-01-01' or x < '4712-01-01 BC' then perform ora.raise(1841); end if;
  return x;
end $$;
create or replace function ora.plus_months_tz(t timestamptz, i interval, zone text) returns timestamptz
language sql stable parallel safe as $$
  select case when zone ~ '^[+-]' then ora.plus_months(t at time zone zone::interval, i) at time zone zone::interval
              else ora.plus_months(t at time zone zone, i) at time zone zone end
$$;
create or replace function ora.plus_interval(d timestamp, i interval) returns timestamp language sql immutable parallel safe as $$
  select ora.date_checked(d + i, d)
$$;
-- AT TIME ZONE takes the sign of an offset the other way round; as an interval it does not.
create or replace function ora.wall_clock(t timestamptz, zone text) returns timestamp language sql stable parallel safe as $$
  select case when zone ~ '^[+-]' then t at time zone zone::interval else t at time zone zone end
$$;
-- A time zone that is known only now, as resolve/literals.ts reads one that is written: an offset or a region. ORA-01874, ORA-01882.
create or replace function ora.zone_name(zone text) returns text language plpgsql stable parallel safe as $$
declare
  parts constant text[] := regexp_match(zone, '^([+-])(\d{1,2}):(\d{2})$');
  region text;
begin
  if parts is not null then
    if parts[2]::int > 14 or parts[3]::int > 59 then perform ora.raise(1874); end if;
    return parts[1] || lpad(parts[2], 2, '0') || ':' || parts[3];
  end if;
  select name into region from pg_timezone_names where lower(name) = lower(zone) limit 1;
  if region is null and zone is not null then perform ora.raise(1882); end if;
  return region;
end $$;
create or replace function ora.interval_ds(seconds numeric) returns interval language sql immutable parallel safe as $$
  select make_interval(days => trunc(seconds / 86400)::int, secs => (seconds - trunc(seconds / 86400) * 86400)::float8)
$$;
create or replace function ora.interval_seconds(i interval) returns numeric language sql immutable parallel safe as $$
  select extract(epoch from i)
$$;
create or replace function ora.interval_months(i interval) returns numeric language sql immutable parallel safe as $$
  select extract(year from i) * 12 + extract(month from i)
$$;

-- Text to intervals: 'years-months' and 'days hours:minutes:seconds'.
create or replace function ora.to_yminterval(v text) returns interval language plpgsql immutable parallel safe as $$
declare
  m text[] := regexp_match(v, '^\s*([+-]?)(\d+)-(\d+)\s*$');
begin
  if v is null then return null; end if;
  if m is null or m[3]::int > 11 then perform ora.raise(1867); end if;
  return make_interval(months => case m[1] when '-' then -1 else 1 end * (m[2]::int * 12 + m[3]::int));
end $$;
create or replace function ora.to_dsinterval(v text) returns interval language plpgsql immutable parallel safe as $$
declare
  m text[] := regexp_match(v, '^\s*([+-]?)(\d+) +(\d+):(\d+):(\d+(?:\.\d+)?)\s*$');
  s int := case m[1] when '-' then -1 else 1 end;
begin
  if v is null then return null; end if;
  if m is null or m[3]::int > 23 or m[4]::int > 59 or m[5]::numeric >= 60 then perform ora.raise(1867); end if;
  return make_interval(days => s * m[2]::int, hours => s * m[3]::int, mins => s * m[4]::int, secs => s * m[5]::float8);
end $$;

-- ------------------------------------------------------------------ aggregates
create or replace function ora.listagg_truncate(items text[], glue text, filler text, counted boolean) returns text
language plpgsql immutable parallel safe as $$
declare
  given text[] := array_remove(items, null);
  whole text := nullif(array_to_string(given, glue), '');
  room int := 4000 - octet_length(glue) - octet_length(filler) - case when counted then 24 else 0 end;
  made text := '';
  kept int := 0;
begin
  if octet_length(whole) <= 4000 or whole is null then return whole; end if;
  while octet_length(made) + case when kept > 0 then octet_length(glue) else 0 end + octet_length(given[kept + 1]) <= room loop
    made := made || case when kept > 0 then glue else '' end || given[kept + 1];
    kept := kept + 1;
  end loop;
  return made || case when kept > 0 then glue else '' end || filler
      || case when counted then '(' || (cardinality(given) - kept) || ')' else '' end;
end $$;
-- Offset of LAG and LEAD: PostgreSQL would take a negative one the other way.
create or replace function ora.row_offset(n numeric) returns int language sql immutable parallel safe as $$
  select case when n < 0 then ora.raise_integer(1428, n::text, n) else trunc(n)::int end
$$;
create or replace function ora.last_nn_step(state anyelement, v anyelement) returns anyelement
language sql immutable strict parallel safe as $$ select v $$;
create or replace function ora.first_nn_step(state anyelement, v anyelement) returns anyelement
language sql immutable strict parallel safe as $$ select state $$;
-- Sum of squared deviations over n - d, exactly as far as NUMBER goes.
create or replace function ora.variance(n bigint, sx numeric, sxx numeric, d int) returns numeric language sql immutable parallel safe as $$
  select case when n > d then ora.div(sxx * n - sx * sx, (n * (n - d))::numeric) end
$$;
create or replace function ora.square_root(x numeric) returns numeric language sql immutable parallel safe as $$
  select case when x < 0 then ora.raise_numeric(1428, x::text, x) else ora.n40(sqrt(round(x, 50))) end
$$;
create or replace function ora.correlation(n bigint, sx numeric, sy numeric, sxy numeric, sxx numeric, syy numeric) returns numeric
language sql immutable parallel safe as $$
  select ora.div(sxy * n - sx * sy, nullif(ora.square_root((sxx * n - sx * sx) * (syy * n - sy * sy)), 0))
$$;
create or replace function ora.percentile(a numeric[], p numeric) returns numeric language plpgsql immutable parallel safe as $$
declare
  s numeric[] := array(select v from unnest(a) v where v is not null order by v);
  n int := cardinality(s);
  pos numeric;
  k int;
begin
  if n = 0 then return null; end if;
  if p < 0 or p > 1 then perform ora.raise(1428, p::text); end if;
  pos := 1 + p * (n - 1);
  k := floor(pos);
  if pos = k then return s[k]; end if;
  return ora.n40(s[k] + (s[k + 1] - s[k]) * (pos - k));
end $$;
create or replace function ora.percentile(a timestamp[], p numeric) returns timestamp language plpgsql immutable parallel safe as $$
declare
  s timestamp[] := array(select v from unnest(a) v where v is not null order by v);
  n int := cardinality(s);
  pos numeric;
  k int;
begin
  if n = 0 then return null; end if;
  if p < 0 or p > 1 then perform ora.raise(1428, p::text); end if;
  pos := 1 + p * (n - 1);
  k := floor(pos);
  if pos = k then return s[k]; end if;
  return date_trunc('second', s[k] + (s[k + 1] - s[k]) * (pos - k)::float8);
end $$;
create or replace function ora.percentile_disc(a anyarray, p numeric) returns anyelement language plpgsql immutable parallel safe as $$
declare
  r a%type := array(select v from unnest(a) v where v is not null order by v);
begin
  if p < 0 or p > 1 then perform ora.raise(1428, p::text); end if;
  return r[greatest(1, ceil(p * cardinality(r)))::int];
end $$;
create or replace function ora.count_distinct_final(a anycompatiblearray) returns bigint language sql immutable parallel safe as $$
  select count(distinct v) from unnest(a) v
$$;
create or replace function ora.sum_distinct_final(a numeric[]) returns numeric language sql immutable parallel safe as $$
  select sum(distinct v) from unnest(a) v
$$;
-- Text listed with its order; too long is ORA-01489.
do $install$
begin
  if not exists (select from pg_proc p join pg_namespace n on n.oid = pronamespace where nspname = 'ora' and proname = 'last_nn') then
    create aggregate ora.last_nn(anyelement) (sfunc = ora.last_nn_step, stype = anyelement, parallel = safe);
    create aggregate ora.first_nn(anyelement) (sfunc = ora.first_nn_step, stype = anyelement, parallel = safe);
    create aggregate ora.count_distinct(anycompatible)
      (sfunc = array_append, stype = anycompatiblearray, finalfunc = ora.count_distinct_final, initcond = '{}');
    create aggregate ora.sum_distinct(numeric)
      (sfunc = array_append, stype = numeric[], finalfunc = ora.sum_distinct_final, initcond = '{}');
  end if;
end $install$;
