import { flushCompileCache } from 'node:module'
import { isMainThread } from 'node:worker_threads'

/** What a thread answers. An error that a task throws is part of the answer, so that it is not taken for a crash. */
export type Answer<Result> =
  | { readonly result: Result }
  | { readonly error: { readonly message: string; readonly stack?: string | undefined } }

/** Makes the function that the entry module of a thread pool exports as `run`: it answers each task with the result of `handle`. */
export function servedTasks<Task, Result>(
  handle: (task: Task) => Promise<Result> | Result,
): (task: Task) => Promise<Answer<Result>> {
  // kept for the next thread, however this one ends
  if (!isMainThread) flushCompileCache()
  return async (task) => {
    try {
      return { result: await handle(task) }
    } catch (error) {
      const { message, stack } = error as Error
      return { error: { message, stack } }
    }
  }
}

/** The module `name` beside `base`, as source in a checkout and as JavaScript in a package. */
export function threadEntry(base: string, name: string): URL {
  return new URL(`${name}${base.endsWith('.ts') ? '.ts' : '.js'}`, base)
}
