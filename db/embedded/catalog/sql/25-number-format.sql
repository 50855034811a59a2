-- TO_CHAR (number) and TO_NUMBER with a format model. Source: SQL Language Reference, "Number Format Models".

create or replace function ora.roman(n int) returns text
language sql immutable parallel safe as $$ select to_char(n, 'FMRN') $$;

/*
 * nls: decimal and group character ('.,'); currency: L. Bad model: ORA-01481. A value that does not fit: all '#'.
 */
create or replace function ora.to_char_number(v numeric, model text, nls text default '.,', currency text default '$',
  iso text default 'USD') returns text
language plpgsql immutable parallel safe as $$
declare
  m text := upper(model);
  fm boolean := false;
  sign_at text := 'lead';    -- lead, S-front, S-back, MI, PR
  dollar text := '';
  dollar_width int := 0;     -- an L takes ten characters, a C seven
  blank_zero boolean := false;
  shift int := 0;
  scientific boolean := false;
  body text := '';           -- only 9 0 , G . D
  c text;
  fraction_digits int;
  integer_model text;
  x numeric := v;
  negative boolean;
  digits text;
  out text := '';
  width int;
  started boolean := false;
  first_zero int;
  pos int;
  k int;
  e int;
  frac text;
  -- a comma and a period in the model stand for themselves, G and D for what the session has
  point text := left(nls, 1);
  group_character text := substr(nls, 2, 1);
begin
  if v is null or model is null then return null; end if;
  if m ~ '^FM' then fm := true; m := substr(m, 3); end if;
  if m in ('TM', 'TM9', 'TME') then
    -- as few characters as the number needs; over 64 in exponent form
    out := trim_scale(abs(v))::text;
    if out like '0.%' then out := substr(out, 2); end if;
    if m = 'TME' or length(out) > 63 then
      e := 0;
      if v <> 0 then
        e := length(trunc(abs(v))::text) - 1;
        if abs(v) < 1 then e := -(length(split_part(out, '.', 2)) - length(ltrim(split_part(out, '.', 2), '0')) + 1); end if;
      end if;
      out := trim_scale(case when e >= 0 then round(abs(v) / power(10::numeric, e), 60) else abs(v) * power(10::numeric, -e) end)::text
        || 'E' || case when e < 0 then '-' else '+' end || lpad(abs(e)::text, greatest(2, length(abs(e)::text)), '0');
    end if;
    return case when v < 0 then '-' else '' end || replace(out, '.', left(nls, 1));
  end if;
  if m = 'RN' then
    if v <> round(v) or v < 1 or v > 3999 then return repeat('#', 15); end if;
    out := ora.apply_case(ora.roman(v::int), substr(model, case when fm then 3 else 1 end));
    return case when fm then out else lpad(out, 15) end;
  end if;
  if m ~ '^0*X+$' then
    x := round(v);
    if x < 0 then return repeat('#', length(m) + 1); end if;
    loop
      out := substr('0123456789ABCDEF', (x % 16)::int + 1, 1) || out;
      x := div(x, 16);
      exit when x = 0;
    end loop;
    if length(out) > length(m) then return repeat('#', length(m) + 1); end if;
    if m ~ '^0' then out := lpad(out, length(m), '0'); end if;
    if substr(model, length(model)) = 'x' then out := lower(out); end if;
    return case when fm then out else lpad(out, length(m) + 1) end;
  end if;
  -- signs and currency stand at the ends, or anywhere for $ and B
  if m ~ '^S' then sign_at := 'front'; m := substr(m, 2);
  elsif m ~ 'S$' then sign_at := 'back'; m := left(m, -1);
  elsif m ~ 'MI$' then sign_at := 'MI'; m := left(m, -2);
  elsif m ~ 'PR$' then sign_at := 'PR'; m := left(m, -2); end if;
  if m ~ 'EEEE$' then scientific := true; m := left(m, -4); end if;
  if length(m) - length(replace(m, '$', '')) > 1 or m ~ '[LCU].*[LCU$]|\$.*[LCU]' then perform ora.fail(1481); end if;
  if position('$' in m) > 0 then dollar := '$'; dollar_width := 1; m := replace(m, '$', ''); end if;
  if m ~ '^[LU]' then dollar := currency; dollar_width := 10; m := substr(m, 2);
  elsif m ~ '^C' then dollar := iso; dollar_width := 7; m := substr(m, 2);
  elsif m ~ '[LUC]' then perform ora.fail(1481); end if;
  if position('B' in m) > 0 then blank_zero := true; m := regexp_replace(m, 'B', ''); end if;
  if m ~ 'V' then
    if m ~ '[.D]' then perform ora.fail(1481); end if;
    shift := length(regexp_replace(substr(m, position('V' in m) + 1), '[^90]', '', 'g'));
    m := replace(m, 'V', '');
  end if;
  if m !~ '^[90,G]*([.D][90]*)?$' or m !~ '[90.D]' or m ~ '^[,G]' or (m ~ '[,]' and m ~ '[GD]') or (m ~ '[.]' and m ~ '[GD]')
    then perform ora.fail(1481); end if;
  body := replace(replace(m, 'G', ','), 'D', '.');
  if position('G' in m) = 0 then group_character := ','; end if;
  if position('.' in m) > 0 then point := '.'; end if;
  integer_model := split_part(body, '.', 1);
  fraction_digits := length(split_part(body, '.', 2));
  negative := v < 0; -- also where the value rounds to zero: Oracle shows -0

  if scientific then
    if sign_at in ('back', 'MI', 'PR') or dollar_width > 0 or shift > 0 or blank_zero or length(integer_model) <> 1 then
      perform ora.fail(3001, 'EEEE together with other elements');
    end if;
    x := abs(v);
    e := 0;
    if x <> 0 then
      e := floor(log(x))::int;
      if x >= power(10::numeric, e + 1) then e := e + 1; elsif x < power(10::numeric, e) then e := e - 1; end if;
      x := round(case when e >= 0 then x / power(10::numeric, e) else x * power(10::numeric, -e) end, fraction_digits);
      if x >= 10 then x := round(x / 10, fraction_digits); e := e + 1; end if;
    end if;
    out := case when position('.' in body) > 0
      then to_char(trunc(x), 'FM0') || point || rpad(split_part(round(x, fraction_digits)::text, '.', 2), fraction_digits, '0')
      else round(x)::text end || 'E' || case when e < 0 then '-' else '+' end || lpad(abs(e)::text, greatest(2, length(abs(e)::text)), '0');
    width := 2 + case when position('.' in body) > 0 then 1 + fraction_digits else 0 end + 5;
    out := case when negative then '-' when sign_at = 'front' then '+' else '' end || out;
    return case when fm then out else lpad(out, greatest(width, length(out))) end;
  end if;

  x := round(abs(v) * power(10::numeric, shift), fraction_digits);
  digits := case when trunc(x) = 0 then '' else trunc(x)::text end;
  frac := case when fraction_digits > 0 then split_part(x::text, '.', 2) else '' end;
  if length(digits) > length(replace(integer_model, ',', '')) then
    return repeat('#', length(body) + dollar_width + case sign_at when 'PR' then 2 else 1 end);
  end if;
  first_zero := position('0' in integer_model); -- from here on zeros are shown
  -- no integer digit position shows a zero by itself: 0.5 with 9.9 is .5, 0 with 999 is 0
  k := length(replace(integer_model, ',', ''));
  digits := lpad(digits, k, ' ');
  pos := 0;
  for i in 1..length(integer_model) loop
    c := substr(integer_model, i, 1);
    if c = ',' then
      out := out || case when started then group_character else ' ' end;
    else
      pos := pos + 1;
      c := substr(digits, pos, 1);
      if c = ' ' and first_zero > 0 and i >= first_zero then c := '0'; end if;
      if c <> ' ' then started := true; end if;
      out := out || c;
    end if;
  end loop;
  if not started and (fraction_digits = 0 or (x = 0 and position('.' in body) > 0 and substr(body, length(integer_model) + 2) !~ '0'
    and fm)) then
    -- a zero with nothing else to show is shown as one digit
    if k > 0 then out := overlay(out placing '0' from length(out) for 1); started := true; end if;
  end if;
  if fraction_digits > 0 then
    if fm then
      -- FM cuts zeros that stand on a 9
      k := length(frac);
      while k > 0 and substr(frac, k, 1) = '0' and substr(split_part(body, '.', 2), k, 1) = '9'
        and substr(split_part(body, '.', 2), k) !~ '0' loop k := k - 1; end loop;
      frac := left(frac, k);
    end if;
    out := out || point || frac;
  elsif position('.' in body) > 0 then
    out := out || point;
  end if;
  if blank_zero and x = 0 then return case when fm then null else repeat(' ', length(out) + dollar_width + case sign_at when 'PR' then 2
    else 1 end) end; end if;
  width := length(out);
  out := ltrim(out);
  case sign_at
    when 'lead' then out := case when negative then '-' else '' end || dollar || out; width := width + 1 + dollar_width;
    when 'front' then out := case when negative then '-' else '+' end || dollar || out; width := width + 1 + dollar_width;
    when 'back' then out := dollar || out || case when negative then '-' else '+' end; width := width + 1 + dollar_width;
    when 'MI' then out := dollar || out || case when negative then '-' when fm then '' else ' ' end; width := width + 1 + dollar_width;
    when 'PR' then
      out := case when negative then '<' || dollar || out || '>' when fm then dollar || out else ' ' || dollar || out || ' ' end;
      width := width + 2 + dollar_width;
  end case;
  return case when fm then out else lpad(out, greatest(width, length(out))) end;
end $$;

-- Models of digits, commas and a point, where PostgreSQL's to_char says the same of all values up to `largest`: but of
-- negative ones that it rounds to zero.
create or replace function ora.to_char_plain(v numeric, model text, largest numeric) returns text
language sql stable parallel safe as $$ select case when abs(v) <= largest and (v >= 0 or v <= -1) then to_char(v, model)
  else ora.to_char_number(v, model) end $$;

-- TO_NUMBER(text, model): what does not fit the model is ORA-01722.
create or replace function ora.to_number_model(v text, model text, nls text default '.,', currency text default '$',
  iso text default 'USD') returns numeric
language plpgsql immutable parallel safe as $$
declare
  m text := upper(model);
  s text := trim(v);
  negative boolean := false;
  body text;
  integers int;
  fractions int;
  hex text;
  n numeric := 0;
  point text;
  group_character text;
begin
  if v is null or model is null then return null; end if;
  if m ~ '^FM' then m := substr(m, 3); end if;
  if m ~ '^0*X+$' then
    hex := upper(s);
    if hex !~ '^[0-9A-F]+$' or length(hex) > length(m) then perform ora.fail(1722); end if;
    for i in 1..length(hex) loop n := n * 16 + position(substr(hex, i, 1) in '0123456789ABCDEF') - 1; end loop;
    return n;
  end if;
  if m ~ 'RN|^TM|V' then perform ora.fail(1481); end if;
  if m ~ '^S' then
    m := substr(m, 2);
    if s !~ '^[+-]' then perform ora.fail(1722); end if;
    negative := left(s, 1) = '-'; s := substr(s, 2);
  elsif m ~ 'S$' then
    m := left(m, -1);
    if s !~ '[+-]$' then perform ora.fail(1722); end if;
    negative := right(s, 1) = '-'; s := left(s, -1);
  elsif m ~ 'MI$' then
    m := left(m, -2);
    if s ~ '[+-]$' then negative := right(s, 1) = '-'; s := left(s, -1); end if;
  elsif m ~ 'PR$' then
    m := left(m, -2);
    if s ~ '^<.*>$' then negative := true; s := substr(s, 2, length(s) - 2); end if;
  elsif s ~ '^[+-]' then
    negative := left(s, 1) = '-'; s := substr(s, 2);
  end if;
  s := trim(s);
  if m ~ 'EEEE$' then
    if s !~ '^(\d+\.?\d*|\.\d+)[eE][+-]?\d{1,3}$' then perform ora.fail(1722); end if;
    return case when negative then -(s::numeric) else s::numeric end;
  end if;
  if m ~ '\$' then m := replace(m, '$', ''); if left(s, 1) = '$' then s := substr(s, 2); end if;
  elsif m ~ '^[LU]' then m := substr(m, 2); if left(s, length(currency)) = currency then s := substr(s, length(currency) + 1); end if;
  elsif m ~ '^C' then m := substr(m, 2); if left(s, length(iso)) = iso then s := substr(s, length(iso) + 1); end if; end if;
  m := replace(m, 'B', '');
  if m !~ '^[90,G]*([.D][90]*)?$' or m !~ '[90]' then perform ora.fail(1481); end if;
  body := replace(replace(m, 'G', ','), 'D', '.');
  point := case when position('.' in m) > 0 then '.' else left(nls, 1) end;
  group_character := case when position('G' in m) = 0 then ',' else substr(nls, 2, 1) end;
  integers := length(replace(split_part(body, '.', 1), ',', ''));
  fractions := length(split_part(body, '.', 2));
  -- group characters may stand only where the model has them, counted from the decimal point
  declare
    whole text := split_part(s, point, 1);
    model_whole text := split_part(body, '.', 1);
    part text := case when position(point in s) > 0 then substr(s, position(point in s) + 1) end;
    a int := length(whole);
    b int := length(model_whole);
  begin
    if part is not null and (position('.' in body) = 0 or part !~ '^\d*$' or length(part) > fractions) then perform ora.fail(1722); end if;
    while a > 0 loop
      if b = 0 then perform ora.fail(1722); end if;
      if substr(model_whole, b, 1) = ',' then
        if substr(whole, a, 1) = group_character then a := a - 1; end if;
        b := b - 1;
      else
        if substr(whole, a, 1) !~ '\d' then perform ora.fail(1722); end if;
        a := a - 1; b := b - 1;
      end if;
    end loop;
    whole := replace(whole, group_character, '');
    if whole = '' and coalesce(part, '') = '' then perform ora.fail(1722); end if;
    n := (case when whole = '' then '0' else whole end || case when coalesce(part, '') = '' then '' else '.' || part end)::numeric;
  end;
  return case when negative then -n else n end;
end $$;
