/**
 * Oracle SQL → steps for PostgreSQL. Pure: everything it knows is in its arguments.
 *
 * @throws OraError with Oracle's number and the place in `text`.
 */
import type { Catalog } from '../catalog/catalog'
import { refuse } from '../errors/ora-error'
import { checkTriggers, translateBlock } from '../plsql/units'
import { translateOther } from './ddl/translate-other'
import { parseStatement } from './parse/parse-statement'
import { translateDelete } from './resolve/dml/delete'
import { translateInsert } from './resolve/dml/insert'
import { translateMerge } from './resolve/dml/merge'
import { translateMultiInsert } from './resolve/dml/multi-insert'
import { translateUpdate } from './resolve/dml/update'
import { translateQuery } from './resolve/translate-query'
import type { TranslateContext, Translation } from './statement'

export function translate(text: string, context: TranslateContext, catalog: Catalog): Translation {
  const parsed = parseStatement(text)
  const { statement } = parsed
  const job = { text, context, catalog, placeholders: parsed.placeholders }
  checkTriggers(statement, context, catalog)
  switch (statement.type) {
    case 'query':
      return translateQuery(job, statement)
    case 'insert':
      return translateInsert(job, statement)
    case 'multi-insert':
      return translateMultiInsert(job, statement)
    case 'update':
      return translateUpdate(job, statement)
    case 'delete':
      return translateDelete(job, statement)
    case 'merge':
      return translateMerge(job, statement)
    case 'plsql':
      return statement.what.startsWith('CREATE') ? translateOther(parsed, text, context, catalog) : translateBlock(statement.what, text, context, catalog)
    case 'explain':
      return refuse('EXPLAIN PLAN', statement.start)
    default:
      return translateOther(parsed, text, context, catalog)
  }
}
