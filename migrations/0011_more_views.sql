-- More of the public contract: views on stories, copies, edits, entities, outlets and feeds.

create view news.story_outlets as
select
  s.story_id,
  s.outlet,
  s.articles,
  s.copies,
  s.first_published_at,
  s.first_precision,
  s.first_precision is distinct from 'day' as first_time_is_exact,
  s.last_published_at,
  round(extract(epoch from s.first_published_at - min(s.first_published_at) over (partition by s.story_id)) / 60)::integer
    as minutes_behind_first
from (
  select
    a.story_id,
    o.slug as outlet,
    count(*)::integer as articles,
    count(a.duplicate_of)::integer as copies,
    min(a.published_at) as first_published_at,
    (array_agg(a.published_precision order by a.published_at, a.id))[1] as first_precision,
    max(a.published_at) as last_published_at
  from articles a
  left join outlets o on o.id = a.outlet_id
  where a.story_id is not null and a.version > 0 and a.stage in ('discovered', 'fetched', 'extracted', 'clustered')
  group by a.story_id, o.slug
) s;
comment on view news.story_outlets is 'Which outlet carried which story, from when to when, and how far behind the first.';
comment on column news.story_outlets.story_id is 'The story.';
comment on column news.story_outlets.outlet is 'Slug of the outlet; one row with null stands for all articles without one.';
comment on column news.story_outlets.articles is 'How many articles it had on the story, copies included.';
comment on column news.story_outlets.copies is 'How many of them are copies of another article.';
comment on column news.story_outlets.first_published_at is 'When its first article on the story was published, in UTC.';
comment on column news.story_outlets.first_precision is 'How exact that time is: second, minute, hour or day.';
comment on column news.story_outlets.first_time_is_exact is 'False where only the day is known: then the minutes behind mean little.';
comment on column news.story_outlets.last_published_at is 'When its latest article on the story was published.';
comment on column news.story_outlets.minutes_behind_first is 'Minutes after the first outlet of the story; 0 for the first itself.';

create view news.top_stories as
select
  s.id as story_id,
  s.title,
  s.language,
  s.independent_count,
  s.outlet_count,
  s.article_count,
  s.first_published_at,
  s.last_published_at,
  array(
    select distinct o.slug from articles a join outlets o on o.id = a.outlet_id
    where a.story_id = s.id and a.version > 0 and a.stage in ('discovered', 'fetched', 'extracted', 'clustered')
    order by o.slug) as outlets
from stories s
where s.merged_into_id is null and s.article_count > 0;
comment on view news.top_stories is 'Living stories to be ordered by independent_count: outlets and agencies that wrote on it themselves.';
comment on column news.top_stories.story_id is 'The story.';
comment on column news.top_stories.title is 'The headline of its lead article.';
comment on column news.top_stories.language is 'The language of its lead article.';
comment on column news.top_stories.independent_count is 'Outlets and agencies that wrote on it themselves: a wire copy counts its agency once.';
comment on column news.top_stories.outlet_count is 'Outlets that carry it, copies included.';
comment on column news.top_stories.article_count is 'Articles in it, copies included.';
comment on column news.top_stories.first_published_at is 'When the first article on it was published.';
comment on column news.top_stories.last_published_at is 'When the latest one was: filter by it.';
comment on column news.top_stories.outlets is 'Slugs of the outlets that carry it, in the order of the alphabet.';

create view news.timeline as
select
  t.story_id,
  row_number() over (partition by t.story_id order by t.at nulls last, t.article_id, t.version)::integer as position,
  t.at,
  t.what,
  t.published_precision,
  t.published_precision is distinct from 'day' as time_is_exact,
  round(extract(epoch from t.at - min(t.at) over (partition by t.story_id)) / 60)::integer as minutes_after_first,
  t.outlet,
  t.title,
  t.article_id,
  t.version
from (
  select a.story_id, a.published_at as at, case when a.duplicate_of is null then 'published' else 'copied' end as what,
         a.published_precision, o.slug as outlet, coalesce(f.title, a.title) as title, a.id as article_id, 1 as version
  from articles a
  left join outlets o on o.id = a.outlet_id
  left join article_versions f on a.version > 1 and f.article_id = a.id and f.version = 1
  where a.story_id is not null and a.version > 0 and a.stage in ('discovered', 'fetched', 'extracted', 'clustered')
  union all
  select a.story_id, coalesce(v.modified_at, v.seen_at), 'revised', 'second', o.slug, v.title, a.id, v.version
  from articles a
  join article_versions v on v.article_id = a.id and v.cause = 'revised'
  left join outlets o on o.id = a.outlet_id
  where a.story_id is not null and a.version > 1 and a.stage in ('discovered', 'fetched', 'extracted', 'clustered')
) t;
comment on view news.timeline is 'A story as it unfolded: each article when it was published, copied or revised.';
comment on column news.timeline.story_id is 'The story.';
comment on column news.timeline.position is '1 for what came first, and so on.';
comment on column news.timeline.at is 'When: published, or for a revision when the outlet says it was changed (else when it was seen to be).';
comment on column news.timeline.what is 'published (its own words), copied (another''s text) or revised (changed after publication).';
comment on column news.timeline.published_precision is 'How exact the time is: second, minute, hour or day.';
comment on column news.timeline.time_is_exact is 'False where only the day is known: such a row may belong later on its day.';
comment on column news.timeline.minutes_after_first is 'Minutes after the story''s first time.';
comment on column news.timeline.outlet is 'Slug of the outlet; null when it is not known.';
comment on column news.timeline.title is 'The headline at that time.';
comment on column news.timeline.article_id is 'The article.';
comment on column news.timeline.version is 'The version of the article; 1 for its publication.';

create view news.syndication as
select
  c.id as article_id,
  co.slug as outlet,
  c.url,
  c.title,
  g.at as published_at,
  g.agency,
  not g.inherited as is_credited,
  c.duplicate_of as original_id,
  oo.slug as original_outlet,
  o.url as original_url,
  c.similarity as share,
  round(extract(epoch from c.published_at - o.published_at) / 60)::integer as minutes_later
from article_agencies g
join articles c on c.id = g.article_id
left join outlets co on co.id = c.outlet_id
left join articles o on o.id = c.duplicate_of
left join outlets oo on oo.id = o.outlet_id
where co.name is distinct from g.agency
union all
select
  c.id, co.slug, c.url, c.title, coalesce(c.published_at, c.first_seen_at), null, false, c.duplicate_of, oo.slug, o.url,
  c.similarity, round(extract(epoch from c.published_at - o.published_at) / 60)::integer
from articles c
join articles o on o.id = c.duplicate_of
left join outlets co on co.id = c.outlet_id
left join outlets oo on oo.id = o.outlet_id
where c.version > 0 and c.stage in ('discovered', 'fetched', 'extracted', 'clustered')
  and not exists (select from article_agencies g where g.article_id = c.id);
comment on view news.syndication is 'Texts that are another''s: copies with their original, and articles that credit an agency. One row per article and agency.';
comment on column news.syndication.article_id is 'The article that runs another''s text.';
comment on column news.syndication.outlet is 'Slug of the outlet that ran it; an agency''s own pages are left out.';
comment on column news.syndication.url is 'Its address.';
comment on column news.syndication.title is 'Its headline: copies often have one of their own.';
comment on column news.syndication.published_at is 'When it was published (first seen, where undated), in UTC.';
comment on column news.syndication.agency is 'The agency whose text it is; null for a copy of an outlet''s own text.';
comment on column news.syndication.is_credited is 'True where the article credits the agency itself; false where only its original does.';
comment on column news.syndication.original_id is 'The article it is a copy of; null where only the credit tells of the agency.';
comment on column news.syndication.original_outlet is 'Slug of the original''s outlet.';
comment on column news.syndication.original_url is 'The original''s address.';
comment on column news.syndication.share is 'How much of its text stands in the original, 0 to 1; null where the original is not here.';
comment on column news.syndication.minutes_later is 'Minutes after the original was published.';

create view news.edits as
select
  v.article_id,
  o.slug as outlet,
  a.url,
  v.version,
  v.seen_at,
  v.modified_at,
  round(extract(epoch from coalesce(v.modified_at, v.seen_at) - a.published_at) / 60)::integer as minutes_after_publication,
  v.title is distinct from p.title as headline_changed,
  p.title as headline_before,
  v.title as headline_after,
  v.body is distinct from p.body as body_changed,
  coalesce(v.words_added, 0) as words_added,
  coalesce(v.words_removed, 0) as words_removed,
  v.diff,
  case when v.marked then 'marked' else 'silent' end as manner
from article_versions v
-- With its limit it stays a look-up by key: as a plain join the planner once chose to read every version.
join lateral (
  select b.title, b.body from article_versions b where b.article_id = v.article_id and b.version = v.version - 1 limit 1) p
  on true
join articles a on a.id = v.article_id
left join outlets o on o.id = a.outlet_id
where v.cause = 'revised' and a.version > 0 and a.stage in ('discovered', 'fetched', 'extracted', 'clustered');
comment on view news.edits is 'What outlets changed after publication: one row per revision. Our own re-extractions are not in it.';
comment on column news.edits.article_id is 'The article.';
comment on column news.edits.outlet is 'Slug of its outlet.';
comment on column news.edits.url is 'Its address.';
comment on column news.edits.version is 'The version that the revision made; 2 is the first revision.';
comment on column news.edits.seen_at is 'When Newsloom saw the change.';
comment on column news.edits.modified_at is 'When the outlet says it changed it.';
comment on column news.edits.minutes_after_publication is 'From publication to the change (as the outlet says, else as it was seen).';
comment on column news.edits.headline_changed is 'Whether the headline is another.';
comment on column news.edits.headline_before is 'The headline before.';
comment on column news.edits.headline_after is 'The headline after.';
comment on column news.edits.body_changed is 'Whether the text is another.';
comment on column news.edits.words_added is 'Words that came in, headline included.';
comment on column news.edits.words_removed is 'Words that went out, headline included.';
comment on column news.edits.diff is 'The changed passages: [-words that went-] and {+words that came+}, some words around each; headline in the first line.';
comment on column news.edits.manner is 'marked when the text says that it was changed (a correction or update note came in), else silent.';

create view news.entities as
select e.article_id, o.slug as outlet, e.at as published_at, e.day, e.kind, e.name as entity, e.in_title, e.mentions
from article_entities e
left join outlets o on o.id = e.outlet_id;
comment on view news.entities is 'People, places and organisations named in headlines and leads, found by plain rules: one row per article and name.';
comment on column news.entities.article_id is 'The article.';
comment on column news.entities.outlet is 'Slug of its outlet; null when it is not known.';
comment on column news.entities.published_at is 'When the article was published (first seen, where undated), in UTC.';
comment on column news.entities.day is 'The day of that, in UTC.';
comment on column news.entities.kind is 'person, place or organisation.';
comment on column news.entities.entity is 'The name; places by their usual English name, whatever the language of the article.';
comment on column news.entities.in_title is 'Whether the headline names it.';
comment on column news.entities.mentions is 'How often headline, standfirst and lead name it.';

create view news.entity_daily as
select e.name as entity, e.kind, e.day, o.slug as outlet, count(*)::integer as articles
from article_entities e
left join outlets o on o.id = e.outlet_id
group by e.name, e.kind, e.day, o.slug;
comment on view news.entity_daily is 'How many articles of an outlet named an entity on a day. Days without any have no row.';
comment on column news.entity_daily.entity is 'The name: filter by it.';
comment on column news.entity_daily.kind is 'person, place or organisation.';
comment on column news.entity_daily.day is 'The day of publication (first seen, where undated), in UTC.';
comment on column news.entity_daily.outlet is 'Slug of the outlet; null when it is not known.';
comment on column news.entity_daily.articles is 'Articles that name it in headline or lead.';

create view news.outlets as
select
  o.slug as outlet,
  o.name,
  o.domain,
  o.country,
  o.language,
  o.timezone,
  (select count(*) from feeds f where f.outlet_id = o.id)::integer as feeds,
  (select count(*) from feeds f where f.outlet_id = o.id and f.active)::integer as active_feeds,
  (select a.published_at from articles a
   where a.outlet_id = o.id and a.published_at <= now() + interval '1 day' and a.version > 0
     and a.stage in ('discovered', 'fetched', 'extracted', 'clustered')
   order by a.published_at desc limit 1) as last_published_at,
  (select max(f.last_polled_at) from feeds f where f.outlet_id = o.id) as last_polled_at,
  coalesce((select sum(d.articles) from outlet_days d
            where d.outlet_id = o.id and d.day > (now() at time zone 'UTC')::date - 7), 0)::integer as articles_7d
from outlets o;
comment on view news.outlets is 'The registry of outlets, and how lively each is.';
comment on column news.outlets.outlet is 'The slug: the outlet''s name in every other view.';
comment on column news.outlets.name is 'Its name.';
comment on column news.outlets.domain is 'Its registrable domain.';
comment on column news.outlets.country is 'ISO 3166-1 alpha-2 code.';
comment on column news.outlets.language is 'The language it writes in, BCP 47.';
comment on column news.outlets.timezone is 'IANA name of its time zone.';
comment on column news.outlets.feeds is 'Feeds that are known of it.';
comment on column news.outlets.active_feeds is 'Feeds that are polled.';
comment on column news.outlets.last_published_at is 'When its latest article was published.';
comment on column news.outlets.last_polled_at is 'When one of its feeds was last asked.';
comment on column news.outlets.articles_7d is 'Articles published in the last seven days, today included (recounted within seconds).';

create view news.outlet_daily as
select o.slug as outlet, d.day, d.month, d.articles, d.articles - d.copies as originals, d.copies, d.agency_articles, d.words
from outlet_days d
join outlets o on o.id = d.outlet_id
where d.articles > 0;
comment on view news.outlet_daily is 'Articles of an outlet by day of publication, in UTC. Recounted within seconds of a change; days without any have no row.';
comment on column news.outlet_daily.outlet is 'Slug of the outlet.';
comment on column news.outlet_daily.day is 'The day, in UTC.';
comment on column news.outlet_daily.month is 'The first day of its month, to group by.';
comment on column news.outlet_daily.articles is 'Articles it published.';
comment on column news.outlet_daily.originals is 'Those that are no copy.';
comment on column news.outlet_daily.copies is 'Those that are a copy of another article.';
comment on column news.outlet_daily.agency_articles is 'Those whose text an agency is credited for, or for whose original one is.';
comment on column news.outlet_daily.words is 'Words of all of them.';

create view news.feed_health as
select
  f.id as feed_id,
  o.slug as outlet,
  f.url,
  f.kind,
  case
    when not f.active then 'paused'
    when f.last_polled_at is null then 'new'
    when f.last_error_code is not null then 'failing'
    when coalesce(f.last_new_entry_at, f.created_at) < now() - interval '7 days' then 'silent'
    else 'ok'
  end as health,
  f.last_error_code,
  f.failure_score,
  f.last_polled_at,
  f.next_poll_at,
  f.poll_interval_s,
  f.poll_interval_reason,
  f.last_new_entry_at,
  p.polls as polls_24h,
  p.failures as failures_24h,
  p.entries_new as new_entries_24h,
  f.moved_to_url
from feeds f
left join outlets o on o.id = f.outlet_id
left join lateral (
  select count(*)::integer as polls, count(*) filter (where p.code is not null)::integer as failures,
         coalesce(sum(p.entries_new), 0)::integer as entries_new
  from feed_polls p where p.feed_id = f.id and p.polled_at > now() - interval '24 hours') p on true;
comment on view news.feed_health is 'Each feed: when it was asked, what it answered, whether it is silent or failing.';
comment on column news.feed_health.feed_id is 'The feed''s id.';
comment on column news.feed_health.outlet is 'Slug of its outlet.';
comment on column news.feed_health.url is 'Its address.';
comment on column news.feed_health.kind is 'feed (RSS, Atom, RDF, JSON) or sitemap.';
comment on column news.feed_health.health is 'ok, failing (the last poll failed), silent (nothing new for seven days), new (not polled yet) or paused.';
comment on column news.feed_health.last_error_code is 'Why the last poll failed; null when it did not.';
comment on column news.feed_health.failure_score is 'Rises with failures and falls with successes; high ones are asked less often.';
comment on column news.feed_health.last_polled_at is 'When it was last asked.';
comment on column news.feed_health.next_poll_at is 'When it will be asked next.';
comment on column news.feed_health.poll_interval_s is 'Seconds between two polls, as learned from its rhythm.';
comment on column news.feed_health.poll_interval_reason is 'Why so many.';
comment on column news.feed_health.last_new_entry_at is 'When it last had something new.';
comment on column news.feed_health.polls_24h is 'Polls in the last 24 hours.';
comment on column news.feed_health.failures_24h is 'How many of them failed.';
comment on column news.feed_health.new_entries_24h is 'Entries that were new in the last 24 hours.';
comment on column news.feed_health.moved_to_url is 'Where it says it has moved to.';

create view news.changes as
select e.xid::text || '-' || e.id::text as cursor, e.kind, e.subject_id, e.payload, e.created_at, e.xid, e.id
from events e
where e.xid < pg_snapshot_xmin(pg_current_snapshot());
comment on view news.changes is 'The change feed: what happened, in an order in which nothing ever appears before what was already read. Read on with news.changes_since(cursor).';
comment on column news.changes.cursor is 'Where this change stands: keep the last one you have read.';
comment on column news.changes.kind is 'article.new, article.revised, article.removed, article.corrected, story.new, story.grew, story.merged, story.split or copy.found.';
comment on column news.changes.subject_id is 'The article or story that it is about.';
comment on column news.changes.payload is 'What else there is to say, as JSON; never a text.';
comment on column news.changes.created_at is 'When it was written; not the order of the feed.';
comment on column news.changes.xid is 'The transaction that wrote it. A change shows once every transaction before it has ended.';
comment on column news.changes.id is 'Its number; the feed is in the order of (xid, id).';
