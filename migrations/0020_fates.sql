-- The fate law: whatever entered (an entry of a feed, an address, a line of a file) has exactly one fate at any time.

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

do $$ begin
  grant select on news.fates, news.dead_letters, news.funnel, news.pipeline_lag to news_reader;
exception when undefined_object then
  raise notice 'no rights were granted to news_reader: the role does not exist';
end $$;
