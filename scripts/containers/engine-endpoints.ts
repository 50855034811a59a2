/** Where a container engine may listen on this machine. Pure but for reading Docker's own configuration files. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Endpoint {
  /** unix:///path, npipe:////./pipe/name, tcp://host:port, https://host:port */
  readonly host: string
  /** What named it: "DOCKER_HOST", "the Docker context desktop-linux", "Podman's socket". */
  readonly from: string
  /** Folder with ca.pem, cert.pem, key.pem: TLS with verification. */
  readonly certificates?: string
}

export interface Machine {
  readonly env: NodeJS.ProcessEnv
  readonly platform: NodeJS.Platform
  readonly home: string
  readonly uid?: number
  /** undefined where there is no such file. */
  readonly readText: (file: string) => string | undefined
}

export const readTextFile = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

/** Docker's configuration folder: DOCKER_CONFIG, else ~/.docker. */
export const dockerFolder = ({ env, home }: Pick<Machine, 'env' | 'home'>): string => env.DOCKER_CONFIG || join(home, '.docker')

/**
 * In the order in which they are tried. Who names an engine (DOCKER_HOST, DOCKER_CONTEXT) gets that one or an error, never another.
 */
export function listEndpoints(machine: Machine): Endpoint[] {
  const { env } = machine
  if (env.DOCKER_HOST) {
    const tls = env.DOCKER_TLS_VERIFY || /:2376\/?$/.test(env.DOCKER_HOST) ? { certificates: env.DOCKER_CERT_PATH || dockerFolder(machine) } : {}
    return [{ host: env.DOCKER_HOST.includes('//') ? env.DOCKER_HOST : `tcp://${env.DOCKER_HOST}`, from: 'DOCKER_HOST', ...tls }]
  }
  if (env.DOCKER_CONTEXT && env.DOCKER_CONTEXT !== 'default') {
    const named = contextEndpoint(machine, env.DOCKER_CONTEXT)
    return [named ?? { host: '', from: `DOCKER_CONTEXT=${env.DOCKER_CONTEXT}` }]
  }
  const current = currentContext(machine)
  const endpoints = [...(current && !env.DOCKER_CONTEXT ? [current] : []), ...knownSockets(machine)]
  return endpoints.filter(({ host }, i) => endpoints.findIndex((other) => other.host === host) === i)
}

function currentContext(machine: Machine): Endpoint | undefined {
  const name = parseJson<{ currentContext?: string }>(machine.readText(join(dockerFolder(machine), 'config.json')))?.currentContext
  return name && name !== 'default' ? contextEndpoint(machine, name) : undefined
}

/** Docker keeps a context in contexts/meta/<SHA-256 of its name>/meta.json, its certificates in contexts/tls/<same>/docker. */
function contextEndpoint(machine: Machine, name: string): Endpoint | undefined {
  const id = createHash('sha256').update(name).digest('hex')
  const folder = join(dockerFolder(machine), 'contexts')
  const meta = parseJson<{ Endpoints?: { docker?: { Host?: string } } }>(machine.readText(join(folder, 'meta', id, 'meta.json')))
  const host = meta?.Endpoints?.docker?.Host
  if (!host) return undefined
  const certificates = join(folder, 'tls', id, 'docker')
  return { host, from: `the Docker context ${name}`, ...(machine.readText(join(certificates, 'cert.pem')) ? { certificates } : {}) }
}

function knownSockets({ env, platform, home, uid }: Machine): Endpoint[] {
  if (platform === 'win32')
    return [
      { host: 'npipe:////./pipe/docker_engine', from: "Docker's pipe" },
      { host: 'npipe:////./pipe/dockerDesktopLinuxEngine', from: "Docker Desktop's pipe" },
      { host: 'npipe:////./pipe/podman-machine-default', from: "Podman's pipe" }
    ]
  const runtimeDir = env.XDG_RUNTIME_DIR || (uid === undefined ? undefined : `/run/user/${uid}`)
  const sockets: [string, string][] = [
    ['/var/run/docker.sock', "Docker's socket"],
    ...(runtimeDir ? ([[`${runtimeDir}/docker.sock`, "rootless Docker's socket"]] as [string, string][]) : []),
    [`${home}/.docker/run/docker.sock`, "Docker Desktop's socket"],
    [`${home}/.docker/desktop/docker.sock`, "Docker Desktop's socket"],
    [`${home}/.colima/default/docker.sock`, "Colima's socket"],
    [`${home}/.orbstack/run/docker.sock`, "OrbStack's socket"],
    [`${home}/.rd/docker.sock`, "Rancher Desktop's socket"],
    ...(runtimeDir ? ([[`${runtimeDir}/podman/podman.sock`, "Podman's socket"]] as [string, string][]) : []),
    [`${home}/.local/share/containers/podman/machine/podman.sock`, "Podman's machine"],
    ['/run/podman/podman.sock', "Podman's socket for root"]
  ]
  return sockets.map(([path, from]) => ({ host: `unix://${path}`, from }))
}

function parseJson<T>(text: string | undefined): T | undefined {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as T
  } catch {
    return undefined
  }
}
