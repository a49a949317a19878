import type { HttpResult } from '../../adapters/http/request.ts'
import { createThreadPool, TaskCrash, TaskTimeout, type ThreadPool } from '../../adapters/threads/pool.ts'
import { threadEntry } from '../../adapters/threads/serve.ts'
import type { KnownShapes } from '../../core/sources/address-shape.ts'
import type { Source, SourceDocument, SourceOutlet } from './source.ts'

export type SourcePool = ThreadPool<SourceDocument, Source>

/** A feed of 5 MB takes a second. A feed built to be slow must not use the time of the others. */
const MAX_MS = 10_000
const MAX_THREAD_MEMORY_MB = 512
/** A second thread, so that a slow document does not delay all others. It starts only then: most processes never need it. */
const THREADS = 2
/** The first feed loads rss-parser, which takes more than a second on a busy machine. */
const PATIENCE_MS = 3_000

/** Threads that read received documents as feeds, sitemaps and pages, each document no longer than `timeoutMs`. */
export function createSourcePool(timeoutMs = MAX_MS): SourcePool {
  return createThreadPool(threadEntry(import.meta.url, './source-thread'), {
    size: THREADS,
    patienceMs: PATIENCE_MS,
    timeoutMs,
    maxMemoryMb: MAX_THREAD_MEMORY_MB,
  })
}

/**
 * Reads a response in a thread. A document that takes too long, or too much memory, is not a source; the result gives the
 * reason.
 *
 * @param pageShapes given: the response is to be read as a section page
 */
export async function readInThread(
  sources: SourcePool,
  response: HttpResult,
  outlet: SourceOutlet = {},
  pageShapes?: KnownShapes,
): Promise<Source> {
  const nothing = { ok: false as const, pageTitle: null, found: [] }
  try {
    return await sources.run({
      body: response.body,
      contentType: response.headers['content-type'] ?? null,
      linkHeader: response.headers.link ?? null,
      url: response.finalUrl,
      outlet,
      ...(pageShapes ? { pageShapes } : {}),
    })
  } catch (error) {
    if (error instanceof TaskTimeout) return { ...nothing, reason: 'parse_timeout' }
    if (error instanceof TaskCrash) return { ...nothing, reason: 'parse_crashed' }
    throw error
  }
}
