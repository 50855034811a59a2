/** Names: what each scope declares, and the schema behind the outermost. Source: PL/SQL Language Reference, appendix B. */
import { plsError } from '../../errors/pls-messages'
import type { Span } from '../../sql/expr'
import type { Name } from '../../sql/tree'
import type { Compiler, ExceptionSymbol, Scope, SubprogramSymbol, Symbol } from '../model'
import { schemaName } from './schema-names'
import { STANDARD_SYMBOLS } from './standard'

export const dotted = (path: readonly Name[]): string => path.map((n) => n.name).join('.')

/** What stands around every unit: predefined exceptions, then the schema. */
export const rootScope = (_c: Compiler): Scope => ({ symbols: new Map(STANDARD_SYMBOLS) })

/** @param label block label, subprogram or package name, which qualifies what is declared in it */
export const childScope = (parent: Scope, label?: string): Scope => ({
  parent,
  ...(label !== undefined && { label }),
  symbols: new Map<string, Symbol[]>()
})

/**
 * Adds a name. Subprograms of one name overload each other; declared again with the same parameters, the later one stands for the
 * earlier, as a body does for its forward declaration.
 * @throws PLS-00371 for a name that the scope has already
 */
export function declare(c: Compiler, scope: Scope, symbol: Symbol, at: Span): void {
  void c
  const same = scope.symbols.get(symbol.name)
  if (!same) {
    scope.symbols.set(symbol.name, [symbol])
    return
  }
  const [first] = same
  if (first.is !== 'subprogram' || symbol.is !== 'subprogram') throw plsError(371, [symbol.name], at.start)
  const replaced = first.overloads.filter((o) => !symbol.overloads.some((n) => n.signature.pgName === o.signature.pgName))
  scope.symbols.set(symbol.name, [{ ...first, overloads: [...replaced, ...symbol.overloads] } satisfies SubprogramSymbol])
}

/** A name as far as it names something: what is left are fields and members. */
export interface Found {
  readonly symbol: Symbol
  /** Names behind the symbol. */
  readonly rest: readonly Name[]
  /** How it was qualified: the schema's own things, or those of a scope. */
  readonly from: 'scope' | 'schema'
}

/** The innermost thing that the path may begin with; a label counts where nothing nearer has its name. */
export function findInScopes(scope: Scope, path: readonly Name[]): Found | undefined {
  const [first, second, ...others] = path
  let inner: Scope | undefined
  for (let s: Scope | undefined = scope; s; inner = s, s = s.parent) {
    const own = s.symbols.get(first.name)
    if (own) return { symbol: own[0], rest: path.slice(1), from: 'scope' }
    if (s.label === first.name && second) {
      // A loop's label stands around the scope of the loop's variable.
      const member = s.symbols.get(second.name) ?? (s.symbols.size === 0 ? inner?.symbols.get(second.name) : undefined)
      if (member) return { symbol: member[0], rest: others, from: 'scope' }
    }
  }
  return first.name === 'STANDARD' && second ? standard(second, others) : undefined
}
function standard(name: Name, rest: readonly Name[]): Found | undefined {
  const symbols = STANDARD_SYMBOLS.get(name.name)
  return symbols && { symbol: symbols[0], rest, from: 'scope' }
}

/** A label that has no such member: PLS-00302 rather than PLS-00201. */
export function labelled(scope: Scope, name: string): boolean {
  for (let s: Scope | undefined = scope; s; s = s.parent) if (s.label === name) return true
  return false
}

export function find(c: Compiler, scope: Scope, path: readonly Name[]): Found | undefined {
  const found = findInScopes(scope, path) ?? ownUnit(c, scope, path)
  if (found) return found
  if (path.length > 1 && labelled(scope, path[0].name)) {
    // The unit's own name may be qualified by its schema or stand for the stored one.
    const stored = schemaName(c, path)
    if (stored) return stored
    throw plsError(302, [path[1].name], path[1].start)
  }
  return schemaName(c, path)
}

/** OWNER.UNIT and OWNER.PACKAGE.MEMBER inside that very unit. */
function ownUnit(c: Compiler, scope: Scope, path: readonly Name[]): Found | undefined {
  if (path.length < 2 || c.unit !== `${path[0].name}.${path[1].name}` || path[0].name !== c.owner) return undefined
  return findInScopes(scope, path.slice(1))
}

/** The thing of exactly this name; undefined when there is none. */
export function lookup(c: Compiler, scope: Scope, path: readonly Name[]): Symbol | undefined {
  const found = find(c, scope, path)
  return found && found.rest.length === 0 ? found.symbol : undefined
}

/** @throws PLS-00201, PLS-00485 */
export function exceptionOf(c: Compiler, scope: Scope, path: readonly Name[]): ExceptionSymbol {
  const symbol = lookup(c, scope, path)
  if (!symbol) throw plsError(201, [dotted(path)], path[0].start)
  if (symbol.is !== 'exception') throw plsError(485, [dotted(path)], path[0].start)
  return symbol
}
