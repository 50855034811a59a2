/** The images that are built here, in one table. */
import { join } from 'node:path'
import { rootFolder } from '../lib/root-folder'

export interface ImageRow {
  /** Of the image on the engine, before the colon. */
  readonly name: 'promotion' | 'promotion-migration' | 'promotion-database'
  readonly title: string
  /** Relative to the checkout, with slashes. */
  readonly context: string
  /** Relative to the context. */
  readonly dockerfile: string
  /** An environment variable that names another base (a mirror's, an older one); it becomes the build argument BASE. */
  readonly baseVariable: string
  /** The numeric user that it runs as. */
  readonly user: number
}

export const IMAGES = {
  app: { name: 'promotion', title: 'the app', context: 'app', dockerfile: 'Dockerfile', baseVariable: 'APP_BASE_IMAGE', user: 10001 },
  migration: { name: 'promotion-migration', title: 'the changelogs and the engine that applies them', context: '.', dockerfile: 'db/changes/Dockerfile', baseVariable: 'MIGRATION_BASE_IMAGE', user: 10001 },
  database: { name: 'promotion-database', title: 'the embedded database', context: '.', dockerfile: 'db/embedded/Dockerfile', baseVariable: 'DATABASE_BASE_IMAGE', user: 54321 }
} as const satisfies Record<string, ImageRow>

/** Absolute path of the image's Dockerfile. */
export const dockerfileOf = ({ context, dockerfile }: ImageRow): string => join(rootFolder, context, dockerfile)

/** The base that the environment asks for, as build arguments. */
export function buildArgsOf({ baseVariable }: ImageRow, env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const base = env[baseVariable]
  return base ? { BASE: base } : {}
}

/** A tag may hold letters, digits, _ . - and 128 characters, and starts with no dot or dash. */
export function tagOf(text: string): string {
  const tag = text.replace(/[^A-Za-z0-9_.-]/g, '-').replace(/^[.-]+/, '').slice(0, 128)
  return tag || 'unnamed'
}

/** promotion:0.1.0-g9f3c1e2 first, then promotion:main. */
export function tagsOf({ name }: ImageRow, { version, branch }: { version: string; branch?: string | null }): string[] {
  const named = branch && branch !== 'HEAD' ? [tagOf(branch)] : []
  return [...new Set([tagOf(version), ...named])].map((tag) => `${name}:${tag}`)
}

/** Labels that the OCI image specification names (annotations.md): where the image comes from. */
export function labelsOf(image: ImageRow, { version, commit, source, created }: { version: string; commit?: string | null; source?: string | null; created?: string | null }): Record<string, string> {
  const named: Record<string, string | null | undefined> = {
    'org.opencontainers.image.title': image.name,
    'org.opencontainers.image.description': image.title,
    'org.opencontainers.image.version': version,
    'org.opencontainers.image.revision': commit,
    'org.opencontainers.image.source': source,
    'org.opencontainers.image.created': created
  }
  return Object.fromEntries(Object.entries(named).filter((entry): entry is [string, string] => Boolean(entry[1])))
}
