import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const sourceOf = (folder: string) => resolve(fileURLToPath(new URL('.', import.meta.url)), folder, 'index.ts')
const alias = {
  ...Object.fromEntries(['lexer', 'embedded', 'changes', 'sql'].map((name) => [`@cicd-oracle/${name}`, sourceOf(`db/${name}`)])),
  '@cicd-oracle/wercker': sourceOf('scripts/wercker')
}

// The same driver tests with another version of node-oracledb (test/long/drivers.test.ts).
if (process.env.NODE_ORACLEDB) alias.oracledb = process.env.NODE_ORACLEDB

/** `npm test` runs "quick"; `npm run test:long` runs "long"; `npm run soak` runs "soak". */
const project = (name: string, include: string[], exclude: string[] = []) => ({
  resolve: { alias },
  test: { name, include, exclude: ['**/node_modules/**', '**/dist/**', ...exclude], testTimeout: 60_000, hookTimeout: 120_000 }
})

export default defineConfig({
  test: {
    // Two cores, and every worker may start a PostgreSQL of its own.
    maxWorkers: 2,
    projects: [
      project('quick', ['test/**/*.test.ts', 'db/*/test/**/*.test.ts', 'scripts/*/test/**/*.test.ts'], ['test/long/**', 'test/soak/**']),
      project('long', ['test/long/**/*.test.ts']),
      project('soak', ['test/soak/**/*.test.ts'])
    ]
  }
})
