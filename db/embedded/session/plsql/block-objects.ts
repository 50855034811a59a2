/**
 * Types and functions of blocks and fragments. They are made over the server's own connection, so that they outlive a
 * rollback and are seen at once by every session, and are never replaced: a name is a hash of all that is in it.
 */
import type { Query } from '../../catalog/load-catalog'
import type { CursorShape, Fragment, PgFunction, PgTypeDefinition } from '../../plsql/compiled'
import { quoteLiteral, quoteName } from '../../sql/expr'
import type { ColumnInfo } from '../../sql/statement'

export interface Needed {
  readonly types: readonly PgTypeDefinition[]
  readonly functions: readonly PgFunction[]
}

/** Functions kept; beyond it the ones that were not used for longest go. */
const KEPT = 2000
const DROPPED_AT_ONCE = 100

export class BlockObjects {
  private readonly types = new Set<string>()
  /** By name, the least recently used first; the value is done when PostgreSQL has it. */
  private readonly functions = new Map<string, Promise<void>>()
  private readonly shapes = new Map<string, readonly ColumnInfo[]>()

  constructor(private readonly query: Query) {}

  /** Drops what an earlier server left. Types stay: stored units may use them. */
  async clear(): Promise<void> {
    await this.query(`do $$ declare one record; begin
      for one in select oid::pg_catalog.regprocedure as name from pg_catalog.pg_proc
                  where pronamespace = 'ora_block'::pg_catalog.regnamespace loop
        execute 'drop routine ' || one.name;
      end loop;
    end $$`)
    await this.query(`delete from ora.line_maps where function like 'ora\\_block.%'`)
  }

  /** Resolves when PostgreSQL has all of them. */
  async ensure({ types, functions }: Needed): Promise<void> {
    const missing = functions.filter(fn => !this.touch(fn.name))
    const newTypes = types.filter(type => !this.types.has(type.name))
    if (missing.length > 0 || newTypes.length > 0) {
      const work = this.create(newTypes, missing)
      for (const fn of missing) this.functions.set(fn.name, work)
      await this.drop()
    }
    for (const fn of functions) await this.functions.get(fn.name)
  }

  addShapes(shapes: readonly CursorShape[]): void {
    for (const { id, columns } of shapes) this.shapes.set(id, columns)
  }
  /** Columns of the cursor whose portal carries that id; a stored unit's are in the dictionary. */
  async shape(id: string): Promise<readonly ColumnInfo[] | undefined> {
    const known = this.shapes.get(id)
    if (known) return known
    const [row] = await this.query(`select columns::text from ora.cursor_shapes where id = ${quoteLiteral(id)}`)
    if (!row) return undefined
    const columns = JSON.parse(row[0] as string) as ColumnInfo[]
    this.shapes.set(id, columns)
    return columns
  }

  private touch(name: string): boolean {
    const known = this.functions.get(name)
    if (!known) return false
    this.functions.delete(name)
    this.functions.set(name, known)
    return true
  }

  private async create(types: readonly PgTypeDefinition[], functions: readonly PgFunction[]): Promise<void> {
    try {
      for (const type of types) this.types.add(type.name)
      await this.query([...types.map(createType), ...functions.map(createFunction), ...functions.map(lineMap)].join(';\n'))
    } catch (e) {
      for (const type of types) this.types.delete(type.name)
      for (const fn of functions) this.functions.delete(fn.name)
      throw e
    }
  }

  private async drop(): Promise<void> {
    if (this.functions.size <= KEPT) return
    const names = [...this.functions.keys()].slice(0, DROPPED_AT_ONCE)
    for (const name of names) {
      await this.functions.get(name)?.catch(() => undefined)
      this.functions.delete(name)
    }
    await this.query(`select ora.drop_functions('ora_block', array[${names.map(quoteLiteral).join(', ')}])`)
  }
}

/** What a fragment alone needs; a block's other functions and its types are in its step. */
export const neededBy = (fragment: Fragment): Needed => ({ types: [], functions: [fragment.fn] })

const createType = (type: PgTypeDefinition): string => `select ora.make_type(${quoteLiteral(type.name)}, ${quoteLiteral(type.body)})`

/** CREATE FUNCTION for any of the compiler's functions. */
export const createFunction = (fn: PgFunction): string =>
  `create or replace function ${quoteName(fn.schema)}.${quoteName(fn.name)}${fn.head} as ${dollarQuote(fn.body)}`

const lineMap = (fn: PgFunction): string =>
  `select ora.map_lines(${[fn.schema, fn.name, fn.unit, fn.kind].map(quoteLiteral).join(', ')}, '{${fn.lines.join(',')}}')`

/** The body begins right behind the quote: PostgreSQL counts lines from there. */
function dollarQuote(text: string): string {
  let tag = '$b$'
  for (let i = 1; text.includes(tag); i++) tag = `$b${i}$`
  return `${tag}${text}${tag}`
}
