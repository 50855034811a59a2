/** Fragments as prepared statements of one backend. Slots travel as text, whatever their type; the function says what they are. */

import type { Fragment } from '../../plsql/compiled'
import type { Flight } from '../../postgres/flight'
import { quoteName } from '../../sql/expr'

interface PreparedFragment {
  readonly name: string
  parsed: boolean
  sent: boolean
}

const KEPT = 500

export class FragmentStatements {
  private readonly known = new Map<string, PreparedFragment>()
  private nextName = 1
  private readonly discarded: string[] = []

  /** Adds Parse when PostgreSQL has not got it, Bind and Execute. `values`: of the fragment's in slots, in order. */
  add(flight: Flight, fragment: Fragment, values: readonly (string | null)[]): void {
    for (const name of this.discarded.splice(0)) flight.closeStatement(name)
    const prepared = this.prepared(fragment.fn.name)
    if (!prepared.parsed) {
      if (prepared.sent) flight.closeStatement(prepared.name)
      flight.parse(prepared.name, callOf(fragment), [])
      prepared.sent = prepared.parsed = true
    }
    flight.bind('', prepared.name, values).execute('')
  }

  /** After a failed flight: its Parse may not have been done. */
  reset(fragment: Fragment): void {
    const prepared = this.known.get(fragment.fn.name)
    if (prepared) prepared.parsed = false
  }

  private prepared(name: string): PreparedFragment {
    let found = this.known.get(name)
    if (found) this.known.delete(name)
    else found = { name: `f${this.nextName++}`, parsed: false, sent: false }
    this.known.set(name, found)
    if (this.known.size > KEPT) {
      const [oldest, evicted] = this.known.entries().next().value as [string, PreparedFragment]
      this.known.delete(oldest)
      if (evicted.sent) this.discarded.push(evicted.name)
    }
    return found
  }
}

/** With one result or none it stands in the select list: FROM would take a composite result apart. In value form there are two or more. */
function callOf({ fn, in: slots, out, valueForm }: Fragment): string {
  const call = `${quoteName(fn.schema)}.${quoteName(fn.name)}(${slots.map((_, i) => `$${i + 1}`).join(', ')})`
  return out.length > 1 || valueForm ? `select * from ${call}` : `select ${call}`
}
