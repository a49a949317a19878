-- Functions and triggers of the tables: what is derived from articles (text search, agency credits, counts a day) commits
-- with them, whatever writes an article; partitions; search.

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

create function is_readable(a articles) returns boolean language sql immutable parallel safe as $$
  select a.version > 0 and a.stage not in ('dropped', 'failed') and (a.title is not null or a.body is not null)
$$;

-- Quotes, dashes and apostrophes of print end a word. To a database whose character type is C (the embedded one) they are
-- letters: „Wattenstern“ was another word than Wattenstern.
create function plain_words(text text) returns text language sql immutable parallel safe as $$
  select regexp_replace(text, '[„“”‟«»‹›‚‘’–—…·•]', ' ', 'g')
$$;

-- Title A, standfirst B, body D. A tsvector holds 1 MB at most: 100,000 letters are well below, and news says what
-- happened first.
create function article_tsv(config regconfig, title text, dek text, body text) returns tsvector
language sql immutable parallel safe as $$
  select setweight(to_tsvector(config, plain_words(coalesce(title, ''))), 'A')
      || setweight(to_tsvector(config, plain_words(coalesce(dek, ''))), 'B')
      || setweight(to_tsvector(config, plain_words(left(coalesce(body, ''), 100000))), 'D')
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

-- How frequent words are in the articles, as far as the planner's statistics know; what they do not know is rare.
create function frequent_words(relation text) returns table (word text, frequency real)
language sql stable rows 4000 set search_path = pg_catalog, public, pg_temp as $$
  select e.word, e.frequency
  from pg_stats s, unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) as e (word, frequency)
  where s.schemaname = 'public' and s.tablename = $1 and s.most_common_elems is not null and e.word is not null
$$;

-- For each configuration in use: any two of the four rarest words of a headline (all where it has no more than two).
create function title_queries(headline text) returns table (configs regconfig[], q tsquery)
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  with ranked as (
    select u.config, w.word,
           row_number() over (partition by u.config order by coalesce(f.frequency, 0), length(w.word) desc, w.word) as place
    from text_configs_in_use u
    cross join unnest(tsvector_to_array(to_tsvector(u.config, $1))) as w (word)
    left join frequent_words('article_search_title') f on f.word = w.word),
  rarest as (select * from ranked where place <= 4),
  pairs as (
    select a.config,
           string_agg(quote_literal(a.word) || coalesce('&' || quote_literal(b.word), ''), '|' order by a.word, b.word) as q
    from rarest a left join rarest b on b.config = a.config and b.word > a.word
    where b.word is not null or not exists (select from rarest c where c.config = a.config and c.word <> a.word)
    group by a.config)
  select array_agg(p.config), p.q::tsquery from pairs p group by p.q
$$;

-- Of the twelve rarest words of a text each with the next one that stands in it.
create function near_pairs(words tsvector) returns tsquery
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  with rarest as (
    select w.lexeme as word, w.positions[1] as place
    from unnest($1) w left join frequent_words('article_search') f on f.word = w.lexeme
    order by coalesce(f.frequency, 0), length(w.lexeme) desc, w.lexeme limit 12),
  pairs as (
    select word, lead(word) over (order by place, word) as next from rarest)
  select case when (select count(*) from rarest) = 1 then (select quote_literal(word)::tsquery from rarest)
    else (select string_agg('(' || quote_literal(word) || '&' || quote_literal(next) || ')', '|')::tsquery
          from pairs where next is not null) end
$$;

-- An article that was placed by hand stays in its story unless a new edit moves it, whatever else sets its story_id.
create function keep_pinned_story() returns trigger language plpgsql as $$
begin
  new.story_id := old.story_id;
  return new;
end $$;

create function paragraphs_of(body text, numbers jsonb) returns text language sql immutable parallel safe as $$
  select string_agg(p.paragraph, e'\n\n' order by p.number)
  from regexp_split_to_table(body, '\n+') with ordinality as p (paragraph, number)
  where numbers @> to_jsonb(p.number)
$$;

create function percent_of(share jsonb) returns text language sql immutable parallel safe
  return round((share #>> '{}')::numeric * 100)::text || ' %';

create function listed(what text, list jsonb) returns text language sql immutable parallel safe
  return case when jsonb_typeof(list) = 'array' and jsonb_array_length(list) > 0
    then what || ' ' || (select string_agg(t, ', ') from jsonb_array_elements_text(list) t) end;

create function reasons_in_words(r jsonb) returns text language sql immutable parallel safe
  return case
    when r is null then null
    when r ? 'by_title' then 'outlet, day and headline are those of article ' || (r ->> 'like')
    when r ? 'share' then concat_ws('; ',
      percent_of(r -> 'share') || ' of its text stands in article ' || (r ->> 'like'),
      case when (r ->> 'words_cut')::integer > 0 then 'it leaves out ' || (r ->> 'words_cut') || ' words' end,
      case when (r ->> 'words_added')::integer > 0 then 'it adds ' || (r ->> 'words_added') || ' words' end,
      case r ->> 'why'
        when 'named' then 'the original is by whom others credit'
        when 'agency' then 'the original is the agency''s own page'
        when 'text' then 'the original has a text'
        when 'earlier' then 'the original was published earlier'
        when 'credited' then 'the original says that it is an agency''s text'
        when 'dateline' then 'the original has the dateline'
        when 'fuller' then 'the original is the fuller text'
        when 'first_seen' then 'the original was seen first' end)
    else concat_ws('; ',
      case r ->> 'why'
        when 'joined' then 'it joined, most like article ' || (r ->> 'like') || ' (' || percent_of(r -> 'probability') || ' certain)'
        when 'repaired' then 'the second look put it here, most like article ' || (r ->> 'like') || ' (' || percent_of(r -> 'probability') || ' certain)'
        when 'no_candidates' then 'nothing like it was known'
        when 'too_unlike' then 'the nearest story was too unlike'
        when 'too_close_to_call' then 'two stories were equally near'
        when 'no_copy' then 'it was taken for a copy at first, and is none'
        else r ->> 'why' end,
      case when r ? 'round_up' then 'it tells of several events: nothing joins through it' end,
      listed('names in common:', r -> 'names'),
      listed('words in common:', r -> 'terms'),
      listed('numbers in common:', r -> 'numbers'),
      case when (r ->> 'quotes')::integer > 0 then 'quotes in common: ' || (r ->> 'quotes') end,
      listed('against it, names that only one has:', r #> '{against,names}'),
      case when r #> '{against,no_shared_name}' is not null then 'against it: no name in common' end,
      case when r #> '{against,numbers}' is not null then 'against it: other numbers' end,
      case when r #> '{against,counts}' is not null then 'against it: other counts of the same thing' end,
      case when r #> '{against,dates}' is not null then 'against it: other dates' end,
      case when r #> '{against,same_form}' is not null then 'against it: the form of the outlet is all that they share' end,
      case when r #> '{runner_up,storyId}' is not null
        then 'next best: story ' || (r #>> '{runner_up,storyId}') || ' (' || percent_of(r #> '{runner_up,probability}') || ')' end)
  end;

create function outlets_forget_blocks() returns trigger language plpgsql as $$
begin
  delete from outlet_blocks where outlet_id = old.id;
  return null;
end $$;

create function drop_old_partitions(parent regclass, before timestamptz) returns setof text
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '400ms' as $$
declare
  child text;
begin
  if parent::text not in ('documents', 'feed_polls', 'article_fingerprints', 'article_terms', 'article_profiles') then
    raise exception '% is not kept by the week', parent;
  end if;
  -- Whatever the caller believes the time to be.
  before := least(before, now() - interval '1 day');
  for child in
    select c.oid::regclass::text
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = parent
      and (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO [(]''([^'']+)'''))[1]::timestamptz < before
  loop
    execute format('drop table if exists %s', child);
    return next child;
  end loop;
end $$;
comment on function drop_old_partitions(regclass, timestamptz) is
  'Drops the partitions of a table kept by the week whose every row is older than an instant; gives their names.';

-- What an article can be narrowed by, as numbers that stand in one index beside its words: 0 as all have it, the
-- stretches of 2^13, 2^16, 2^19 and 2^22 seconds that it lies in (2.3 and 18 hours, 6 and 49 days), and its outlet. Two
-- values may share a number: who asks tests the columns as well. Written in full, for an index is built without a search
-- path.
create function search_facets(at timestamptz, outlet_id bigint) returns integer[]
language sql immutable parallel safe as $$
  select array[
    0,
    (1 << 24) | (extract(epoch from at - timestamptz '1970-01-01 00:00:00+00')::bigint >> 13 & 16777215)::integer,
    (2 << 24) | (extract(epoch from at - timestamptz '1970-01-01 00:00:00+00')::bigint >> 16 & 16777215)::integer,
    (3 << 24) | (extract(epoch from at - timestamptz '1970-01-01 00:00:00+00')::bigint >> 19 & 16777215)::integer,
    (4 << 24) | (extract(epoch from at - timestamptz '1970-01-01 00:00:00+00')::bigint >> 22 & 16777215)::integer,
    (5 << 24) | (coalesce(outlet_id, 0) & 16777215)::integer]
$$;

create function outlet_facet(outlet_id bigint) returns integer language sql immutable parallel safe as $$
  select (5 << 24) | (coalesce(outlet_id, 0) & 16777215)::integer
$$;

-- The numbers of a time, by the finest stretches of which it touches no more than twelve; 0 for a longer one.
create function time_facets(since timestamptz, until timestamptz) returns integer[]
language sql immutable parallel safe as $$
  select coalesce(array_agg(((u.level << 24) | (n & 16777215))::integer), '{0}')
  from (select level, extract(epoch from since - timestamptz '1970-01-01 00:00:00+00')::bigint >> shift as first,
               extract(epoch from until - timestamptz '1970-01-01 00:00:00+00')::bigint >> shift as last
        from (values (1, 13), (2, 16), (3, 19), (4, 22)) as u (level, shift)
        where (extract(epoch from until - timestamptz '1970-01-01 00:00:00+00')::bigint >> shift)
            - (extract(epoch from since - timestamptz '1970-01-01 00:00:00+00')::bigint >> shift) < 12
        order by level limit 1) u,
       generate_series(u.first, u.last) as n
$$;

-- What somebody looks for: words, "a phrase", or, -without; quotes of print are quotes.
create function search_query(config regconfig, terms text) returns tsquery language sql immutable parallel safe as $$
  select websearch_to_tsquery(config, regexp_replace(regexp_replace(terms, '[„“”‟«»]', '"', 'g'), '[‹›‚‘’–—…·•]', ' ', 'g'))
$$;

-- ts_headline, with the signs of print set apart while it looks for words.
create function marked_text(config regconfig, text text, query tsquery, options text) returns text
language sql immutable parallel safe as $$
  select translate(ts_headline(config, regexp_replace(text, '([„“”‟«»‹›‚‘’–—…·•])', E'\x01\\1\x01', 'g'), query, options), E'\x01', '')
$$;

-- From when to when there are articles.
create function search_span(out oldest timestamptz, out newest timestamptz)
language sql stable set search_path = pg_catalog, public, pg_temp set enable_indexscan = on as $$
  select min(s.at), max(s.at) from article_search s
$$;

-- The newest `most` articles that match `terms`. Looked for in the last hours first; what is found there tells how far
-- back to look next. Of a word of every day only the last hours are read, and a rare word has few articles anyway.
create function newest_matches(
  terms text, outlet_ids bigint[], only_language text, since timestamptz, until timestamptz, most integer)
returns table (article_id bigint, at timestamptz, query tsquery)
language plpgsql stable security definer
set search_path = pg_catalog, public, pg_temp
-- One plan, kept: by words and facets alone. Back in time through all articles would be dearer a thousandfold for a word
-- that is rarer than thought, and planning anew cost more than looking.
set plan_cache_mode = force_generic_plan set enable_indexscan = off set enable_seqscan = off as $$
#variable_conflict use_column
declare
  language_base text := split_part(lower(only_language), '-', 1);
  outlets integer[] := case when outlet_ids is not null then array(select outlet_facet(o) from unnest(outlet_ids) o) end;
  -- What claims to be of the future is found where all time is looked through.
  newest timestamptz := least(until, now(), (select s.newest from search_span() s));
  oldest timestamptz := greatest(since, (select s.oldest from search_span() s));
  -- Each form of the question, and the configurations (as an array's text) that give it.
  forms tsquery[];
  configs_of text[];
  configs regconfig[];
  seconds double precision;
  starts timestamptz;
  times integer[];
  ids bigint[];
  ats timestamptz[];
  all_ids bigint[];
  all_ats timestamptz[];
  all_queries tsquery[];
  found integer;
begin
  select array_agg(u.q), array_agg(u.configs::text) into forms, configs_of
  from (
    select c.q, array_agg(c.config) as configs
    from (select c.config, search_query(c.config, terms) as q from text_configs_in_use c
          where only_language is null or c.config = text_config(only_language)) c
    where numnode(c.q) > 0 group by c.q) u;
  if forms is null then return; end if;
  -- Several words seldom stand together.
  seconds := case when numnode(forms[1]) > 1 then 131072 else 8192 end;
  loop
    starts := newest - make_interval(secs => seconds);
    -- Null is all time: an entry that every article has would be read as long as the words' own.
    times := case when starts > oldest then time_facets(starts, newest) when since is not null then time_facets(since, newest)
      else outlets end;
    -- Beside an outlet a long time takes away little and costs more than it saves.
    if outlets is not null and seconds > 1e6 then
      starts := oldest;
      times := outlets;
    end if;
    all_ids := '{}';
    all_ats := '{}';
    all_queries := '{}';
    for i in 1 .. cardinality(forms) loop
      configs := configs_of[i]::regconfig[];
      select array_agg(m.article_id), array_agg(m.at) into ids, ats
      from (
        select f.article_id, f.at
        from (
          select s.article_id, s.at, s.outlet_id, s.language from article_search s
          where times is not null and s.tsv @@ forms[i] and s.config = any (configs)
            and search_facets(s.at, s.outlet_id) && times
            and search_facets(s.at, s.outlet_id) && coalesce(outlets, times)
          union all
          select s.article_id, s.at, s.outlet_id, s.language from article_search s
          where times is null and s.tsv @@ forms[i] and s.config = any (configs)
          offset 0) f
        where (outlet_ids is null or f.outlet_id = any (outlet_ids))
          and (language_base is null or split_part(lower(f.language), '-', 1) = language_base)
          and (since is null or f.at >= since) and (until is null or f.at < until)
        order by f.at desc, f.article_id desc limit most) m;
      all_ids := all_ids || ids;
      all_ats := all_ats || ats;
      all_queries := all_queries || array_fill(forms[i], array[coalesce(cardinality(ids), 0)]);
    end loop;
    found := cardinality(all_ids);
    exit when found >= most or starts <= oldest is not false;
    -- As far back as that many should reach, and a third further; three or none say little.
    seconds := seconds * case when found < 4 then 64 else greatest(2, 1.3 * most / found) end;
  end loop;
  return query
    select u.id, u.at, u.q from unnest(all_ids, all_ats, all_queries) as u (id, at, q)
    order by u.at desc, u.id desc limit most;
end $$;

create function search_matches(
  terms text, outlet_ids bigint[], only_language text, since timestamptz, until timestamptz, most integer)
returns table (article_id bigint, at timestamptz, rank real, config regconfig, query tsquery)
language sql stable rows 100 security definer set search_path = pg_catalog, public, pg_temp as $$
  select s.article_id, s.at, ts_rank(s.tsv, n.query, 1), s.config, n.query
  from newest_matches(terms, outlet_ids, only_language, since, until, most) n
  join article_search s on s.article_id = n.article_id
$$;

-- Sets the storage parameters of a partition of `parent`.
create function tend_partition(parent text, child text) returns void
language plpgsql set search_path = public, pg_temp as $$
begin
  if parent in ('article_fingerprints', 'article_terms', 'article_profiles', 'documents') then
    execute format('alter table %I set (autovacuum_analyze_threshold = 50000, autovacuum_analyze_scale_factor = 0.5)', child);
  end if;
  if parent = 'article_terms' then
    execute format('alter table %I set (autovacuum_vacuum_insert_threshold = 5000, autovacuum_vacuum_insert_scale_factor = 0.02)', child);
  end if;
end $$;

-- Weekly partitions from the Monday of `from_day` for `weeks` weeks. Idempotent; the default partition catches what no week covers.
-- Making and dropping a partition takes the parent for itself. Behind a long reader it would wait, and whoever comes after
-- would wait behind it: rather give up within half a second and let the caller try again.
create function ensure_partitions(from_day date, weeks integer) returns integer
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '400ms' as $$
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
        perform tend_partition(parent, child);
        made := made + 1;
      end if;
    end loop;
  end loop;
  return made;
end $$;

create function text_hash_of(title text, body text) returns text language sql immutable parallel safe as $$
  select md5(coalesce(title, '') || E'\n\n' || coalesce(body, ''))
$$;

-- When an article is looked at next: so many seconds after it was first seen, and again after it was withdrawn.
create function next_refetch_at(first_seen timestamptz, withdrawn timestamptz, after_s double precision[])
returns timestamptz language sql stable as $$
  select min(t) from unnest(after_s) s
  cross join lateral (values (first_seen + make_interval(secs => s)), (withdrawn + make_interval(secs => s))) v (t)
  where t > now()
$$;

create function process_lives(process_key bigint) returns boolean
language sql stable as $$
  select exists (
    select from pg_locks
    where locktype = 'advisory' and granted and objsubid = 1
      and database = (select oid from pg_database where datname = current_database())
      and ((classid::bigint << 32) | objid::bigint) = hashtextextended('newsloom:process:' || process_key, 0))
$$;
comment on function process_lives(bigint) is
  'Whether the process holds the advisory lock that shows that it lives. A frozen process holds it too.';

-- Roles that were granted news_reader, directly or through others, and news_reader itself. Not the owner of the tables, which
-- Postgres 16 makes a member when it creates the role, nor superusers, nor workers.
create function reader_roles() returns setof name language sql stable security definer set search_path = pg_catalog as $$
  with recursive members as (
    select oid from pg_roles where rolname = 'news_reader'
    union
    select m.member from pg_auth_members m join members on m.roleid = members.oid
  )
  select r.rolname from members join pg_roles r using (oid)
  where not r.rolsuper
    and r.oid <> (select relowner from pg_class where oid = 'public.articles'::regclass)
    and not exists (
      select 1 from pg_auth_members w join pg_roles worker on worker.oid = w.roleid
      where worker.rolname = 'newsloom_worker' and w.member = r.oid)
$$;
comment on function reader_roles() is 'news_reader and the roles that were granted it: those whose statements are limited in time.';

create function end_long_reads(limit_s integer) returns integer
language plpgsql security definer set search_path = pg_catalog as $$
begin
  return (
    select count(*) filter (where pg_terminate_backend(pid))
    from pg_stat_activity
    where datname = current_database() and usename in (select public.reader_roles())
      and ((state in ('active', 'fastpath function call') and query_start < clock_timestamp() - make_interval(secs => limit_s))
        or (state like 'idle in transaction%' and state_change < clock_timestamp() - make_interval(secs => 2 * limit_s))));
exception when insufficient_privilege then
  -- The doctor tells: the owner needs pg_signal_backend.
  return -1;
end $$;
comment on function end_long_reads(integer) is
  'Ends the connections of readers whose statement has run for more than limit_s seconds; gives how many, -1 where the owner may not.';

-- What belongs to the server or to this database rather than to its tables; a copy of the database lacks it, so
-- "newsloom reader" calls it again.
create function harden_reader() returns void language plpgsql as $$
declare
  f regprocedure;
begin
  begin
    execute format('grant temporary on database %I to %I', current_database(), current_user);
    execute format('revoke temporary on database %I from public', current_database());
    execute format('grant connect on database %I to news_reader', current_database());
  exception when insufficient_privilege then
    raise notice 'news_reader may make temporary tables: only the owner of the database can forbid it';
  end;
  begin
    -- What a reader may have set for itself in this database would win over what is set for the role.
    execute format('alter role news_reader in database %I reset all', current_database());
    alter role news_reader set default_transaction_read_only = on;
    alter role news_reader set statement_timeout = '30s';
    alter role news_reader set idle_in_transaction_session_timeout = '60s';
    alter role news_reader set lock_timeout = '5s';
    alter role news_reader set search_path = news;
    alter role news_reader connection limit 50;
  exception
    when insufficient_privilege then
      raise notice 'news_reader has no statement timeout of its own: ask an administrator for "alter role news_reader set statement_timeout = ''30s''"';
    -- Another database of this server sets them at the same moment, to the same.
    when internal_error or object_in_use then null;
  end;
  begin
    -- Only a superuser may set it, and a reader may not change it.
    alter role news_reader set temp_file_limit = '1GB';
  exception
    when insufficient_privilege then
      raise notice 'news_reader may write temporary files without bound: ask an administrator for "alter role news_reader set temp_file_limit = ''1GB''"';
    when internal_error or object_in_use then null;
  end;
  -- Ways that Postgres leaves open to everybody: large objects can be written, and advisory locks could hold up the
  -- scheduler. Only a superuser may close them; they are closed in this database only.
  begin
    for f in
      select p.oid::regprocedure from pg_proc p
      where p.pronamespace = 'pg_catalog'::regnamespace
        and (p.proname ~ '^lo_' or p.proname in ('lowrite', 'loread') or p.proname ~ '^pg_(try_)?advisory_')
    loop
      execute format('grant execute on function %s to %I', f, current_user);
      execute format('revoke execute on function %s from public', f);
    end loop;
  exception when insufficient_privilege then
    raise notice 'large objects and advisory locks stay open to news_reader: only a superuser can close them';
  end;
end $$;

-- Indexes of what functions make of columns.

-- The headlines of stories, by the beginnings of their words.
create index stories_headline on stories
  using gin (to_tsvector('simple', plain_words(title)), search_facets(last_published_at, null))
  with (gin_pending_list_limit = 256) where merged_into_id is null;

create index article_search_words on article_search using gin (tsv, search_facets(at, outlet_id))
  with (gin_pending_list_limit = 1024);

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

create trigger articles_keep_pinned_story before update of story_id on articles for each row
  when (old.story_pinned_by is not null and new.story_id is distinct from old.story_id
        and new.story_pinned_by is not distinct from old.story_pinned_by)
  execute function keep_pinned_story();

create trigger outlets_forget_blocks after delete on outlets for each row execute function outlets_forget_blocks();

-- The partitions of these weeks; the scheduler makes those to come.
select ensure_partitions(current_date - 7, 6);
select tend_partition(p.relname, c.relname)
from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
where c.relkind = 'r' and p.relnamespace = 'public'::regnamespace;

-- Begins a request by `asker`, which may reach any of the addresses `asked`. Gives "alone" where no other name is known at
-- them; "begun" with the milliseconds to wait before it is sent and its lease, to be ended with end_address_request; or
-- "busy" with the milliseconds after which to ask again: requests that are put off come back one after another.
create function begin_address_request(
  asked inet[], asker text, at_once integer, per_second integer, lease_s integer, patience_ms integer,
  out outcome text, out wait_ms double precision, out lease text
) language plpgsql as $$
declare
  at timestamptz;
  starts timestamptz;
  held bigint;
  gap interval := make_interval(secs => 1.0 / per_second);
begin
  insert into address_pacing as p (address, name) select distinct a, asker from unnest(asked) a order by a
  on conflict (address) do update set is_shared = p.is_shared or p.name <> excluded.name, used_at = now()
    where (not p.is_shared and p.name <> excluded.name) or p.used_at < now() - interval '1 hour';
  if not exists (select from address_pacing p where p.address = any(asked) and p.is_shared) then
    outcome := 'alone';
    return;
  end if;
  perform from address_pacing p where p.address = any(asked) and p.is_shared order by p.address for update;
  at := clock_timestamp();
  select greatest(at, max(p.next_at)), max((select count(*) from unnest(p.leases) l where l > at)) into starts, held
  from address_pacing p where p.address = any(asked) and p.is_shared;
  if held >= at_once or starts > at + make_interval(secs => patience_ms / 1000.0) then
    outcome := 'busy';
    with put_off as (
      update address_pacing p set put_off_until = greatest(p.put_off_until, p.next_at, at) + gap
      where p.address = any(asked) and p.is_shared returning p.put_off_until)
    select extract(epoch from max(put_off_until) - at) * 1000 into wait_ms from put_off;
  else
    outcome := 'begun';
    wait_ms := extract(epoch from starts - at) * 1000;
    lease := (starts + make_interval(secs => lease_s))::text;
    update address_pacing p set next_at = starts + gap,
      leases = array(select l from unnest(p.leases) l where l > at) || lease::timestamptz
    where p.address = any(asked) and p.is_shared;
  end if;
end $$;

create function end_address_request(asked inet[], lease text) returns void language sql as $$
  update address_pacing set leases = array_remove(leases, lease::timestamptz) where address in (
    select p.address from address_pacing p where p.address = any(asked) order by p.address for update)
$$;
