-- Tables that are only looked up by key: their statistics say nothing that a plan turns on, and each time they are taken
-- all workers plan their statements anew. Of terms the visibility map is kept up to date, so that the lookup of stories
-- is answered by the index alone.

-- How a partition of `parent` is tended.
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
revoke execute on function tend_partition(text, text) from public;

create or replace function ensure_partitions(from_day date, weeks integer) returns integer
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
select tend_partition(p.relname, c.relname)
from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
where c.relkind = 'r' and p.relnamespace = 'public'::regnamespace;

-- An article's row changes four times on its way, and an outlet's blocks all the time.
alter table articles set (autovacuum_analyze_threshold = 5000, autovacuum_analyze_scale_factor = 0.4);
alter table outlet_blocks set (autovacuum_analyze_threshold = 20000, autovacuum_analyze_scale_factor = 0.5);
-- Each takes the words of up to 120,000 articles apart.
alter table article_search set (autovacuum_analyze_threshold = 2000, autovacuum_analyze_scale_factor = 0.25);
