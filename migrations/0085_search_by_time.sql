-- Search whose cost does not grow with the archive: words and times in one index, so that the newest articles with a
-- word are found without reading the older ones.

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

-- Quotes, dashes and apostrophes of print end a word. To a database whose character type is C (the embedded one) they are
-- letters: „Wattenstern“ was another word than Wattenstern.
create function plain_words(text text) returns text language sql immutable parallel safe as $$
  select regexp_replace(text, '[„“”‟«»‹›‚‘’–—…·•]', ' ', 'g')
$$;
create or replace function article_tsv(config regconfig, title text, dek text, body text) returns tsvector
language sql immutable parallel safe as $$
  select setweight(to_tsvector(config, plain_words(coalesce(title, ''))), 'A')
      || setweight(to_tsvector(config, plain_words(coalesce(dek, ''))), 'B')
      || setweight(to_tsvector(config, plain_words(left(coalesce(body, ''), 100000))), 'D')
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

drop index article_search_tsv;
update article_search s set tsv = article_tsv(s.config, a.title, a.dek, a.body)
from articles a where a.id = s.article_id and concat(a.title, a.dek, a.body) ~ '[„“”‟«»‹›‚‘’–—…·•]';
create index article_search_words on article_search using gin (tsv, search_facets(at, outlet_id))
  with (gin_pending_list_limit = 1024);
-- The headlines of stories, by the beginnings of their words.
create index stories_headline on stories
  using gin (to_tsvector('simple', plain_words(title)), search_facets(last_published_at, null))
  with (gin_pending_list_limit = 256) where merged_into_id is null;

-- From when to when there are articles.
create function search_span(out oldest timestamptz, out newest timestamptz)
language sql stable set search_path = pg_catalog, public, pg_temp set enable_indexscan = on as $$
  select min(s.at), max(s.at) from article_search s
$$;
revoke execute on function search_span() from public;

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
  g record;
  seconds double precision;
  found integer;
  starts timestamptz;
  times integer[];
  ids bigint[];
  ats timestamptz[];
  all_ids bigint[] := '{}';
  all_ats timestamptz[] := '{}';
  all_queries tsquery[] := '{}';
begin
  for g in
    select array_agg(u.config) as configs, u.q
    from (select c.config, search_query(c.config, terms) as q from text_configs_in_use c
          where only_language is null or c.config = text_config(only_language)) u
    where numnode(u.q) > 0
    group by u.q
  loop
    seconds := 8192;
    loop
      starts := newest - make_interval(secs => seconds);
      times := case when starts > oldest then time_facets(starts, newest) when since is not null then time_facets(since, newest)
        else '{0}' end;
      -- Beside an outlet a long time takes away little and costs more than it saves.
      if outlets is not null and seconds > 1e6 then
        starts := oldest;
        times := outlets;
      end if;
      select array_agg(m.article_id), array_agg(m.at) into ids, ats
      from (
        select f.article_id, f.at
        from (
          select s.article_id, s.at, s.outlet_id, s.language from article_search s
          where s.tsv @@ g.q and s.config = any (g.configs)
            and search_facets(s.at, s.outlet_id) && times
            and search_facets(s.at, s.outlet_id) && coalesce(outlets, times)
          offset 0) f
        where (outlet_ids is null or f.outlet_id = any (outlet_ids))
          and (language_base is null or split_part(lower(f.language), '-', 1) = language_base)
          and (since is null or f.at >= since) and (until is null or f.at < until)
        order by f.at desc, f.article_id desc limit most) m;
      found := coalesce(cardinality(ids), 0);
      exit when found >= most or starts <= oldest is not false;
      -- As far back as that many should reach, and a third further; three or none say little.
      seconds := seconds * case when found < 4 then 16 else greatest(2, 1.3 * most / found) end;
    end loop;
    all_ids := all_ids || ids;
    all_ats := all_ats || ats;
    all_queries := all_queries || array_fill(g.q, array[coalesce(cardinality(ids), 0)]);
  end loop;
  return query
    select u.id, u.at, u.q from unnest(all_ids, all_ats, all_queries) as u (id, at, q)
    order by u.at desc, u.id desc limit most;
end $$;
revoke execute on function newest_matches(text, bigint[], text, timestamptz, timestamptz, integer) from public;

-- The same with their rank.
drop function search_matches(text, bigint[], text, timestamptz, timestamptz, integer);
create function search_matches(
  terms text, outlet_ids bigint[], only_language text, since timestamptz, until timestamptz, most integer)
returns table (article_id bigint, at timestamptz, rank real, config regconfig, query tsquery)
language sql stable rows 100 security definer set search_path = pg_catalog, public, pg_temp as $$
  select s.article_id, s.at, ts_rank(s.tsv, n.query, 1), s.config, n.query
  from newest_matches(terms, outlet_ids, only_language, since, until, most) n
  join article_search s on s.article_id = n.article_id
$$;
revoke execute on function search_matches(text, bigint[], text, timestamptz, timestamptz, integer) from public;

create or replace function news.search(
  terms text,
  outlets text[] default null,
  language text default null,
  country text default null,
  since timestamptz default null,
  until timestamptz default null,
  max_rows integer default 20,
  skip_rows integer default 0)
returns table (
  article_id bigint, rank real, outlet text, title text, snippet text, url text, published_at timestamptz,
  story_id bigint)
language plpgsql stable security definer
set search_path = pg_catalog, public, pg_temp set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
declare
  ids bigint[] := case when $2 is not null or $4 is not null then array(
    select o.id from outlets o
    where ($2 is null or o.slug = any ($2)) and ($4 is null or o.country = upper($4))) end;
begin
  return query
    with best as materialized (
      select m.article_id, max(m.rank) as rank, (array_agg(m.config))[1] as config, (array_agg(m.query))[1] as query
      from search_matches($1, ids, $3, $5, $6, 1000) m
      group by m.article_id
      order by max(m.rank) desc, m.article_id desc
      limit least(greatest($7, 0), 1000) offset greatest($8, 0))
    select a.id, b.rank, o.slug, a.title,
           marked_text(b.config, left(coalesce(a.body, a.title), 20000), b.query,
             'StartSel=«, StopSel=», MaxFragments=2, MaxWords=24, MinWords=8, FragmentDelimiter=" … "'),
           a.url, coalesce(a.published_at, a.first_seen_at), a.story_id
    from best b
    join articles a on a.id = b.article_id
    left join outlets o on o.id = a.outlet_id
    order by b.rank desc, a.id desc;
end $$;
comment on function news.search is
'Full text in each article''s own language, best first: words, "a phrase", or, -without. Filters by outlets (slugs), language, country of the outlet (ISO code) and time. Of a very common word the newest 1,000 articles are ranked.';
