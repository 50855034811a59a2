import { childScope, defineType, rootScope } from '../resolve'
import type { CreateType } from '../tree'
import type { UnitParts } from './compile-unit'
import type { UnitContext } from './unit-context'

/** CREATE TYPE … AS TABLE OF, AS VARRAY. */
export function storedType(unit: UnitContext, node: CreateType): UnitParts {
  const name = node.name.object.name
  const type = defineType(unit.c, node.of, name, childScope(rootScope(unit.c)), `${unit.c.owner}.`)
  return { signatures: [], interface: { subprograms: [], types: [{ name, type }], variables: [], exceptions: [], cursors: [] } }
}
