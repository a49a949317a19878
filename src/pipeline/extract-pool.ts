import { createThreadPool, type ThreadPool } from '../adapters/thread-pool.ts'
import { threadEntry } from '../adapters/thread-serve.ts'
import type { Extracted } from '../store/extracted.ts'
import type { ExtractTask } from './extract-task.ts'

export type ExtractPool = ThreadPool<ExtractTask, Extracted>

const MAX_THREAD_MEMORY_MB = 256
/** What lives is 30 MB a thread; more room for garbage than this only made two threads 100 MB larger. */
const MAX_YOUNG_MB = 16

/** Threads that turn documents into records, one page at a time each, none longer than `timeoutMs`. */
export function createExtractPool(options: { threads: number; timeoutMs: number }): ExtractPool {
  return createThreadPool(threadEntry(import.meta.url, 'extract-thread'), {
    size: options.threads,
    timeoutMs: options.timeoutMs,
    maxMemoryMb: MAX_THREAD_MEMORY_MB,
    maxYoungMb: MAX_YOUNG_MB,
  })
}
