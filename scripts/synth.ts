import { createProject } from '../projenrc/project'
import { rootFolder } from './lib/root-folder'

/** `npm run synth`: writes every generated file anew. */
export function main(): number {
  process.env.PROJEN_DISABLE_POST = 'true'
  createProject(rootFolder).synth()
  return 0
}
