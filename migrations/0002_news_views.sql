-- The public contract: the schema "news", for people who query. A column once shown keeps its name and meaning.

do $$ begin
  if not exists (select 1 from pg_roles where rolname = 'news_reader') then
    create role news_reader nologin;
  end if;
exception
  when insufficient_privilege then
    raise notice 'the role news_reader was not made (no right to): ask an administrator for "create role news_reader nologin"';
  when duplicate_object or unique_violation then
    null; -- made by another database of this server at the same moment
end $$;

create schema news;
comment on schema news is 'Newsloom''s public contract: read-only views on articles, stories and sources.';

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
  a.updated_at
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
comment on column news.stories.outlet_count is 'Outlets that carry it.';
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
  a.copy_reasons as reasons
from articles a
left join outlets o on o.id = a.outlet_id
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

do $$ begin
  revoke all on schema public from news_reader;
  grant usage on schema news to news_reader;
  grant select on all tables in schema news to news_reader;
  alter default privileges in schema news grant select on tables to news_reader;
exception when undefined_object then
  raise notice 'no rights were granted to news_reader: the role does not exist';
end $$;
revoke create on schema public from public;
