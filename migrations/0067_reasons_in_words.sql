-- Why an article is in its story, or is a copy, in words: for whoever asks the views; "newsloom story" says more.
-- Bodies of SQL-standard form are bound when they are made: readers need no right to the schema that they lie in.

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
      case when r ? 'round_up' then 'it tells of many things: nothing joins through it' end,
      listed('names in common:', r -> 'names'),
      listed('words in common:', r -> 'terms'),
      listed('numbers in common:', r -> 'numbers'),
      case when (r ->> 'quotes')::integer > 0 then 'quotes in common: ' || (r ->> 'quotes') end,
      case when r #> '{runner_up,storyId}' is not null
        then 'next best: story ' || (r #>> '{runner_up,storyId}') || ' (' || percent_of(r #> '{runner_up,probability}') || ')' end)
  end;

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
  coalesce(a.copy_reasons, l.reasons) as reasons,
  reasons_in_words(coalesce(a.copy_reasons, l.reasons)) as why
from articles a
left join outlets o on o.id = a.outlet_id
left join story_links l on l.article_id = a.id
where a.story_id is not null and a.version > 0 and a.stage in ('discovered', 'fetched', 'extracted', 'clustered');
comment on column news.story_articles.why is 'The reasons in words.';
