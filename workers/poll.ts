import '../src/runtime/quick-start.ts'

const { main } = await import('../src/runtime/workers/process.ts')
await main(['poll'])
