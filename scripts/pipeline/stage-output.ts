import { z } from 'zod'
import { STAGE_NAMES, type StageName } from './stages'

/**
 * What each stage leaves for the others in `.run/<stage>.json`: facts, no secrets. The JSON Schema of this file is
 * docs/stage-output.schema.json (written by `npm run synth`).
 */
const outputsOf = {
  commit: z.object({
    /** Full hash, or null where there is no git (a ZIP). */
    commit: z.string().nullable(),
    subject: z.string().nullable(),
    branch: z.string().nullable(),
    /** Uncommitted changes are there: what runs is not quite that commit. */
    dirty: z.boolean(),
    /** 0.1.0+g9f3c1e2, the version of what will be packaged. */
    version: z.string(),
    checks: z.array(z.string())
  }),
  database: z.object({
    kind: z.enum(['embedded', 'container', 'remote']),
    /** host:port/service */
    connectString: z.string(),
    banner: z.string(),
    version: z.string(),
    /** Of the embedded server. */
    dataDir: z.string().nullable(),
    pid: z.number().nullable(),
    /** Of a database in a container: its id, the network it is on, and where containers on that network find it (host:port/service). */
    container: z.string().nullable(),
    network: z.string().nullable(),
    insideConnectString: z.string().nullable(),
    employees: z.number()
  }),
  changes: z.object({
    applied: z.array(z.string()),
    alreadyRan: z.number(),
    total: z.number()
  }),
  'test-app': z.object({
    tests: z.number(),
    skipped: z.number(),
    /** Percent of lines. */
    coverage: z.number()
  }),
  package: z.object({
    wheel: z.string(),
    sha256: z.string(),
    version: z.string(),
    bytes: z.number()
  }),
  'build-image': z.object({
    /** promotion:0.1.0-g9f3c1e2 on the engine */
    image: z.string(),
    /** Further names of the same image: by branch. */
    tags: z.array(z.string()),
    /** sha256:… of its configuration, as the engine knows it. */
    id: z.string(),
    version: z.string(),
    /** Uncompressed, of all layers; of the base alone. */
    bytes: z.number(),
    baseBytes: z.number(),
    /** CycloneDX, in .run/image. */
    sbom: z.string(),
    licences: z.string()
  }),
  'push-image': z.object({
    /** host/repository:tag */
    image: z.string(),
    /** What a deployment names: host/repository@sha256:… */
    reference: z.string(),
    digest: z.string(),
    tags: z.array(z.string())
  }),
  deploy: z.object({
    kind: z.enum(['process', 'container']),
    url: z.string(),
    pid: z.number().nullable(),
    container: z.string().nullable(),
    version: z.string()
  }),
  probe: z.object({
    url: z.string(),
    connection: z.string(),
    employees: z.number(),
    /** New salary of the first employee in the list, as /salary_increase/8 shows it. */
    increased: z.string()
  })
} satisfies Record<StageName, z.ZodType>

export type StageOutputs = { [N in StageName]: z.infer<(typeof outputsOf)[N]> }

/** How a failed stage spoke to people (StageError). */
const failure = z.object({ what: z.string(), where: z.string(), next: z.string(), detail: z.array(z.string()) })
export type StageFailure = z.infer<typeof failure>

const header = {
  schema: z.literal(1),
  state: z.enum(['passed', 'failed']),
  /** ISO 8601, UTC. */
  startedAt: z.string(),
  seconds: z.number(),
  /** One line of facts that were checked. */
  summary: z.string(),
  /** What stood in for what the workshop names, when something did. */
  standIn: z.string().optional(),
  /** Of a failed stage: what, where, what next, in the system's own words. */
  failure: failure.optional(),
  /** SHA-256 over the stage's declared inputs; another hash means: run again. */
  inputs: z.string()
}

export const stageRecordSchema = z.discriminatedUnion(
  'stage',
  STAGE_NAMES.map((name) => z.object({ ...header, stage: z.literal(name), outputs: outputsOf[name].nullable() })) as unknown as [
    z.ZodObject<{ stage: z.ZodLiteral<StageName> }>
  ]
)

/** The same as JSON Schema: docs/stage-output.schema.json. */
export const stageRecordJsonSchema = (): object => z.toJSONSchema(stageRecordSchema)

export interface StageRecord<N extends StageName = StageName> {
  readonly schema: 1
  readonly stage: N
  readonly state: 'passed' | 'failed'
  readonly startedAt: string
  readonly seconds: number
  readonly summary: string
  readonly standIn?: string
  readonly failure?: StageFailure
  readonly inputs: string
  readonly outputs: StageOutputs[N] | null
}
