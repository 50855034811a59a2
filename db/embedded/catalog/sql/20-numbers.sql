-- Numeric functions. Source: SQL Language Reference, "Numeric Functions". NUMBER is numeric; results have at most 40 digits (ora.n40).

create or replace function ora.mod(a numeric, b numeric) returns numeric
language sql immutable parallel safe as $$ select case when b = 0 then a else a % b end $$;

-- n - m * (the whole number nearest to n / m, the even one of two)
create or replace function ora.remainder(a numeric, b numeric) returns numeric
language sql immutable parallel safe as $$
  select case when b = 0 then ora.raise_numeric(1476, '', a) when 2 * abs(a % b) > abs(b) or (2 * abs(a % b) = abs(b) and trunc(a / b) % 2 <> 0)
    then a % b - sign(a) * abs(b) else a % b end $$;

create or replace function ora.power(a numeric, b numeric) returns numeric
language plpgsql immutable parallel safe as $$
begin
  if a is null or b is null then return null; end if;
  if a = 0 and b < 0 then perform ora.fail(1428, b::text); end if;
  if a < 0 and b <> trunc(b) then perform ora.fail(1428, b::text); end if;
  if a <> 0 and abs(b * log(abs(round(a, 20)))) > 200 then
    if b * log(abs(round(a, 20))) < 0 then return 0; end if;
    perform ora.fail(1426);
  end if;
  return ora.n40(case when b = trunc(b) and abs(b) < 400 and b >= 0 then power(a, b) else power(round(a, 60), b) end);
end $$;

create or replace function ora.sqrt(a numeric) returns numeric
language sql immutable parallel safe as $$ select case when a < 0 then ora.raise_numeric(1428, a::text, a) else ora.n40(sqrt(round(a, 90))) end $$;
create or replace function ora.ln(a numeric) returns numeric
language sql immutable parallel safe as $$ select case when a <= 0 then ora.raise_numeric(1428, a::text, a) else ora.n40(ln(round(a, 60))) end $$;
create or replace function ora.log(base numeric, a numeric) returns numeric
language sql immutable parallel safe as $$
  select case when base <= 0 or base = 1 then ora.raise_numeric(1428, base::text, a) when a <= 0 then ora.raise_numeric(1428, a::text, a)
    else ora.n40(round(log(round(base, 60), round(a, 60)), 50)) end $$;
create or replace function ora.exp(a numeric) returns numeric
language sql immutable parallel safe as $$ select case when a > 291 then ora.raise_numeric(1426, '', a) when a < -300 then 0 else ora.n40(exp(round(a, 60))) end $$;

create or replace function ora.bitand(a numeric, b numeric) returns numeric
language sql immutable parallel safe as $$ select (trunc(a)::bigint & trunc(b)::bigint)::numeric $$;
