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
  a.provenance,
  a.refetch_at,
  a.withdrawn_at
from articles a
left join outlets o on o.id = a.outlet_id
where a.version > 0 and a.stage in ('discovered', 'fetched', 'extracted', 'clustered');
comment on column news.articles.refetch_at is
  'When its page is looked at again, for changes and for whether it is still there; null when no further look is planned.';
comment on column news.articles.withdrawn_at is
  'Since when its outlet answers 404 or 410 at its address, confirmed by a second look; null while it is there.';

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

create or replace view news.timeline as
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

create or replace view news.edits as
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

do $$ begin
  grant select on news.withdrawals to news_reader;
exception when undefined_object then
  raise notice 'no rights were granted to news_reader: the role does not exist';
end $$;
