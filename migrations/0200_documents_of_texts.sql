-- A text names the document that it was read from, another look at an article is due in columns of its own, and what
-- an outlet withdrew is recorded. `stage` says what the text is: an article that has a text never waits in `discovered`.

alter table articles
  -- The document that the stored text was read from.
  add column text_document_at timestamptz,
  -- Its kind: a row that was loaded as `body` is its own document, also when its bytes are no longer kept.
  add column text_document_kind text check (text_document_kind in ('html', 'text', 'record')),
  -- Counts the readings that were stored: what a cluster step decided holds for the text that it read.
  add column text_revision integer not null default 0,
  -- The reading that its keys, its copies and its story were decided for.
  add column clustered_revision integer,
  -- Why the newest document gave no text while the text of an older one stands; null where the text is of the newest.
  add column document_reason text,
  -- Of the looks at an article that has a text.
  add column refetch_parked_count integer not null default 0,
  add column refetch_reason text,
  -- The first of two looks that found it gone (404 or 410), and since when it is known to be withdrawn.
  add column gone_since timestamptz,
  add column withdrawn_at timestamptz;
comment on column articles.document_at is
  'The document that is read next, or that was read last; newer documents wait behind it, in order of their time.';

update articles set text_document_at = document_at, text_revision = 1,
  clustered_revision = case when stage = 'clustered' then 1 end,
  text_document_kind = (select d.kind from documents d where d.article_id = articles.id and d.fetched_at = articles.document_at)
where version > 0;
-- Until now another look sent an article back to `discovered`.
update articles set stage = case when story_id is null then 'extracted' else 'clustered' end, reason = null,
  parked_count = 0, ring_count = 0, refetch_at = greatest(next_attempt_at, now()), next_attempt_at = now()
where stage = 'discovered' and version > 0;
alter table articles add constraint articles_text_not_discovered check (stage <> 'discovered' or version = 0);

drop index articles_refetch;
create index articles_refetch on articles (host, lane, refetch_at) where stage = 'clustered' and refetch_at is not null;

-- Which document a version was read from; a false edit is withdrawn, never deleted.
alter table article_versions
  add column document_at timestamptz,
  add column withdrawn_at timestamptz,
  -- The document before it, read again by the rules that read this version: what a revision is told by. Null columns
  -- with `reread_before` false: the version before is stored as those rules read it.
  add column reread_before boolean not null default false,
  add column before_title text,
  add column before_body text;
update article_versions v set document_at = (
  select max(d.fetched_at) from documents d
  where d.article_id = v.article_id and d.page = 1 and d.fetched_at <= v.seen_at);
alter table article_versions drop constraint article_versions_cause_check;
alter table article_versions add constraint article_versions_cause_check
  check (cause in ('first', 'revised', 're_extracted', 'corrected', 'unattributed'));

-- What the keys of an article were made from: the doctor holds it against the stored text.
alter table article_profiles add column text_hash text;
create function text_hash_of(title text, body text) returns text language sql immutable parallel safe as $$
  select md5(coalesce(title, '') || E'\n\n' || coalesce(body, ''))
$$;
update article_profiles p set text_hash = text_hash_of(a.title, a.body) from articles a where a.id = p.article_id;

create table article_withdrawals (
  article_id bigint not null references articles on delete cascade,
  withdrawn_at timestamptz not null,
  -- 404 or 410, of the look that confirmed it.
  status integer not null,
  restored_at timestamptz,
  primary key (article_id, withdrawn_at)
);
create index article_withdrawals_at on article_withdrawals (withdrawn_at desc);

alter table events drop constraint events_kind_check;
alter table events add constraint events_kind_check check (kind in (
  'article.new', 'article.revised', 'article.removed', 'article.corrected', 'article.withdrawn', 'article.restored',
  'edit.withdrawn', 'story.new', 'story.grew', 'story.merged', 'story.split', 'copy.found'));
comment on column news.changes.kind is
  'article.new, article.revised, article.removed, article.corrected, article.withdrawn, article.restored, edit.withdrawn, story.new, story.grew, story.merged, story.split or copy.found.';

-- Whether all pages of the article came: half an article is never held against a whole one.
alter table documents add column complete boolean not null default true;

-- When an article is looked at next: so many seconds after it was first seen, and again after it was withdrawn.
create function next_refetch_at(first_seen timestamptz, withdrawn timestamptz, after_s double precision[])
returns timestamptz language sql stable as $$
  select min(t) from unnest(after_s) s
  cross join lateral (values (first_seen + make_interval(secs => s)), (withdrawn + make_interval(secs => s))) v (t)
  where t > now()
$$;
