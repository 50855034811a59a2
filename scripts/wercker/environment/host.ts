import { readFileSync } from 'node:fs'
import { isVariableName } from './quote'

const PROXIES = ['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY']

export interface Passed {
  readonly visible: Readonly<Record<string, string>>
  /** From XXX_ names: never printed. */
  readonly hidden: Readonly<Record<string, string>>
}

/** The X_ rule: X_FOO becomes FOO, XXX_FOO becomes a hidden FOO; proxies pass unless set so. */
export function passVariables(host: Readonly<Record<string, string | undefined>>): Passed {
  const visible: Record<string, string> = {}
  const hidden: Record<string, string> = {}
  for (const name of PROXIES) if (host[name]) visible[name] = host[name]
  for (const [name, value] of Object.entries(host)) {
    const [, prefix, bare] = /^(X_|XXX_)(.+)$/.exec(name) ?? []
    if (value === undefined || !prefix || !isVariableName(bare!)) continue
    ;(prefix === 'X_' ? visible : hidden)[bare!] = value
  }
  return { visible, hidden }
}

/** `KEY=value` lines; one pair of quotes goes, then \" and \n are unescaped. A missing file is none. */
export function readEnvironmentFile(file: string): Record<string, string> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return {}
  }
  const values: Record<string, string> = {}
  for (const line of text.split(/\r?\n/)) {
    const at = line.indexOf('=')
    if (line.trimStart().startsWith('#') || at < 1) continue
    const written = line.slice(at + 1).trim()
    const quoted = /^(["'])(.*)\1$/s.exec(written)
    values[line.slice(0, at).trim()] = (quoted ? quoted[2]! : written).replaceAll('\\"', '"').replaceAll('\\n', '\n')
  }
  return values
}

/** A value of the host that is not empty wins over the file's. */
export const withFile = (host: NodeJS.ProcessEnv, file: Record<string, string>): Record<string, string | undefined> => ({
  ...file,
  ...Object.fromEntries(Object.entries(host).filter(([name, value]) => value || !(name in file)))
})
