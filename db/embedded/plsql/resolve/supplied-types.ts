/** Types that come with the database. Source: PL/SQL Packages and Types Reference. */

import { DATE, NUMBER, varchar2 } from '../../sql/types'
import type { Compiler } from '../model'
import { type CollectionType, type ScalarType, scalar } from '../types'
import { builtInType } from './built-in-types'
import { collectionType } from './type-names'

type Shape = Pick<CollectionType, 'style' | 'limit' | 'element' | 'key'>
const VARRAY = (element: ScalarType): Shape => ({ style: 'varray', limit: 32767, element })
const key = builtInType({ name: 'PLS_INTEGER', args: [], start: 0, end: 0 }, undefined as never, true) as ScalarType
const TABLE = (element: ScalarType): Shape => ({ style: 'associative array', key, element })

const TYPES: Readonly<Record<string, Shape>> = {
  ODCINUMBERLIST: VARRAY(scalar(NUMBER)),
  ODCIVARCHAR2LIST: VARRAY(scalar(varchar2(4000))),
  ODCIDATELIST: VARRAY(scalar(DATE)),
  DBMSOUTPUT_LINESARRAY: { style: 'varray', limit: 2147483647, element: scalar(varchar2(32767)) },
  'DBMS_OUTPUT.CHARARR': TABLE(scalar(varchar2(32767))),
  'DBMS_SQL.VARCHAR2_TABLE': TABLE(scalar(varchar2(4000))),
  'DBMS_SQL.VARCHAR2A': TABLE(scalar(varchar2(32767))),
  'DBMS_SQL.VARCHAR2S': TABLE(scalar(varchar2(256))),
  'DBMS_SQL.NUMBER_TABLE': TABLE(scalar(NUMBER)),
  'DBMS_SQL.DATE_TABLE': TABLE(scalar(DATE)),
  'DBMS_UTILITY.MAXNAME_ARRAY': TABLE(scalar(varchar2(32767))),
  'DBMS_UTILITY.UNCL_ARRAY': TABLE(scalar(varchar2(227))),
  'DBMS_UTILITY.NUMBER_ARRAY': TABLE(scalar(NUMBER))
}

/** @param name "ODCINUMBERLIST", "DBMS_OUTPUT.CHARARR" */
export function suppliedType(c: Pick<Compiler, 'types'>, name: string): CollectionType | undefined {
  return Object.hasOwn(TYPES, name) ? collectionType(c, { id: `SYS.${name}`, ...TYPES[name] }) : undefined
}
