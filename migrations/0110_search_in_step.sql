-- The languages of a search look back together. Before, each went its own way until it alone had found enough: a question
-- of two words, which has as many forms as there are stemmers, read seven times what was needed.

create or replace function newest_matches(
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
