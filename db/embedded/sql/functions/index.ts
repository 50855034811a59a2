/** Every scalar function that the server knows; docs/compatibility.md is made from this table. */
import { characterFunctions } from './character'
import { conditionalFunctions } from './conditional'
import { conversionFunctions } from './conversion'
import { datetimeFunctions } from './datetime'
import { numericFunctions } from './numeric'
import { MISSING_PACKAGE_FUNCTIONS, packageFunctions } from './packages'
import { regexpFunctions } from './regexp'
import type { FunctionRule } from './registry'
import { sessionFunctions } from './session'

export const FUNCTIONS: ReadonlyMap<string, FunctionRule> = new Map(
  [
    numericFunctions,
    characterFunctions,
    datetimeFunctions,
    conversionFunctions,
    conditionalFunctions,
    regexpFunctions,
    sessionFunctions,
    packageFunctions
  ]
    .flat()
    .map((rule) => [rule.name, rule])
)

/** @param name upper case; a packaged function by its path, e.g. UTL_RAW.CAST_TO_RAW. */
export const lookupFunction = (name: string): FunctionRule | undefined => FUNCTIONS.get(name)

/** Functions that Oracle has and this server has not: refused by name rather than called unknown. */
export const MISSING_FUNCTIONS: ReadonlySet<string> = new Set([
  ...MISSING_PACKAGE_FUNCTIONS,
  'ROUND_TIES_TO_EVEN', 'NLS_COLLATION_ID', 'NLS_COLLATION_NAME', 'JSON_OBJECT', 'JSON_ARRAY', 'JSON_MERGEPATCH', 'JSON_SERIALIZE',
  'JSON_TRANSFORM', 'XMLELEMENT', 'XMLFOREST', 'XMLCONCAT', 'XMLPARSE', 'XMLQUERY', 'XMLCAST', 'XMLSERIALIZE', 'XMLTYPE', 'BFILENAME',
  'CARDINALITY', 'COLLATION', 'COMPOSE', 'CON_DBID_TO_ID', 'CONVERT', 'CV', 'DECOMPOSE', 'DEREF', 'EXISTSNODE', 'EXTRACTVALUE', 'INSTR2',
  'LENGTH2', 'SUBSTR2', 'ITERATION_NUMBER', 'JSON_QUERY', 'JSON_VALUE', 'JSON_DATAGUIDE', 'MAKE_REF', 'NLS_CHARSET_DECL_LEN',
  'ORA_DST_AFFECTED', 'ORA_INVOKING_USER', 'PATH', 'POWERMULTISET', 'PRESENTNNV', 'PRESENTV', 'PREVIOUS', 'RAWTONHEX', 'REF', 'REFTOHEX',
  'ROWIDTONCHAR', 'SCN_TO_TIMESTAMP', 'SET', 'SYS_DBURIGEN', 'SYS_OP_ZONE_ID', 'SYS_TYPEID', 'SYS_XMLAGG', 'SYS_XMLGEN', 'TIMESTAMP_TO_SCN',
  'TO_APPROX_COUNT_DISTINCT', 'TO_BLOB', 'TO_LOB', 'TO_NCLOB', 'UPDATEXML', 'VALIDATE_CONVERSION', 'VALUE', 'XMLDIFF', 'XMLPATCH',
  'XMLTRANSFORM'
])
