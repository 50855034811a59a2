import type { Precondition, Preconditions } from './changeset'
import type { ElementReader } from './xml-grammar'

const ON = ['HALT', 'CONTINUE', 'MARK_RAN', 'WARN'] as const

/** A `preConditions` element. */
export const readXmlPreconditions = (element: ElementReader): Preconditions => ({
  onFail: element.oneOf('onFail', ON, 'HALT'),
  onError: element.oneOf('onError', ON, 'HALT'),
  onSqlOutput: element.oneOf('onSqlOutput', ['IGNORE', 'TEST', 'FAIL'] as const, 'IGNORE'),
  checks: readChecks(element)
})

const readChecks = (element: ElementReader): Precondition[] =>
  element.children('dbms', 'sqlCheck', 'tableExists', 'viewExists', 'and', 'or', 'not').map(readCheck)

function readCheck(element: ElementReader): Precondition {
  const { name, place } = element.element
  switch (name) {
    case 'dbms':
      return { kind: 'dbms', type: element.required('type'), place }
    case 'sqlCheck': {
      const sql = element.content().text.trim()
      if (!sql) element.fail('<sqlCheck> needs a query.')
      return {
        kind: 'sql-check',
        expected: element.text('expectedResult') ?? element.required('expectedResult'),
        sql: sql.replace(/;\s*$/, ''),
        place
      }
    }
    case 'tableExists':
      return { kind: 'table-exists', name: element.required('tableName'), schema: element.text('schemaName'), place }
    case 'viewExists':
      return { kind: 'view-exists', name: element.required('viewName'), schema: element.text('schemaName'), place }
    default: {
      const checks = readChecks(element)
      if (!checks.length) element.fail(`<${name}> needs something to test.`)
      return { kind: name as 'and' | 'or' | 'not', checks, place }
    }
  }
}
