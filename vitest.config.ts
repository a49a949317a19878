import { defineConfig } from 'vitest/config'

const project = (name: string, testTimeout: number, extra: object = {}) => ({
  test: {
    name,
    include: [`tests/${name}/**/*.test.ts`],
    environment: 'node',
    testTimeout,
    hookTimeout: 120_000,
    expect: { requireAssertions: true },
    ...extra,
  },
})

const withDatabase = { globalSetup: ['tests/support/global-database.ts'] }

export default defineConfig({
  test: {
    // Read by `npm run coverage` (tests/support/runs/coverage.ts), which says what is enough.
    coverage: { provider: 'v8', include: ['src/**/*.ts'], reporter: ['json'] },
    projects: [
      project('unit', 30_000),
      project('integration', 120_000, { ...withDatabase, fileParallelism: false }),
      project('e2e', 300_000, { fileParallelism: false }),
    ],
  },
})
