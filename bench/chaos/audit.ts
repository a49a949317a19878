import type pg from 'pg'
import { urlKey } from '../../src/core/fetching/url.ts'
import { checkInvariants } from '../../src/store/operations/invariants.ts'
import type { LocalWeb } from './local-web.ts'

export interface Verdict {
  /** Things in the ledger that are missing in the database, or that have another outcome there. */
  readonly lost: number
  /** Effects that happened more than once, and things in the database that are not in the ledger. */
  readonly double: number
  /** Violations of the outcome invariants: rows that contradict each other. */
  readonly halfWritten: number
  readonly examples: readonly string[]
}

/** Writes the ledger into the database beside the tables, so that one SQL statement can compare them. */
export async function writeLedger(
  pool: pg.Pool,
  localWeb: Pick<LocalWeb, 'articles' | 'entries'>,
): Promise<void> {
  await pool.query(`create schema if not exists chaos`)
  await pool.query(`create table chaos.articles (url_key text primary key, fate text, reason text, copy_of text,
    first_token text, last_token text)`)
  await pool.query(
    `create table chaos.entries (feed_url text, guid text, url_key text, primary key (feed_url, guid))`,
  )
  await pool.query(
    `insert into chaos.articles select * from jsonb_to_recordset($1::jsonb)
       as l (url_key text, fate text, reason text, copy_of text, first_token text, last_token text)`,
    [
      JSON.stringify(
        localWeb.articles.map((a) => ({
          url_key: urlKey(a.url),
          fate: a.fate,
          reason: a.reason,
          copy_of: a.copyOf && urlKey(a.copyOf),
          first_token: a.firstToken,
          last_token: a.lastToken,
        })),
      ),
    ],
  )
  await pool.query(
    `insert into chaos.entries select * from jsonb_to_recordset($1::jsonb) as l (feed_url text, guid text, url_key text)`,
    [
      JSON.stringify(
        localWeb.entries.map((e) => ({ feed_url: e.feedUrl, guid: e.guid, url_key: e.url && urlKey(e.url) })),
      ),
    ],
  )
}

const lost: Readonly<Record<string, string>> = {
  'article that never came in': `
    select l.url_key as thing from chaos.articles l left join articles a using (url_key) where a.id is null`,
  'article with another fate than its own': `
    select l.url_key || ': ' || f.fate || coalesce(' ' || f.reason, '') || ' instead of ' || l.fate as thing
    from chaos.articles l join articles a using (url_key)
    join news.fates f on f.kind = 'article' and f.article_id = a.id
    where f.fate <> l.fate or f.reason is distinct from l.reason`,
  'text that is not all there': `
    select l.url_key as thing from chaos.articles l join articles a using (url_key)
    where l.fate in ('clustered', 'copy')
      and (a.body is null or strpos(a.body, l.first_token) = 0 or strpos(a.body, l.last_token) = 0)`,
  'copy without its original': `
    select l.url_key as thing from chaos.articles l join articles a using (url_key)
    left join articles o on o.id = a.duplicate_of where l.fate = 'copy' and o.url_key is distinct from l.copy_of`,
  'entry that never came in': `
    select l.feed_url || ' ' || l.guid || coalesce(' (last poll: ' || f.last_error_code || ')', '')
        || coalesce(', next poll in ' || round(extract(epoch from f.next_poll_at - now())) || ' s', '') as thing
    from chaos.entries l left join feeds f on f.url = l.feed_url left join entries e on e.feed_id = f.id and e.guid = l.guid
    where e.guid is null or ((l.url_key is null) <> (e.refused is not null))`,
  'article never announced': `
    select l.url_key as thing from chaos.articles l join articles a using (url_key)
    where l.fate in ('clustered', 'copy')
      and not exists (select 1 from outbox e where e.kind = 'article.new' and e.subject_id = a.id)`,
}

const double: Readonly<Record<string, string>> = {
  'article in no ledger': `
    select coalesce(a.url, a.id::text) as thing from articles a left join chaos.articles l using (url_key)
    where l.url_key is null`,
  'text stored twice': `
    select l.url_key as thing from chaos.articles l join articles a using (url_key)
    where a.version > 1 or (select count(*) from article_versions v where v.article_id = a.id) > 1`,
  'document stored twice': `
    select l.url_key as thing from chaos.articles l join articles a using (url_key)
    where (select count(*) from documents d where d.article_id = a.id) > 1`,
  'event told twice': `
    select kind || ' ' || subject_id as thing from outbox
    where kind in ('article.new', 'article.revised') group by kind, subject_id having count(*) > 1
    union all select kind || ' ' || subject_id from outbox where kind = 'article.revised'`,
  // Each step of each article is counted in the transaction of its effect, so the counts must be equal.
  'step counted more or less than once': `
    select c.stage || ' counted ' || c.n || ', settled ' || s.n as thing
    from (select stage, sum(count) as n from outcomes
          where outcome in ('done', 'dropped', 'failed') and stage <> 'poll' group by stage) c
    join (select 'fetch' as stage, count(*) as n from articles where lane = 'live' and stage <> 'discovered'
          union all select 'extract', count(*) from articles where document_at is not null and stage <> 'fetched'
          union all select 'cluster', count(*) from articles where stage = 'clustered' or (stage = 'failed' and version > 0)) s using (stage)
    where c.n <> s.n`,
}

/** Compares the ledger with the tables, and checks the outcome invariants. */
export async function audit(pool: pg.Pool): Promise<Verdict> {
  const examples: string[] = []
  const count = async (checks: Readonly<Record<string, string>>) => {
    let found = 0
    for (const [what, text] of Object.entries(checks)) {
      const { rows } = await pool.query<{ thing: string }>(text)
      found += rows.length
      for (const { thing } of rows.slice(0, 3)) examples.push(`${what}: ${thing}`)
    }
    return found
  }
  const missing = await count(lost)
  const doubles = await count(double)
  const breaches = await checkInvariants(pool)
  for (const breach of breaches) examples.push(`breach: ${breach.law}: ${breach.examples.join(', ')}`)
  return {
    lost: missing,
    double: doubles,
    halfWritten: breaches.reduce((sum, breach) => sum + breach.count, 0),
    examples,
  }
}

/** How many things are not finished, with the entries that were not seen yet. */
export async function unsettled(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    `select (select count(*) from articles where stage in ('discovered', 'fetched', 'extracted'))
          + (select count(*) from chaos.entries l where not exists (
               select 1 from feeds f join entries e on e.feed_id = f.id where f.url = l.feed_url and e.guid = l.guid)) as n`,
  )
  return Number(rows[0]!.n)
}

/**
 * For how many milliseconds the polls of feeds that still miss entries are delayed because the last poll failed: on a slow machine
 * a poll can exceed its time limit, and what waits for the next poll is late, but not lost.
 */
export async function putOffMs(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ ms: number }>(
    `select greatest(0, coalesce(extract(epoch from max(f.next_poll_at) - now()), 0))::float8 * 1000 as ms
     from feeds f where f.last_error_code is not null and exists (
       select 1 from chaos.entries l where l.feed_url = f.url and not exists (
         select 1 from entries e where e.feed_id = f.id and e.guid = l.guid))`,
  )
  return Number(rows[0]!.ms)
}
