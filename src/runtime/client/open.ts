import type { FoundRow } from '../../pipeline/load/found-row.ts'
import { loadRows } from '../../pipeline/load/load.ts'
import { rowOfLine } from '../../pipeline/load/rows.ts'
import { followChanges } from '../../pipeline/notify/tail.ts'
import { enqueueUrls } from '../../pipeline/sources/enqueue.ts'
import { CURSOR, FROM_THE_BEGINNING } from '../../store/outbox/changes.ts'
import { readConfig } from '../config.ts'
import { openDeps } from '../deps.ts'
import type { Change, Client, ClientOptions, LoadArticle } from './types.ts'

/** How the articles of a program are named in `load_refusals`. */
const FILE = 'program'

/**
 * Opens the database and the queue for a program that is not a worker. It neither creates nor migrates a database.
 *
 * @throws with one sentence that says what could not be reached and what to do
 */
export async function openClient(options: ClientOptions): Promise<Client> {
  const config = readConfig()
  const deps = await openDeps(
    {
      ...config,
      databaseUrl: options.database ?? config.databaseUrl,
      databasePooledUrl: options.database ? undefined : config.databasePooledUrl,
      redisUrl: options.redis ?? config.redisUrl,
    },
    { look: true, logLevel: 'silent', say: warnOfDifference },
  )
  const closing = new AbortController()
  const tails = new Set<AsyncGenerator<Change, void, undefined>>()
  let closed: Promise<void> | undefined
  const close = async () => {
    closing.abort()
    // Each releases its connection, even in the middle of its first query.
    await Promise.allSettled([...tails].map((changes) => changes.return()))
    await deps.close()
  }
  async function* tracked(changes: AsyncGenerator<Change, void, undefined>) {
    tails.add(changes)
    try {
      yield* changes
    } finally {
      tails.delete(changes)
    }
  }
  return {
    enqueue: (urls, enqueueOptions = {}) => enqueueUrls(deps, urls, enqueueOptions),
    async load(articles, loadOptions = {}) {
      const report = await loadRows(deps, rowsOf(articles), loadOptions)
      const { new: fresh, known, refused, refusals, articleIds } = report
      return {
        new: fresh,
        known,
        refused,
        refusals: refusals.map(({ line, code, message }) => ({ line, code, message })),
        articleIds,
      }
    },
    tail({ from, kinds, once = false, signal } = {}) {
      const cursor = from === 'start' ? FROM_THE_BEGINNING : from
      if (cursor !== undefined && !CURSOR.test(cursor))
        throw new TypeError(`"${cursor}" is not a cursor: give one that a change had, or "start"`)
      return tracked(
        followChanges(deps, {
          from: cursor ?? null,
          kinds: kinds?.length ? kinds : null,
          once,
          signal: signal ? AbortSignal.any([signal, closing.signal]) : closing.signal,
        }),
      )
    },
    close() {
      closed ??= close()
      return closed
    },
  }
}

/** The same rows as from a file of JSON Lines, with the same checks. */
async function* rowsOf(
  articles: Iterable<LoadArticle> | AsyncIterable<LoadArticle>,
): AsyncGenerator<FoundRow> {
  let number = 0
  for await (const article of articles) yield rowOfLine(JSON.stringify(article) ?? 'null', FILE, ++number)
}

/** The first sentence names the database; the rest says that it differs from this program. */
function warnOfDifference(sentence: string): void {
  if (!sentence.startsWith('database: ')) process.emitWarning(sentence, 'NewsloomWarning')
}
