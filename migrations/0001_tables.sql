-- The tables of Newsloom. Names follow docs/glossary.md; the public contract is the schema "news" (0002).

create extension if not exists pg_trgm;

create table outlets (
  id bigint generated always as identity primary key,
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name text not null,
  domain text,
  country text check (country ~ '^[A-Z]{2}$'),
  language text,
  timezone text,
  mastheads text[] not null default '{}',
  extract_rules jsonb,
  created_at timestamptz not null default now()
);
create index outlets_domain on outlets (domain);

create table feeds (
  id bigint generated always as identity primary key,
  outlet_id bigint references outlets on delete set null,
  kind text not null default 'feed' check (kind in ('feed', 'sitemap')),
  url text not null,
  url_key text not null unique,
  host text not null,
  title text,
  active boolean not null default true,
  lane text not null default 'live' check (lane in ('live', 'backfill')),
  next_poll_at timestamptz not null default now(),
  leased_until timestamptz,
  poll_interval_s integer not null default 900 check (poll_interval_s between 1 and 604800),
  poll_interval_reason text,
  etag text,
  last_modified text,
  body_hash text,
  failure_score real not null default 0,
  last_error_code text,
  last_polled_at timestamptz,
  last_new_entry_at timestamptz,
  moved_to_url text,
  moved_since timestamptz,
  created_at timestamptz not null default now()
);
create index feeds_due on feeds (next_poll_at) where active;
create index feeds_outlet on feeds (outlet_id);
create index feeds_host on feeds (host, next_poll_at) where active;

-- History of polls: what a spark line and a health page are drawn from. Dropped after eight weeks, by partition.
create table feed_polls (
  feed_id bigint not null,
  polled_at timestamptz not null default now(),
  outcome text not null,
  code text,
  http_status integer,
  entries_seen integer not null default 0,
  entries_new integer not null default 0,
  duration_ms integer,
  bytes integer
) partition by range (polled_at);
create table feed_polls_default partition of feed_polls default;
create index feed_polls_feed on feed_polls (feed_id, polled_at desc);

create table stories (
  id bigint generated always as identity primary key,
  title text,
  language text,
  first_published_at timestamptz,
  last_published_at timestamptz,
  article_count integer not null default 0,
  outlet_count integer not null default 0,
  independent_count integer not null default 0,
  lead_article_id bigint,
  -- The loser of a merge keeps a forwarding address, so that an id once given out never dies.
  merged_into_id bigint references stories,
  top_terms text[] not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index stories_last_published on stories (last_published_at desc) where merged_into_id is null;
create index stories_first_published on stories (first_published_at desc) where merged_into_id is null;
create index stories_merged on stories (merged_into_id) where merged_into_id is not null;

create table articles (
  id bigint generated always as identity primary key,
  outlet_id bigint references outlets,
  url text,
  url_key text unique,
  host text,
  lane text not null default 'live' check (lane in ('live', 'backfill')),
  stage text not null default 'discovered'
    check (stage in ('discovered', 'fetched', 'extracted', 'clustered', 'dropped', 'failed')),
  -- Why it was dropped or failed, or (while it waits) why it was parked.
  reason text,
  next_attempt_at timestamptz not null default now(),
  parked_count integer not null default 0,
  -- How often the scheduler rang for it without any progress: ten times makes a dead letter.
  ring_count integer not null default 0,
  document_at timestamptz,
  -- When to look again whether the outlet has changed it; null once it is old enough to rest.
  refetch_at timestamptz,
  etag text,
  last_modified text,
  title text,
  dek text,
  authors text[] not null default '{}',
  agencies jsonb not null default '[]',
  dateline jsonb,
  published_at timestamptz,
  published_local text,
  published_precision text check (published_precision in ('second', 'minute', 'hour', 'day')),
  published_tz_source text check (published_tz_source in ('text', 'outlet', 'assumed_utc')),
  published_raw text,
  published_source text
    check (published_source in ('json_ld', 'meta', 'time_tag', 'text', 'url', 'feed', 'given')),
  modified_at timestamptz,
  language text,
  section text,
  tags text[] not null default '{}',
  canonical_url text,
  image_url text,
  captions jsonb not null default '[]',
  -- Which of the fields above came from where: field -> json_ld, meta, page, feed, outlet …
  provenance jsonb,
  body text,
  body_html text,
  word_count integer not null default 0,
  kind text check (kind in ('article', 'live_blog', 'gallery', 'video', 'not_article')),
  content_hash text,
  extractor_version integer,
  version integer not null default 0,
  -- Always an original, never a copy: chains are refused by the cluster step and checked by "newsloom doctor".
  duplicate_of bigint references articles,
  similarity real,
  copy_reasons jsonb,
  story_id bigint references stories,
  syndicated_from text,
  -- What the feed said of it, for what the page does not say itself.
  feed_title text,
  feed_published_at timestamptz,
  feed_author text,
  first_seen_at timestamptz not null default now(),
  fetched_at timestamptz,
  extracted_at timestamptz,
  clustered_at timestamptz,
  updated_at timestamptz not null default now(),
  constraint articles_reason_of_fate check (stage not in ('dropped', 'failed') or reason is not null),
  constraint articles_text_of_extracted check (
    stage not in ('extracted', 'clustered') or body is not null or title is not null),
  constraint articles_not_own_copy check (duplicate_of <> id)
) with (fillfactor = 85);
create index articles_due on articles (host, lane desc, next_attempt_at) where stage = 'discovered';
create index articles_refetch on articles (refetch_at) where refetch_at is not null;
create index articles_waiting on articles (stage, next_attempt_at) where stage in ('fetched', 'extracted');
create index articles_story on articles (story_id) where story_id is not null;
create index articles_copies on articles (duplicate_of) where duplicate_of is not null;
create index articles_outlet_published on articles (outlet_id, published_at desc);
create index articles_published on articles (published_at desc);
create index articles_first_seen on articles (first_seen_at desc);
create index articles_outlet_content on articles (outlet_id, content_hash) where content_hash is not null;
create index articles_failed on articles (updated_at desc) where stage = 'failed';
create index articles_dropped on articles (reason, updated_at desc) where stage = 'dropped';
alter table stories add constraint stories_lead foreign key (lead_article_id) references articles;

create table entries (
  feed_id bigint not null references feeds on delete cascade,
  guid text not null,
  article_id bigint references articles,
  url text,
  title text,
  published_at timestamptz,
  -- Why no article came of it (no link, an address that is refused); null where one did.
  refused text,
  first_seen_at timestamptz not null default now(),
  primary key (feed_id, guid),
  constraint entries_fate check ((article_id is null) <> (refused is null))
);
create index entries_article on entries (article_id);
create index entries_feed_seen on entries (feed_id, first_seen_at desc);

create table article_external_ids (
  source text not null,
  external_id text not null,
  article_id bigint not null references articles,
  primary key (source, external_id)
);
create index article_external_ids_article on article_external_ids (article_id);

-- Aliases learned later. The address an article was found by is its own url_key.
create table article_urls (
  url_key text primary key,
  article_id bigint not null references articles,
  url text not null,
  kind text not null check (kind in ('redirect', 'canonical', 'amp', 'mobile', 'same_text')),
  created_at timestamptz not null default now()
);
create index article_urls_article on article_urls (article_id);

create table article_versions (
  article_id bigint not null references articles,
  version integer not null,
  seen_at timestamptz not null default now(),
  title text,
  dek text,
  body text,
  modified_at timestamptz,
  content_hash text,
  -- What this version is to the one before: first, revised (the outlet changed it), re_extracted (we did), corrected (a person did).
  cause text not null check (cause in ('first', 'revised', 're_extracted', 'corrected')),
  primary key (article_id, version)
);

-- Raw bytes as fetched or loaded. Partitioned by time and dropped after the retention: replay needs no network.
create table documents (
  article_id bigint not null,
  fetched_at timestamptz not null default now(),
  kind text not null check (kind in ('html', 'text', 'record')),
  url text,
  http_status integer,
  headers jsonb,
  -- Fields that came with it (a JSONL row): they win over what is extracted.
  given jsonb,
  compression text not null check (compression in ('none', 'zstd')),
  bytes bytea not null,
  byte_count integer not null,
  -- Of the bytes and what was given with them: the same document again is no news.
  fingerprint text not null,
  primary key (article_id, fetched_at)
) partition by range (fetched_at);
create table documents_default partition of documents default;

create table hosts (
  host text primary key,
  -- Null: the default of the configuration.
  min_delay_ms integer,
  robots_delay_ms integer,
  next_allowed_at timestamptz not null default now(),
  backoff_until timestamptz,
  backoff_count integer not null default 0,
  backoff_reason text,
  leased_until timestamptz,
  robots_txt text,
  robots_status integer,
  robots_fetched_at timestamptz,
  robots_expires_at timestamptz,
  created_at timestamptz not null default now()
);
create index hosts_free on hosts (next_allowed_at);

-- The outbox: written in the transaction of the change it tells of.
create table events (
  id bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  kind text not null check (kind in (
    'article.new', 'article.revised', 'article.removed', 'article.corrected',
    'story.new', 'story.grew', 'story.merged', 'story.split', 'copy.found')),
  subject_id bigint not null,
  dedupe_key text not null unique,
  payload jsonb not null default '{}',
  created_at timestamptz not null default now(),
  delivered_at timestamptz
);
create index events_cursor on events (xid, id);
create index events_undelivered on events (id) where delivered_at is null;

create table outcomes (
  day date not null,
  stage text not null,
  outcome text not null check (outcome in ('done', 'dropped', 'parked', 'failed', 'noop')),
  reason text not null default '',
  outlet_id bigint not null default 0,
  count bigint not null,
  total_ms bigint not null default 0,
  primary key (day, stage, outcome, reason, outlet_id)
);

-- Blocks that an outlet repeats from page to page: learned, counted, and then left out of its articles.
create table outlet_blocks (
  outlet_id bigint not null references outlets on delete cascade,
  block_hash text not null,
  article_count integer not null default 1,
  first_article_id bigint not null,
  last_seen_on date not null default current_date,
  primary key (outlet_id, block_hash)
);

-- A takedown leaves this behind, so that what was removed does not come back.
create table tombstones (
  id bigint generated always as identity primary key,
  article_id bigint not null,
  url_key text unique,
  content_hash text,
  reason text not null,
  removed_at timestamptz not null default now()
);
create index tombstones_content on tombstones (content_hash) where content_hash is not null;

-- One row per `newsloom load`: what came in by file, line by line, so that nothing that entered is without a fate.
create table loads (
  id bigint generated always as identity primary key,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  new_count integer not null default 0,
  known_count integer not null default 0,
  refused_count integer not null default 0,
  skipped_count integer not null default 0
);
create table load_refusals (
  load_id bigint not null references loads on delete cascade,
  file text not null,
  line integer not null default 0,
  code text not null,
  message text not null,
  primary key (load_id, file, line)
);

create table webhooks (
  id bigint generated always as identity primary key,
  url text not null unique,
  secret text not null,
  kinds text[] not null default '{}',
  active boolean not null default true,
  cursor_xid xid8 not null default pg_current_xact_id(),
  cursor_id bigint not null default 0,
  failure_count integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  last_error text,
  created_at timestamptz not null default now()
);

create table settings (
  key text primary key,
  value jsonb not null,
  updated_at timestamptz not null default now()
);

-- Weekly partitions from the Monday of `from_day` for `weeks` weeks. Idempotent; the default partition catches what no week covers.
create function ensure_partitions(from_day date, weeks integer) returns integer language plpgsql as $$
declare
  monday date := date_trunc('week', from_day)::date;
  parent text;
  child text;
  made integer := 0;
begin
  for i in 0 .. weeks - 1 loop
    foreach parent in array array['feed_polls', 'documents'] loop
      child := parent || '_' || to_char(monday + 7 * i, 'IYYY"w"IW');
      if to_regclass(child) is null then
        execute format('create table %I partition of %I for values from (%L) to (%L)',
          child, parent, (monday + 7 * i)::timestamptz, (monday + 7 * (i + 1))::timestamptz);
        made := made + 1;
      end if;
    end loop;
  end loop;
  return made;
end $$;
select ensure_partitions(current_date - 7, 6);
