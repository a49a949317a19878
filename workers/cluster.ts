import '../src/runtime/quick-start.ts'

const { main } = await import('../src/runtime/worker-process.ts')
await main(['cluster'])
