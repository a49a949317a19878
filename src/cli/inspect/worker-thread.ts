import { parentPort, workerData } from 'node:worker_threads'
import { answerLine, type InspectOptions } from './answer.ts'
import { inspectArticle } from './article.ts'
import type { PoolTask } from './pool.ts'

/** One thread of `newsloom inspect article`: takes lines, sends their answers. */
const { options } = workerData as { kind: string; options: InspectOptions }

let queue = Promise.resolve()
parentPort?.on('message', ({ number, line }: PoolTask) => {
  // One page at a time: the thread has one core, and a page's time must not count another's.
  queue = queue.then(async () => {
    const answer = await answerLine(inspectArticle, line, number, options)
    parentPort?.postMessage({ number, json: JSON.stringify(answer) })
  })
})
