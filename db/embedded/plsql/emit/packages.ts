/** CREATE PACKAGE and CREATE PACKAGE BODY. */
import { createHash } from 'node:crypto'
import { qualified } from '../../catalog/physical-names'
import type { StoredProgram } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'
import { InvalidUnit } from '../../errors/ora-error'
import { plsError } from '../../errors/pls-messages'
import { quoteLiteral } from '../../sql/expr'
import { parseUnit } from '../parse/parse-unit'
import type { CreatePackage, CreatePackageBody, SubprogramNode } from '../tree'
import { line } from './code'
import type { UnitParts } from './compile-unit'
import { PackageScope } from './package-scope'
import { invokerCheck } from './stored-subprogram'
import type { UnitContext } from './unit-context'

/** The specification: an interface, and the function that initializes the package. */
export function storedPackage(unit: UnitContext, node: CreatePackage): UnitParts {
  const { c } = unit
  const name = node.name.object.name
  const generation = hash(c.text.slice(node.sourceStart))
  const scope = new PackageScope(unit, {
    label: name, bodies: [], stored: false, first: () => [], cell: variable => `${c.unit}.${variable}#${generation}`, initializer: initializerOf(unit)
  })
  scope.headings = node.declarations
  scope.declare(node.declarations, true)
  const body = quoteLiteral(`${qualified(unit.options.pgSchema, bodyInitializer(name))}()`)
  scope.makeInitializer(`${name}:init`, undefined, `if to_regprocedure(${body}) is not null then execute 'select ' || ${body}; end if;`)
  return { signatures: [], interface: scope.interface }
}

const initializerOf = (unit: UnitContext): string => qualified(unit.options.pgSchema, `${unit.options.pgName}:init`)
const bodyInitializer = (name: string): string => `${name}:init body`
const hash = (source: string): string => createHash('sha256').update(source).digest('hex').slice(0, 8)

export function storedPackageBody(unit: UnitContext, node: CreatePackageBody): UnitParts {
  return { signatures: packageBody(unit, node).signatures }
}

export function packageBody(unit: UnitContext, node: CreatePackageBody): PackageScope {
  const { c } = unit
  const name = node.name.object.name
  const specification = specificationOf(unit, node)
  const shown = parseUnit(`CREATE ${specification.source}`).unit as CreatePackage
  const own = node.initialization
  const generation = hash(c.text.slice(node.sourceStart))
  // A cell of its own tells that the package's own statements have run.
  const mark = `${c.unit}#${generation}`
  const cells = new Map([...(specification.interface?.variables ?? []), ...(specification.interface?.cursors ?? [])].map(v => [v.name, v.cell]))
  const enter = line(`perform ora.cell(${quoteLiteral(mark)}, ${quoteLiteral(initializerOf(unit))}, true);`, 0)
  const isShown = (subprogram: SubprogramNode): boolean => shown.declarations.some(d => d.type === 'subprogram' && d.name.name === subprogram.name.name)
  const scope = new PackageScope(unit, {
    label: name, bodies: node.declarations, stored: true, initializer: initializerOf(unit),
    cell: (variable, isPublic) => (isPublic && cells.get(variable)) || `${c.unit}.${variable}#${generation}`,
    first: subprogram => [...invokerCheck(unit, shown.authid), ...(own && isShown(subprogram) ? [enter] : [])]
  })
  scope.headings = shown.declarations
  scope.declare(shown.declarations, true, false)
  scope.declare(node.declarations, false)
  scope.checkComplete(shown.declarations, node)
  if (own || scope.hasCells) scope.makeInitializer(bodyInitializer(name), own, own && `perform ora.set_cell(${quoteLiteral(mark)}, true);`)
  return scope
}

/** @throws PLS-00304, PLS-00905 */
function specificationOf({ c }: UnitContext, node: CreatePackageBody): StoredProgram {
  const name = node.name.object
  const found = c.catalog.findProgram(c.owner, name.name) as StoredProgram | undefined
  if (found?.type !== 'PACKAGE') throw plsError(304, [name.name], name.start)
  c.depends.set(`${c.owner}.${name.name}`, { owner: c.owner, name: name.name })
  if (found.status === 'VALID') return found
  const invalid = plsError(905, [`${c.owner}.${name.name}`], name.start)
  throw found.fails ? invalid : new InvalidUnit(c.owner, name.name, 'PACKAGE', oraError(6550, ['1', '1', invalid.message]))
}
