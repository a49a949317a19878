-- The public contract: the schema "news", for people who query. A column once shown keeps its name and meaning. Functions read
-- with the rights of their owner, so that news_reader needs none on the tables behind them; their search path is fixed.

create schema news;
comment on schema news is 'Newsloom''s public contract: read-only views on articles, stories and sources.';

-- Where each field came from is part of what readers of the view may ask.
create view news.articles as
select
  a.id as article_id,
  o.slug as outlet,
  a.url,
  a.url_key,
  a.stage,
  a.reason,
  a.title,
  a.dek,
  a.authors,
  a.agencies,
  a.dateline,
  a.published_at,
  a.published_local,
  a.published_precision,
  a.published_tz_source,
  a.published_raw,
  a.published_source,
  a.modified_at,
  a.language,
  a.section,
  a.tags,
  a.canonical_url,
  a.image_url,
  a.captions,
  a.body,
  a.body_html,
  a.word_count,
  a.kind,
  a.story_id,
  a.duplicate_of,
  a.similarity,
  (select array_agg(x.external_id order by x.external_id) from article_external_ids x
   where x.article_id = a.id and x.source <> 'content')
    as external_ids,
  a.version,
  a.extractor_version,
  a.first_seen_at,
  a.updated_at,
  a.provenance,
  a.refetch_at,
  a.withdrawn_at,
  a.ran_before
from articles a
left join outlets o on o.id = a.outlet_id
where a.version > 0 and a.stage in ('discovered', 'fetched', 'extracted', 'clustered');
comment on view news.articles is 'Every article that has a text, as it stands now: one row per article.';
comment on column news.articles.article_id is 'The article''s id; never used again for another.';
comment on column news.articles.outlet is 'Slug of the outlet in the registry; null when it is not known.';
comment on column news.articles.url is 'The canonical address; null for what was loaded without one.';
comment on column news.articles.url_key is 'The address without scheme and the like: equal keys are the same article.';
comment on column news.articles.stage is 'Where it stands in the pipeline: clustered, or on its way there again after a change.';
comment on column news.articles.reason is 'Why it waits, if it does.';
comment on column news.articles.title is 'The headline.';
comment on column news.articles.dek is 'The standfirst; not repeated in body.';
comment on column news.articles.authors is 'Names of people; empty when there is none.';
comment on column news.articles.agencies is 'News agencies credited: [{name, role: text | photo}].';
comment on column news.articles.dateline is '{raw, city, country}: where the report says it was written; null without one.';
comment on column news.articles.published_at is 'When it was published, in UTC; null when nothing says so. See published_precision.';
comment on column news.articles.published_local is 'The outlet''s own time with its offset, or the bare day.';
comment on column news.articles.published_precision is 'How exact published_at is: second, minute, hour or day.';
comment on column news.articles.published_tz_source is 'Where the zone came from: text (it was written), outlet (the registry), assumed_utc.';
comment on column news.articles.published_raw is 'The string the date was read from.';
comment on column news.articles.published_source is 'Where that string stood: json_ld, meta, time_tag, text, url, feed or given.';
comment on column news.articles.modified_at is 'When the outlet says it was last changed, in UTC.';
comment on column news.articles.language is 'BCP 47 tag, from the text when the page errs.';
comment on column news.articles.section is 'The outlet''s own section name.';
comment on column news.articles.tags is 'The outlet''s own tags.';
comment on column news.articles.canonical_url is 'The canonical address that the page gives.';
comment on column news.articles.image_url is 'The lead picture''s address; the picture itself is not stored.';
comment on column news.articles.captions is 'Captions: [{text, credit, agency}], each text once.';
comment on column news.articles.body is 'The text: paragraphs joined by a blank line, without boilerplate.';
comment on column news.articles.body_html is 'The text as minimal, sanitised HTML; null for what came as plain text.';
comment on column news.articles.word_count is 'Words of body, by Unicode segmentation.';
comment on column news.articles.kind is 'article or live_blog.';
comment on column news.articles.story_id is 'The story it belongs to; null until it has been clustered.';
comment on column news.articles.duplicate_of is 'The article_id of the original that this is a copy of; null for an original.';
comment on column news.articles.similarity is 'For a copy: the share of its text that stands in the original, 0 to 1.';
comment on column news.articles.external_ids is 'Ids that it was loaded under; null without any.';
comment on column news.articles.version is '1 for the first text, one more for each change of headline or body.';
comment on column news.articles.extractor_version is 'Which version of Newsloom''s extractor read it.';
comment on column news.articles.first_seen_at is 'When Newsloom first saw it.';
comment on column news.articles.updated_at is 'When its row last changed.';
comment on column news.articles.provenance is
  'Where each field came from: field -> json_ld, meta, title_tag, page, time_tag, text, script, feed, given, rules or corrected; null for what was extracted before this was kept.';
comment on column news.articles.refetch_at is
  'When its page is looked at again, for changes and for whether it is still there; null when no further look is planned.';
comment on column news.articles.withdrawn_at is
  'Since when its outlet answers 404 or 410 at its address, confirmed by a second look; null while it is there.';
comment on column news.articles.ran_before is 'An earlier article with the same text, older than the days in which copies are looked for; null where there is none.';

create view news.stories as
select
  s.id as story_id,
  s.title,
  s.language,
  s.first_published_at,
  s.last_published_at,
  s.article_count,
  s.outlet_count,
  s.independent_count,
  s.lead_article_id,
  s.merged_into_id as merged_into,
  s.top_terms
from stories s
where s.article_count > 0 or s.merged_into_id is not null;
comment on view news.stories is 'Events, each with the articles of all outlets on it. Merged stories stay as forwarding addresses.';
comment on column news.stories.story_id is 'The story''s id; it lives on in merged_into when two stories turn out to be one.';
comment on column news.stories.title is 'The headline of the lead article.';
comment on column news.stories.language is 'The language of the lead article.';
comment on column news.stories.first_published_at is 'When the first article on it was published (first seen, where undated).';
comment on column news.stories.last_published_at is 'When the latest one was.';
comment on column news.stories.article_count is 'Articles in it, copies included.';
comment on column news.stories.outlet_count is
  'Outlets that carry it. Articles without an outlet count by their host; without a host they count as none.';
comment on column news.stories.independent_count is 'Outlets and agencies that wrote on it themselves: a wire text counts once, however many ran it.';
comment on column news.stories.lead_article_id is 'The article that stands for it: the earliest original.';
comment on column news.stories.merged_into is 'The story that this one became part of; null for a living story.';
comment on column news.stories.top_terms is 'The words that set it apart.';

create view news.story_articles as
select
  a.story_id,
  a.id as article_id,
  o.slug as outlet,
  a.title,
  a.url,
  a.published_at,
  a.published_precision,
  a.duplicate_of,
  a.similarity,
  coalesce(a.copy_reasons, l.reasons) as reasons,
  reasons_in_words(coalesce(a.copy_reasons, l.reasons)) as why,
  case when p.reasons ->> 'why' in ('joined', 'repaired') then p.probability end as probability
from articles a
left join outlets o on o.id = a.outlet_id
left join story_links l on l.article_id = a.id
left join story_links p on p.article_id = coalesce(a.duplicate_of, a.id)
where a.story_id is not null and a.version > 0 and a.stage in ('discovered', 'fetched', 'extracted', 'clustered');
comment on view news.story_articles is 'Which article is in which story, and why.';
comment on column news.story_articles.story_id is 'The story.';
comment on column news.story_articles.article_id is 'The article.';
comment on column news.story_articles.outlet is 'Slug of the article''s outlet; null when it is not known.';
comment on column news.story_articles.title is 'The article''s headline.';
comment on column news.story_articles.url is 'The article''s address.';
comment on column news.story_articles.published_at is 'When the article was published, in UTC.';
comment on column news.story_articles.published_precision is 'How exact published_at is.';
comment on column news.story_articles.duplicate_of is 'For a copy: its original.';
comment on column news.story_articles.similarity is 'For a copy: the share of its text that stands in the original.';
comment on column news.story_articles.reasons is 'Why it is here: scores by feature, shared terms, names, numbers and quotes.';
comment on column news.story_articles.why is 'The reasons in words.';
comment on column news.story_articles.probability is
  'How likely it tells of the event of the others in the story, 0 to 1; of a copy, that of its original; null for an article that opened the story, or that people put there.';

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
comment on column news.top_stories.outlet_count is
  'Outlets that carry it, copies included. Articles without an outlet count by their host; without a host they count as none.';
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
  join article_versions v on v.article_id = a.id and v.cause = 'revised' and v.withdrawn_at is null
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
  round(extract(epoch from c.published_at - o.published_at) / 60)::integer as minutes_later,
  (c.copy_reasons ->> 'share_of_original')::real as share_of_original,
  (c.copy_reasons ->> 'words_cut')::integer as words_cut,
  (c.copy_reasons ->> 'words_added')::integer as words_added,
  paragraphs_of(o.body, c.copy_reasons -> 'cut') as cut_text,
  paragraphs_of(c.body, c.copy_reasons -> 'added') as added_text
from article_agencies g
join articles c on c.id = g.article_id
left join outlets co on co.id = c.outlet_id
left join articles o on o.id = c.duplicate_of
left join outlets oo on oo.id = o.outlet_id
where co.name is distinct from g.agency
union all
select
  c.id, co.slug, c.url, c.title, coalesce(c.published_at, c.first_seen_at), null, false, c.duplicate_of, oo.slug, o.url,
  c.similarity, round(extract(epoch from c.published_at - o.published_at) / 60)::integer,
  (c.copy_reasons ->> 'share_of_original')::real, (c.copy_reasons ->> 'words_cut')::integer,
  (c.copy_reasons ->> 'words_added')::integer, paragraphs_of(o.body, c.copy_reasons -> 'cut'),
  paragraphs_of(c.body, c.copy_reasons -> 'added')
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
comment on column news.syndication.share_of_original is 'How much of the original stands in it, 0 to 1: an excerpt has little of it.';
comment on column news.syndication.words_cut is 'Words of the original that it lacks.';
comment on column news.syndication.words_added is 'Words of its own that the original lacks.';
comment on column news.syndication.cut_text is 'The paragraphs of the original that it left out; null when none. A paragraph counts as left out when more than half of its words are missing.';
comment on column news.syndication.added_text is 'The paragraphs that it put in; null when none.';

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
  select case when v.reread_before then v.before_title else b.title end as title,
         case when v.reread_before then v.before_body else b.body end as body
  from article_versions b where b.article_id = v.article_id and b.version = v.version - 1 limit 1) p
  on true
join articles a on a.id = v.article_id
left join outlets o on o.id = a.outlet_id
where v.cause = 'revised' and v.withdrawn_at is null
  and a.version > 0 and a.stage in ('discovered', 'fetched', 'extracted', 'clustered');
comment on view news.edits is
  'What outlets changed after publication: one row per revision. A change of Newsloom''s own rules is never in it: a revision is what differs between two documents of the outlet that were read by the same rules.';
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
comment on column news.feed_health.kind is 'feed (RSS, Atom, RDF, JSON), sitemap, or page (a section page whose links are polled).';
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
select e.xid::text || '-' || e.id::text as cursor, e.kind, e.subject_id, e.payload, e.created_at,
       e.xid::text::bigint as xid, e.id -- few clients know the type xid8
from outbox e
where e.xid < pg_snapshot_xmin(pg_current_snapshot());
comment on view news.changes is 'The change feed: what happened, in an order in which nothing ever appears before what was already read. Read on with news.changes_since(cursor).';
comment on column news.changes.cursor is 'Where this change stands: keep the last one you have read.';
comment on column news.changes.kind is
  'article.new, article.revised, article.removed, article.corrected, article.withdrawn, article.restored, edit.withdrawn, story.new, story.grew, story.merged, story.split or copy.found.';
comment on column news.changes.subject_id is 'The article or story that it is about.';
comment on column news.changes.payload is 'What else there is to say, as JSON; never a text.';
comment on column news.changes.created_at is 'When it was written; not the order of the feed.';
comment on column news.changes.xid is 'The number of the transaction that wrote it. A change shows once every transaction before it has ended.';
comment on column news.changes.id is 'Its number. The feed is in the order of (xid, id); news.changes_since reads it in that order by an index.';

create view news.fates as
with article_fates as (
  select
    a.id as article_id,
    case
      when a.stage in ('discovered', 'fetched', 'extracted') then 'waiting'
      when a.stage = 'clustered' and a.duplicate_of is not null then 'copy'
      else a.stage
    end as fate,
    a.reason,
    case when a.stage in ('discovered', 'fetched', 'extracted') then a.stage end as waiting_in,
    case when a.stage in ('discovered', 'fetched', 'extracted') then a.next_attempt_at end as waiting_until,
    a.url,
    a.first_seen_at
  from articles a
)
select
  'article'::text as kind,
  coalesce(f.url, 'article ' || f.article_id) as thing,
  f.article_id, f.fate, f.reason, f.waiting_in, f.waiting_until,
  f.first_seen_at as entered_at
from article_fates f
union all
select
  'entry',
  d.url || ' ' || e.guid,
  e.article_id,
  case when e.refused is not null then 'dropped' else f.fate end,
  coalesce(e.refused, f.reason),
  f.waiting_in, f.waiting_until,
  e.first_seen_at
from entries e
join feeds d on d.id = e.feed_id
left join article_fates f on f.article_id = e.article_id
union all
select
  'line',
  w.file || ':' || l.line || ' of load ' || w.load_id,
  l.article_id, f.fate, f.reason, f.waiting_in, f.waiting_until,
  s.started_at
from load_lines l
join load_files w on w.id = l.file_id
join loads s on s.id = w.load_id
left join article_fates f on f.article_id = l.article_id
union all
select
  'line',
  r.file || ':' || r.line || ' of load ' || r.load_id,
  null, 'failed', r.code, null, null,
  s.started_at
from load_refusals r
join loads s on s.id = r.load_id;
comment on view news.fates is 'What became of everything that entered: one row for each article, feed entry and loaded line.';
comment on column news.fates.kind is 'What entered: article (by its address or its document), entry (of a feed) or line (of a loaded file).';
comment on column news.fates.thing is 'Which one: the address, the feed and its guid, or the file, line and load.';
comment on column news.fates.article_id is 'The article that it became; null when it was refused.';
comment on column news.fates.fate is 'waiting, clustered, copy, dropped or failed.';
comment on column news.fates.reason is 'Why it was dropped or failed, or why it waits longer than its turn.';
comment on column news.fates.waiting_in is 'The stage that it waits in (discovered, fetched, extracted); null once it is through.';
comment on column news.fates.waiting_until is 'When it may move on: in the past means as soon as a worker is free.';
comment on column news.fates.entered_at is 'When it came in.';

create view news.dead_letters as
select
  a.id as article_id,
  o.slug as outlet,
  a.url,
  coalesce(a.title, a.feed_title) as title,
  a.reason,
  a.document_at is not null as has_document,
  a.first_seen_at,
  a.updated_at as failed_at
from articles a
left join outlets o on o.id = a.outlet_id
where a.stage = 'failed';
comment on view news.dead_letters is 'Articles that failed for good: "newsloom replay --reason …" tries them again.';
comment on column news.dead_letters.article_id is 'The article.';
comment on column news.dead_letters.outlet is 'Slug of its outlet; null when it is not known.';
comment on column news.dead_letters.url is 'Its address; null for what was loaded without one.';
comment on column news.dead_letters.title is 'Its headline, or what its feed called it.';
comment on column news.dead_letters.reason is 'The failure code, such as http_404, no_text, extract_timeout, poison.';
comment on column news.dead_letters.has_document is 'Whether raw bytes were stored: then it can be replayed without the network, while they are kept.';
comment on column news.dead_letters.first_seen_at is 'When it came in.';
comment on column news.dead_letters.failed_at is 'When it failed.';

create view news.funnel as
select
  c.day,
  c.stage,
  c.outcome,
  nullif(c.reason, '') as reason,
  o.slug as outlet,
  c.count,
  round(c.total_ms::numeric / nullif(c.count, 0), 1) as mean_ms
from outcomes c
left join outlets o on o.id = c.outlet_id;
comment on view news.funnel is 'How many articles each stage let through, dropped, parked or failed, by day, reason and outlet.';
comment on column news.funnel.day is 'The day, in the time zone of the database.';
comment on column news.funnel.stage is 'poll, fetch, extract or cluster.';
comment on column news.funnel.outcome is 'done, dropped, parked, failed, or noop (another worker was first).';
comment on column news.funnel.reason is 'Why; null for done.';
comment on column news.funnel.outlet is 'Slug of the outlet; null when it is not known.';
comment on column news.funnel.count is 'How often.';
comment on column news.funnel.mean_ms is 'Milliseconds a step took on average; a batch''s time is shared among its articles.';

create view news.pipeline_lag as
select
  s.stage,
  count(a.id) as waiting,
  count(a.id) filter (where a.next_attempt_at <= now()) as due,
  count(a.id) filter (where a.next_attempt_at > now()) as parked,
  coalesce(max(extract(epoch from now() - a.next_attempt_at)) filter (where a.next_attempt_at <= now()), 0)::bigint
    as oldest_due_s
from (values ('discovered', 1), ('fetched', 2), ('extracted', 3)) as s (stage, place)
left join articles a on a.stage = s.stage and a.stage in ('discovered', 'fetched', 'extracted')
group by s.stage, s.place
order by s.place;
comment on view news.pipeline_lag is 'The backlog of each stage, now.';
comment on column news.pipeline_lag.stage is 'discovered (waits for fetch), fetched (for extract) or extracted (for cluster).';
comment on column news.pipeline_lag.waiting is 'Articles in it.';
comment on column news.pipeline_lag.due is 'Of them, those that may move now.';
comment on column news.pipeline_lag.parked is 'Of them, those that wait for a time: a host in trouble, a retry.';
comment on column news.pipeline_lag.oldest_due_s is 'For how many seconds the longest waiting one has been due; 0 without any.';

create view news.withdrawals as
select w.article_id, o.slug as outlet, a.url, w.status, w.withdrawn_at, w.restored_at
from article_withdrawals w
join articles a on a.id = w.article_id
left join outlets o on o.id = a.outlet_id
where a.version > 0 and a.stage in ('fetched', 'extracted', 'clustered');
comment on view news.withdrawals is
  'Articles that their outlet took off its site: the address answered 404 or 410 at two looks at least ten minutes apart.';
comment on column news.withdrawals.article_id is 'The article; its text stays.';
comment on column news.withdrawals.outlet is 'Slug of its outlet; null when it is not known.';
comment on column news.withdrawals.url is 'The address that it is gone from.';
comment on column news.withdrawals.status is 'The status of the look that confirmed it: 404 or 410.';
comment on column news.withdrawals.withdrawn_at is 'When it was first found gone.';
comment on column news.withdrawals.restored_at is 'When it was first found back at its address; null while it is gone.';

create view news.annotations as
select n.article_id, n.name, n.version, n.value, n.created_at
from annotations n
join articles a on a.id = n.article_id
where a.version > 0 and a.stage in ('discovered', 'fetched', 'extracted', 'clustered');
comment on view news.annotations is
  'What steps of your own ("newsloom worker run FILE") made of articles: one row by article, name and version of the step.';
comment on column news.annotations.article_id is 'The article.';
comment on column news.annotations.name is 'Name of the step.';
comment on column news.annotations.version is 'Version of the step: results of several versions stand side by side.';
comment on column news.annotations.value is 'What the step returned.';
comment on column news.annotations.created_at is 'When it was stored; it is replaced when the text of the article changes.';

create view news.enqueue_requests as
select id as request_id, url, requested_at, handled_at, article_id, refused from enqueue_requests;
comment on view news.enqueue_requests is
  'Addresses that were enqueued in SQL by "select newsloom.enqueue(array[…])", and what came of each. Kept for eight weeks.';
comment on column news.enqueue_requests.request_id is 'Identity of the request.';
comment on column news.enqueue_requests.url is 'The address as it was given.';
comment on column news.enqueue_requests.requested_at is 'When it was enqueued.';
comment on column news.enqueue_requests.handled_at is 'When the scheduler read it; null while it waits.';
comment on column news.enqueue_requests.article_id is 'The article of the address, new or known; null when it was refused.';
comment on column news.enqueue_requests.refused is 'Why no article came of it; null otherwise.';

-- For programs that write. Apart from "news", which can only be read.
create schema newsloom;
comment on schema newsloom is 'Functions for programs that write: the role newsloom_worker may call them.';
create function newsloom.enqueue(urls text[]) returns integer
language sql set search_path = pg_catalog, public, pg_temp as $$
  with made as (
    insert into public.enqueue_requests (url)
    -- An address of more than 8,192 characters is refused, however long it is.
    select left(trim(given.url), 8193) from unnest(urls) with ordinality as given (url, position)
    where trim(given.url) <> '' order by given.position
    returning 1)
  select count(*)::integer from made
$$;
comment on function newsloom.enqueue(text[]) is
  'Enqueues addresses of articles to be fetched, and returns how many; the scheduler takes them within seconds. '
  'news.enqueue_requests says what came of each.';

create function news.similar_titles(
  headline text,
  since timestamptz default null,
  least_similarity real default 0.5,
  max_rows integer default 20)
returns table (article_id bigint, similarity real, outlet text, title text, url text, published_at timestamptz, story_id bigint)
language plpgsql stable security definer
set search_path = pg_catalog, public, pg_temp set plan_cache_mode = force_custom_plan
-- By the index of words alone: going back in time instead would take every headline apart again.
set enable_indexscan = off set enable_seqscan = off as $$
#variable_conflict use_column
declare
  g record;
  candidates bigint[] := '{}';
begin
  for g in select * from title_queries($1) loop
    candidates := candidates || array(
      select s.article_id from article_search s
      where to_tsvector(s.config, s.title) @@ g.q and s.config = any (g.configs) and ($2 is null or s.at >= $2)
      order by s.at desc limit 1000);
  end loop;
  return query
    select a.id, b.nearness, o.slug, a.title, a.url, b.at, a.story_id
    from (select s.article_id, similarity(s.title, $1) as nearness, s.at from article_search s
          where s.article_id = any (candidates) and similarity(s.title, $1) >= $3
          order by 2 desc, s.at desc limit least(greatest($4, 0), 1000)) b
    join articles a on a.id = b.article_id
    left join outlets o on o.id = a.outlet_id
    order by b.nearness desc, b.at desc, a.id;
end $$;
comment on function news.similar_titles is
'Articles with a headline like this one: of the newest that share two of its rarer words, by the three-letter groups that both have (pg_trgm), 0 to 1.';

create function news.known_text(body text, language text default null, max_rows integer default 20)
returns table (article_id bigint, share real, outlet text, title text, url text, published_at timestamptz, duplicate_of bigint, story_id bigint)
language plpgsql stable security definer
set search_path = pg_catalog, public, pg_temp set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
declare
  words text[] := array(select w[1] from regexp_matches(left($1, 50000), '[[:alnum:]]+', 'g') w limit 2000);
  n integer := coalesce(array_length(words, 1), 0);
  runs text[];
  candidates bigint[] := '{}';
  g record;
begin
  if n = 0 then return; end if;
  -- Sixteen runs of seven words, spread evenly: a copy has nearly all of them, an excerpt its part.
  runs := array(
    select distinct array_to_string(words[i : least(i + 6, n)], ' ')
    from (select 1 + ((greatest(n - 7, 0))::numeric * k / 15)::integer as i from generate_series(0, 15) as k) p);
  -- What shares two rare words that stand near each other is looked at; the runs then tell how much it shares.
  for g in
    select array_agg(c.config) as configs, c.q
    from (select u.config, near_pairs(to_tsvector(u.config, array_to_string(words, ' '))) as q from text_configs_in_use u
          where $2 is null or u.config = text_config($2)) c
    where numnode(c.q) > 0
    group by c.q
  loop
    candidates := candidates || array(
      select s.article_id from article_search s where s.tsv @@ g.q and s.config = any (g.configs)
      order by s.at limit 1000);
  end loop;
  return query
    with asked as materialized (
      select u.config, u.q from (
        select c.config, phraseto_tsquery(c.config, r.run) as q
        from text_configs_in_use c cross join unnest(runs) as r (run)) u
      where numnode(u.q) > 2),
    found as (
      select s.article_id,
             ((count(*) filter (where s.tsv @@ k.q))::real / count(*))::real as share
      from article_search s join asked k on k.config = s.config
      where s.article_id = any (candidates)
      group by s.article_id
      having count(*) filter (where s.tsv @@ k.q) > 0
      order by 2 desc, 1 limit least(greatest($3, 0), 1000))
    select a.id, f.share, o.slug, a.title, a.url, coalesce(a.published_at, a.first_seen_at), a.duplicate_of, a.story_id
    from found f
    join articles a on a.id = f.article_id
    left join outlets o on o.id = a.outlet_id
    order by f.share desc, coalesce(a.published_at, a.first_seen_at), a.id;
end $$;
comment on function news.known_text is
'Articles that hold this text or parts of it, found by its rarest words: the share of sixteen runs of seven words, spread over the text, that stand in the article word by word.';

create function news.changes_since(after text default null, kinds text[] default null, max_rows integer default 1000)
returns table (cursor text, kind text, subject_id bigint, payload jsonb, created_at timestamptz)
language plpgsql stable security definer
set search_path = pg_catalog, public, pg_temp set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
declare
  after_xid xid8 := '0';
  after_id bigint := 0;
begin
  if $1 is not null and $1 <> '' then
    if $1 !~ '^\d{1,19}-\d{1,18}$' then
      raise exception 'a cursor looks like 1234-567: give back the one of the last change that you have read'
        using errcode = 'invalid_parameter_value';
    end if;
    after_xid := split_part($1, '-', 1)::xid8;
    after_id := split_part($1, '-', 2)::bigint;
  end if;
  return query
    select e.xid::text || '-' || e.id::text, e.kind, e.subject_id, e.payload, e.created_at
    from outbox e
    where (e.xid, e.id) > (after_xid, after_id) and e.xid < pg_snapshot_xmin(pg_current_snapshot())
      and ($2 is null or e.kind = any ($2))
    order by e.xid, e.id limit least(greatest($3, 0), 10000);
end $$;
comment on function news.changes_since is
'What has changed since a cursor (null: from the beginning), in the order of the feed. No change is ever skipped because its transaction committed late: keep the last cursor and ask again.';

create function news.fate_of(address text)
returns table (article_id bigint, fate text, reason text, title text, waits_until timestamptz, first_seen_at timestamptz, known_as text)
language plpgsql stable security definer
set search_path = pg_catalog, public, pg_temp set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
declare
  key text := regexp_replace(regexp_replace(regexp_replace($1, '^[a-zA-Z]+://', ''), '^www\.', '', 'i'), '/+(#.*)?$', '');
begin
  -- Host names know no case; paths do.
  key := lower(split_part(key, '/', 1)) || substr(key, length(split_part(key, '/', 1)) + 1);
  return query
    with known as (
      select a.id, 'its address' as known_as from articles a where a.url_key = key
      union
      select u.article_id, 'its ' || u.kind || ' address' from article_urls u where u.url_key = key)
    select a.id,
           case when a.stage = 'clustered' and a.duplicate_of is not null then 'copy'
                when a.stage in ('discovered', 'fetched', 'extracted') then 'waiting (' || a.stage || ')'
                else a.stage end,
           a.reason, coalesce(a.title, a.feed_title),
           case when a.stage in ('discovered', 'fetched', 'extracted') then a.next_attempt_at end,
           a.first_seen_at, k.known_as
    from known k join articles a on a.id = k.id
    union all
    select t.article_id, 'removed', t.reason, null, null, t.removed_at, 'a takedown'
    from tombstones t where t.url_key = key and not exists (select from known k join articles a on a.id = k.id);
end $$;
comment on function news.fate_of is
'What became of an address (as articles carry it; "newsloom article URL" also understands tracking parameters): clustered, copy, dropped, failed, waiting or removed, with the reason. No row: never seen.';

create function news.search(
  terms text,
  outlets text[] default null,
  language text default null,
  country text default null,
  since timestamptz default null,
  until timestamptz default null,
  max_rows integer default 20,
  skip_rows integer default 0)
returns table (
  article_id bigint, rank real, outlet text, title text, snippet text, url text, published_at timestamptz,
  story_id bigint)
language plpgsql stable security definer
set search_path = pg_catalog, public, pg_temp set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
declare
  ids bigint[] := case when $2 is not null or $4 is not null then array(
    select o.id from outlets o
    where ($2 is null or o.slug = any ($2)) and ($4 is null or o.country = upper($4))) end;
begin
  return query
    with best as materialized (
      select m.article_id, max(m.rank) as rank, (array_agg(m.config))[1] as config, (array_agg(m.query))[1] as query
      from search_matches($1, ids, $3, $5, $6, 1000) m
      group by m.article_id
      order by max(m.rank) desc, m.article_id desc
      limit least(greatest($7, 0), 1000) offset greatest($8, 0))
    select a.id, b.rank, o.slug, a.title,
           marked_text(b.config, left(coalesce(a.body, a.title), 20000), b.query,
             'StartSel=«, StopSel=», MaxFragments=2, MaxWords=24, MinWords=8, FragmentDelimiter=" … "'),
           a.url, coalesce(a.published_at, a.first_seen_at), a.story_id
    from best b
    join articles a on a.id = b.article_id
    left join outlets o on o.id = a.outlet_id
    order by b.rank desc, a.id desc;
end $$;
comment on function news.search is
'Full text in each article''s own language, best first: words, "a phrase", or, -without. Filters by outlets (slugs), language, country of the outlet (ISO code) and time. Of a very common word the newest 1,000 articles are ranked.';
