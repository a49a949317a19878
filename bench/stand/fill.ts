import type pg from 'pg'
import { packProfile } from '../../src/core/stories/profile/packed.ts'
import { keysOf } from '../../src/pipeline/cluster/step.ts'
import { articleOf } from '../generated/web-corpus.ts'

const TEMPLATES = 1_000
const A_DAY = 10_000

const web = { hosts: 500, articles: 1_000_000 }
/** The keys by which an article of the invented web is found. */
export const probeOf = (index: number) => {
  const article = articleOf(index, web)
  const body = article.paragraphs.join('\n\n')
  return {
    id: 2_000_000_000 + index,
    day: article.publishedAt.toISOString().slice(0, 10),
    publishedAt: article.publishedAt,
    value: keysOf({ title: article.title, body, language: 'en', language_is_stated: true, kind: 'article' }),
  }
}
let templates: readonly ReturnType<typeof probeOf>[] | undefined

/** Inserts articles `from` to `to`, ten thousand for each day before the newest; one in a hundred waits to be fetched. */
export async function fillArticles(pool: pg.Pool, from: number, to: number): Promise<void> {
  await pool.query(
    `insert into articles (outlet_id, url, url_key, host, stage, title, body, language, kind, published_at, first_seen_at, next_attempt_at)
     select 1 + i % 500, 'https://h' || i % 500 || '.example/' || i, 'h' || i % 500 || '.example/' || i, 'h' || 1 + i % 500 || '.example',
            case when i % 100 = 0 then 'discovered' else 'clustered' end, 'Article ' || i, repeat('word ', 400), 'en', 'article',
            timestamptz '2026-11-20 12:00+00' - make_interval(days => i / $3), now() - make_interval(days => i / $3), now()
     from generate_series($1::int, $2::int) i`,
    [from, to - 1, A_DAY],
  )
}

/**
 * Inserts the keys by which those articles are found: profiles of real size, fingerprints that differ, and terms that other
 * articles of the same day have too, as in real news. The pool must have one connection.
 */
export async function fillKeys(pool: pg.Pool, from: number, to: number): Promise<void> {
  const span = [from, to - 1, A_DAY, TEMPLATES]
  const days = Math.ceil(to / A_DAY)
  await pool.query('select ensure_partitions(current_date - $1::int, $2::int)', [
    days,
    Math.ceil(days / 7) + 2,
  ])
  await pool.query(
    'create temporary table if not exists template (n int primary key, profile jsonb, terms int[], prints bigint[])',
  )
  for (const [n, { value }] of (templates ??= Array.from({ length: TEMPLATES }, (_, i) =>
    probeOf(i),
  )).entries())
    await pool.query(
      'insert into template values ($1, $2, $3::text::int[], $4::text::bigint[]) on conflict do nothing',
      [
        n,
        JSON.stringify(packProfile(value.profile)),
        `{${value.keys.map(({ hash }) => hash).join()}}`,
        `{${value.fingerprints.join()}}`,
      ],
    )
  // Created again afterwards: a hundred million entries take minutes in sorted order, and hours one by one.
  const indexes = ['article_fingerprints_hash', 'article_terms_term']
  const made = await Promise.all(
    indexes.map(async (name) => {
      const { rows } = await pool.query<{ def: string }>(`select pg_get_indexdef($1::regclass) as def`, [
        name,
      ])
      return rows[0]!.def.replace(' ON ONLY ', ' ON ')
    }),
  )
  await pool.query(`drop index ${indexes.join()}`)
  await pool.query(
    `insert into article_fingerprints (hash, day, seen_on, article_id)
     select hashint8extended(print, i), date '2026-11-20' - i / $3, current_date - i / $3, 1 + i
     from generate_series($1::int, $2::int) i join template t on t.n = i % $4 cross join lateral unnest(t.prints) print`,
    span,
  )
  // On the newest day, the terms of the templates are not changed: the articles that are looked up have the same terms.
  await pool.query(
    `insert into article_terms (term, day, seen_on, article_id)
     select case when i < $3 then term else hashint4(term # (i / $3)) end, date '2026-11-20' - i / $3, current_date - i / $3, 1 + i
     from generate_series($1::int, $2::int) i join template t on t.n = i % $4 cross join lateral unnest(t.terms) term`,
    span,
  )
  for (const index of made) await pool.query(index)
  await pool.query(
    `insert into article_profiles (article_id, day, seen_on, language, fingerprints, terms, word_count, profile)
     select 1 + i, date '2026-11-20' - i / $3, current_date - i / $3, 'en', t.prints, t.terms, 500, t.profile
     from generate_series($1::int, $2::int) i join template t on t.n = i % $4`,
    span,
  )
}

/** Puts each article into a story of its own. */
export async function fillStories(pool: pg.Pool, from: number, to: number): Promise<void> {
  await pool.query(
    `insert into stories (article_count, first_published_at, last_published_at) select 1, now(), now() from generate_series($1::int, $2::int)`,
    [from, to - 1],
  )
  await pool.query(
    `update articles set story_id = id where id between $1 + 1 and $2 + 1 and stage = 'clustered'`,
    [from, to - 1],
  )
}
