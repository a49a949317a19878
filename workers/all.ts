import '../src/runtime/quick-start.ts'

const { workerNames } = await import('../src/pipeline/stages.ts')
const { main } = await import('../src/runtime/workers/process.ts')
const { startWeb } = await import('../src/web/server.ts')
await main(workerNames, startWeb)
