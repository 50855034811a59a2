/** Place in the wercker file, both counted from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** Parameters are strings, as the original has them; numbers and booleans keep the spelling of the file (`1.0` stays `1.0`). */
export interface Parameter {
  readonly value: string
  readonly at: Position
  readonly nameAt?: Position
}

export interface BoxConfig {
  /** name:tag, not interpolated yet. */
  readonly image: string
  /** Services: the alias on the network. */
  readonly name?: string
  readonly env: Readonly<Record<string, string>>
  /** cmd, entrypoint, ports, volumes, url, username, password, registry …, as written; lists are joined by spaces. */
  readonly options: Readonly<Record<string, string>>
  readonly at: Position
}

export interface StepConfig {
  /** As written, without version: script, bash-template, internal/docker-push. */
  readonly id: string
  /** What the user reads: `name`, else the id. */
  readonly display: string
  readonly cwd?: string
  /** Without name, cwd and checkpoint. */
  readonly parameters: Readonly<Record<string, Parameter>>
  readonly at: Position
}

export interface PipelineConfig {
  readonly name: string
  readonly box?: BoxConfig
  readonly services: readonly BoxConfig[]
  readonly steps: readonly StepConfig[]
  readonly afterSteps: readonly StepConfig[]
  /** Deploy targets: lists of steps used instead of `steps`. */
  readonly targets: Readonly<Record<string, readonly StepConfig[]>>
  readonly basePath?: string
  readonly docker: boolean
  readonly at: Position
}

export interface WorkflowEntry {
  readonly name: string
  readonly pipelineName: string
  readonly requires: readonly string[]
  readonly artifactPipeline?: string
  readonly envFile?: string
  readonly at: Position
}

export interface WorkflowConfig {
  readonly name: string
  /** In an order in which each comes after what it requires. */
  readonly pipelines: readonly WorkflowEntry[]
  readonly at: Position
}

export interface Config {
  readonly file: string
  readonly pipelines: ReadonlyMap<string, PipelineConfig>
  readonly workflows: ReadonlyMap<string, WorkflowConfig>
  /** Minutes; 1 to 60. */
  readonly commandTimeout?: number
  readonly noResponseTimeout?: number
  readonly sourceDir?: string
  readonly ignoreFile?: string
}
