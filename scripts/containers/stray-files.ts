/** What must not leave the house in an image: keys, credentials, the repository, its tests, build tools, caches. */
import type { ImageContents } from './image-contents'

const RULES: readonly (readonly [what: string, path: RegExp])[] = [
  ['a private key', /(^|\/)(id_(rsa|dsa|ecdsa|ed25519)|[^/]+\.(key|p12|pfx|jks|ppk))$/],
  ['a folder of keys', /(^|\/)(keys|\.ssh|\.gnupg|\.oci|\.kube)(\/|$)/],
  ['credentials', /(^|\/)(\.env(\.[^/]*)?|\.netrc|\.pypirc|\.npmrc|\.git-credentials|credentials\.json|\.docker\/config\.json)$/],
  ['a repository', /(^|\/)(\.git|\.hg|\.svn)(\/|$)/],
  ['tests', /^app\/(.*\/)?(tests?|test_[^/]*\.py|conftest\.py)(\/|$)/],
  ['a build tool', /(^|\/)s?bin\/(pip3?(\.\d+)?|([^/]+-)?(gcc|g\+\+|cc|c\+\+|ld|as)(-\d+)?|make|cmake|cargo|git)$|\/site-packages\/(pip|setuptools|wheel)(\/|-[^/]*\.dist-info)/],
  ['a cache', /^root\/\.cache\/.|^var\/cache\/apt\/archives\/[^/]+\.deb$|^var\/lib\/apt\/lists\/[^/]+_|^tmp\/.|(^|\/)\.(pytest|ruff|mypy)_cache(\/|$)/]
]

/** What the base is: its files are another's, and its caches and tools are only counted while a container sees them. */
export interface StrayOptions {
  /** How many of the layers are the base's. */
  readonly baseLayers: number
}

/** Findings as "path (what it is)": of our own layers everything, also what a later one hides; of the base what a container still sees of keys, repositories and tools. */
export function findStrayFiles({ files, layers }: Pick<ImageContents, 'files' | 'layers'>, { baseLayers }: StrayOptions): string[] {
  const found = new Set<string>()
  for (const { path } of layers.slice(baseLayers).flat()) {
    const rule = RULES.find(([, pattern]) => pattern.test(path))
    if (rule) found.add(`${path} (${rule[0]})`)
  }
  for (const { path, layer, type } of files.values()) {
    if (layer >= baseLayers || type === 'directory') continue
    const rule = RULES.find(([what, pattern]) => (what === 'a repository' || what === 'a build tool' || what === 'a private key') && pattern.test(path))
    if (rule) found.add(`${path} (${rule[0]}, of the base)`)
  }
  return [...found].sort()
}

/** PEM with a body: a mention of the header in a program is no key. */
const PRIVATE_KEY = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----\s+[A-Za-z0-9+/=\s]{64,}/

export const holdsPrivateKey = (content: Buffer): boolean => content.includes('PRIVATE KEY-----') && PRIVATE_KEY.test(content.toString('latin1'))

/** Variables of the image's configuration, and steps of its history, that give a value to something named like a secret. */
export function findSecretSettings({ config, history }: ImageContents['config']): string[] {
  const secret = /\b\w*(PASSWORD|PASSWD|SECRET|TOKEN|PRIVATE_KEY|API_KEY)\w*\s*[=:]\s*\S/i
  return [...(config.Env ?? []), ...history.map((step) => step.created_by ?? '')].filter((text) => secret.test(text)).map((text) => text.replace(/[=:]\s*\S.*$/s, '=…').slice(0, 120))
}

/** The layers of the image that the base has, too. */
export const sharedLayers = (image: readonly string[], base: readonly string[]): number => (base.every((layer, i) => layer === image[i]) ? base.length : 0)
