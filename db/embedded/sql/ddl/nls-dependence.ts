/**
 * Formats are compiled in: what DDL stores would keep those of the session that made it, where Oracle uses those of
 * the session that runs it. Compiling twice, the second time under settings that differ in everything, tells.
 */
import { OraError } from '../../errors/ora-error'
import type { NlsSettings } from '../statement'
import type { DdlContext } from './ddl-context'

export const OTHER_SETTINGS: Omit<NlsSettings, 'NLS_LENGTH_SEMANTICS'> = {
  NLS_DATE_FORMAT: 'YYYY/MM/DD',
  NLS_TIMESTAMP_FORMAT: 'YYYY/MM/DD HH24/MI/SS',
  NLS_TIMESTAMP_TZ_FORMAT: 'YYYY/MM/DD HH24/MI/SS TZH:TZM',
  NLS_NUMERIC_CHARACTERS: ';:',
  NLS_DATE_LANGUAGE: 'ENGLISH',
  NLS_LANGUAGE: 'ENGLISH',
  NLS_TERRITORY: 'GERMANY',
  NLS_CURRENCY: '£',
  NLS_ISO_CURRENCY: 'GERMANY',
  NLS_SORT: 'BINARY',
  NLS_COMP: 'BINARY',
  NLS_CALENDAR: 'GREGORIAN'
}

export function dependsOnNls(made: string, compile: (ddl: DdlContext) => string, ddl: DdlContext): boolean {
  const nls: NlsSettings = { ...OTHER_SETTINGS, NLS_LENGTH_SEMANTICS: ddl.context.nls.NLS_LENGTH_SEMANTICS }
  try {
    return compile({ ...ddl, context: { ...ddl.context, nls } }) !== made
  } catch (e) {
    if (e instanceof OraError) return true
    throw e
  }
}
