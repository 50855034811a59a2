-- Numeric functions. Source: SQL Language Reference, "Numeric Functions". NUMBER is numeric; results have at most 40 digits (ora.n40).
-- PostgreSQL computes to at least the scale of its argument, so arguments are rounded (that is: widened) to the scale that is needed.

create or replace function ora.mod(a numeric, b numeric) returns numeric
language sql immutable parallel safe as $$ select case when b = 0 then a else a % b end $$;

-- n - m * (the whole number nearest to n / m, the even one of two)
create or replace function ora.remainder(a numeric, b numeric) returns numeric
language sql immutable parallel safe as $$
  select case when b = 0 then ora.raise_numeric(1476, '', a)
    when 2 * abs(a % b) > abs(b) or (2 * abs(a % b) = abs(b) and trunc(a / b) % 2 <> 0)
    then a % b - sign(a) * abs(b) else a % b end $$;

create or replace function ora.power(a numeric, b numeric) returns numeric
language plpgsql immutable parallel safe as $$
declare
  magnitude numeric;
begin
  if a is null or b is null then return null; end if;
  if (a = 0 and b < 0) or (a < 0 and b <> trunc(b)) then perform ora.fail(1428, ora.num_text(a)); end if;
  if a = 0 or b = 0 then return case when b = 0 then 1 else 0 end; end if;
  magnitude := b * log(abs(round(a, greatest(scale(a), 20))));
  if magnitude < -140 then return 0; end if;
  if magnitude > 127 then perform ora.fail(1426); end if;
  return ora.n40(power(round(a, greatest(scale(a), 60, 45 - floor(magnitude)::int)), b));
end $$;

create or replace function ora.sqrt(a numeric) returns numeric
language sql immutable parallel safe as
$$ select case when a < 0 then ora.raise_numeric(1428, ora.num_text(a), a) else ora.n40(sqrt(round(a, greatest(scale(a), 90)))) end $$;
create or replace function ora.ln(a numeric) returns numeric
language sql immutable parallel safe as
$$ select case when a <= 0 then ora.raise_numeric(1428, ora.num_text(a), a) else ora.n40(ln(round(a, greatest(scale(a), 60)))) end $$;
create or replace function ora.log(base numeric, a numeric) returns numeric
language sql immutable parallel safe as $$
  select case when base <= 0 or base = 1 then ora.raise_numeric(1428, ora.num_text(base), a) when a <= 0
    then ora.raise_numeric(1428, ora.num_text(a), a)
    else ora.n40(round(log(round(base, greatest(scale(base), 60)), round(a, greatest(scale(a), 60))), 50)) end $$;
create or replace function ora.exp(a numeric) returns numeric
language sql immutable parallel safe as $$
  select case when a > 291 then ora.raise_numeric(1426, '', a) when a < -300 then 0
    else ora.n40(exp(round(a, greatest(scale(a), 60, 45 - floor(a * 0.4343)::int)))) end $$;

create or replace function ora.bitand(a numeric, b numeric) returns numeric
language sql immutable parallel safe as $$ select (trunc(a)::bigint & trunc(b)::bigint)::numeric $$;

-- Trigonometry to 60 digits behind the point by series; below 1e-20 the argument is the result, to 40 digits.
create or replace function ora.pi() returns numeric language sql immutable parallel safe as
$$ select ('3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706'
  || '798214808651328230664709384460955058223172535940812848111745028410270193852110555964462294895493038196')::numeric $$;
create or replace function ora.sin(x numeric) returns numeric
language plpgsql immutable parallel safe as $$
declare
  y numeric;
  term numeric;
  result numeric;
  n int := 1;
begin
  if x is null or abs(x) < 1e-20 then return x; end if;
  if abs(x) > 1e60 then perform ora.fail(3001, 'a trigonometric function of a number over 1E60'); end if;
  y := round(x - 2 * ora.pi() * round(x / (2 * ora.pi())), 85);
  term := y;
  result := y;
  while abs(term) > 1e-85 loop
    n := n + 2;
    term := round(-term * y * y / (n * (n - 1)), 90);
    result := result + term;
  end loop;
  return ora.n40(round(result, 80));
end $$;
create or replace function ora.cos(x numeric) returns numeric
language plpgsql immutable parallel safe as $$
declare
  y numeric;
  term numeric := 1;
  result numeric := 1;
  n int := 0;
begin
  if x is null then return null; end if;
  if abs(x) > 1e60 then perform ora.fail(3001, 'a trigonometric function of a number over 1E60'); end if;
  y := round(x - 2 * ora.pi() * round(x / (2 * ora.pi())), 85);
  while abs(term) > 1e-85 loop
    n := n + 2;
    term := round(-term * y * y / (n * (n - 1)), 90);
    result := result + term;
  end loop;
  return ora.n40(round(result, 80));
end $$;
create or replace function ora.tan(x numeric) returns numeric
language sql immutable parallel safe as $$ select ora.div(ora.sin(x), ora.cos(x)) $$;

create or replace function ora.atan(x numeric) returns numeric
language plpgsql immutable parallel safe as $$
declare
  y numeric;
  power numeric;
  term numeric;
  result numeric;
  n int := 1;
begin
  if x is null or abs(x) < 1e-20 then return x; end if;
  y := case when abs(x) > 1 then round(1 / round(abs(x), 90), 90) else round(abs(x), 90) end;
  for i in 1..4 loop y := round(y / (1 + sqrt(1 + y * y)), 90); end loop;
  power := y;
  result := y;
  loop
    n := n + 2;
    power := round(-power * y * y, 90);
    term := round(power / n, 90);
    exit when abs(term) < 1e-85;
    result := result + term;
  end loop;
  result := 16 * result;
  if abs(x) > 1 then result := ora.pi() / 2 - result; end if;
  return sign(x) * round(result, 80);
end $$;
create or replace function ora.atan2(a numeric, b numeric) returns numeric
language plpgsql immutable parallel safe as $$
declare
  angle numeric;
begin
  if a is null or b is null then return null; end if;
  if a = 0 and b = 0 then perform ora.fail(1428, '0'); end if;
  if b = 0 then return ora.n40(round(sign(a) * ora.pi() / 2, 80)); end if;
  angle := ora.atan(round(a, 90) / b);
  return ora.n40(round(case when b > 0 then angle when a >= 0 then angle + ora.pi() else angle - ora.pi() end, 80));
end $$;
create or replace function ora.asin(x numeric) returns numeric
language sql immutable parallel safe as $$
  select case when abs(x) > 1 then ora.raise_numeric(1428, ora.num_text(x), x) when abs(x) = 1 then ora.n40(round(x * ora.pi() / 2, 80))
    else ora.n40(ora.atan(round(x, 90) / sqrt(round(1 - x * x, 90)))) end $$;
create or replace function ora.acos(x numeric) returns numeric
language sql immutable parallel safe as $$
  select case when abs(x) > 1 then ora.raise_numeric(1428, ora.num_text(x), x) when abs(x) = 1 then case when x = 1 then 0
    else ora.n40(round(ora.pi(), 80)) end
    else ora.n40(round(ora.pi() / 2 - ora.atan(round(x, 90) / sqrt(round(1 - x * x, 90))), 80)) end $$;
create or replace function ora.sinh(x numeric) returns numeric
language sql immutable parallel safe as $$
  select case when abs(x) < 1e-20 then x when abs(x) > 291 then ora.raise_numeric(1426, '', x)
    else ora.n40((exp(round(x, 90)) - exp(round(-x, 90))) / 2) end $$;
create or replace function ora.cosh(x numeric) returns numeric
language sql immutable parallel safe as $$
  select case when abs(x) > 291 then ora.raise_numeric(1426, '', x) else ora.n40((exp(round(x, 90)) + exp(round(-x, 90))) / 2) end $$;
create or replace function ora.tanh(x numeric) returns numeric
language sql immutable parallel safe as $$
  select case when abs(x) < 1e-20 then x when abs(x) > 60 then sign(x)
    else ora.n40((exp(round(2 * x, 90)) - 1) / (exp(round(2 * x, 90)) + 1)) end $$;

-- BINARY_DOUBLE: NaN and infinities instead of errors.
create or replace function ora.d_sqrt(x float8) returns float8
language sql immutable parallel safe as $$ select case when x < 0 then 'NaN'::float8 else sqrt(x) end $$;
create or replace function ora.d_ln(x float8) returns float8
language sql immutable parallel safe as $$ select case when x = 0 then '-Infinity'::float8 when x < 0 then 'NaN'::float8 else ln(x) end $$;
create or replace function ora.d_exp(x float8) returns float8
language sql immutable parallel safe as $$
  select case when x = 'NaN'::float8 then x when x > 709.782712893384 then 'Infinity'::float8 when x < -745.13 then 0::float8
    else exp(x) end $$;
create or replace function ora.d_power(a float8, b float8) returns float8
language sql immutable parallel safe as $$
  select case when a = 0 and b < 0 then 'Infinity'::float8 when a < 0 and b <> floor(b) then 'NaN'::float8 else power(a, b) end $$;
-- ROUND (number): floor(n + 0.5), mirrored for negative numbers.
create or replace function ora.d_round(x float8) returns float8
language sql immutable parallel safe as $$ select case when x < 0 then -floor(0.5::float8 - x) else floor(x + 0.5::float8) end $$;

-- A number of digits or of characters as PostgreSQL's int.
create or replace function ora.digits(n numeric) returns int
language sql immutable parallel safe as $$ select case when n > 130 then 130 when n < -130 then -130 else trunc(n)::int end $$;

create or replace function ora.width_bucket(x numeric, low numeric, high numeric, buckets numeric) returns numeric
language plpgsql immutable parallel safe as $$
begin
  if low is null then perform ora.fail(30494, '2'); end if;
  if high is null or high = low then perform ora.fail(30494, '3'); end if;
  if buckets is null or trunc(buckets) < 1 or buckets > 2147483646 then perform ora.fail(30494, '4'); end if;
  return width_bucket(x, low, high, trunc(buckets)::int);
end $$;
