import { Project } from 'projen'
import { addIgnoreFiles } from './ignore-files'
import { addPackageJson } from './package-json'
import { addPipelineFiles } from './pipeline-files'
import { addTypescript } from './typescript'
import { addWorkflows } from './workflows'
import { addWorkspaces } from './workspaces'

/** Everything that is generated, in one object tree; `synth()` writes it below `outdir`. */
export function createProject(outdir: string): Project {
  const project = new Project({ name: 'cicd-oracle-python', outdir, commitGenerated: true, projenCommand: 'npm run synth --' })
  // Tasks are npm scripts (projenrc/package-json.ts): one place to look, and the first one can install the rest.
  project.defaultTask?.exec('node scripts/bootstrap.cjs synth')
  // Of projen's own only `default` (synth) and `eject` stay.
  for (const task of ['build', 'pre-compile', 'compile', 'post-compile', 'package', 'test']) project.tasks.removeTask(task)
  addIgnoreFiles(project)
  addTypescript(project)
  addPackageJson(project)
  addWorkspaces(project)
  addPipelineFiles(project)
  addWorkflows(project)
  return project
}
