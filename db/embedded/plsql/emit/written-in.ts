/** Variables that the text of plpgsql may change; rather one too many. */
export function writtenIn(text: string): ReadonlySet<string> {
  const found = new Set<string>()
  const add = (list: string): void => {
    for (const name of list.match(/[a-z_][a-z0-9_$]*/g) ?? []) found.add(name)
  }
  for (const [, name] of text.matchAll(/(?:^|[;\n]|\b(?:then|else|loop|begin))\s*([a-z_][a-z0-9_$]*)\s*(?:[.[][^;]*?)?:=/g)) found.add(name)
  for (const [, list] of text.matchAll(/\binto(?:\s+strict)?\s+([a-z_][a-z0-9_$.[\]]*(?:\s*,\s*[a-z_][a-z0-9_$.[\]]*)*)/g)) add(list)
  for (const [, name] of text.matchAll(/\b(?:get diagnostics|open|close|for)\s+([a-z_][a-z0-9_$]*)/g)) found.add(name)
  for (const [, list] of text.matchAll(/\bfor\s+([a-z_][a-z0-9_$]*(?:\s*,\s*[a-z_][a-z0-9_$]*)*)\s+in\b/g)) add(list)
  return found
}
