import { splitLikeLiquibase, splitScript } from '@cicd-oracle/lexer'
import type { Statement } from './changeset'
import type { SqlOptions } from './checksum'

/**
 * Cuts SQL into statements. The lexer knows the language; another delimiter than `;` and `/` is the author's wish and is
 * taken as Liquibase takes it. Comments, and with them hints, are sent.
 */
export function cutStatements(text: string, { endDelimiter, splitStatements }: SqlOptions): Statement[] {
  const natural = endDelimiter === undefined || endDelimiter === '/' || endDelimiter === ';'
  if (!splitStatements || !natural)
    return splitLikeLiquibase(text, { endDelimiter, splitStatements, stripComments: false }).map(({ text: piece, start }) => ({
      text: piece,
      start
    }))
  return splitScript(text)
    .filter(({ kind }) => kind === 'sql' || kind === 'plsql')
    .map(({ text: piece, start }) => ({ text: piece, start }))
}
