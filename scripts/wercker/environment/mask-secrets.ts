import type { OutputFilter } from '../output'

/** Shorter ones would blot out ordinary text. */
const SHORTEST = 4
const NAMES = /PASSWORD|PASSWD|SECRET|TOKEN|PRIVATE_KEY|CREDENTIAL/i

/** Hidden values, and visible ones whose name says that they are secret. */
export const secretsOf = (visible: Readonly<Record<string, string>>, hidden: Readonly<Record<string, string>>): string[] => [
  ...Object.values(hidden),
  ...Object.entries(visible).flatMap(([name, value]) => (NAMES.test(name) ? [value] : []))
]

/** The text, its lines, and its base64 at each of the three places that it can have in a longer text. */
function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const encoded = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64').replace(/=+$/, '')
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6))
  })
  return [secret, ...secret.split(/\r?\n/), ...encoded, ...encoded.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))]
}

export function maskSecrets(secrets: readonly string[]): OutputFilter {
  const all = [...new Set(secrets.filter((secret) => secret.length >= SHORTEST).flatMap(spellings))].filter((text) => text.length >= SHORTEST)
  if (!all.length) return { write: (text) => text, end: () => '' }
  all.sort((a, b) => b.length - a.length)
  const pattern = new RegExp(all.map((text) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')).join('|'), 'g')
  const mask = (text: string) => text.replace(pattern, '****')
  let held = ''
  return {
    write(text) {
      const joined = held + text
      let keep = 0
      for (const one of all) for (let length = Math.min(one.length - 1, joined.length); length > keep; length--) if (joined.endsWith(one.slice(0, length))) keep = length
      // A whole secret may reach into what is kept: only text before it is safe to cut.
      let cut = joined.length - keep
      for (const { index, 0: found } of joined.matchAll(pattern)) if (index < cut && index + found.length > cut) cut = index + found.length
      held = joined.slice(cut)
      return mask(joined.slice(0, cut))
    },
    end() {
      const rest = mask(held)
      held = ''
      return rest
    }
  }
}
