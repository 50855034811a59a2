export { runCli, type Surroundings } from './cli'
export { ConfigError } from './config/config-error'
export { parseConfig, readConfig } from './config/parse'
export type { Config, PipelineConfig, StepConfig } from './config/types'
