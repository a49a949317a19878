-- Where each field came from is part of what readers of the view may ask.
create or replace view news.articles as
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
  a.provenance
from articles a
left join outlets o on o.id = a.outlet_id
where a.version > 0 and a.stage in ('discovered', 'fetched', 'extracted', 'clustered');
comment on column news.articles.provenance is
  'Where each field came from: field -> json_ld, meta, title_tag, page, time_tag, text, script, feed, given, rules or corrected; null for what was extracted before this was kept.';
