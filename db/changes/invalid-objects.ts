/** Objects that a changeset left INVALID: Oracle stores a unit that does not compile, with no more than a warning. */
import type { Connection } from 'oracledb'
import { ChangelogError } from './changelog-error'
import { type Changeset, nameOf, type SqlChange } from './changeset'
import { type Place, placeAt } from './source-text'
import { offsetIn, type StoredUnit, storedUnit } from './stored-unit'

interface Created {
  readonly unit: StoredUnit
  readonly change: SqlChange
  readonly statement: SqlChange['statements'][number]
}
interface InvalidObject {
  readonly owner: string
  readonly type: string
  readonly name: string
  readonly errors: readonly { readonly line: number; readonly column: number; readonly text: string }[]
}

const SHOWN = 10

export class InvalidObjects {
  private constructor(
    private readonly connection: Connection,
    private readonly schema: string,
    /** Objects that had errors before: only a changeset that names one of them answers for it. */
    private readonly known: Set<string>
  ) {}

  static async before(connection: Connection): Promise<InvalidObjects> {
    const { rows } = await connection.execute<[string]>("SELECT SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA') FROM DUAL")
    const objects = new InvalidObjects(connection, rows![0][0], new Set())
    for (const object of await objects.read([objects.schema])) if (object.errors.length) objects.known.add(keyOf(object))
    return objects
  }

  /**
   * @param warn told instead of throwing
   * Throws ChangelogError: the first error's place, all errors with theirs.
   */
  async check(
    changes: readonly SqlChange[],
    changeset: Changeset,
    files: ReadonlyMap<string, string>,
    warn?: (line: string) => void
  ): Promise<void> {
    const created = this.createdBy(changes)
    if (!changes.some(({ statements }) => statements.length)) return
    const invalid = await this.read([this.schema, ...new Set([...created.values()].flatMap(({ unit }) => unit.schema ?? []))])
    const faulty: { object: InvalidObject; by: Created | undefined }[] = []
    for (const object of invalid) {
      const by = created.get(keyOf(object))
      // Without errors it was only invalidated by what came later, and compiles at its next use.
      if (object.errors.length ? by || !this.known.has(keyOf(object)) : by && !(await this.compiles(object))) faulty.push({ object, by })
    }
    if (!faulty.length) return
    const lines = faulty.flatMap(({ object, by }) => [
      `${object.type} ${object.name} is INVALID`,
      ...describeErrors(object, by).map(({ line }) => `  ${line}`)
    ])
    if (warn) {
      for (const { object } of faulty) this.known.add(keyOf(object))
      warn(`Warning: ${nameOf(changeset)}: ${lines.join('\n')}`)
      return
    }
    const place = faulty.flatMap(({ object, by }) => describeErrors(object, by)).find((error) => error.place)?.place ?? changeset.place
    throw new ChangelogError(
      lines.join('\n'),
      place,
      files.get(place.file),
      'Mend it, with CREATE OR REPLACE: it is stored already. --allow-invalid records such a changeset all the same.'
    )
  }

  private createdBy(changes: readonly SqlChange[]): Map<string, Created> {
    const created = new Map<string, Created>()
    for (const change of changes)
      for (const statement of change.statements) {
        const unit = storedUnit(statement.text)
        if (unit) created.set(keyOf({ owner: unit.schema ?? this.schema, ...unit }), { unit, change, statement })
      }
    return created
  }

  private async read(owners: readonly string[]): Promise<InvalidObject[]> {
    const { rows } = await this.connection.execute<[string, string, string]>(
      `SELECT OWNER, OBJECT_TYPE, OBJECT_NAME FROM ALL_OBJECTS
        WHERE STATUS = 'INVALID' AND OWNER IN (${owners.map((_, i) => `:${i + 1}`).join(', ')}) ORDER BY OBJECT_ID`,
      [...owners],
      { maxRows: 0 }
    )
    const found: InvalidObject[] = []
    for (const [owner, type, name] of rows!) found.push({ owner, type, name, errors: await this.readErrors(owner, type, name) })
    return found
  }

  private async readErrors(owner: string, type: string, name: string): Promise<InvalidObject['errors']> {
    const { rows } = await this.connection.execute<[number, number, string]>(
      `SELECT LINE, POSITION, TEXT FROM ALL_ERRORS
        WHERE OWNER = :owner AND TYPE = :type AND NAME = :name AND ATTRIBUTE = 'ERROR' ORDER BY SEQUENCE`,
      { owner, type, name },
      { maxRows: 0 }
    )
    return rows!.map(([line, column, text]) => ({ line, column, text: text.trim() }))
  }

  private async compiles({ owner, type, name }: InvalidObject): Promise<boolean> {
    const [kind, body] = type.split(' ')
    const quoted = (part: string) => `"${part}"`
    await this.connection.execute(`ALTER ${kind} ${quoted(owner)}.${quoted(name)} COMPILE${body ? ` ${body}` : ''}`).catch(() => undefined)
    return !(await this.read([owner])).some((object) => object.type === type && object.name === name)
  }
}

const keyOf = ({ owner, type, name }: { owner: string; type: string; name: string }): string => `${owner}.${type}.${name}`

function describeErrors({ errors }: InvalidObject, by: Created | undefined): { line: string; place?: Place }[] {
  const described = errors.slice(0, SHOWN).map(({ line, column, text }) => {
    if (!by) return { line: `line ${line}, column ${column}: ${text}` }
    const place = placeAt(by.change.source, by.statement.start + offsetIn(by.statement.text, by.unit, line, column))
    return { line: `${place.file}:${place.line}:${place.column}: ${text}`, place }
  })
  if (!errors.length && by)
    return [{ line: 'it does not compile, and USER_ERRORS does not say why', place: placeAt(by.change.source, by.statement.start) }]
  return errors.length > SHOWN ? [...described, { line: `… and ${errors.length - SHOWN} more` }] : described
}
