import type { Pool } from 'pg'

export interface Hostile {
  readonly storyId: number
  readonly articleId: number
  /** An article in a script that is written from right to left; a copy in the same story. */
  readonly arabicId: number
}

const script = '<script>globalThis.pwned = 1</script>'
const image = '"><img src=x onerror="globalThis.pwned = 1">'
/** A character that changes the direction of the text; nothing changes it back. */
const turned = '\u202Edesrever si siht\u2067'
const longWord = 'W'.repeat(10_000)

/** Hostile articles: every field that the pages show contains something that attacks the reader. */
export async function addHostileArticle(pool: Pool): Promise<Hostile> {
  const one = async (statement: string, values: unknown[]): Promise<number> =>
    (await pool.query<{ id: number }>(statement, values)).rows[0]!.id
  const outlet = await one(
    `insert into outlets (slug, name, domain, country, language) values ('pwned', $1, 'pwned.example', 'XX', 'en') returning id`,
    [`Pwned Post ${script}${turned}`],
  )
  const title = `${script}${image} pwned ${turned} ${longWord}`
  const body = [
    `${script} pwned ${image}`,
    longWord,
    `javascript:globalThis.pwned=1 ${turned}`,
    '</div></main></html>',
  ].join('\n\n')
  const storyId = await one(
    `insert into stories (title, language, first_published_at, last_published_at, article_count, outlet_count,
       independent_count, top_terms)
     values ($1, 'en', now() - interval '500 days', '2025-09-19T17:00:00Z', 2, 2, 2, $2) returning id`,
    [title, [script, longWord]],
  )
  const article = (values: unknown[]) =>
    one(
      `insert into articles (outlet_id, url, url_key, host, stage, title, dek, authors, agencies, dateline, captions, tags,
         section, canonical_url, image_url, body, word_count, kind, version, story_id, language, published_at,
         published_raw, published_source, copy_reasons, syndicated_from, provenance, clustered_at)
       values ($1, $2, $3, 'pwned.example', 'clustered', $4, $5, $6, $7, $8, $9, $6, $5, $2, $2, $10, 5, 'article', 2, $11, $12,
               $13, $5, 'text', $14, $2, $15, now()) returning id`,
      values,
    )
  const articleId = await article([
    outlet,
    'javascript:globalThis.pwned=1',
    `pwned.example/${longWord}`.slice(0, 900),
    title,
    `${image}${longWord}`,
    [script, longWord],
    JSON.stringify([{ name: `${image}${longWord}`, role: 'text' }]),
    JSON.stringify({ raw: script, city: image, country: 'XX' }),
    JSON.stringify([{ text: `${script}${longWord}`, credit: image, agency: turned }]),
    body,
    storyId,
    'en',
    '2025-09-19T16:00:00Z',
    JSON.stringify({ [script]: image, names: [longWord, script] }),
    JSON.stringify({ authors: script, title: image }),
  ])
  const arabicId = await article([
    null,
    'data:text/html,<script>1</script>',
    'pwned.example/ar',
    'عاصفة قوية تضرب الساحل الغربي وتقطع الكهرباء',
    null,
    [],
    '[]',
    null,
    '[]',
    'ضربت عاصفة قوية الساحل.\n\nوانقطعت الكهرباء عن آلاف المنازل.',
    storyId,
    'ar',
    '2025-09-19T17:00:00Z',
    null,
    null,
  ])
  await pool.query(
    `insert into article_versions (article_id, version, title, body, cause) values ($1, 1, $2, $3, 'first'), ($1, 2, $4, $5, 'revised')`,
    [articleId, `${image} once`, `${script} ${longWord}`, title, body],
  )
  await pool.query(
    `insert into feeds (outlet_id, url, url_key, host, title, last_polled_at, last_error_code, failure_score, moved_to_url)
     values ($1, $2, 'pwned.example/feed', 'pwned.example', $3, now(), $4, 2, 'javascript:globalThis.pwned=1')`,
    [outlet, `javascript:pwned/${longWord}`, title, image],
  )
  await pool.query(
    `insert into hosts (host, backoff_until, backoff_reason, backoff_count) values ($1, now() + interval '1 hour', $2, 3)`,
    [`${image}${longWord}`.slice(0, 900), script],
  )
  await pool.query('update stories set lead_article_id = $1 where id = $2', [articleId, storyId])
  return { storyId, articleId, arabicId }
}
