/** The lists in Oracle's PLS-00103, in its own order and line breaks. Source: messages of Oracle Database 19c. */
const symbols = (text: string): readonly string[] => text.match(/<[a-z][^>]*>|\S+/g) ?? []

export const STATEMENT_START = symbols(`( begin case declare exit for goto if loop mod null pragma raise return select update while with
  <an identifier> <a double-quoted delimited-identifier> <a bind variable> << continue close current delete fetch lock insert open
  rollback savepoint set sql execute commit forall merge pipe purge json_exists json_value json_query json_object json_array`)
/** Where END or EXCEPTION would do as well. */
export const STATEMENT_OR_END = symbols(`( begin case declare end exception exit for goto if loop mod null pragma raise return select
  update while with <an identifier> <a double-quoted delimited-identifier> <a bind variable> << continue close current delete fetch
  lock insert open rollback savepoint set sql execute commit forall merge pipe purge json_exists json_value json_query json_object
  json_array`)
export const DECLARATION_START = symbols(`begin function pragma procedure subtype type <an identifier>
  <a double-quoted delimited-identifier> current cursor delete exists prior`)
export const PACKAGE_ITEM = symbols(`end function pragma procedure subtype type <an identifier>
  <a double-quoted delimited-identifier> current cursor delete exists prior`)
export const PACKAGE_BODY_ITEM = symbols(`begin end function pragma procedure subtype type <an identifier>
  <a double-quoted delimited-identifier> current cursor delete exists prior`)
export const EXPRESSION_START = symbols(`( - + case mod new not null <an identifier> <a double-quoted delimited-identifier>
  <a bind variable> continue avg count current exists max min prior sql stddev sum variance execute forall merge time timestamp
  interval date <a string literal with character set specification> <a number> <a single-quoted SQL string> pipe
  <an alternatively-quoted string literal with character set specification> <an alternatively-quoted SQL string>`)
export const TYPE_START = symbols(`<an identifier> <a double-quoted delimited-identifier> table columns long double ref char time
  timestamp interval date binary national character nchar`)
export const DECLARED_ITEM = symbols(`constant exception <an identifier> <a double-quoted delimited-identifier> table columns long double
  ref char time timestamp interval date binary national character nchar`)
export const IDENTIFIER = symbols('<an identifier> <a double-quoted delimited-identifier> current delete exists prior')
export const AFTER_NAME = symbols(':= . ( @ % ;')
export const SUBPROGRAM_HEAD = symbols(`( ; is with default authid as cluster order using external deterministic parallel_enable pipelined
  aggregate result_cache accessible rewrite`)
/** The same where a body must follow. */
export const STORED_HEAD = symbols(`( ; is with authid as cluster order using external deterministic parallel_enable pipelined
  result_cache`)
export const AFTER_TYPE = symbols(':= ( ; not null default character')
export const AFTER_END = symbols('; <an identifier> <a double-quoted delimited-identifier> delete exists prior')
export const AFTER_EXIT = symbols('; when <an identifier> <a double-quoted delimited-identifier>')
/** Ends of specifications. */
export const PROCEDURE_END = symbols('( ; authid default accessible')
export const FUNCTION_END = symbols('. @ % ; authid character deterministic parallel_enable pipelined aggregate result_cache')
export const FUNCTION_HEAD = symbols('( return compress compiled wrapped')
export const PARAMETER_TYPE = symbols(`in out <an identifier> <a double-quoted delimited-identifier> table ... columns long double ref char
  time timestamp interval date binary national character nchar`)

const OPERATORS_BEFORE = symbols('. ( * @ % & = - +')
const OPERATORS_BEHIND = symbols('< / >')
const WORDS = symbols('at in is mod remainder not rem')
const WORDS_BEHIND = symbols(`<an exponent (**)> <> or != or ~= >= <= <> and or like like2 like4 likec between || multiset member
  submultiset`)

/** What may follow an expression: any operator, or what ends it there. */
export function afterExpression(...ends: readonly string[]): readonly string[] {
  const words = ends.filter(e => /^[a-z]/.test(e))
  const marks = ends.filter(e => !words.includes(e))
  return [...OPERATORS_BEFORE, ...marks, ...OPERATORS_BEHIND, ...[...WORDS, ...words].sort(likeOracle), ...WORDS_BEHIND]
}
/** By alphabet, but "not rem" stand behind "remainder". */
const likeOracle = (a: string, b: string): number => rank(a).localeCompare(rank(b))
const rank = (word: string): string => (word === 'not' ? 'remainder1' : word === 'rem' ? 'remainder2' : word)

const WIDTH = 66

/** "PLS-00103: Encountered the symbol …" with its list. */
export function encountered(symbol: string, expected: readonly string[]): string {
  const head = `PLS-00103: Encountered the symbol "${symbol}"`
  if (expected.length === 0) return head
  const lines: string[] = []
  let line = '  '
  for (const item of expected) {
    if (line.length + 1 + item.length > WIDTH && line !== '  ') {
      lines.push(line)
      line = '  '
    }
    line += ` ${item}`
  }
  return `${head} when expecting one of the following:\n\n${[...lines, line].join('\n')}`
}
