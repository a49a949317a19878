import { workerNames } from '../src/pipeline/stages.ts'
import { main } from '../src/runtime/worker-process.ts'

await main(workerNames)
