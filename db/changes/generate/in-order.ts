export interface Named {
  readonly type: string
  readonly name: string
}

/** What others stand on first; otherwise, and within a circle, in the order given. */
export function inOrder<T extends Named>(
  objects: readonly T[],
  dependencies: readonly { readonly type: string; readonly name: string; readonly onType: string; readonly onName: string }[]
): T[] {
  const key = ({ type, name }: Named) => `${type} ${name}`
  const byKey = new Map(objects.map((object) => [key(object), object]))
  const needs = new Map<string, T[]>()
  for (const { type, name, onType, onName } of dependencies) {
    const needed = byKey.get(key({ type: onType, name: onName }))
    const needing = byKey.get(key({ type, name }))
    if (needed && needing && needed !== needing) needs.set(key(needing), [...(needs.get(key(needing)) ?? []), needed])
  }
  const done = new Set<T>()
  const ordered: T[] = []
  const visit = (object: T): void => {
    if (done.has(object)) return
    done.add(object)
    for (const needed of needs.get(key(object)) ?? []) visit(needed)
    ordered.push(object)
  }
  objects.forEach(visit)
  return ordered
}
