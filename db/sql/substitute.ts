/** &name, &&name, &1: plain text, put in before anything looks at the statement. Source: SQL*Plus User's Guide 19c, chapter 5. */
import { ScriptError } from './script-error'
import type { Settings } from './settings'

const isNamePart = (c: string | undefined): boolean => c !== undefined && /[\p{L}\p{N}_$#]/u.test(c)

/** @throws ScriptError for a variable that is not defined: nobody is asked. */
export function substitute(
  text: string,
  variables: ReadonlyMap<string, string>,
  settings: Pick<Settings, 'define' | 'concat' | 'escape'>
): string {
  const { define, concat, escape } = settings
  if (define === undefined || (!text.includes(define) && !(escape && text.includes(escape)))) return text
  let out = ''
  for (let i = 0; i < text.length; ) {
    if (escape !== undefined && text[i] === escape && i + 1 < text.length) {
      out += text[i + 1]
      i += 2
      continue
    }
    if (text[i] !== define) {
      out += text[i++]
      continue
    }
    let from = i + 1
    if (text[from] === define) from++
    let to = from
    while (isNamePart(text[to])) to++
    if (to === from) {
      out += text.slice(i, from)
      i = from
      continue
    }
    const name = text.slice(from, to)
    const value = variables.get(name.toUpperCase())
    if (value === undefined) {
      throw new ScriptError(
        `substitution variable ${name} is not defined: DEFINE ${name} = …, an argument of the script, or SET DEFINE OFF`
      )
    }
    out += value
    i = concat !== undefined && text[to] === concat ? to + 1 : to
  }
  return out
}
