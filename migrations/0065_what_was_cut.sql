-- What a copy left out of its original, and what it put in. Kept small (numbers of paragraphs, in copy_reasons), and
-- made into text when asked.

create function paragraphs_of(body text, numbers jsonb) returns text language sql immutable parallel safe as $$
  select string_agg(p.paragraph, e'\n\n' order by p.number)
  from regexp_split_to_table(body, '\n+') with ordinality as p (paragraph, number)
  where numbers @> to_jsonb(p.number)
$$;

create or replace view news.syndication as
select
  c.id as article_id,
  co.slug as outlet,
  c.url,
  c.title,
  g.at as published_at,
  g.agency,
  not g.inherited as is_credited,
  c.duplicate_of as original_id,
  oo.slug as original_outlet,
  o.url as original_url,
  c.similarity as share,
  round(extract(epoch from c.published_at - o.published_at) / 60)::integer as minutes_later,
  (c.copy_reasons ->> 'share_of_original')::real as share_of_original,
  (c.copy_reasons ->> 'words_cut')::integer as words_cut,
  (c.copy_reasons ->> 'words_added')::integer as words_added,
  paragraphs_of(o.body, c.copy_reasons -> 'cut') as cut_text,
  paragraphs_of(c.body, c.copy_reasons -> 'added') as added_text
from article_agencies g
join articles c on c.id = g.article_id
left join outlets co on co.id = c.outlet_id
left join articles o on o.id = c.duplicate_of
left join outlets oo on oo.id = o.outlet_id
where co.name is distinct from g.agency
union all
select
  c.id, co.slug, c.url, c.title, coalesce(c.published_at, c.first_seen_at), null, false, c.duplicate_of, oo.slug, o.url,
  c.similarity, round(extract(epoch from c.published_at - o.published_at) / 60)::integer,
  (c.copy_reasons ->> 'share_of_original')::real, (c.copy_reasons ->> 'words_cut')::integer,
  (c.copy_reasons ->> 'words_added')::integer, paragraphs_of(o.body, c.copy_reasons -> 'cut'),
  paragraphs_of(c.body, c.copy_reasons -> 'added')
from articles c
join articles o on o.id = c.duplicate_of
left join outlets co on co.id = c.outlet_id
left join outlets oo on oo.id = o.outlet_id
where c.version > 0 and c.stage in ('discovered', 'fetched', 'extracted', 'clustered')
  and not exists (select from article_agencies g where g.article_id = c.id);

comment on column news.syndication.share_of_original is 'How much of the original stands in it, 0 to 1: an excerpt has little of it.';
comment on column news.syndication.words_cut is 'Words of the original that it lacks.';
comment on column news.syndication.words_added is 'Words of its own that the original lacks.';
comment on column news.syndication.cut_text is 'The paragraphs of the original that it left out; null when none. A paragraph counts as left out when more than half of its words are missing.';
comment on column news.syndication.added_text is 'The paragraphs that it put in; null when none.';
