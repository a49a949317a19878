import { workerNames } from '../src/pipeline/stages.ts'
import { main } from '../src/runtime/worker-process.ts'
import { startWeb } from '../src/web/server.ts'

await main(workerNames, startWeb)
