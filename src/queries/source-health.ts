import { first, type Queryable, rows, sql } from '../adapters/postgres/sql.ts'
import type { TableRow } from '../schema/rows.ts'
import type { FeedLine } from '../store/sources/sources.ts'

export const HEALTH_DAYS = 14
/** A feed without a new entry for this time is silent. */
export const SILENT_DAYS = 7

export const feedStates = ['failing', 'silent', 'new', 'paused', 'fine'] as const
export type FeedState = (typeof feedStates)[number]

export interface SourceFilter {
  /** Part of a name or an address. */
  readonly words: string | null
  readonly state: FeedState | null
  readonly limit: number
  readonly offset: number
}

export interface FeedHealth extends FeedLine, Pick<TableRow<'outlets'>, 'country' | 'language'> {
  readonly outlet_name: TableRow<'outlets'>['name'] | null
  readonly state: FeedState
  /** New entries a day over the last `HEALTH_DAYS` days, today last. */
  readonly perDay: readonly number[]
}

/**
 * Feeds with their state, failing feeds first. The state is one word: `failing` (the last poll failed), `silent`
 * (it answers, and nothing new came for a week), `new` (not polled yet), `paused`, `fine`.
 */
export async function feedHealth(
  db: Queryable,
  filter: SourceFilter,
): Promise<{ readonly feeds: readonly FeedHealth[]; readonly more: boolean }> {
  const like = filter.words === null ? null : `%${filter.words.replace(/[\\%_]/g, '\\$&')}%`
  const found = await rows<Omit<FeedHealth, 'perDay'>>(
    db,
    sql`with states as (
          select f.*, o.slug as outlet, o.name as outlet_name, o.country, o.language,
                 case when not f.active then 'paused' when f.last_polled_at is null then 'new'
                      when f.last_error_code is not null then 'failing'
                      when coalesce(f.last_new_entry_at, f.created_at) < now() - make_interval(days => ${SILENT_DAYS})
                        then 'silent' else 'fine' end as state
          from feeds f left join outlets o on o.id = f.outlet_id)
        select id as feed_id, outlet, outlet_name, country, language, kind, url, title, state, active, next_poll_at,
               poll_interval_s, poll_interval_reason, last_polled_at, last_new_entry_at, last_error_code, failure_score,
               moved_to_url, left_out, created_at
        from states
        where (${like}::text is null or url ilike ${like} or title ilike ${like} or outlet_name ilike ${like})
          and (${filter.state}::text is null or state = ${filter.state})
        order by array_position(${[...feedStates]}::text[], state), lower(coalesce(outlet_name, url)), id
        limit ${filter.limit + 1} offset ${filter.offset}`,
  )
  const shown = found.slice(0, filter.limit)
  const days = shown.length
    ? await entriesPerDay(
        db,
        shown.map((feed) => feed.feed_id),
      )
    : []
  return {
    more: found.length > filter.limit,
    feeds: shown.map((feed) => {
      const perDay = new Array<number>(HEALTH_DAYS).fill(0)
      for (const { feed_id, days_ago, entries } of days)
        if (feed_id === feed.feed_id) perDay[HEALTH_DAYS - 1 - days_ago] = entries
      return { ...feed, perDay }
    }),
  }
}

function entriesPerDay(
  db: Queryable,
  ids: readonly number[],
): Promise<{ feed_id: number; days_ago: number; entries: number }[]> {
  return rows(
    db,
    sql`select e.feed_id, current_date - e.first_seen_at::date as days_ago, count(*) as entries
        from entries e
        where e.feed_id = any(${ids}::bigint[]) and e.first_seen_at >= current_date - ${HEALTH_DAYS - 1}::int
        group by 1, 2`,
  )
}

export interface SourceTotals {
  readonly outlets: number
  readonly feeds: number
  readonly states: Readonly<Record<FeedState, number>>
}

export async function sourceTotals(db: Queryable): Promise<SourceTotals> {
  const row = await first<{
    outlets: number
    feeds: number
    paused: number
    failing: number
    fresh: number
    silent: number
  }>(
    db,
    sql`select (select count(*) from outlets) as outlets, count(*) as feeds,
               count(*) filter (where not active) as paused,
               count(*) filter (where active and last_polled_at is not null and last_error_code is not null) as failing,
               count(*) filter (where active and last_polled_at is null) as fresh,
               count(*) filter (where active and last_polled_at is not null and last_error_code is null and
                 coalesce(last_new_entry_at, created_at) < now() - make_interval(days => ${SILENT_DAYS})) as silent
        from feeds`,
  )
  const { outlets, feeds, paused, failing, fresh, silent } = row!
  return {
    outlets,
    feeds,
    states: { failing, silent, new: fresh, paused, fine: feeds - failing - silent - fresh - paused },
  }
}
