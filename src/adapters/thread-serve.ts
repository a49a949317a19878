import { flushCompileCache } from 'node:module'
import { parentPort } from 'node:worker_threads'

/** The other side of `createThreadPool`: answers each task with what `handle` makes of it. */
export function serveTasks<Task, Result>(handle: (task: Task) => Promise<Result> | Result): void {
  const port = parentPort
  if (!port) throw new Error('serveTasks runs in a worker thread only')
  port.on('message', async (task: Task) => {
    try {
      port.postMessage({ result: await handle(task) })
    } catch (error) {
      const { message, stack } = error as Error
      port.postMessage({ error: { message, stack } })
    }
  })
  port.postMessage('ready')
  // Kept for the next thread, however this one ends.
  flushCompileCache()
}

/** The module `name` beside `base`, as source in a checkout and as JavaScript in a package. */
export function threadEntry(base: string, name: string): URL {
  return new URL(`${name}${base.endsWith('.ts') ? '.ts' : '.js'}`, base)
}
