-- What is derived from articles so that questions are quick: text search, agency credits, entities, days of outlets.
-- All of it but the entities (which need the extractor's rules) is kept by triggers: whatever writes an article, the
-- derived rows commit with it, and a takedown takes them along.

-- The configuration of Postgres text search for a BCP 47 tag; "simple" (no stemming, no stop words) for the rest.
create function text_config(language text) returns regconfig language sql immutable parallel safe as $$
  select case split_part(lower(coalesce(language, '')), '-', 1)
    when 'ar' then 'arabic'::regconfig when 'hy' then 'armenian'::regconfig when 'eu' then 'basque'::regconfig
    when 'ca' then 'catalan'::regconfig when 'da' then 'danish'::regconfig when 'nl' then 'dutch'::regconfig
    when 'en' then 'english'::regconfig when 'fi' then 'finnish'::regconfig when 'fr' then 'french'::regconfig
    when 'de' then 'german'::regconfig when 'el' then 'greek'::regconfig when 'hi' then 'hindi'::regconfig
    when 'hu' then 'hungarian'::regconfig when 'id' then 'indonesian'::regconfig when 'ga' then 'irish'::regconfig
    when 'it' then 'italian'::regconfig when 'lt' then 'lithuanian'::regconfig when 'ne' then 'nepali'::regconfig
    when 'no' then 'norwegian'::regconfig when 'nb' then 'norwegian'::regconfig when 'nn' then 'norwegian'::regconfig
    when 'pt' then 'portuguese'::regconfig when 'ro' then 'romanian'::regconfig when 'ru' then 'russian'::regconfig
    when 'sr' then 'serbian'::regconfig when 'es' then 'spanish'::regconfig when 'sv' then 'swedish'::regconfig
    when 'ta' then 'tamil'::regconfig when 'tr' then 'turkish'::regconfig when 'yi' then 'yiddish'::regconfig
    else 'simple'::regconfig
  end
$$;

-- Title A, standfirst B, body D. A tsvector holds 1 MB at most: 100,000 letters are well below, and news says what
-- happened first.
create function article_tsv(config regconfig, title text, dek text, body text) returns tsvector
language sql immutable parallel safe as $$
  select setweight(to_tsvector(config, coalesce(title, '')), 'A')
      || setweight(to_tsvector(config, coalesce(dek, '')), 'B')
      || setweight(to_tsvector(config, left(coalesce(body, ''), 100000)), 'D')
$$;

-- A table of its own: an index on the wide article row would make each of its many updates dearer, and a search
-- filters by outlet and time without reading one article.
create table article_search (
  article_id bigint primary key references articles on delete cascade,
  outlet_id bigint,
  language text,
  config regconfig not null,
  -- Published, or first seen where it is undated.
  at timestamptz not null,
  title text,
  tsv tsvector not null
);
create index article_search_tsv on article_search using gin (tsv) with (gin_pending_list_limit = 1024);
-- Headlines alike share words: these are found here, and pg_trgm then compares what was found. An index of all
-- three-letter groups costs more to keep and took 240 ms a question at 50,000 headlines.
create index article_search_title on article_search using gin (to_tsvector(config, title)) with (gin_pending_list_limit = 1024);
-- Which words are rare is known from the statistics: of four thousand words instead of one thousand.
alter table article_search alter column tsv set statistics 400;
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

create function is_readable(a articles) returns boolean language sql immutable parallel safe as $$
  select a.version > 0 and a.stage not in ('dropped', 'failed') and (a.title is not null or a.body is not null)
$$;

create function derive_search(a articles) returns void language plpgsql as $$
declare
  c regconfig := text_config(a.language);
begin
  insert into article_search (article_id, outlet_id, language, config, at, title, tsv)
  values (a.id, a.outlet_id, a.language, c, coalesce(a.published_at, a.first_seen_at), a.title,
          article_tsv(c, a.title, a.dek, a.body))
  on conflict (article_id) do update set outlet_id = excluded.outlet_id, language = excluded.language,
    config = excluded.config, at = excluded.at, title = excluded.title, tsv = excluded.tsv;
  if not exists (select from text_configs_in_use u where u.config = c) then
    insert into text_configs_in_use values (c) on conflict do nothing;
  end if;
end $$;

create function derive_agencies(a articles) returns void language plpgsql as $$
begin
  delete from article_agencies where article_id = a.id;
  insert into article_agencies (article_id, agency, inherited, outlet_id, at)
  select a.id, g.name, false, a.outlet_id, coalesce(a.published_at, a.first_seen_at)
  from jsonb_to_recordset(a.agencies) as g (name text, role text)
  where g.role = 'text' and g.name is not null on conflict do nothing;
  if not found and a.duplicate_of is not null then
    insert into article_agencies (article_id, agency, inherited, outlet_id, at)
    select a.id, g.name, true, a.outlet_id, coalesce(a.published_at, a.first_seen_at)
    from articles o, jsonb_to_recordset(o.agencies) as g (name text, role text)
    where o.id = a.duplicate_of and g.role = 'text' and g.name is not null on conflict do nothing;
  end if;
end $$;

create function articles_derive() returns trigger language plpgsql as $$
declare
  readable boolean := is_readable(new);
  was_readable boolean := tg_op = 'UPDATE' and is_readable(old);
  moved boolean;
begin
  if not readable and not was_readable then return null; end if;
  if readable then
    moved := not was_readable or (new.outlet_id, new.published_at) is distinct from (old.outlet_id, old.published_at);
    if not was_readable
       or (new.title, new.dek, new.body, new.language) is distinct from (old.title, old.dek, old.body, old.language) then
      perform derive_search(new);
    elsif moved then
      update article_search set outlet_id = new.outlet_id, at = coalesce(new.published_at, new.first_seen_at)
      where article_id = new.id;
    end if;
    if moved or (new.agencies, new.duplicate_of) is distinct from (old.agencies, old.duplicate_of) then
      if new.agencies <> '[]' or new.duplicate_of is not null
         or (was_readable and (old.agencies <> '[]' or old.duplicate_of is not null)) then
        perform derive_agencies(new);
      end if;
    end if;
    if moved and was_readable then
      update article_entities set outlet_id = new.outlet_id, at = coalesce(new.published_at, new.first_seen_at),
        day = (coalesce(new.published_at, new.first_seen_at) at time zone 'UTC')::date
      where article_id = new.id;
    end if;
  else
    delete from article_search where article_id = new.id;
    delete from article_agencies where article_id = new.id;
    delete from article_entities where article_id = new.id;
  end if;
  insert into outlet_day_changes (outlet_id, day)
  select distinct outlet_id, (published_at at time zone 'UTC')::date
  from (values (new.outlet_id, new.published_at),
               (case when was_readable then old.outlet_id end, case when was_readable then old.published_at end))
    as d (outlet_id, published_at)
  where outlet_id is not null and published_at is not null;
  return null;
end $$;

create trigger articles_derive_new after insert on articles
  for each row when (new.version > 0) execute function articles_derive();
create trigger articles_derive_changed
  after update of title, dek, body, language, agencies, outlet_id, published_at, duplicate_of, version, stage on articles
  for each row when (
    (old.title, old.dek, old.body, old.language, old.agencies, old.outlet_id, old.published_at, old.duplicate_of,
     old.version > 0, old.stage in ('dropped', 'failed'))
    is distinct from
    (new.title, new.dek, new.body, new.language, new.agencies, new.outlet_id, new.published_at, new.duplicate_of,
     new.version > 0, new.stage in ('dropped', 'failed')))
  execute function articles_derive();

-- Recounts the days of up to `most` changes; gives how many changes it worked off. A change that commits meanwhile
-- keeps its row for the next time.
create function refresh_outlet_days(most integer) returns bigint language sql as $$
  with gone as (
    delete from outlet_day_changes where ctid = any (array(select ctid from outlet_day_changes limit most))
    returning outlet_id, day),
  counted as (
    select d.outlet_id, d.day, c.articles, c.copies, c.agency_articles, c.words
    from (select distinct g.outlet_id, g.day from gone g join outlets o on o.id = g.outlet_id) d
    cross join lateral (
      select count(*) as articles, count(a.duplicate_of) as copies,
             count(*) filter (where exists (select from article_agencies g where g.article_id = a.id)) as agency_articles,
             coalesce(sum(a.word_count), 0) as words
      from articles a
      where a.outlet_id = d.outlet_id
        and a.published_at >= d.day::timestamp at time zone 'UTC'
        and a.published_at < (d.day + 1)::timestamp at time zone 'UTC'
        and a.version > 0 and a.stage in ('discovered', 'fetched', 'extracted', 'clustered')) c),
  stored as (
    insert into outlet_days (outlet_id, day, articles, copies, agency_articles, words)
    select * from counted order by outlet_id, day
    on conflict (outlet_id, day) do update set articles = excluded.articles, copies = excluded.copies,
      agency_articles = excluded.agency_articles, words = excluded.words)
  select count(*) from gone
$$;

-- What a revision changed, in words (src/core/edit-diff.ts), and whether the outlet says so.
alter table article_versions add column diff text;
alter table article_versions add column words_added integer;
alter table article_versions add column words_removed integer;
alter table article_versions add column marked boolean;
create index article_versions_revised on article_versions (seen_at desc) where cause = 'revised';

-- "Has B anything on this story?" is answered by the index alone; it also does all that articles_story did.
create index articles_story_outlet on articles (story_id, outlet_id) where story_id is not null;
drop index articles_story;

-- What was there before.
insert into text_configs_in_use
select distinct text_config(a.language) from articles a where is_readable(a);
insert into article_search (article_id, outlet_id, language, config, at, title, tsv)
select a.id, a.outlet_id, a.language, text_config(a.language), coalesce(a.published_at, a.first_seen_at), a.title,
       article_tsv(text_config(a.language), a.title, a.dek, a.body)
from articles a where is_readable(a);
select count(derive_agencies(a)) from articles a where is_readable(a) and (a.agencies <> '[]' or a.duplicate_of is not null);
insert into outlet_day_changes
select distinct a.outlet_id, (a.published_at at time zone 'UTC')::date
from articles a where is_readable(a) and a.outlet_id is not null and a.published_at is not null;
