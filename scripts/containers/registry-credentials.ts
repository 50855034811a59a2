/** The password of a registry: from the environment, Docker's own configuration, or the helper that it names. */
import { spawn } from 'node:child_process'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { StageError } from '../pipeline/stage-error'
import { dockerFolder, readTextFile } from './engine-endpoints'
import { parseImageReference } from './image-reference'

export interface RegistryCredentials {
  readonly registry: string
  readonly username: string
  readonly password: string
  /** Where they were found: never the password itself. */
  readonly from: string
}

interface DockerConfig {
  readonly auths?: Readonly<Record<string, { readonly auth?: string; readonly username?: string; readonly password?: string; readonly identitytoken?: string }>>
  readonly credsStore?: string
  readonly credHelpers?: Readonly<Record<string, string>>
}

/** Docker Hub is written in many ways; in the configuration it has this one. */
const HUB = 'https://index.docker.io/v1/'

/**
 * DOCKER_USERNAME and DOCKER_PASSWORD count for the registry of DOCKER_REPO; then ~/.docker/config.json (DOCKER_CONFIG names another folder):
 * credHelpers, auths, credsStore.
 * @returns undefined: ask the registry without a password
 */
export async function findCredentials(registry: string, env: NodeJS.ProcessEnv = process.env): Promise<RegistryCredentials | undefined> {
  const { DOCKER_USERNAME: username, DOCKER_PASSWORD: password, DOCKER_REPO: repository } = env
  if (username && password && repository && parseImageReference(repository).registry === registry)
    return { registry, username, password, from: 'DOCKER_USERNAME and DOCKER_PASSWORD' }
  const file = join(dockerFolder({ env, home: env.HOME || homedir() }), 'config.json')
  const config = readConfig(file)
  if (!config) return undefined
  const names = registry === 'docker.io' ? [HUB, 'docker.io', 'index.docker.io'] : [registry, `https://${registry}`, `https://${registry}/v2/`, `http://${registry}`]
  const helper = names.map((name) => config.credHelpers?.[name]).find(Boolean)
  if (helper) return askHelper(helper, names[0], registry)
  for (const name of names) {
    const entry = config.auths?.[name]
    const decoded = entry?.auth ? Buffer.from(entry.auth, 'base64').toString() : entry?.username ? `${entry.username}:${entry.password ?? ''}` : ''
    const colon = decoded.indexOf(':')
    if (colon > 0) return { registry, username: decoded.slice(0, colon), password: decoded.slice(colon + 1).replace(/\0+$/, ''), from: file }
  }
  return config.credsStore ? askHelper(config.credsStore, names[0], registry) : undefined
}

function readConfig(file: string): DockerConfig | undefined {
  const text = readTextFile(file)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as DockerConfig
  } catch (error) {
    throw new StageError(`Docker's configuration cannot be read: ${(error as Error).message}`, `File: ${file}`, 'Mend it, or log in anew (docker login).')
  }
}

/** docker-credential-helpers' protocol: `docker-credential-X get`, the server's name on standard input, JSON on standard output. */
async function askHelper(helper: string, server: string, registry: string): Promise<RegistryCredentials | undefined> {
  const program = `docker-credential-${helper}`
  const next = 'Install the helper, or take it out of the configuration; DOCKER_USERNAME and DOCKER_PASSWORD go before it.'
  if (!/^[\w.-]+$/.test(helper)) throw new StageError(`Docker's configuration names ${JSON.stringify(helper)} as credential helper, which is no name.`, 'File: config.json', next)
  const { code, output } = await new Promise<{ code: number | null; output: string }>((resolve, reject) => {
    const child = spawn(program, ['get'], { stdio: ['pipe', 'pipe', 'ignore'], timeout: 30_000 })
    let text = ''
    child.stdout.on('data', (chunk) => { text += chunk })
    child.stdin.on('error', () => undefined)
    child.on('error', (error) => reject(new StageError(`The credential helper ${program} could not be run: ${error.message}`, `Registry: ${registry}`, next)))
    child.on('close', (exit) => resolve({ code: exit, output: text }))
    child.stdin.end(`${server}\n`)
  })
  if (code !== 0) {
    if (/credentials not found/i.test(output)) return undefined
    throw new StageError(`The credential helper ${program} failed (exit code ${code}).`, `Registry: ${registry}`, next)
  }
  try {
    const { Username, Secret } = JSON.parse(output) as { Username?: string; Secret?: string }
    return Username && Secret ? { registry, username: Username, password: Secret, from: program } : undefined
  } catch {
    throw new StageError(`The credential helper ${program} answered something that is not JSON.`, `Registry: ${registry}`, next)
  }
}
