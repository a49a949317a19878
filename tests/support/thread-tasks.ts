import { threadId } from 'node:worker_threads'
import { servedTasks } from '../../src/adapters/threads/serve.ts'

/** The tasks of the threads in the test of the thread pool. */
export const run = servedTasks(async (task: string) => {
  if (task === 'hang') for (;;);
  if (task === 'fill') for (const kept: string[][] = []; ; ) kept.push(new Array(100_000).fill(task))
  if (task === 'leave') process.exit(3)
  if (task === 'throw') throw new RangeError('out of range')
  if (task === 'which') return String(threadId)
  const [kind, ms] = task.split(' ')
  const until = performance.now() + Number(ms ?? 0)
  if (kind === 'busy') while (performance.now() < until);
  return task
})
