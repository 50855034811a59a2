import { IgnoreFile, type Project, TextFile } from 'projen'

/** .gitignore belongs to projen's Project; this adds to it, and writes .gitattributes and .npmrc. */
export function addIgnoreFiles(project: Project): void {
  project.gitignore.addPatterns('node_modules/', 'dist/', 'dist.*/', '.run/', '.venv/', '.wercker/', '__pycache__/', '*.pyc', '.coverage', '.pytest_cache/', '.ruff_cache/', '*.egg-info/', '.env', '*.log', '*.tgz')
  project.gitignore.exclude('.DS_Store')
  new IgnoreFile(project, '.dockerignore').addPatterns(
    '*', '!app/', 'app/tests/', '**/__pycache__/', '**/.pytest_cache/',
    '!package.json', '!package-lock.json', '!.npmrc', '!scripts/bootstrap.cjs', '!scripts/wercker/package.json', '!db/', 'db/connect/', 'db/hr/', '**/node_modules/', '**/dist/', '**/dist.*/', '**/test/'
  )
  // The changelogs' checksums must not depend on a machine's line-end conversion.
  project.gitattributes.addAttributes('*', 'text=auto', 'eol=lf')
  project.gitattributes.addAttributes('test/liquibase/**', '-text')
  new TextFile(project, '.npmrc', { lines: ['; no address of a registry or proxy belongs into the lock file', 'omit-lockfile-registry-resolved=true', 'fund=false', 'audit=false', ''] })
}
