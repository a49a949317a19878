-- An article without an outlet counted as an outlet of its own: a feed on an IP address made twelve of twelve articles. It
-- counts by its host, or not at all.
comment on column news.stories.outlet_count is
  'Outlets that carry it. Articles without an outlet count by their host; without a host they count as none.';
comment on column news.top_stories.outlet_count is
  'Outlets that carry it, copies included. Articles without an outlet count by their host; without a host they count as none.';

update stories s set outlet_count = f.outlet_count, independent_count = f.independent_count
from (
  select a.story_id, count(distinct coalesce(a.outlet_id::text, a.host)) as outlet_count,
         count(distinct coalesce(w.wire, o.name, a.host)) filter (where a.duplicate_of is null) as independent_count
  from articles a
  left join outlets o on o.id = a.outlet_id
  left join lateral (
    select g.name as wire from jsonb_to_recordset(a.agencies) as g (name text, role text)
    where a.agencies <> '[]' and a.authors = '{}' and g.role = 'text' limit 1) w on true
  where a.story_id in (select story_id from articles where outlet_id is null and story_id is not null)
  group by a.story_id) f
where s.id = f.story_id
  and (s.outlet_count, s.independent_count) is distinct from (f.outlet_count::int, f.independent_count::int);
