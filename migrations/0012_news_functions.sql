-- Functions of the public contract. They read with the rights of their owner, so that news_reader needs none on the
-- tables behind them; their search path is fixed, so that nobody can put a table of his own in between.

-- Articles that match `terms`, at most `most` of each language's newest, with their rank. One plan per language and
-- call: a rare word is found by its index, a word that every tenth article has by time.
create function search_matches(
  terms text, outlet_ids bigint[], only_language text, since timestamptz, until timestamptz, most integer)
returns table (article_id bigint, rank real, config regconfig, query tsquery)
language plpgsql stable security definer
set search_path = pg_catalog, public, pg_temp set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
declare
  g record;
  language_base text := split_part(lower(only_language), '-', 1);
begin
  for g in
    select array_agg(u.config) as configs, u.q
    from (select c.config, websearch_to_tsquery(c.config, terms) as q from text_configs_in_use c
          where only_language is null or c.config = text_config(only_language)) u
    where numnode(u.q) > 0
    group by u.q
  loop
    return query
      select m.article_id, ts_rank(m.tsv, g.q, 1), m.config, g.q
      from (
        select s.article_id, s.tsv, s.config from article_search s
        where s.tsv @@ g.q and s.config = any (g.configs)
          and (outlet_ids is null or s.outlet_id = any (outlet_ids))
          and (language_base is null or split_part(lower(s.language), '-', 1) = language_base)
          and (since is null or s.at >= since) and (until is null or s.at < until)
        order by s.at desc limit most) m;
  end loop;
end $$;
revoke execute on function search_matches(text, bigint[], text, timestamptz, timestamptz, integer) from public;

create function news.search(
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
           ts_headline(b.config, left(coalesce(a.body, a.title), 20000), b.query,
             'StartSel=«, StopSel=», MaxFragments=2, MaxWords=24, MinWords=8, FragmentDelimiter=" … "'),
           a.url, coalesce(a.published_at, a.first_seen_at), a.story_id
    from best b
    join articles a on a.id = b.article_id
    left join outlets o on o.id = a.outlet_id
    order by b.rank desc, a.id desc;
end $$;
comment on function news.search is
'Full text in each article''s own language, best first: words, "a phrase", or, -without. Filters by outlets (slugs), language, country of the outlet (ISO code) and time. Of a very common word the newest 1,000 articles of each language are ranked.';

-- How frequent words are in the articles, as far as the planner's statistics know; what they do not know is rare.
create function frequent_words(relation text) returns table (word text, frequency real)
language sql stable rows 4000 set search_path = pg_catalog, public, pg_temp as $$
  select e.word, e.frequency
  from pg_stats s, unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) as e (word, frequency)
  where s.schemaname = 'public' and s.tablename = $1 and s.most_common_elems is not null and e.word is not null
$$;
revoke execute on function frequent_words(text) from public;

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
revoke execute on function title_queries(text) from public;

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
revoke execute on function near_pairs(tsvector) from public;

create function news.similar_titles(
  headline text,
  since timestamptz default null,
  least_similarity real default 0.5,
  max_rows integer default 20)
returns table (article_id bigint, similarity real, outlet text, title text, url text, published_at timestamptz, story_id bigint)
language plpgsql stable security definer
set search_path = pg_catalog, public, pg_temp set plan_cache_mode = force_custom_plan
-- By the index of words alone: going back in time instead would take every headline apart again.
set enable_indexscan = off set enable_seqscan = off as $$
#variable_conflict use_column
declare
  g record;
  candidates bigint[] := '{}';
begin
  for g in select * from title_queries($1) loop
    candidates := candidates || array(
      select s.article_id from article_search s
      where to_tsvector(s.config, s.title) @@ g.q and s.config = any (g.configs) and ($2 is null or s.at >= $2)
      order by s.at desc limit 1000);
  end loop;
  return query
    select a.id, b.nearness, o.slug, a.title, a.url, b.at, a.story_id
    from (select s.article_id, similarity(s.title, $1) as nearness, s.at from article_search s
          where s.article_id = any (candidates) and similarity(s.title, $1) >= $3
          order by 2 desc, s.at desc limit least(greatest($4, 0), 1000)) b
    join articles a on a.id = b.article_id
    left join outlets o on o.id = a.outlet_id
    order by b.nearness desc, b.at desc, a.id;
end $$;
comment on function news.similar_titles is
'Articles with a headline like this one: of the newest that share two of its rarer words, by the three-letter groups that both have (pg_trgm), 0 to 1.';



create function news.known_text(body text, language text default null, max_rows integer default 20)
returns table (article_id bigint, share real, outlet text, title text, url text, published_at timestamptz, duplicate_of bigint, story_id bigint)
language plpgsql stable security definer
set search_path = pg_catalog, public, pg_temp set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
declare
  words text[] := array(select w[1] from regexp_matches(left($1, 50000), '[[:alnum:]]+', 'g') w limit 2000);
  n integer := coalesce(array_length(words, 1), 0);
  runs text[];
  candidates bigint[] := '{}';
  g record;
begin
  if n = 0 then return; end if;
  -- Sixteen runs of seven words, spread evenly: a copy has nearly all of them, an excerpt its part.
  runs := array(
    select distinct array_to_string(words[i : least(i + 6, n)], ' ')
    from (select 1 + ((greatest(n - 7, 0))::numeric * k / 15)::integer as i from generate_series(0, 15) as k) p);
  -- What shares two rare words that stand near each other is looked at; the runs then tell how much it shares.
  for g in
    select array_agg(c.config) as configs, c.q
    from (select u.config, near_pairs(to_tsvector(u.config, array_to_string(words, ' '))) as q from text_configs_in_use u
          where $2 is null or u.config = text_config($2)) c
    where numnode(c.q) > 0
    group by c.q
  loop
    candidates := candidates || array(
      select s.article_id from article_search s where s.tsv @@ g.q and s.config = any (g.configs)
      order by s.at limit 1000);
  end loop;
  return query
    with asked as materialized (
      select u.config, u.q from (
        select c.config, phraseto_tsquery(c.config, r.run) as q
        from text_configs_in_use c cross join unnest(runs) as r (run)) u
      where numnode(u.q) > 2),
    found as (
      select s.article_id,
             ((count(*) filter (where s.tsv @@ k.q))::real / count(*))::real as share
      from article_search s join asked k on k.config = s.config
      where s.article_id = any (candidates)
      group by s.article_id
      having count(*) filter (where s.tsv @@ k.q) > 0
      order by 2 desc, 1 limit least(greatest($3, 0), 1000))
    select a.id, f.share, o.slug, a.title, a.url, coalesce(a.published_at, a.first_seen_at), a.duplicate_of, a.story_id
    from found f
    join articles a on a.id = f.article_id
    left join outlets o on o.id = a.outlet_id
    order by f.share desc, coalesce(a.published_at, a.first_seen_at), a.id;
end $$;
comment on function news.known_text is
'Articles that hold this text or parts of it, found by its rarest words: the share of sixteen runs of seven words, spread over the text, that stand in the article word by word.';

create function news.changes_since(after text default null, kinds text[] default null, max_rows integer default 1000)
returns table (cursor text, kind text, subject_id bigint, payload jsonb, created_at timestamptz)
language plpgsql stable security definer
set search_path = pg_catalog, public, pg_temp set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
declare
  after_xid xid8 := '0';
  after_id bigint := 0;
begin
  if $1 is not null and $1 <> '' then
    if $1 !~ '^\d{1,19}-\d{1,18}$' then
      raise exception 'a cursor looks like 1234-567: give back the one of the last change that you have read'
        using errcode = 'invalid_parameter_value';
    end if;
    after_xid := split_part($1, '-', 1)::xid8;
    after_id := split_part($1, '-', 2)::bigint;
  end if;
  return query
    select e.xid::text || '-' || e.id::text, e.kind, e.subject_id, e.payload, e.created_at
    from events e
    where (e.xid, e.id) > (after_xid, after_id) and e.xid < pg_snapshot_xmin(pg_current_snapshot())
      and ($2 is null or e.kind = any ($2))
    order by e.xid, e.id limit least(greatest($3, 0), 10000);
end $$;
comment on function news.changes_since is
'What has changed since a cursor (null: from the beginning), in the order of the feed. No change is ever skipped because its transaction committed late: keep the last cursor and ask again.';

create function news.fate_of(address text)
returns table (article_id bigint, fate text, reason text, title text, waits_until timestamptz, first_seen_at timestamptz, known_as text)
language plpgsql stable security definer
set search_path = pg_catalog, public, pg_temp set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
declare
  key text := regexp_replace(regexp_replace(regexp_replace($1, '^[a-zA-Z]+://', ''), '^www\.', '', 'i'), '/+(#.*)?$', '');
begin
  -- Host names know no case; paths do.
  key := lower(split_part(key, '/', 1)) || substr(key, length(split_part(key, '/', 1)) + 1);
  return query
    with known as (
      select a.id, 'its address' as known_as from articles a where a.url_key = key
      union
      select u.article_id, 'its ' || u.kind || ' address' from article_urls u where u.url_key = key)
    select a.id,
           case when a.stage = 'clustered' and a.duplicate_of is not null then 'copy'
                when a.stage in ('discovered', 'fetched', 'extracted') then 'waiting (' || a.stage || ')'
                else a.stage end,
           a.reason, coalesce(a.title, a.feed_title),
           case when a.stage in ('discovered', 'fetched', 'extracted') then a.next_attempt_at end,
           a.first_seen_at, k.known_as
    from known k join articles a on a.id = k.id
    union all
    select t.article_id, 'removed', t.reason, null, null, t.removed_at, 'a takedown'
    from tombstones t where t.url_key = key and not exists (select from known k join articles a on a.id = k.id);
end $$;
comment on function news.fate_of is
'What became of an address (as articles carry it; "newsloom article URL" also understands tracking parameters): clustered, copy, dropped, failed, waiting or removed, with the reason. No row: never seen.';
