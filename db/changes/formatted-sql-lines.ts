/**
 * The lines of a formatted SQL changelog, classified. Patterns are those of the format itself ("Formatted SQL" in
 * FORMATS.md): it is defined line by line. A line that is nearly a directive is an error here, where Liquibase takes it
 * for SQL without a word.
 */
import { ChangelogError } from './changelog-error'
import type { Inherited } from './inherited'
import type { Place, SourceText } from './source-text'

export type Line =
  | { readonly kind: 'sql'; readonly text: string; readonly line: number }
  | { readonly kind: 'header'; readonly rest: string; readonly line: number }
  | { readonly kind: 'directive'; readonly name: Directive; readonly rest: string; readonly column: number; readonly line: number }

export type Directive =
  | 'changeset'
  | 'comment'
  | 'rollback'
  | 'rollback-block'
  | 'preconditions'
  | 'precondition'
  | 'validCheckSum'
  | 'ignoreLines'
  | 'property'

export type DirectiveLine = Extract<Line, { kind: 'directive' }>

/** What holds for a whole file. */
export interface FileContext {
  readonly file: string
  readonly fileText: string
  /** The path for FILENAME. */
  readonly stored: string
  readonly inherited: Inherited
  readonly expand: (text: string, line: number, column?: number) => string
  readonly expandSource: (source: SourceText) => SourceText
}

const HEADER = /^\s*--\s*liquibase formatted sql\b(.*)$/i
/** What a directive must look like, and what looks so much like it that silence would be wrong. */
const DIRECTIVES: readonly { readonly name: Directive; readonly exact: RegExp; readonly near: RegExp; readonly hint: string }[] = [
  { name: 'changeset', exact: /^\s*--\s*changeset\s+(.*)$/i, near: /^\s*-{1,2}\s*changeset\b/i, hint: '--changeset AUTHOR:ID' },
  { name: 'rollback', exact: /^\s*--\s*rollback\s(.*\S.*)$/i, near: /^\s*-{1,2}\s*rollback\b/i, hint: '--rollback SQL' },
  {
    name: 'comment',
    exact: /^--\s*comment:?\s+(.*)$/i,
    near: /^\s*-{1,2}\s*comments?:?(?:\s|$|\S)/i,
    hint: '--comment: TEXT, from the first column'
  },
  {
    name: 'preconditions',
    exact: /^--\s*preconditions\b(.*)$/i,
    near: /^\s*-{1,2}\s*preconditions\b/i,
    hint: '--preconditions onFail:HALT, from the first column'
  },
  {
    name: 'precondition',
    exact: /^--\s*precondition-(\S+.*)$/i,
    near: /^\s*-{1,2}\s*precondition\b/i,
    hint: '--precondition-sql-check expectedResult:X SQL, from the first column'
  },
  { name: 'validCheckSum', exact: /^--\s*validCheckSum:?\s+(.*)$/i, near: /^\s*-{1,2}\s*validCheckSum\b/i, hint: '--validCheckSum: SUM' },
  {
    name: 'ignoreLines',
    exact: /^--\s*ignoreLines:(\S+)\s*$/i,
    near: /^\s*-{1,2}\s*ignoreLines\b/i,
    hint: '--ignoreLines:N, or --ignoreLines:start and --ignoreLines:end'
  },
  { name: 'property', exact: /^\s*--\s*property\s+(.*)$/i, near: /^\s*-{1,2}\s*property\b/i, hint: '--property name:N value:V' }
]
const ROLLBACK_BLOCK = /^\s*\/\*\s*liquibase\s+rollback\s*$/i

/** Splits and classifies; lines that --ignoreLines covers are gone. */
export function classifyLines(file: string, fileText: string): Line[] {
  const texts = fileText.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
  const lines: Line[] = []
  let ignore: { until: number | 'end'; line: number } | undefined
  const fail = (what: string, line: number, column = 1): never => {
    throw new ChangelogError(what, { file, line, column }, fileText)
  }
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i]
    const line = i + 1
    if (ignore) {
      if (ignore.until === 'end' ? /^--\s*ignoreLines:end\s*$/i.test(text) : --ignore.until === 0) ignore = undefined
      continue
    }
    if (ROLLBACK_BLOCK.test(text)) {
      const block: string[] = []
      let end = i + 1
      while (end < texts.length && !/\*\/\s*$/.test(texts[end])) block.push(texts[end++])
      if (end === texts.length) fail('The rollback comment is not closed.', line)
      block.push(texts[end].replace(/\*\/\s*$/, ''))
      lines.push({ kind: 'directive', name: 'rollback-block', rest: block.join('\n'), column: 1, line: line + 1 })
      i = end
      continue
    }
    const header = HEADER.exec(text)
    if (header) {
      lines.push({ kind: 'header', rest: header[1], line })
      continue
    }
    const found = DIRECTIVES.find(({ near }) => near.test(text))
    const match = found?.exact.exec(text)
    if (!found || !isDirectiveLike(text)) lines.push({ kind: 'sql', text, line })
    else if (!match) fail(`This looks like a ${found.name} line but is not one; write: ${found.hint}`, line, text.search(/\S/) + 1)
    else if (found.name === 'ignoreLines') {
      const count = match[1].toLowerCase()
      if (count === 'start') ignore = { until: 'end', line }
      else if (/^\d+$/.test(count)) ignore = Number(count) > 0 ? { until: Number(count), line } : undefined
      else fail(`${found.hint}: "${match[1]}" is neither.`, line)
    } else lines.push({ kind: 'directive', name: found.name, rest: match[1], column: text.length - match[1].length + 1, line })
  }
  if (ignore?.until === 'end') fail('--ignoreLines:start has no --ignoreLines:end.', ignore.line)
  return lines
}

/** `- comment` in arithmetic spread over lines is SQL; a dash directly before the word is meant. */
const isDirectiveLike = (text: string): boolean => /^\s*(--|-[a-z])/i.test(text)

export const placeOf = (file: string, line: number, column = 1): Place => ({ file, line, column })
