import { setTimeout as sleep } from 'node:timers/promises'
import { hostOf, urlKey } from '../core/fetching/url.ts'
import { loadFiles } from '../pipeline/load/load.ts'
import { repairRound } from '../pipeline/repair/round.ts'
import { workerNames } from '../pipeline/stages.ts'
import { listStories, type StoryLine } from '../queries/reading.ts'
import type { SampleWeb } from '../sample/web.ts'
import { ensureHosts } from '../store/articles/articles.ts'
import { demoBacklog, fatesOf } from '../store/operations/fates.ts'
import { addFeed } from '../store/sources/feeds.ts'
import { outletsByName } from '../store/sources/outlet-names.ts'
import { makeAllFeedsDue } from '../store/sources/sources.ts'
import type { Config } from './config.ts'
import { type OpenDeps, openDeps } from './deps.ts'
import { seedRegistry } from './seed.ts'
import { startWorkers } from './workers/run.ts'

export interface DemoResult {
  readonly fates: Readonly<Record<string, number>>
  readonly stories: readonly StoryLine[]
}

const PATIENCE_MS = 120_000

/**
 * Runs the sample through the real pipeline: its outlets are polled, and their pages fetched, extracted and clustered. Then
 * the feeds are polled again, and the page that was revised after the first fetch is fetched again. All this uses the
 * embedded Postgres of `config.home`.
 *
 * @throws when nothing moves for two minutes, or with the reason of `signal` when that aborts
 */
export async function runDemo(
  config: Config,
  web: SampleWeb,
  say: (text: string) => void,
  signal: AbortSignal,
): Promise<DemoResult> {
  const ports = [...new Set(web.outlets.map((slug) => Number(new URL(web.origin(slug)).port)))]
  const deps = await openDeps(
    {
      ...config,
      databaseUrl: undefined,
      databasePooledUrl: undefined,
      redisUrl: undefined,
      allowPrivate: true,
      allowPorts: ports,
      minDelayMs: 0,
    },
    { migrate: true, workers: workerNames.length, refetchAfterS: [], logLevel: 'warn' },
  )
  try {
    await seedRegistry(deps.pool, { sample: true })
    await subscribe(deps, web)
    await makeAllFeedsDue(deps.pool)
    const workers = startWorkers(
      deps,
      workerNames.filter((name) => name !== 'web'),
      { roundMs: 100, repairMs: 3_600_000 },
    )
    try {
      await loadFiles(deps, web.dumps)
      await untilDone(deps, say, signal)
      // Polls the feeds again: one of them gives an article another title now, and so its page is read again.
      await makeAllFeedsDue(deps.pool)
      await untilDone(deps, say, signal)
      await repairRound(deps)
    } finally {
      await workers.close(10_000)
    }
    return {
      fates: await fatesOf(deps.pool),
      stories: await listStories(deps.pool, { since: null, minOutlets: 2, limit: 50 }),
    }
  } finally {
    await deps.close()
  }
}

async function subscribe(deps: OpenDeps, web: SampleWeb): Promise<void> {
  const outlets = await outletsByName(deps.pool, web.outlets)
  for (const { outlet, url, kind } of web.feeds) {
    const host = hostOf(url)
    const key = urlKey(url)
    if (!host || !key) throw new Error(`the sample's feed ${url} has no usable address`)
    await ensureHosts(deps.pool, [host])
    await addFeed(deps.pool, {
      url,
      urlKey: key,
      host,
      kind: kind === 'sitemap' ? 'sitemap' : 'feed',
      outletId: outlets.get(outlet)!,
      title: null,
      active: true,
    })
  }
}

/** Waits as long as there is progress: a busy machine is slow, but this loses nothing. */
async function untilDone(deps: OpenDeps, say: (text: string) => void, signal: AbortSignal): Promise<void> {
  let last = ''
  let movedMs = performance.now()
  for (;;) {
    signal.throwIfAborted()
    const backlog = await demoBacklog(deps.pool)
    const left = backlog.feeds + backlog.articles
    if (!left) return
    const now = `${backlog.feeds} feeds to poll, ${backlog.articles} articles on their way, ${backlog.done} done`
    say(now)
    if (now !== last) {
      last = now
      movedMs = performance.now()
    }
    if (performance.now() - movedMs > PATIENCE_MS)
      throw new Error(`nothing of the sample has moved for two minutes: ${now}`)
    await sleep(100)
  }
}
