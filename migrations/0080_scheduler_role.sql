-- The scheduler makes and drops partitions, which belong to the owner of the tables: it does so by these two functions,
-- with the owner's rights and nothing more, so that it can run as newsloom_worker like everybody else.

alter function ensure_partitions(date, integer) security definer;
alter function ensure_partitions(date, integer) set search_path = public, pg_temp;

create function drop_old_partitions(parent regclass, before timestamptz) returns setof text
language plpgsql security definer set search_path = public, pg_temp as $$
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

revoke execute on function ensure_partitions(date, integer), drop_old_partitions(regclass, timestamptz) from public;
do $$ begin
  grant execute on function ensure_partitions(date, integer), drop_old_partitions(regclass, timestamptz)
    to newsloom_worker;
exception when undefined_object then
  raise notice 'no rights were granted to newsloom_worker: the role does not exist';
end $$;

comment on column articles.ring_count is
  'How many tries of its stage began without an end, and how many workers died over it: ten make a dead letter (poison).';
