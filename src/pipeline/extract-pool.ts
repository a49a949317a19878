import { createThreadPool, type ThreadPool } from '../adapters/thread-pool.ts'
import { threadEntry } from '../adapters/thread-serve.ts'
import type { Extracted } from '../store/extracted.ts'
import type { ExtractTask } from './extract-task.ts'

export type ExtractPool = ThreadPool<ExtractTask, Extracted>

const MAX_THREAD_MEMORY_MB = 512

/** Threads that turn documents into records, one page at a time each, none longer than `timeoutMs`. */
export function createExtractPool(options: { threads: number; timeoutMs: number }): ExtractPool {
  return createThreadPool(threadEntry(import.meta.url, 'extract-thread'), {
    size: options.threads,
    timeoutMs: options.timeoutMs,
    maxMemoryMb: MAX_THREAD_MEMORY_MB,
  })
}
