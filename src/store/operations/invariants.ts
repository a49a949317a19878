import { type Queryable, rows, type Statement, sql } from '../../adapters/postgres/sql.ts'

export interface Breach {
  readonly law: string
  readonly count: number
  /** The first few, to inspect. */
  readonly examples: readonly string[]
}

/**
 * What must hold over the whole database at any moment, whichever process died: everything that entered has exactly one
 * outcome, and nothing is half-written. Each statement gives `thing`, one row for each breach.
 */
export const outcomeInvariants: Readonly<Record<string, Statement>> = {
  'everything that entered has a fate': sql`
    select kind || ' ' || thing as thing from news.fates
    where fate is null or fate not in ('waiting', 'clustered', 'copy', 'dropped', 'failed')
       or (fate in ('dropped', 'failed') and reason is null)
       or (fate = 'waiting' and (waiting_in is null or waiting_until is null))`,
  'nothing has two fates': sql`
    select kind || ' ' || thing as thing from news.fates where kind <> 'article'
    group by kind, thing having count(*) > 1
    union all
    select 'article ' || article_id from news.fates where kind = 'article' group by article_id having count(*) > 1`,
  'an address leads to one article': sql`
    select u.url_key as thing from article_urls u join articles a on a.url_key = u.url_key
    where a.id <> u.article_id and a.reason is distinct from 'same_as_known'`,
  'a twin that was dropped left its address to the one that stays': sql`
    select 'article ' || a.id as thing from articles a
    where a.stage = 'dropped' and a.reason = 'same_as_known' and a.url_key is not null
      and not exists (select 1 from article_urls u where u.url_key = a.url_key)`,
  'a clustered article has a text and a story': sql`
    select 'article ' || id as thing from articles
    where stage = 'clustered' and (version = 0 or story_id is null)`,
  'a text has each of its versions': sql`
    select 'article ' || a.id as thing from articles a
    where a.version > 0 and a.reason is distinct from 'removed'
      and a.version <> (select count(*) from article_versions v where v.article_id = a.id)`,
  'an article that waits for extraction has its document': sql`
    select 'article ' || a.id as thing from articles a
    where a.stage = 'fetched'
      and not exists (select 1 from documents d where d.article_id = a.id and d.fetched_at = a.document_at)`,
  'a text came from the newest document of its article': sql`
    select 'article ' || a.id as thing from articles a
    where a.stage in ('extracted', 'clustered') and a.version > 0
      and (exists (select 1 from documents d
                   where d.article_id = a.id and d.page = 1 and d.fetched_at > a.document_at)
           or (a.document_reason is null and exists (
                select 1 from documents d
                where d.article_id = a.id and d.page = 1 and d.fetched_at > a.text_document_at)))`,
  'keys and story decision are of the stored text': sql`
    select 'article ' || a.id as thing from articles a
    left join article_profiles p on p.article_id = a.id
    where a.stage = 'clustered' and a.version > 0
      and (a.clustered_revision is distinct from a.text_revision
           or (p.article_id is not null and p.text_hash is distinct from text_hash_of(a.title, a.body)))`,
  'an edit is between two different documents': sql`
    select 'article ' || v.article_id || ' version ' || v.version as thing
    from article_versions v
    join article_versions b on b.article_id = v.article_id and b.version = v.version - 1
    where v.cause = 'revised' and v.withdrawn_at is null and exists (
      select 1 from documents d join documents e on e.article_id = d.article_id and e.fetched_at = b.document_at
      where d.article_id = v.article_id and d.fetched_at = v.document_at
        and d.kind = e.kind and d.fingerprint = e.fingerprint and d.page_count = e.page_count
        and not exists (
          select 1 from generate_series(1, d.page_count - 1) n
          left join documents m on m.article_id = d.article_id and m.fetched_at = d.fetched_at + n * interval '1 millisecond'
          left join documents o on o.article_id = e.article_id and o.fetched_at = e.fetched_at + n * interval '1 millisecond'
          where m.fingerprint is distinct from o.fingerprint))`,
  'what waits to be fetched for the first time has no text': sql`
    select 'article ' || id as thing from articles where stage = 'discovered' and version > 0`,
  'a copy points to an original': sql`
    select 'article ' || c.id as thing from articles c join articles o on o.id = c.duplicate_of
    where o.duplicate_of is not null`,
  'a story counts its articles': sql`
    select 'story ' || s.id as thing from stories s
    left join (select story_id, count(*) as n from articles where story_id is not null group by story_id) a
      on a.story_id = s.id
    where s.merged_into_id is null and s.article_count <> coalesce(a.n, 0)`,
  'an article is announced once': sql`
    select 'article ' || subject_id as thing from outbox where kind = 'article.new'
    group by subject_id having count(*) > 1`,
}

const EXAMPLES = 5

/**
 * Checks every invariant over the whole database; an empty list means that all hold. Reads every article: seconds for a
 * million.
 */
export async function checkInvariants(db: Queryable): Promise<Breach[]> {
  const breaches: Breach[] = []
  for (const [law, statement] of Object.entries(outcomeInvariants)) {
    const found = await rows<{ thing: string }>(db, statement)
    if (found.length)
      breaches.push({ law, count: found.length, examples: found.slice(0, EXAMPLES).map((row) => row.thing) })
  }
  return breaches
}
