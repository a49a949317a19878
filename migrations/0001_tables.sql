-- The tables of Newsloom. Names follow docs/reference/glossary.md; src/schema defines the same columns for the program. Migrations
-- are squashed into four files until 0.1.0 is published: tables, functions, views of "news", roles. Afterwards they only go
-- forward, each change in a new file.

create extension if not exists pg_trgm;

create table outlets (
  id bigint generated always as identity primary key,
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name text not null check (char_length(name) <= 300),
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
  kind text not null default 'feed' check (kind in ('feed', 'sitemap', 'page')),
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
  created_at timestamptz not null default now(),
  hints jsonb,
  -- The interval that a person set ("newsloom feed set ID --interval 10m"); null: the feed's own rhythm decides.
  set_interval_s integer check (set_interval_s between 60 and 604800),
  -- When the document came whole the last time: a 304 is no reading.
  read_at timestamptz,
  -- The address before the last move that was adopted: asked again when the new one gives no feed.
  moved_from_url text,
  -- Of the last document: what was left out, the oldest first. Null where all of it was taken.
  left_out jsonb
);
create index feeds_due on feeds (next_poll_at) where active;
create index feeds_outlet on feeds (outlet_id);
create index feeds_host on feeds (host, next_poll_at) where active;
comment on column feeds.hints is 'ttl, skipHours, skipDays and update period of the last document: a 304 does not repeat them.';

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
-- Over a long time: the best stories first, without sorting all of them.
create index stories_rank on stories (independent_count desc, outlet_count desc, last_published_at desc, id)
  where merged_into_id is null;

create table story_edits (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('merge', 'split')),
  -- The story that keeps its id, and the one that went into it (merge) or came out of it (split).
  story_id bigint not null references stories,
  other_story_id bigint not null references stories,
  -- Where each moved or confirmed article stood before: [{id, story_id, pinned_by}]. What an undo restores.
  before jsonb not null,
  made_by text not null default 'cli',
  made_at timestamptz not null default now(),
  undone_at timestamptz,
  constraint story_edits_two_stories check (story_id <> other_story_id)
);
create index story_edits_story on story_edits (story_id, id desc);
create index story_edits_other on story_edits (other_story_id, id desc);

-- An article's row changes four times on its way, and an outlet's blocks all the time.
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
  -- How often a try of its stage began and did not end: ten times makes a dead letter.
  try_count integer not null default 0,
  document_at timestamptz,
  -- When to look again whether the outlet has changed it; null when no further look is planned.
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
  -- What people put right, field by field: it wins over whatever an extractor makes of the page, today's and the next one's.
  corrections jsonb,
  -- The edit that put the article where it is. The machine moves no such article.
  story_pinned_by bigint references story_edits,
  -- The document that the stored text was read from.
  text_document_at timestamptz,
  -- Its kind: a row that was loaded as `body` is its own document, also when its bytes are no longer kept.
  text_document_kind text check (text_document_kind in ('html', 'text', 'record')),
  -- Counts the readings that were stored: what a cluster step decided holds for the text that it read.
  text_revision integer not null default 0,
  -- The reading that its keys, its copies and its story were decided for.
  clustered_revision integer,
  -- Why the newest document gave no text while the text of an older one stands; null where the text is of the newest.
  document_reason text,
  -- Of the looks at an article that has a text.
  refetch_parked_count integer not null default 0,
  refetch_reason text,
  -- The first of two looks that found it gone (404 or 410), and since when it is known to be withdrawn.
  gone_since timestamptz,
  withdrawn_at timestamptz,
  -- Equal for texts that are nearly the same: made of the smallest hashes of the text; null for short ones.
  text_key bigint,
  -- The first article with the same text, older than copies are looked for.
  ran_before bigint references articles on delete set null,
  -- The document that came from the address of a withdrawn article: only once it proves to be an article is it restored.
  -- A replay of an older document says nothing of the address.
  seen_again_at timestamptz,
  constraint articles_reason_of_fate check (stage not in ('dropped', 'failed') or reason is not null),
  constraint articles_text_of_extracted check (
    stage not in ('extracted', 'clustered') or body is not null or title is not null),
  constraint articles_not_own_copy check (duplicate_of <> id),
  constraint articles_text_not_discovered check (stage <> 'discovered' or version = 0)
) with (fillfactor = 85, autovacuum_analyze_threshold = 5000, autovacuum_analyze_scale_factor = 0.4);
create index articles_due on articles (host, lane desc, next_attempt_at) where stage = 'discovered';
create index articles_waiting on articles (stage, next_attempt_at) where stage in ('fetched', 'extracted');
create index articles_not_found on articles (id) where stage = 'discovered' and reason = 'http_404';
create index articles_copies on articles (duplicate_of) where duplicate_of is not null;
create index articles_outlet_published on articles (outlet_id, published_at desc);
create index articles_published on articles (published_at desc);
create index articles_first_seen on articles (first_seen_at desc);
create index articles_outlet_content on articles (outlet_id, content_hash) where content_hash is not null;
create index articles_text_key on articles (text_key) where text_key is not null;
create index articles_ran_before on articles (ran_before) where ran_before is not null;
create index articles_failed on articles (updated_at desc) where stage = 'failed';
create index articles_dropped on articles (reason, updated_at desc) where stage = 'dropped';
-- What the repair pass has not looked at yet.
create index articles_to_repair on articles (clustered_at) where stage = 'clustered';
create index articles_pinned on articles (story_pinned_by) where story_pinned_by is not null;
-- A story's page picks its articles by time from the index alone, and reads those that it shows: a story of 3,000 articles
-- had all of them read three times over. (The id was missing in the index before.)
create index articles_story_members on articles (story_id, outlet_id)
  include (id, published_at, first_seen_at, duplicate_of, version) where story_id is not null;
create index articles_refetch on articles (host, lane, refetch_at) where stage = 'clustered' and refetch_at is not null;
comment on column articles.corrections is 'Fields that were corrected by hand: {field: value}; null without any.';
comment on column articles.try_count is
  'How many tries of its stage began without an end, and how many workers died over it: ten make a dead letter (poison).';
comment on column articles.document_at is
  'The document that is read next, or that was read last; newer documents wait behind it, in order of their time.';

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
  cause text not null,
  -- What a revision changed, in words (src/core/edits/diff.ts), and whether the outlet says so.
  diff text,
  words_added integer,
  words_removed integer,
  marked boolean,
  -- Which document a version was read from; a false edit is withdrawn, never deleted.
  document_at timestamptz,
  withdrawn_at timestamptz,
  -- The document before it, read again by the rules that read this version: what a revision is told by. Null columns
  -- with `reread_before` false: the version before is stored as those rules read it.
  reread_before boolean not null default false,
  before_title text,
  before_body text,
  primary key (article_id, version),
  constraint article_versions_cause_check
    check (cause in ('first', 'revised', 're_extracted', 'corrected', 'unattributed'))
);
create index article_versions_revised on article_versions (seen_at desc) where cause = 'revised';

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
  -- An article on several pages: each page's bytes are a document of their own, with a time a millisecond apart.
  -- Which page of its article a document is, and (on the first) how many were stored with it.
  page smallint not null default 1,
  page_count smallint not null default 1,
  -- Whether all pages of the article came: half an article is never held against a whole one.
  complete boolean not null default true,
  primary key (article_id, fetched_at)
) partition by range (fetched_at);
create table documents_default partition of documents default;
-- The bytes are compressed already: Postgres need not try again.
alter table documents alter column bytes set storage external;

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
  created_at timestamptz not null default now(),
  -- Who works on a host: so that what a dead worker held is free at once, instead of when its lease runs out.
  leased_by bigint,
  -- What a host was last asked for: feeds and articles take turns.
  leased_for text check (leased_for in ('feed', 'live', 'backfill'))
);
create index hosts_free on hosts (next_allowed_at);
create index hosts_leased on hosts (leased_until) where leased_until is not null;
comment on column hosts.leased_by is 'The process that asks the host now; null while its job still waits in the queue.';
comment on column hosts.leased_for is 'What the host is asked for now, or was last: feeds and articles take turns, and an archive has a budget.';

-- The network addresses that requests go to, so that all processes together keep the bound of an address, whatever the
-- names that resolve to it. Not logged: what a crash of the server takes from it is the pace of a second.
create unlogged table address_pacing (
  address inet primary key,
  -- The first name that was asked for there.
  name text not null,
  -- Another name was, too. A name that is alone keeps the pace of its host, which is slower.
  is_shared boolean not null default false,
  -- When the next request may begin.
  next_at timestamptz not null default now(),
  -- Until when the last request was put off that found the address busy.
  put_off_until timestamptz not null default now(),
  -- One for each request that is being made: when it counts as lost.
  leases timestamptz[] not null default '{}',
  used_at timestamptz not null default now()
) with (fillfactor = 50);

-- The outbox: events of the change feed, each written in the transaction of the change that it reports.
create table outbox (
  id bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  kind text not null,
  subject_id bigint not null,
  dedupe_key text not null unique,
  payload jsonb not null default '{}',
  created_at timestamptz not null default now(),
  delivered_at timestamptz,
  constraint outbox_kind_check check (kind in (
    'article.new', 'article.revised', 'article.removed', 'article.corrected', 'article.withdrawn', 'article.restored',
    'edit.withdrawn', 'story.new', 'story.grew', 'story.merged', 'story.split', 'copy.found'))
);
create index outbox_cursor on outbox (xid, id);
create index outbox_undelivered on outbox (id) where delivered_at is null;

-- What steps of users' own ("newsloom worker run FILE") made of articles.
create table annotations (
  article_id bigint not null references articles,
  name text not null,
  version text not null,
  value jsonb not null,
  created_at timestamptz not null default now(),
  primary key (article_id, name, version)
);
create index annotations_name on annotations (name, version, created_at desc);

-- How far each of them has come in the change feed, and among the articles that were there before it.
create table own_steps (
  name text not null,
  version text not null,
  cursor text not null,
  -- The last article that was handled, by id; null when all were.
  backfill_after bigint,
  seen_at timestamptz not null default now(),
  primary key (name, version)
);

create table annotation_failures (
  article_id bigint not null references articles,
  name text not null,
  version text not null,
  message text not null,
  failed_at timestamptz not null default now(),
  primary key (name, version, article_id)
);

-- Addresses that were enqueued in SQL (newsloom.enqueue): only the program finds the identity of an address, so the
-- scheduler takes them from here.
create table enqueue_requests (
  id bigint generated always as identity primary key,
  url text not null,
  requested_at timestamptz not null default now(),
  requested_by text not null default session_user,
  handled_at timestamptz,
  article_id bigint references articles,
  refused text,
  constraint enqueue_requests_outcome check (
    (handled_at is null) = (article_id is null and refused is null) and (article_id is null or refused is null))
);
create index enqueue_requests_waiting on enqueue_requests (id) where handled_at is null;
create index enqueue_requests_article on enqueue_requests (article_id) where article_id is not null;

create table outcomes (
  day date not null,
  stage text not null,
  outcome text not null check (outcome in ('done', 'dropped', 'parked', 'failed', 'noop')),
  reason text not null default '',
  outlet_id bigint not null default 0,
  count bigint not null,
  total_ms bigint not null default 0,
  last_at timestamptz not null default now(),
  primary key (day, stage, outcome, reason, outlet_id)
);
comment on column outcomes.last_at is 'When this was last counted: the age of the newest says whether anybody works.';

-- Blocks that an outlet repeats from page to page: learned, counted, and then left out of its articles.
create table outlet_blocks (
  outlet_id bigint not null,
  block_hash text not null,
  article_count integer not null default 1,
  first_article_id bigint not null,
  last_seen_on date not null default current_date,
  primary key (outlet_id, block_hash)
) with (autovacuum_analyze_threshold = 20000, autovacuum_analyze_scale_factor = 0.5);
-- What an outlet repeats, apart from the many blocks it printed once: read for every article that is extracted.
create index outlet_blocks_repeated on outlet_blocks (outlet_id) include (block_hash) where article_count >= 3;

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
-- A takedown may concern several addresses of one text.
create index tombstones_article on tombstones (article_id);

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

-- Fingerprints: the 32 smallest of a text's shingle hashes and 16 of its lead. Two shared keys make a candidate.
create table article_fingerprints (
  hash bigint not null,
  -- Day of publication; null where it is not known, and then seen_on stands for it.
  day date,
  seen_on date not null default current_date,
  article_id bigint not null
) partition by range (seen_on);
create table article_fingerprints_default partition of article_fingerprints default;
create index article_fingerprints_hash on article_fingerprints (hash, day) include (article_id, seen_on);

-- The weightiest terms of each original, by 32-bit hash of language and term: how stories find their articles.
create table article_terms (
  term integer not null,
  day date,
  seen_on date not null default current_date,
  article_id bigint not null
) partition by range (seen_on);
create table article_terms_default partition of article_terms default;
create index article_terms_term on article_terms (term, day desc nulls last) include (article_id, seen_on);

-- What comparing needs, so that no candidate's text is read again.
create table article_profiles (
  article_id bigint not null,
  day date,
  seen_on date not null default current_date,
  language text not null,
  fingerprints bigint[] not null,
  terms integer[] not null,
  word_count integer not null,
  profile jsonb not null,
  -- What the keys of an article were made from: the doctor holds it against the stored text.
  text_hash text,
  -- Articles whose words are the same with other facts, as the copy look-up found them: evidence against one story.
  templated_with bigint[],
  primary key (article_id, seen_on)
) partition by range (seen_on);
create table article_profiles_default partition of article_profiles default;
create index article_profiles_day on article_profiles (day);
-- Whether a candidate is a short text is asked of every one that shares a single key: of an index that holds no others.
create index article_profiles_short on article_profiles (article_id) where word_count < 60;

-- Why each original is in its story: scores by feature, what is shared, and the runner-up.
create table story_links (
  article_id bigint primary key references articles,
  probability real,
  reasons jsonb not null,
  decided_by text not null check (decided_by in ('cluster', 'repair', 'hand')),
  decided_at timestamptz not null default now()
);
-- Joins that may be wrong: "newsloom stories --uncertain".
create index story_links_uncertain on story_links (probability) where probability < 0.8;

create table repair_state (
  id boolean primary key default true check (id),
  repaired_until timestamptz not null default '-infinity',
  -- What workers go by until the next one is published: all the same, and none reads the table for every batch.
  rarity_published_at timestamptz not null default '-infinity',
  rarity_articles integer not null default 0
);
insert into repair_state default values;
comment on column repair_state.rarity_published_at is 'When document_frequencies had last changed so much that workers should read it again.';
comment on column repair_state.rarity_articles is 'Articles that document_frequencies counted then.';

-- A table of its own: an index on the wide article row would make each of its many updates dearer, and a search
-- filters by outlet and time without reading one article.
-- Each takes the words of up to 120,000 articles apart.
create table article_search (
  article_id bigint primary key references articles on delete cascade,
  outlet_id bigint,
  language text,
  config regconfig not null,
  -- Published, or first seen where it is undated.
  at timestamptz not null,
  title text,
  tsv tsvector not null
) with (autovacuum_analyze_threshold = 2000, autovacuum_analyze_scale_factor = 0.25);
-- Which words are rare is known from the statistics: of four thousand words instead of one thousand.
alter table article_search alter column tsv set statistics 400;
-- Headlines alike share words: these are found here, and pg_trgm then compares what was found. An index of all
-- three-letter groups costs more to keep and took 240 ms a question at 50,000 headlines.
create index article_search_title on article_search using gin (to_tsvector(config, title)) with (gin_pending_list_limit = 1024);
alter index article_search_title alter column 1 set statistics 400;
create index article_search_at on article_search (at desc);

-- The few configurations that articles really have: a search without a language asks each of them.
create table text_configs_in_use (config regconfig primary key);

-- Agencies whose text an article is or holds; a copy without a credit inherits its original's.
create table article_agencies (
  article_id bigint not null references articles on delete cascade,
  agency text not null,
  inherited boolean not null,
  outlet_id bigint,
  at timestamptz not null,
  primary key (article_id, agency)
);
create index article_agencies_agency on article_agencies (agency, at desc);

create table article_entities (
  article_id bigint not null references articles on delete cascade,
  kind text not null check (kind in ('person', 'place', 'organisation')),
  name text not null,
  in_title boolean not null,
  mentions smallint not null,
  outlet_id bigint,
  -- Published, or first seen where it is undated.
  at timestamptz not null,
  -- Of "at", in UTC.
  day date not null,
  primary key (article_id, kind, name)
);
create index article_entities_name on article_entities (name, day, kind, outlet_id);

-- Counts by outlet and day, so that a question on months need not read a million articles. Recounted by the notify
-- worker for the days that changed: counters bumped by every article would make writers wait for one another.
create table outlet_days (
  outlet_id bigint not null references outlets on delete cascade,
  day date not null,
  month date not null generated always as (date_trunc('month', day::timestamp)::date) stored,
  articles integer not null,
  copies integer not null,
  agency_articles integer not null,
  words bigint not null,
  primary key (outlet_id, day)
);

create table outlet_day_changes (
  outlet_id bigint not null,
  day date not null
);

-- Which article a loaded line became: with load_refusals, every line of every load has its fate.
create table load_files (
  id bigint generated always as identity primary key,
  load_id bigint not null references loads on delete cascade,
  file text not null,
  unique (load_id, file)
);

create table load_lines (
  file_id bigint not null references load_files on delete cascade,
  line integer not null,
  article_id bigint not null references articles,
  primary key (file_id, line)
);
create index load_lines_article on load_lines (article_id);

-- Runs of five words that an outlet repeats in articles that have little else in common: they do not count when copies
-- are looked for. Learned by the repair pass.
create table outlet_shingles (
  outlet_id bigint not null references outlets on delete cascade,
  shingle integer not null,
  -- Unrelated articles that had it at once, at most.
  article_count smallint not null check (article_count >= 3),
  last_seen_on date not null default current_date,
  primary key (outlet_id, shingle)
);

create table article_withdrawals (
  article_id bigint not null references articles on delete cascade,
  withdrawn_at timestamptz not null,
  -- 404 or 410, of the look that confirmed it.
  status integer not null,
  restored_at timestamptz,
  primary key (article_id, withdrawn_at)
);
create index article_withdrawals_at on article_withdrawals (withdrawn_at desc);

-- The names that an outlet is known by, each in the form that is compared: without case, blanks and punctuation (nameKey in
-- core/outlet-name.ts). Filled by the program: SQL knows no such form for every script. An outlet that was merged into
-- another leaves its names here, so that the next row that names it finds the other.
create table outlet_names (
  name_key text primary key,
  name text not null,
  outlet_id bigint not null references outlets on delete cascade
);
create index outlet_names_outlet on outlet_names (outlet_id);

-- Who leads among several schedulers, repairers and notifiers: a lease that its holder renews, where an advisory lock
-- was held by a connection. A process that is frozen (kill -STOP, a machine that pages, a suspended virtual machine)
-- keeps its connection, and so kept its lock for ever.
create table leases (
  role text primary key,
  epoch bigint not null default 1,
  holder bigint,
  renewed_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null
);
comment on table leases is 'Which process leads in a role that only one may have at a time.';
comment on column leases.epoch is 'Grows with each change of the holder: who renews an older one has been replaced.';
comment on column leases.holder is 'The key of the process that leads; null when it has given the lease back.';
comment on column leases.expires_at is 'From then on any other process may take the lease.';

-- How rare a term is in this installation's stream: in how many originals of a day it stands, by language. The repair
-- pass counts the days that got new articles; a bounded number of days and of terms a day is kept.
create table document_frequencies (
  language text not null,
  day date not null,
  term text not null,
  articles integer not null check (articles > 0),
  primary key (language, day, term)
);
comment on table document_frequencies is 'In how many articles of a day each term stands, by language: what is rare in this stream.';
comment on column document_frequencies.term is
  'A stem as story profiles have it; = with a hash for a line of a text; empty for the day itself, with all its articles.';

-- People who may change things, each with a token of their own. Only the hash of a token is kept: it is shown once.
create table operators (
  id bigint generated always as identity primary key,
  name text not null check (name ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  removed_at timestamptz
);
-- A name can be given again once its holder has been removed.
create unique index operators_name on operators (name) where removed_at is null;

-- What operators changed: corrections, replays, takedowns, sources, settings. Written with the change itself.
create table operator_actions (
  id bigint generated always as identity primary key,
  made_at timestamptz not null default now(),
  -- `web:NAME` or `cli:ACCOUNT`.
  made_by text not null,
  action text not null check (action ~ '^[a-z_]+\.[a-z_]+$'),
  -- What was changed, such as `story 12`, `feed 3`.
  subject text,
  details jsonb not null default '{}'
);
create index operator_actions_made_at on operator_actions (made_at desc, id desc);

alter table stories add constraint stories_lead foreign key (lead_article_id) references articles;
