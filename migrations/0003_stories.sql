-- Copies and stories: what articles are found by, what is kept of them for comparing, and why they were put together.

-- Fingerprints: the 32 smallest of a text's shingle hashes and 16 of its lead. Two shared keys make a candidate.
create table article_fingerprints (
  hash bigint not null,
  -- Day of publication; null where it is not known, and then seen_on stands for it.
  day date,
  seen_on date not null default current_date,
  article_id bigint not null
) partition by range (seen_on);
create table article_fingerprints_default partition of article_fingerprints default;
create index article_fingerprints_hash on article_fingerprints (hash, day) include (article_id);

-- The weightiest terms of each original, by 32-bit hash of language and term: how stories find their articles.
create table article_terms (
  term integer not null,
  day date,
  seen_on date not null default current_date,
  article_id bigint not null
) partition by range (seen_on);
create table article_terms_default partition of article_terms default;
create index article_terms_term on article_terms (term, day desc nulls last) include (article_id);

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
  primary key (article_id, seen_on)
) partition by range (seen_on);
create table article_profiles_default partition of article_profiles default;
create index article_profiles_day on article_profiles (day);

-- Why each original is in its story: scores by feature, what is shared, and the runner-up.
create table story_links (
  article_id bigint primary key references articles,
  probability real,
  reasons jsonb not null,
  decided_by text not null check (decided_by in ('cluster', 'repair', 'hand')),
  decided_at timestamptz not null default now()
);

-- What the repair pass has not looked at yet.
create index articles_to_repair on articles (clustered_at) where stage = 'clustered';
create table repair_state (
  id boolean primary key default true check (id),
  repaired_until timestamptz not null default '-infinity'
);
insert into repair_state default values;

create or replace function ensure_partitions(from_day date, weeks integer) returns integer language plpgsql as $$
declare
  monday date := date_trunc('week', from_day)::date;
  parent text;
  child text;
  made integer := 0;
begin
  for i in 0 .. weeks - 1 loop
    foreach parent in array array['feed_polls', 'documents', 'article_fingerprints', 'article_terms', 'article_profiles'] loop
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

create or replace view news.story_articles as
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
  coalesce(a.copy_reasons, l.reasons) as reasons
from articles a
left join outlets o on o.id = a.outlet_id
left join story_links l on l.article_id = a.id
where a.story_id is not null and a.version > 0 and a.stage in ('discovered', 'fetched', 'extracted', 'clustered');
