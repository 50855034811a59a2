-- Regular expressions: Oracle's patterns (POSIX with the Perl-influenced \d \w \s and lazy quantifiers) rewritten for PostgreSQL.
-- Source: SQL Language Reference, "Oracle Regular Expression Support". Constant patterns are rewritten once, at plan time.

create or replace function ora.regexp_pattern(pattern text, flags text) returns text
language plpgsql immutable parallel safe as $$
declare
  result text := '';
  i int := 1;
  c text;
  next text;
  dot constant text := case when position('n' in coalesce(flags, '')) > 0 then '.' else '[^\n]' end;
  -- of PostgreSQL's expanded syntax Oracle has the blanks, not the comments
  hash constant text := case when position('x' in coalesce(flags, '')) > 0 then '\#' else '#' end;
  lazy boolean := false;
  greedy boolean := false;
  quantifier text[];
  operand boolean := false; -- something that a quantifier may follow
begin
  if pattern is null then return null; end if;
  if left(pattern, 3) = '***' then perform ora.fail(12728); end if;
  while i <= length(pattern) loop
    c := substr(pattern, i, 1);
    if c = '\' then
      next := substr(pattern, i + 1, 1);
      if next = '' then perform ora.fail(3001, 'a regular expression that ends in a backslash'); end if;
      result := result || case when next ~ '[dDwWsS1-9A]' then '\' || next when next = 'z' then '\Z' when next = 'Z' then '(?=\n?\Z)'
        when next ~ '[[:alpha:]0]' then next else '\' || next end;
      i := i + 2;
      operand := true;
    elsif c = '#' then
      result := result || hash;
      i := i + 1;
      operand := true;
    elsif c = '.' then
      result := result || dot;
      i := i + 1;
      operand := true;
    elsif c = '[' then
      result := result || c;
      i := i + 1;
      if substr(pattern, i, 1) = '^' then result := result || '^'; i := i + 1; end if;
      if substr(pattern, i, 1) = ']' then result := result || ']'; i := i + 1; end if;
      loop
        c := substr(pattern, i, 1);
        if c = '' then perform ora.fail(12726); end if;
        if c = '[' and substr(pattern, i + 1, 1) in (':', '.', '=') then
          next := substr(pattern, i + 1, 1) || ']';
          if position(next in substr(pattern, i + 2)) = 0 then perform ora.fail(12726); end if;
          result := result || substr(pattern, i, position(next in substr(pattern, i + 2)) + 3);
          i := i + position(next in substr(pattern, i + 2)) + 3;
          continue;
        end if;
        -- a backslash is an ordinary character in Oracle's brackets
        result := result || case when c = '\' then '\\' else c end;
        i := i + 1;
        exit when c = ']';
      end loop;
      operand := true;
    elsif c = '(' and substr(pattern, i + 1, 1) = '?' then
      perform ora.fail(3001, 'the construct (? in a regular expression');
    else
      quantifier := regexp_match(substr(pattern, i), '^([*+?]|\{\d+(,\d*)?\})(\??)');
      if quantifier is not null then
        if not operand then perform ora.fail(3001, 'a quantifier without anything before it in a regular expression'); end if;
        operand := false;
        if quantifier[3] = '?' then lazy := true; else greedy := true; end if;
        result := result || quantifier[1] || quantifier[3];
        i := i + length(quantifier[1]) + length(quantifier[3]);
      else
        result := result || c;
        i := i + 1;
        operand := c not in ('(', '|', '^');
      end if;
    end if;
  end loop;
  -- PostgreSQL gives a whole expression one greediness
  if lazy and (greedy or position('|' in pattern) > 0)
    then perform ora.fail(3001, 'a regular expression that mixes lazy and greedy quantifiers'); end if;
  return result;
end $$;

create or replace function ora.regexp_flags(flags text) returns text
language plpgsql immutable parallel safe as $$
begin
  if flags ~ '[^icnmx]' then perform ora.fail(1760); end if;
  return case when position('i' in flags) > position('c' in flags) then 'i' else 'c' end
    || case when position('m' in flags) > 0 then 'w' else '' end || case when position('x' in flags) > 0 then 'x' else '' end;
end $$;

-- \1 … \9 are back references, \\ is a backslash; any other backslash stands for itself.
create or replace function ora.regexp_replacement(r text) returns text
language sql immutable parallel safe as
$$ select regexp_replace(coalesce(r, ''), '\\(?:\\|([^1-9\\])|$)', '\\\\\1', 'g') $$;

create or replace function ora.regexp_like(v text, p text, f text) returns boolean
language sql immutable parallel safe as $$ select regexp_like(v, ora.regexp_pattern(p, f), ora.regexp_flags(f)) $$;

-- A position or an occurrence: a whole number not under `least_value`.
create or replace function ora.regexp_number(n numeric, least_value int) returns int
language sql immutable parallel safe as
$$ select case when trunc(n) < least_value then ora.raise_integer(1428, ora.num_text(n), n) else ora.whole(n) end $$;

create or replace function ora.regexp_count(v text, p text, start numeric, f text) returns numeric
language sql immutable parallel safe as $$ select regexp_count(v, ora.regexp_pattern(p, f), ora.regexp_number(start, 1),
  ora.regexp_flags(f))::numeric $$;
create or replace function ora.regexp_instr(v text, p text, start numeric, occurrence numeric, after numeric, f text,
  sub numeric) returns numeric
language sql immutable parallel safe as
$$ select regexp_instr(v, ora.regexp_pattern(p, f), ora.regexp_number(start, 1), ora.regexp_number(occurrence, 1),
     case when ora.regexp_number(after, 0) = 0 then 0 else 1 end,
     ora.regexp_flags(f), ora.regexp_number(sub, 0))::numeric $$;
create or replace function ora.regexp_substr(v text, p text, start numeric, occurrence numeric, f text, sub numeric) returns text
language sql immutable parallel safe as
$$ select nullif(regexp_substr(v, ora.regexp_pattern(p, f), ora.regexp_number(start, 1), ora.regexp_number(occurrence, 1),
  ora.regexp_flags(f), ora.regexp_number(sub, 0)), '') $$;
create or replace function ora.regexp_replace(v text, p text, r text, start numeric, occurrence numeric, f text) returns text
language sql immutable parallel safe as
$$ select nullif(case when p is null then v
     else regexp_replace(v, ora.regexp_pattern(p, f), ora.regexp_replacement(r), ora.regexp_number(start, 1),
       ora.regexp_number(occurrence, 0), ora.regexp_flags(f)) end, '') $$;
