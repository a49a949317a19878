import { main } from '../src/runtime/worker-process.ts'

await main(['poll'])
