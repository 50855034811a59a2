import { JsonFile, type Project } from 'projen'
import { devDependencies, embeddedDependencies } from './dependencies'

interface Workspace {
  readonly name: string
  /** Default: db/<name>. */
  readonly folder?: string
  readonly description: string
  readonly dependencies?: Record<string, string>
  readonly devDependencies?: Record<string, string>
  readonly peerDependencies?: Record<string, string>
  readonly bin?: Record<string, string>
}

const ORACLEDB = `>=6.0.3 <${Number(devDependencies.oracledb.split('.')[0]) + 1}`

const WORKSPACES: readonly Workspace[] = [
  {
    name: 'lexer',
    description: 'Tokens of Oracle SQL and PL/SQL, and script splitting that knows the language.',
    devDependencies: { '@swc/core': devDependencies['@swc/core'] } // what compiles the workspaces: images install it by this one's name
  },
  {
    name: 'embedded',
    description: 'Oracle-wire-compatible database for development: unmodified thin drivers in front, PostgreSQL behind. Not Oracle Database.',
    dependencies: { '@cicd-oracle/lexer': '0.1.0', ...embeddedDependencies }
  },
  {
    name: 'changes',
    description: 'Changelog engine for Oracle over node-oracledb, with Liquibase-compatible tables and checksums.',
    dependencies: { '@cicd-oracle/lexer': '0.1.0', saxes: '6.0.0' },
    peerDependencies: { oracledb: ORACLEDB }
  },
  {
    name: 'sql',
    description: 'Runs SQL*Plus scripts over node-oracledb; what it does not support it refuses by name.',
    dependencies: { '@cicd-oracle/lexer': '0.1.0' },
    peerDependencies: { oracledb: ORACLEDB }
  },
  {
    name: 'wercker',
    folder: 'scripts/wercker',
    description: 'Runs wercker.yml files on this machine: pipelines, workflows and after-steps, without the service that is gone.',
    dependencies: { dockerode: devDependencies.dockerode, 'tar-fs': '2.1.5', yaml: devDependencies.yaml }
  }
]

/** Packages: usable from another project by `npm pack`, so each ships its compiled output, types and README. */
export function addWorkspaces(project: Project): void {
  for (const { name, folder = `db/${name}`, ...rest } of WORKSPACES) {
    new JsonFile(project, `${folder}/package.json`, {
      obj: {
        name: `@cicd-oracle/${name}`,
        version: '0.1.0',
        license: 'MIT',
        ...rest,
        main: 'dist/index.js',
        types: 'dist/index.d.ts',
        files: ['dist', 'README.md'],
        engines: { node: '>=20.19' },
        scripts: { prepack: 'node ../../scripts/bootstrap.cjs && tsc -p tsconfig.build.json' }
      }
    })
    new JsonFile(project, `${folder}/tsconfig.build.json`, {
      obj: {
        extends: '../../tsconfig.json',
        compilerOptions: { noEmit: false, incremental: false, emitDeclarationOnly: true, declaration: true, outDir: 'dist', rootDir: '.', paths: {} },
        include: ['**/*.ts'],
        exclude: ['dist', 'test', 'node_modules']
      }
    })
  }
}
