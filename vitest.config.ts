import { defineConfig } from 'vitest/config'

const project = (name: string, timeout: number) => ({
  test: {
    name,
    include: [`tests/${name}/**/*.test.ts`],
    environment: 'node',
    testTimeout: timeout,
    hookTimeout: 120_000,
    expect: { requireAssertions: true },
  },
})

export default defineConfig({
  test: {
    projects: [project('unit', 20_000), project('integration', 120_000), project('e2e', 300_000)],
  },
})
