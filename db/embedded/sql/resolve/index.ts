/** The resolver as DDL uses it: expressions and queries against the catalog. */
import type { Catalog } from '../../catalog/catalog'
import type { TranslateContext } from '../statement'
import type { Resolver } from './model'
import { makeResolver } from './resolver'

export { assign } from './assign'
export type { Clause, Env, ResolvedQuery, Resolver, Scope, ScopeColumn } from './model'

/** @param options.ddl what is resolved is stored and must be IMMUTABLE: CHECK, virtual columns, index expressions. */
export const createResolver = (
  text: string,
  context: TranslateContext,
  catalog: Catalog,
  options: { readonly ddl?: boolean } = {}
): Resolver => makeResolver(text, context, catalog, options.ddl === true)
