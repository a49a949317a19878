/**
 * Feeding and following a Newsloom from a program: what `import { enqueue, load, tail } from 'newsloom/client'` gives. It
 * needs the database, and the queue where that is Redis; nothing is opened at import. Each function opens what it needs
 * and closes it; a program that calls more than one of them keeps a `connect()`.
 */

import type {
  Change,
  Client,
  ClientOptions,
  EnqueueOptions,
  EnqueueReport,
  LoadArticle,
  LoadOptions,
  LoadReport,
  TailOptions,
} from './runtime/client/types.ts'

export type { OwnStep, StepArticle, StepContext } from './pipeline/own-step/types.ts'
export type * from './runtime/client/types.ts'

/**
 * Opens the database and the queue. Close it at the end: an open connection keeps a process alive.
 *
 * @throws with one sentence that says what could not be reached and what to do
 */
export async function connect(options: ClientOptions = {}): Promise<Client> {
  const { openClient } = await import('./runtime/client/open.ts')
  return openClient(options)
}

/** Makes articles of addresses, for the workers to fetch. An address that is refused is in the report. */
export async function enqueue(
  urls: readonly string[],
  options: ClientOptions & EnqueueOptions = {},
): Promise<EnqueueReport> {
  const client = await connect(options)
  try {
    return await client.enqueue(urls, options)
  } finally {
    await client.close()
  }
}

/** Loads articles, for the workers to extract. An article that is refused is in the report. */
export async function load(
  articles: Iterable<LoadArticle> | AsyncIterable<LoadArticle>,
  options: ClientOptions & LoadOptions = {},
): Promise<LoadReport> {
  const client = await connect(options)
  try {
    return await client.load(articles, options)
  } finally {
    await client.close()
  }
}

/** The change feed, each change once, until the loop is left or `signal` aborts. */
export async function* tail(
  options: ClientOptions & TailOptions = {},
): AsyncGenerator<Change, void, undefined> {
  const client = await connect(options)
  try {
    yield* client.tail(options)
  } finally {
    await client.close()
  }
}
