/** Stored subprograms as programs for the server, compiled from their source when they are first called. */
import { CatalogSnapshot } from '../../catalog/catalog-snapshot'
import type { ObjectKey, StoredProgram } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'
import { InvalidUnit, OraError } from '../../errors/ora-error'
import type { CompiledProgram, DrivenProgram } from '../../plsql/compiled'
import type { NlsSettings } from '../../sql/statement'
import type { Session } from '../session'

type StoredCallee = ObjectKey & { readonly pgName: string }

/** Loaded with the translator. */
async function loadCompiler() {
  const [{ compileDriven }, { parseUnit }] = await Promise.all([import('../../plsql'), import('../../plsql/parse/parse-unit')])
  return { compileDriven, parseUnit }
}
type Compiler = Awaited<ReturnType<typeof loadCompiler>>

/** Programs of one state of the catalog. */
const compiled = new WeakMap<object, Map<string, CompiledProgram>>()

export async function storedProgram(session: Session, callee: StoredCallee): Promise<DrivenProgram> {
  const { context } = session
  const tried = new Set<string>()
  const compiler = await loadCompiler()
  for (;;) {
    try {
      const result = compile(compiler, session, callee)
      context.blocks.addShapes(result.shapes)
      await context.blocks.ensure(result)
      return result.program
    } catch (e) {
      if (!(e instanceof InvalidUnit)) throw e
      const key = JSON.stringify([e.owner, e.unit, e.type])
      if (tried.has(key)) throw e.otherwise
      tried.add(key)
      await context.recompile(e, session.parameters.nls)
    }
  }
}

function compile({ compileDriven, parseUnit }: Compiler, session: Session, { owner, name, pgName }: StoredCallee): CompiledProgram {
  const catalog = session.context.catalogs.current()
  const programs = compiled.get(catalog) ?? new Map<string, CompiledProgram>()
  compiled.set(catalog, programs)
  const { nls } = session.parameters
  const key = JSON.stringify([owner, name, pgName, nls])
  const known = programs.get(key)
  if (known) return known
  const unit = unitOf(catalog, owner, name)
  const context = { user: owner, schema: owner, nls: { ...nls, ...(unit.nls as Partial<NlsSettings> | undefined) } }
  const text = `CREATE ${unit.source}`
  const rights = catalog instanceof CatalogSnapshot && owner !== 'SYS' ? catalog.withPrivileges({ roleGrants: new Map() }) : catalog
  const result = compileDriven(parseUnit(text), text, context, rights, owner, pgName)
  programs.set(key, result)
  return result
}

/** The unit with the body. @throws ORA-06508 */
function unitOf(catalog: ReturnType<Session['context']['catalogs']['current']>, owner: string, name: string): StoredProgram {
  const unit = catalog.findProgram(owner, name, 'body') ?? catalog.findProgram(owner, name)
  if (!unit || !('source' in unit)) throw oraError(6508)
  const stored = unit as StoredProgram
  if (stored.status === 'INVALID') throw new InvalidUnit(owner, name, stored.type, new OraError(6508, oraError(6508).text))
  return stored
}
