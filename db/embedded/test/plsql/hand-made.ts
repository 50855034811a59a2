/** Compiled blocks made by hand, for tests of the session alone: what the compiler would give for a text. */
import { createHash } from 'node:crypto'
import type { DrivenProgram, Fragment, PgFunction, Slot } from '../../plsql/compiled'
import type { PlsqlType } from '../../plsql/types'
import { scalar } from '../../plsql/types'
import type { ServerOptions } from '../../server'
import type { Translate } from '../../session/server-context'
import type { BindInfo, Step, TranslateContext, Translation } from '../../sql/statement'
import { translate } from '../../sql/translate'

export type Handmade = (context: TranslateContext) => Translation

/** A server's `translate` that knows these texts; anything else is translated as ever. */
export const withBlocks = (blocks: Readonly<Record<string, Handmade>>): Partial<ServerOptions> => {
  const known: Translate = (text, context, catalog) => {
    const made = blocks[text]
    return made ? { ...made(context), catalogVersion: catalog.version } : translate(text, context, catalog)
  }
  return { translate: known }
}

export const NUMBER: PlsqlType = scalar({ kind: 'NUMBER' })
export const TEXT: PlsqlType = scalar({ kind: 'VARCHAR2', size: 32767 })
export const BOOLEAN: PlsqlType = scalar({ kind: 'BOOLEAN' })
export const slot = (name: string, type: PlsqlType): Slot => ({ name, type })

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)

/** `head` as PgFunction's; `lines` maps every line of the body onto itself. */
export function fragment(head: string, body: string, input: readonly Slot[], output: readonly Slot[], more: Partial<Fragment> = {}): Fragment {
  const fn: PgFunction = {
    schema: 'ora_block', name: `f_${hash(head + body)}`, head: `${head} language plpgsql`, body, lines: body.split('\n').map((_, i) => i + 1), unit: '', kind: 'block'
  }
  return { fn, in: input, out: output, valueForm: false, shapes: [], ...more }
}

export interface HandmadeBind { readonly name: string; readonly direction: BindInfo['direction']; readonly slot: Slot }

export function block(run: { readonly fragment: Fragment } | { readonly driven: DrivenProgram }, binds: readonly HandmadeBind[],
  more: Partial<Extract<Step, { do: 'block' }>> = {}): Translation {
  const step: Step = { do: 'block', types: [], functions: [], run, binds: binds.map((bind, i) => ({ ...bind, positions: [i] })), ...more }
  return { kind: 'plsql', steps: [step], columns: [], returning: [], binds, implicitCommit: false, catalogVersion: 0, cacheable: true }
}
