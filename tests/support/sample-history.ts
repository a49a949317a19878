import type { Pool } from 'pg'

/**
 * Inserts feeds for outlets of the sample, with the rows of two weeks of polling: one feed that is fine, one that fails, one
 * without new entries for long, one that is paused, one that was never polled.
 */
export async function addFeedHistory(pool: Pool): Promise<void> {
  const feeds = [
    [
      'meridian-press',
      {
        interval: 300,
        reason: 'entry_rate',
        ageMin: 4,
        perDay: [19, 22, 17, 9, 11, 24, 26, 21, 23, 18, 8, 12, 25, 14],
      },
    ],
    [
      'harbour-gazette',
      {
        interval: 900,
        reason: 'update_period',
        ageMin: 11,
        perDay: [6, 9, 8, 3, 2, 7, 9, 10, 8, 7, 2, 3, 9, 5],
      },
    ],
    [
      'elbkurier',
      {
        interval: 1_800,
        reason: 'entry_rate',
        ageMin: 50,
        perDay: [4, 5, 3, 5, 1, 0, 4, 6, 5, 4, 5, 1, 0, 3],
      },
    ],
    [
      'lakeside-tribune',
      {
        interval: 14_400,
        reason: 'failures',
        ageMin: 3_100,
        error: 'http_503',
        score: 3,
        perDay: [7, 6, 8, 9, 3, 2, 8, 7, 9, 6, 4, 3, 0, 0],
      },
    ],
    [
      'fleuve-matin',
      {
        interval: 86_400,
        reason: 'quiet',
        ageMin: 14_000,
        perDay: [2, 1, 3, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      },
    ],
    ['voz-del-plata', { interval: 900, reason: 'first_look', ageMin: null, perDay: [] }],
    [
      'alpenbote',
      {
        interval: 900,
        reason: 'entry_rate',
        ageMin: 7_000,
        paused: true,
        perDay: [3, 2, 4, 3, 1, 1, 3, 2, 4, 0, 0, 0, 0, 0],
      },
    ],
  ] as const
  for (const [slug, feed] of feeds) {
    const { rows } = await pool.query<{ id: number }>(
      `insert into feeds (outlet_id, url, url_key, host, title, active, poll_interval_s, poll_interval_reason,
         failure_score, last_error_code, last_polled_at, last_new_entry_at, next_poll_at, created_at)
       select o.id, 'https://www.' || o.domain || '/feed.xml', o.domain || '/feed.xml', o.domain, o.name || ': news', $2, $3::int,
              $4, $5, $6, case when $7::float8 is null then null else now() - interval '2 minutes' end,
              now() - make_interval(mins => $7::int), now() + make_interval(secs => $3::int), now() - interval '60 days'
       from outlets o where o.slug = $1 returning id`,
      [
        slug,
        !('paused' in feed),
        feed.interval,
        feed.reason,
        'score' in feed ? feed.score : 0,
        'error' in feed ? feed.error : null,
        feed.ageMin,
      ],
    )
    await pool.query(
      `insert into entries (feed_id, guid, refused, first_seen_at)
       select $1, 'entry-' || d.day || '-' || n, 'no_url',
              (current_date - (array_length($2::int[], 1) - d.day)::int)::timestamptz
       from unnest($2::int[]) with ordinality as d (entries, day) cross join lateral generate_series(1, d.entries) as n`,
      [rows[0]!.id, feed.perDay],
    )
  }
}

/** Inserts what a time of trouble leaves behind: hosts that back off with articles that wait for them, and dead letters. */
export async function addTrouble(pool: Pool): Promise<void> {
  await pool.query(
    `insert into hosts (host, backoff_until, backoff_count, backoff_reason)
     select o.domain, now() + make_interval(mins => t.minutes), t.times, t.reason
     from (values ('lakeside-tribune', 37, 3, 'http_503'), ('savanna-post', 4, 1, 'http_429')) as t (slug, minutes, times, reason)
     join outlets o using (slug)
     on conflict (host) do update
       set backoff_until = excluded.backoff_until, backoff_count = excluded.backoff_count, backoff_reason = excluded.backoff_reason`,
  )
  await pool.query(
    `insert into articles (outlet_id, url, url_key, host, stage, reason, feed_title, next_attempt_at)
     select o.id, 'https://' || o.domain || '/late/' || n, o.domain || '/late/' || n, o.domain, t.stage, t.reason, t.title,
            now() + make_interval(mins => t.minutes)
     from (values ('lakeside-tribune', 6, 'discovered', 'http_503', 'Council votes on the pier', 37),
                  ('savanna-post', 2, 'discovered', 'http_429', 'Rains come early', 4),
                  ('harbour-gazette', 3, 'discovered', null, 'Night ferry timetable', -2),
                  ('elbkurier', 2, 'failed', 'http_404', 'Die Fähre fährt wieder', 0),
                  ('fleuve-matin', 1, 'failed', 'no_text', 'La passerelle en images', 0))
            as t (slug, articles, stage, reason, title, minutes)
     join outlets o using (slug) cross join lateral generate_series(1, t.articles) as n`,
  )
}
