/** Queries that find rows in the way of a constraint: one row of ORA number and arguments, or none. */
import { phys, qualified } from '../../catalog/physical-names'
import type { StoredConstraint, StoredTable } from '../../catalog/stored-objects'
import { quoteLiteral, quoteName } from '../expr'

const column = (alias: string, name: string): string => `${alias}.${quoteName(phys(name))}`

export function violations(table: StoredTable, constraint: StoredConstraint): string[] {
  const from = `from ${qualified(table.owner, table.name)} t`
  const name = quoteLiteral(`${table.owner}.${constraint.generatedName && constraint.notNull ? '' : constraint.name}`)
  const columns = constraint.columns.map((c) => column('t', c))
  const anyNull = columns.map((c) => `${c} is null`).join(' or ')
  const found = (code: number, rest: string): string => `select ${code}, ${name} where exists (select ${from} ${rest})`
  if (constraint.notNull) return [found(2296, `where ${anyNull}`)]
  switch (constraint.type) {
    case 'C':
      return constraint.notValidated ? [] : [found(2293, `where not (${constraint.checkSql})`)]
    case 'P':
      return [found(1449, `where ${anyNull}`), found(2437, `group by ${columns.join(', ')} having pg_catalog.count(*) > 1`)]
    case 'U':
      return [
        found(
          2299,
          `where pg_catalog.num_nonnulls(${columns.join(', ')}) > 0 group by ${columns.join(', ')} having pg_catalog.count(*) > 1`
        )
      ]
    case 'R': {
      const to = constraint.references
      if (!to || constraint.notValidated) return []
      const match = constraint.columns.map((c, i) => `${column('t', c)} = ${column('p', to.columns[i])}`).join(' and ')
      const present = columns.map((c) => `${c} is not null`).join(' and ')
      return [found(2298, `where ${present} and not exists (select from ${qualified(to.owner, to.table)} p where ${match})`)]
    }
  }
}
