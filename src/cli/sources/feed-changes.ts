import type { Command } from 'commander'
import { transaction } from '../../adapters/postgres/db.ts'
import { checkUrl } from '../../core/fetching/address.ts'
import { canonicalUrl, hostOf, urlKey } from '../../core/fetching/url.ts'
import { counted } from '../../core/text/counted.ts'
import { namedOutlet } from '../../pipeline/sources/named-outlet.ts'
import type { OpenDeps } from '../../runtime/deps.ts'
import { recordAction } from '../../store/operations/operators.ts'
import {
  changeFeed,
  type FeedChange,
  type FeedFacts,
  feedsWhere,
  findFeedBy,
  removeFeed,
} from '../../store/sources/registry-edits.ts'
import { listFeeds, setFeedsActive } from '../../store/sources/sources.ts'
import { type CommonOptions, withDeps } from '../context.ts'
import { CliError, UsageError } from '../errors.ts'
import { madeByCli } from '../made-by.ts'
import { baseCommand, identity } from '../options.ts'
import { duration } from '../terminal/table.ts'

interface SetOptions extends CommonOptions {
  readonly outlet?: string
  readonly url?: string
  readonly lane?: string
  readonly interval?: string
}

interface WhichOptions extends CommonOptions {
  readonly country?: string
  readonly language?: string
  readonly all?: boolean
}

export const feedIds = (text: string, before: number[] = []) => [...before, identity(text)]

/** `newsloom feed set|remove|pause|resume`: corrects what was added wrongly; articles stay. */
export function changeCommands(): Command[] {
  return [
    baseCommand('Changes a feed.')
      .name('set')
      .argument('<feed>', 'its id or address')
      .option('--outlet <slug>', 'the outlet it belongs to from now on')
      .option('--url <url>', 'its address')
      .option('--lane <lane>', 'live, or backfill (after all live feeds)')
      .option(
        '--interval <time>',
        'how often it is polled: 10m, 6h, 1d; "auto" gives it back to its own rhythm',
      )
      .action(set),
    baseCommand('Removes a feed; its articles stay.')
      .name('remove')
      .argument('<feed>', 'its id or address')
      .action(remove),
    whichFeeds('pause', 'Stops polling these feeds; nothing is deleted.', false),
    whichFeeds('resume', 'Polls these feeds again.', true),
  ]
}

function whichFeeds(name: string, description: string, active: boolean): Command {
  return baseCommand(description)
    .name(name)
    .argument('[id...]', 'feeds', feedIds)
    .option('--country <codes>', 'those of outlets of these countries: DE,AT')
    .option('--language <tags>', 'those of outlets in these languages: de,fr')
    .option('--all', 'all of them')
    .action((list: number[] | undefined, options: WhichOptions) =>
      changeFeeds(list ?? [], options, `${name}d`, (pool, chosen) => setFeedsActive(pool, chosen, active)),
    )
}

/** Changes the feeds of `list`, or those that the options choose. */
export async function changeFeeds(
  list: readonly number[],
  options: WhichOptions,
  done: string,
  work: (pool: OpenDeps['pool'], ids: readonly number[]) => Promise<number>,
): Promise<void> {
  const { country, language, all } = options
  const chosen = Boolean(country || language || all)
  if (chosen === list.length > 0)
    throw new UsageError(
      chosen
        ? 'give ids, or --country, --language or --all, not both'
        : 'give the ids of feeds, or --country, --language or --all',
    )
  const countries = country?.toUpperCase().split(',') ?? null
  for (const code of countries ?? [])
    if (!/^[A-Z]{2}$/.test(code))
      throw new UsageError(`"${code}" is not a country code: give two letters such as DE, or several: DE,AT`)
  await withDeps(async ({ pool }) => {
    let ids = list
    if (chosen) {
      ids = await feedsWhere(pool, { countries, languages: language?.toLowerCase().split(',') ?? null })
      if (!ids.length) throw new CliError('no feed fits: "newsloom feed list" shows those there are')
    } else {
      const known = new Set((await listFeeds(pool)).map((feed) => feed.feed_id))
      const missing = list.filter((id) => !known.has(id))
      if (missing.length)
        throw new CliError(`there is no feed ${missing.join(', ')}: "newsloom feed list" shows their ids`)
    }
    const changed = await work(pool, ids)
    await recordAction(pool, madeByCli(), `feed.${done.replaceAll(' ', '_')}`, null, { feeds: ids })
    console.log(options.json ? JSON.stringify({ feeds: changed }) : `${counted(changed, 'feed')} ${done}`)
  })
}

async function set(given: string, options: SetOptions): Promise<void> {
  const { outlet, url, lane, interval } = options
  if (!outlet && !url && !lane && !interval)
    throw new UsageError('give what to change: --outlet, --url, --lane or --interval')
  if (lane && lane !== 'live' && lane !== 'backfill')
    throw new UsageError(`"${lane}" is not a lane: give live or backfill`)
  const intervalS = interval === undefined ? undefined : secondsOf(interval)
  const address = url === undefined ? undefined : addressOf(url)
  await withDeps(async (deps) => {
    const checked = address && checkUrl(address.url, deps.http.policy)
    if (checked && 'code' in checked)
      throw new CliError(`${address.url} would not be polled: ${checked.reason}`)
    const feed = await feedOf(deps, given)
    const named = outlet ? await namedOutlet(deps, outlet, false) : undefined
    if (named && !named.ok) throw new CliError(`${named.message} "newsloom outlet add" makes one`)
    const change: FeedChange = {
      ...(named ? { outletId: named.id } : {}),
      ...(address ? { address } : {}),
      ...(lane ? { lane: lane as 'live' | 'backfill' } : {}),
      ...(intervalS === undefined ? {} : { intervalS }),
    }
    const after = await transaction(deps.pool, async (tx) => {
      if (!(await changeFeed(tx, feed.feed_id, change)))
        throw new CliError(`another feed has the address ${address!.url}: "newsloom feed list" shows it`)
      await recordAction(tx, madeByCli(), 'feed.set', `feed ${feed.feed_id}`, { ...change })
      return (await findFeedBy(tx, { id: feed.feed_id }))!
    })
    if (options.json) console.log(JSON.stringify(after))
    else {
      const changes = [
        ...(named ? [`outlet ${feed.outlet ?? 'none'} → ${after.outlet}`] : []),
        ...(address ? [`address ${feed.url} → ${after.url}`] : []),
        ...(lane ? [`lane ${lane}`] : []),
        ...(intervalS === undefined
          ? []
          : [intervalS === null ? 'polled in its own rhythm' : `polled every ${duration(intervalS)}`]),
      ]
      console.log(`feed ${feed.feed_id}: ${changes.join(', ')}`)
    }
  })
}

async function remove(given: string, options: CommonOptions): Promise<void> {
  await withDeps(async (deps) => {
    const feed = await feedOf(deps, given)
    await transaction(deps.pool, async (tx) => {
      await removeFeed(tx, feed.feed_id)
      await recordAction(tx, madeByCli(), 'feed.removed', `feed ${feed.feed_id}`, { url: feed.url })
    })
    console.log(
      options.json
        ? JSON.stringify({ removed: feed.feed_id, url: feed.url })
        : `removed: feed ${feed.feed_id} ${feed.url}; its articles stay`,
    )
  })
}

async function feedOf(deps: OpenDeps, given: string): Promise<FeedFacts> {
  const key = /^\d+$/.test(given) ? null : urlKey(given)
  const feed = await (key === null
    ? /^\d{1,15}$/.test(given)
      ? findFeedBy(deps.pool, { id: Number(given) })
      : undefined
    : findFeedBy(deps.pool, { urlKey: key }))
  if (!feed) throw new CliError(`there is no feed ${given}: "newsloom feed list" shows those there are`)
  return feed
}

function addressOf(input: string): NonNullable<FeedChange['address']> {
  const url = canonicalUrl(input)
  const key = url && urlKey(url)
  const host = url && hostOf(url)
  if (!url || !key || !host) throw new UsageError(`"${input}" is not an http or https address`)
  return { url, urlKey: key, host }
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 }

/** Seconds; null for "auto". */
function secondsOf(text: string): number | null {
  if (text === 'auto') return null
  const [, number, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? []
  const seconds = Number(number) * (UNITS[unit ?? ''] ?? Number.NaN)
  if (!(seconds >= 60 && seconds <= 604_800))
    throw new UsageError(`"${text}" is not an interval: give 1m to 7d, such as 10m or 6h, or "auto"`)
  return seconds
}
