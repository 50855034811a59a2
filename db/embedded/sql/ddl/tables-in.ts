/** Schema objects that a query names, synonyms and what they stand for alike. */
import type { ObjectKey } from '../../catalog/stored-objects'
import type { NamedTable, QueryNode } from '../tree'
import type { DdlContext } from './ddl-context'

export function tablesIn(query: QueryNode, ddl: DdlContext): ObjectKey[] {
  const found = new Map<string, ObjectKey>()
  const add = (owner: string, name: string): void => {
    const object = ddl.catalog.find(owner, name)
    if (!object || owner === 'SYS' || found.has(`${owner}\0${name}`)) return
    found.set(`${owner}\0${name}`, { owner, name })
    if (object.kind === 'synonym') add(object.targetOwner, object.targetName)
  }
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit)
    else if (node !== null && typeof node === 'object') {
      const table = node as Partial<NamedTable>
      if (table.type === 'table' && table.name) {
        const { schema, object } = table.name
        if (schema) add(schema.name, object.name)
        else for (const owner of [ddl.context.schema, 'PUBLIC']) add(owner, object.name)
      }
      Object.values(node).forEach(visit)
    }
  }
  visit(query)
  return [...found.values()]
}
