import { existsSync, readFileSync } from 'node:fs'

const NAMES = /PASSWORD|PASSWD|SECRET|TOKEN|PRIVATE_KEY|CREDENTIAL/i
const MASK = '•••'
/** Shorter words would be found everywhere. */
const MIN_LENGTH = 8

/** Values that must not stand in a report: of variables whose name says so, and of the credentials that this checkout keeps. */
export function knownSecrets(environment: NodeJS.ProcessEnv, credentialsFile: string): string[] {
  const found = new Set<string>()
  for (const [name, value] of Object.entries(environment)) if (NAMES.test(name) && value) found.add(value)
  const collect = (value: unknown): void => {
    if (typeof value === 'string') found.add(value)
    else if (value && typeof value === 'object') Object.values(value).forEach(collect)
  }
  try {
    if (existsSync(credentialsFile)) collect(JSON.parse(readFileSync(credentialsFile, 'utf8')))
  } catch {
    // half written: the values in it are nobody's yet
  }
  return [...found].filter((value) => value.length >= MIN_LENGTH).sort((a, b) => b.length - a.length)
}

/** The value with every secret in its strings replaced, also where it stands in base64. */
export function maskSecrets<T>(value: T, secrets: readonly string[]): T {
  const forms = secrets.flatMap((secret) => [secret, Buffer.from(secret).toString('base64').replace(/=+$/, '')])
  const mask = (item: unknown): unknown => {
    if (typeof item === 'string') return forms.reduce((text, form) => text.replaceAll(form, MASK), item)
    if (Array.isArray(item)) return item.map(mask)
    if (item && typeof item === 'object') return Object.fromEntries(Object.entries(item).map(([key, inner]) => [key, mask(inner)]))
    return item
  }
  return forms.length ? (mask(value) as T) : value
}
