import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: {
    alias: {
      '@cicd-oracle/lexer': resolve(__dirname, 'db/lexer/index.ts'),
      '@cicd-oracle/embedded': resolve(__dirname, 'db/embedded/index.ts'),
      '@cicd-oracle/changes': resolve(__dirname, 'db/changes/index.ts')
    }
  },
  test: { include: ['test/**/*.test.ts', 'db/*/test/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 120_000 }
})
