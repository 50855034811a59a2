import { type Attribute, AttributeReader } from './attributes'
import { ChangelogError } from './changelog-error'
import type { OnPrecondition, Precondition, Preconditions } from './changeset'
import { type DirectiveLine, type FileContext, placeOf } from './formatted-sql-lines'

const ON: readonly OnPrecondition[] = ['HALT', 'CONTINUE', 'MARK_RAN', 'WARN']

/** The preconditions lines of one changeset; undefined when there are none. */
export function readPreconditions(directives: readonly DirectiveLine[], context: FileContext): Preconditions | undefined {
  const { file, fileText } = context
  const checks: Precondition[] = []
  const on = { onFail: 'HALT' as OnPrecondition, onError: 'HALT' as OnPrecondition, onSqlOutput: 'IGNORE' as Preconditions['onSqlOutput'] }
  for (const line of directives) {
    const place = placeOf(file, line.line, line.column)
    if (line.name === 'preconditions') {
      const reader = new AttributeReader(line.rest, place, fileText)
      while (!reader.done) {
        const attribute = reader.attribute() ?? reader.fail('A preconditions line takes onFail, onError and onSqlOutput.')
        const name = attribute.name.toLowerCase()
        const value = attribute.value.toUpperCase()
        if ((name === 'onfail' || name === 'onerror') && ON.includes(value as OnPrecondition))
          on[name === 'onfail' ? 'onFail' : 'onError'] = value as OnPrecondition
        else if ((name === 'onsqloutput' || name === 'onupdatesql') && ['IGNORE', 'TEST', 'FAIL'].includes(value))
          on.onSqlOutput = value as 'TEST'
        else
          throw new ChangelogError(
            `${attribute.name}:${attribute.value} is not known on a preconditions line.`,
            placeOf(file, line.line, attribute.column),
            fileText
          )
      }
    } else if (line.name === 'precondition') checks.push(readPrecondition(line, context))
  }
  if (!checks.length && !directives.some(({ name }) => name === 'preconditions')) return undefined
  return { ...on, checks }
}

function readPrecondition(line: DirectiveLine, { file, fileText, expand }: FileContext): Precondition {
  const place = placeOf(file, line.line, line.column)
  const [kind] = line.rest.split(/\s/, 1)
  const reader = new AttributeReader(line.rest.slice(kind.length), { ...place, column: place.column + kind.length }, fileText)
  if (kind === 'sql-check') {
    const expected: Attribute | undefined = reader.attribute()
    if (expected?.name.toLowerCase() !== 'expectedresult') reader.fail('sql-check needs expectedResult:X before its SQL.')
    const sql = expand(reader.rest(), line.line, line.column).trim()
    if (!sql) reader.fail('sql-check needs a query.')
    return { kind, expected: expected!.value, sql: sql.replace(/;\s*$/, ''), place }
  }
  if (kind === 'table-exists' || kind === 'view-exists') {
    const wanted = kind === 'table-exists' ? 'table' : 'view'
    const found = new Map<string, string>()
    while (!reader.done) {
      const attribute = reader.attribute() ?? reader.fail(`${kind} takes ${wanted}:NAME and schema:NAME.`)
      if (![wanted, 'schema'].includes(attribute.name)) reader.fail(`${kind} takes ${wanted}:NAME and schema:NAME.`)
      found.set(attribute.name, attribute.value)
    }
    return { kind, name: found.get(wanted) ?? reader.fail(`${kind} needs ${wanted}:NAME.`), schema: found.get('schema'), place }
  }
  throw new ChangelogError(`There is no precondition ${kind}: only sql-check, table-exists and view-exists.`, place, fileText)
}
