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
    projects: [
      project('unit', 30_000),
      project('integration', 120_000, { ...withDatabase, fileParallelism: false }),
      project('e2e', 300_000, { fileParallelism: false }),
    ],
  },
})
