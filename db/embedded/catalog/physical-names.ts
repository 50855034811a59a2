/**
 * Oracle's names in PostgreSQL. Both keep the stored spelling; two things differ: PostgreSQL cuts names at
 * 63 bytes without an error, and keeps indexes in the name space of tables, where Oracle has a second one.
 */
import { createHash } from 'node:crypto'
import { quoteName } from '../sql/expr'

const MAX_BYTES = 63

/** The PostgreSQL name of an Oracle name: itself up to 63 bytes, else its first 40 bytes, `$`, and 16 hex digits of its hash. */
export function phys(name: string): string {
  if (Buffer.byteLength(name) <= MAX_BYTES) return name
  let head = name
  while (Buffer.byteLength(head) > 40) head = [...head].slice(0, -1).join('')
  return `${head}$${createHash('sha256').update(name).digest('hex').slice(0, 16)}`
}

/** Unique keys and indexes carry a suffix, so that an index may have the name of a table. */
export const physIndex = (name: string): string => phys(`${name}$i`)
/** The companion of a multi-column unique key: rows with some but not all columns null. */
export const physCompanion = (name: string): string => phys(`${name}$n`)
/** Length check of a column; '!' sorts it before every other check. */
export const physLength = (column: string): string => phys(`!len_${column}`)

/** Undoes `physIndex` and `physCompanion` for a name that PostgreSQL reports with a unique violation (not for hashed ones). */
export const stripSuffix = (physical: string): string => physical.replace(/\$[in]$/, '')

/** "SCHEMA"."OBJECT" */
export const qualified = (owner: string, name: string): string => `${quoteName(phys(owner))}.${quoteName(phys(name))}`

/** The relation as PostgreSQL's regclass constant. */
export const regclass = (owner: string, name: string): string => `'${qualified(owner, name).replace(/'/g, "''")}'::pg_catalog.regclass`

/** A global temporary table is a temporary one of each session; all owners share that schema. */
export const temporaryRelation = (owner: string, name: string): string => `pg_temp.${quoteName(phys(`${owner}.${name}`))}`

/** What a table is called in PostgreSQL, wherever it lies. */
export const relationOf = (table: { readonly owner: string; readonly name: string; readonly relation?: string }): string =>
  table.relation ?? qualified(table.owner, table.name)
