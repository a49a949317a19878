import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { transaction } from '../../src/adapters/postgres/db.ts'
import { hostOf, urlKey } from '../../src/core/fetching/url.ts'
import { replay } from '../../src/pipeline/replay/replay.ts'
import { readConfig } from '../../src/runtime/config.ts'
import { openDeps } from '../../src/runtime/deps.ts'
import { startWorkers } from '../../src/runtime/workers/run.ts'
import { ensureHosts } from '../../src/store/articles/articles.ts'
import { checkInvariants } from '../../src/store/operations/invariants.ts'
import { addFeed } from '../../src/store/sources/feeds.ts'
import { outletsByName } from '../../src/store/sources/outlet-names.ts'
import { type DayWeb, editToken, openDayWeb, STEP_MINUTES, STEPS } from './day-web.ts'
import type { Result, Setup } from './run.ts'

const OUTLETS = 60
const PER_OUTLET = 4
/** In the middle of the day the version of the extractor is increased, so that every page is read again. */
const REPLAY_AT = 22

/**
 * Runs a day of 60 outlets in minutes: feeds grow, pages are edited, withdrawn and published again, boxes beside the text are
 * reordered all the time, lines are learned as boilerplate, and everything is replayed. The run does not wait for the clock: when
 * nothing is left to do, every stored time is moved half an hour into the past. In the end the edits and withdrawals must be
 * exactly those of the ledger.
 */
export async function compressedDay(setup: Setup): Promise<Result> {
  const started = performance.now()
  const databaseUrl = await setup.postgres.freshDatabase()
  const localWeb = await openDayWeb(OUTLETS, PER_OUTLET)
  const deps = await openDeps(
    {
      ...readConfig({}),
      logLevel: 'silent',
      databaseUrl,
      queuePrefix: `chaos-day-${process.pid}-${setup.queue}`,
      redisUrl: setup.queue === 'redis' ? setup.redis!.url : undefined,
      allowPrivate: true,
      allowPorts: [localWeb.port],
      minDelayMs: 0,
      extractThreads: 1,
    },
    { workers: 5 },
  )
  let outOfStage = 0
  let wedged = false
  try {
    await subscribe(deps.pool, localWeb)
    const workers = startWorkers(deps, ['scheduler', 'poll', 'fetch', 'extract', 'cluster'], { roundMs: 200 })
    try {
      for (; localWeb.step < STEPS && !wedged; localWeb.step++) {
        wedged = !(await untilNothingIsDue(deps.pool, setup.scale.patienceMs))
        outOfStage += await textsThatWait(deps.pool)
        if (localWeb.step === REPLAY_AT) {
          await deps.pool.query('update articles set extractor_version = 0')
          await replay(deps, { stage: 'extract', reason: null, outlet: null, since: null })
          wedged ||= !(await untilNothingIsDue(deps.pool, setup.scale.patienceMs))
        }
        await halfAnHourPasses(deps.pool, localWeb.step)
      }
    } finally {
      await workers.close(10_000)
    }
    const { missing, unexpected } = await againstLedger(deps.pool, localWeb)
    const breaches = await checkInvariants(deps.pool)
    const { rows: counts } = await deps.pool.query(
      `select (select count(*) from news.edits) as edits, (select count(*) from news.withdrawals) as withdrawals`,
    )
    return {
      attack: `a day in minutes (${setup.queue})`,
      tried: `${OUTLETS} outlets, ${localWeb.articles.length} articles, ${STEPS} half hours`,
      found: `${((performance.now() - started) / 1000).toFixed(0)} s, ${counts[0].edits} edits, ${counts[0].withdrawals} withdrawals`,
      lost: missing.length,
      double: unexpected.length,
      halfWritten: breaches.length,
      examples: [
        ...missing.slice(0, 5).map((thing) => `missing: ${thing}`),
        ...unexpected.slice(0, 5).map((thing) => `not in the ledger: ${thing}`),
        ...breaches.map(({ law, examples }) => `breach: ${law}: ${examples.join(', ')}`),
      ],
      promises: [
        { promise: 'every edit and withdrawal of the ledger', kept: missing.length === 0 },
        { promise: 'no edit or withdrawal that is not in the ledger', kept: unexpected.length === 0 },
        { promise: 'nothing half-written', kept: breaches.length === 0 },
        { promise: 'a text that waits for another look stays clustered', kept: outOfStage === 0 },
        { promise: 'nothing wedged', kept: !wedged },
      ],
    }
  } finally {
    await deps.close()
    await localWeb.close()
  }
}

async function subscribe(pool: pg.Pool, { hosts, port }: DayWeb): Promise<void> {
  const names = hosts.map((host) => `Day ${host}`)
  const outlets = await outletsByName(pool, names)
  await transaction(pool, async (tx) => {
    await ensureHosts(tx, hosts)
    for (const host of hosts) {
      const url = `http://${host}:${port}/feed.xml`
      await addFeed(tx, {
        url,
        urlKey: urlKey(url)!,
        host: hostOf(url)!,
        kind: 'feed',
        outletId: outlets.get(`Day ${host}`)!,
        title: null,
        active: true,
      })
    }
  })
}

/** Waits as long as there is progress: the time limit starts again whenever something changed. False when it was reached. */
async function untilNothingIsDue(pool: pg.Pool, patienceMs: number): Promise<boolean> {
  let last = ''
  let since = performance.now()
  for (;;) {
    const { rows } = await pool.query<{ feeds: number; articles: number }>(
      // Articles that wait for a host that backs off are not due; moving the clock ends their wait.
      `with resting as (select host from hosts where backoff_until > now())
       select (select count(*) from feeds
               where active and next_poll_at <= now() and host not in (table resting)) as feeds,
              (select count(*) from articles
               where stage in ('fetched', 'extracted')
                 or (((stage = 'discovered' and next_attempt_at <= now()) or (stage = 'clustered' and refetch_at <= now()))
                     and host not in (table resting))) as articles`,
    )
    const now = JSON.stringify(rows[0])
    if (Number(rows[0]!.feeds) + Number(rows[0]!.articles) === 0) return true
    if (now !== last) {
      last = now
      since = performance.now()
    }
    if (performance.now() - since > patienceMs) return false
    await sleep(50)
  }
}

async function textsThatWait(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query(
    `select count(*) as n from articles where version > 0 and stage <> 'clustered'`,
  )
  return Number(rows[0].n)
}

/** While feeds grow they are polled every half hour, later every second hour: polls are most of the work of a quiet day. */
async function halfAnHourPasses(pool: pg.Pool, step: number): Promise<void> {
  const polls = step < 8 || step % 4 === 0
  const by = `interval '${STEP_MINUTES} minutes'`
  await pool.query(
    `update articles set first_seen_at = first_seen_at - ${by}, next_attempt_at = next_attempt_at - ${by},
       refetch_at = refetch_at - ${by}, gone_since = gone_since - ${by}, withdrawn_at = withdrawn_at - ${by};
     update article_withdrawals set withdrawn_at = withdrawn_at - ${by}, restored_at = restored_at - ${by};
     update hosts set backoff_until = backoff_until - ${by}, next_allowed_at = next_allowed_at - ${by};
     ${polls ? `update feeds set next_poll_at = next_poll_at - ${by}` : ''}`,
  )
}

/** What is in the ledger and not in the tables, and the other way round, one line for each. */
async function againstLedger(
  pool: pg.Pool,
  localWeb: DayWeb,
): Promise<{ missing: string[]; unexpected: string[] }> {
  const wanted = localWeb.articles.flatMap(({ url, n, plan }) => [
    ...(plan.edits ?? []).map((_, p) => `edit ${url} ${editToken(n, p)}`),
    ...(plan.headlineAt === undefined ? [] : [`edit ${url} ${editToken(n, 'headline')}`]),
    ...(plan.edits || plan.headlineAt
      ? Array.from({ length: plan.expected.edits }, () => `event ${url} article.revised`)
      : []),
    ...(plan.expected.withdrawn
      ? [
          `withdrawal ${url} ${plan.expected.withdrawn.status}${plan.expected.withdrawn.restored ? ' restored' : ''}`,
          `event ${url} article.withdrawn`,
          ...(plan.expected.withdrawn.restored ? [`event ${url} article.restored`] : []),
        ]
      : []),
    `article ${url}`,
  ])
  const { rows } = await pool.query<{ thing: string }>(
    `select 'edit ' || url || ' ' || coalesce((select string_agg(m[1], ' ') from regexp_matches(diff, '(edit\\d+x\\w+)', 'g') m), 'of something else')
       || case when words_added > 1 or words_removed > 0 then ' and more' else '' end as thing from news.edits
     union all select 'withdrawal ' || url || ' ' || status || case when restored_at is null then '' else ' restored' end from news.withdrawals
     union all select 'event ' || a.url || ' ' || e.kind from outbox e join articles a on a.id = e.subject_id
       where e.kind in ('article.revised', 'article.withdrawn', 'article.restored', 'edit.withdrawn')
     union all select 'article ' || url from news.articles where stage = 'clustered'`,
  )
  const found = rows.map(({ thing }) => thing)
  return { missing: without(wanted, found), unexpected: without(found, wanted) }
}

/** The items that occur more often in `list` than in `other`. */
function without(list: readonly string[], other: readonly string[]): string[] {
  const left = new Map<string, number>()
  for (const thing of other) left.set(thing, (left.get(thing) ?? 0) + 1)
  return list.filter((thing) => {
    const n = left.get(thing) ?? 0
    left.set(thing, n - 1)
    return n <= 0
  })
}
