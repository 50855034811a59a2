import { createProject } from './projenrc/project'

createProject(process.env.PROJEN_OUTDIR ?? __dirname).synth()
