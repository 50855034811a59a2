/** Stored subprograms, packages and types, by name: own schema, synonyms, other schemas, what comes with the database. */
import type { Program } from '../../catalog/catalog'
import { qualified } from '../../catalog/physical-names'
import type { StoredProgram } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'
import { InvalidUnit, refuse } from '../../errors/ora-error'
import { plsError } from '../../errors/pls-messages'
import type { NlsSettings } from '../../sql/statement'
import type { Name } from '../../sql/tree'
import type { Compiler, SubprogramSymbol, Symbol } from '../model'
import type { PackageInterface, Signature } from '../types'
import type { Found } from './scopes'
import { PACKAGE_EXCEPTIONS } from './standard'
import { suppliedType } from './supplied-types'

const MAX_SYNONYMS = 16

/** What `owner.name` is, synonyms followed. */
export function programAt(catalog: Compiler['catalog'], owner: string, name: string): Program | undefined {
  let [o, n] = [owner, name]
  for (let i = 0; i < MAX_SYNONYMS; i++) {
    const program = catalog.findProgram(o, n)
    if (program) return program
    const object = catalog.find(o, n)
    if (object?.kind !== 'synonym') return undefined
    o = object.targetOwner
    n = object.targetName
  }
  return undefined
}

/** A program by the first names of a path, and how many of them it took. Own schema, PUBLIC, then schemas by name. */
export function findProgram(
  catalog: Compiler['catalog'],
  schema: string,
  path: readonly Name[]
): { readonly program: Program; readonly used: number } | undefined {
  const [first, second] = path
  const near =
    programAt(catalog, schema, first.name) ?? (catalog.find(schema, first.name) ? undefined : programAt(catalog, 'PUBLIC', first.name))
  if (near) return { program: near, used: 1 }
  const far = second && catalog.hasUser(first.name) ? programAt(catalog, first.name, second.name) : undefined
  return far && { program: far, used: 2 }
}

/** Checks that it is valid and the settings that it was made under. @throws InvalidUnit, PLS-00905, ORA-03001 */
function requireUsable(c: Pick<Compiler, 'context' | 'place'>, program: Program, at: Name): void {
  const name = `${program.owner}.${program.name}`
  if (program.status === 'INVALID') {
    const invalid = plsError(905, [name], at.start)
    if ((program as StoredProgram).fails) throw invalid
    const { line, column } = c.place(at.start)
    throw new InvalidUnit(
      program.owner,
      program.name,
      program.type,
      oraError(6550, [String(line), String(column), invalid.message], at.start)
    )
  }
  requireNls(c.context.nls, program, at)
}

export function requireNls(nls: NlsSettings, program: Program, at: Name): void {
  const differs =
    program.nls &&
    Object.entries(program.nls).some(([key, value]) => key !== 'NLS_LENGTH_SEMANTICS' && nls[key as keyof NlsSettings] !== value)
  if (differs)
    refuse(
      `${program.type.toLowerCase()} ${program.owner}.${program.name}, whose text depends on NLS settings, under others than it was made with`,
      at.start
    )
}

export const mayExecute = (c: Pick<Compiler, 'context' | 'catalog'>, program: Program): boolean =>
  program.owner === 'SYS' || c.catalog.hasObjectPrivilege(c.context.user, 'EXECUTE', program.owner, program.name)

export function schemaName(c: Compiler, path: readonly Name[]): Found | undefined {
  const found = findProgram(c.catalog, c.context.schema, path)
  if (!found || !mayExecute(c, found.program)) return supplied(c, path)
  const { program, used } = found
  requireUsable(c, program, path[0])
  c.depends.set(`${program.owner}.${program.name}`, { owner: program.owner, name: program.name })
  const rest = path.slice(used)
  if (program.type === 'PROCEDURE' || program.type === 'FUNCTION')
    return { symbol: overloads(program.name, program.signatures), rest, from: 'schema' }
  if (program.type === 'TYPE') {
    const type = program.interface?.types[0]
    return type && { symbol: { is: 'type', name: type.name, type: type.type }, rest, from: 'schema' }
  }
  const [member] = rest
  if (!member) return undefined
  const symbol = packageMember(program, member.name, c.catalog)
  if (!symbol) throw plsError(302, [member.name], member.start)
  return { symbol, rest: rest.slice(1), from: 'schema' }
}

export const overloads = (name: string, signatures: readonly Signature[]): SubprogramSymbol => ({
  is: 'subprogram',
  name,
  overloads: signatures.map((signature) => ({ signature }))
})

/** What is known of a subprogram's effects is known of its body. */
export function packageMember(program: Program, name: string, catalog?: Compiler['catalog']): Symbol | undefined {
  if (!program.interface) return undefined
  const bodies = catalog?.findProgram(program.owner, program.name, 'body')?.signatures ?? []
  const subprograms = program.interface.subprograms.map((s) => bodies.find((b) => b.pgName === s.pgName) ?? s)
  return interfaceMember({ ...program.interface, subprograms }, program, name)
}

function interfaceMember(unit: PackageInterface, { owner, name: unitName }: Program, name: string): Symbol | undefined {
  const subprograms = unit.subprograms.filter((s) => s.name === name)
  if (subprograms.length > 0) return overloads(name, subprograms)
  const type = unit.types.find((t) => t.name === name)
  if (type) return { is: 'type', name, type: type.type }
  const variable = unit.variables.find((v) => v.name === name)
  if (variable) {
    const cell = { name: variable.cell, initializer: qualified(owner, `${unitName}:init`) }
    return { is: 'variable', name, type: variable.type, assignable: !variable.constant, constantSql: variable.constantSql, cell }
  }
  const exception = unit.exceptions.find((e) => e.name === name)
  if (exception) {
    const { code } = exception
    return { is: 'exception', name, code: code ?? 1, ident: code === undefined ? `${owner}.${unitName}.${name}` : '' }
  }
  const cursor = unit.cursors.find((x) => x.name === name)
  if (!cursor) return undefined
  return {
    is: 'cursor',
    name,
    parameters: cursor.parameters,
    row: cursor.row,
    scope: { symbols: new Map() },
    pg: '',
    packaged: { open: qualified(owner, `${unitName}.${name}:open`), cell: cursor.cell, initializer: qualified(owner, `${unitName}:init`) }
  }
}

/** Types and exceptions of what comes with the database. */
function supplied(c: Compiler, path: readonly Name[]): Found | undefined {
  const names = path[0].name === 'SYS' ? path.slice(1) : path
  if (names.length === 0) return undefined
  const one = names[0].name
  const two = names.length > 1 ? `${one}.${names[1].name}` : ''
  for (const [name, used] of [
    [two, 2],
    [one, 1]
  ] as const) {
    const type = suppliedType(c, name)
    if (type) return { symbol: { is: 'type', name, type }, rest: names.slice(used), from: 'schema' }
    if (Object.hasOwn(PACKAGE_EXCEPTIONS, name))
      return { symbol: { is: 'exception', name, code: PACKAGE_EXCEPTIONS[name], ident: '' }, rest: names.slice(used), from: 'schema' }
  }
  return undefined
}
