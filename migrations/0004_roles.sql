-- The roles news_reader (selects in "news" and nothing else) and newsloom_worker (reads and writes rows, and can change
-- neither tables nor roles; see docs/operating.md). Where the migrating role may not create roles, a notice says so and
-- Newsloom works on with the owner's rights.

do $$ begin
  if not exists (select 1 from pg_roles where rolname = 'news_reader') then
    create role news_reader nologin;
  end if;
exception
  when insufficient_privilege then
    raise notice 'the role news_reader was not made (no right to): ask an administrator for "create role news_reader nologin"';
  when duplicate_object or unique_violation then
    null; -- made by another database of this server at the same moment
end $$;
do $$ begin
  if not exists (select 1 from pg_roles where rolname = 'newsloom_worker') then
    create role newsloom_worker nologin;
  end if;
exception
  when insufficient_privilege then
    raise notice 'the role newsloom_worker was not made (no right to): workers then use the owner''s role';
  when duplicate_object or unique_violation then
    null;
end $$;

-- Whoever migrates keeps the use of "public" even where everybody else loses it.
do $$ begin
  execute format('grant usage, create on schema public to %I', current_user);
exception when insufficient_privilege then null; end $$;
revoke all on schema public from public;

-- Internal functions. Those that news_reader needs (in the views) stay open to everybody.
revoke execute on function
  search_matches(text, bigint[], text, timestamptz, timestamptz, integer),
  frequent_words(text),
  title_queries(text),
  near_pairs(tsvector),
  harden_reader(),
  ensure_partitions(date, integer),
  drop_old_partitions(regclass, timestamptz),
  search_span(),
  newest_matches(text, bigint[], text, timestamptz, timestamptz, integer),
  tend_partition(text, text),
  process_lives(bigint),
  end_long_reads(integer),
  reader_roles(),
  begin_address_request(inet[], text, integer, integer, integer, integer),
  end_address_request(inet[], text)
  from public;
revoke execute on all functions in schema news, newsloom from public;

-- The reader. A login of its own: settings of a role count only for who logs in as it. "newsloom reader" sets its
-- password; until then nobody can log in.
do $$ begin
  revoke all on schema public from news_reader;
  grant usage on schema news to news_reader;
  grant select on all tables in schema news to news_reader;
  grant execute on all functions in schema news to news_reader;
  alter default privileges in schema news grant select on tables to news_reader;
  alter default privileges in schema news revoke execute on functions from public;
  alter default privileges in schema news grant execute on functions to news_reader;
exception when undefined_object then
  raise notice 'no rights were granted to news_reader: the role does not exist';
end $$;
select harden_reader();

-- The workers.
do $$ begin
  grant usage on schema public, news, newsloom to newsloom_worker;
  grant select, insert, update, delete on all tables in schema public to newsloom_worker;
  grant select on all tables in schema news to newsloom_worker;
  grant usage on all sequences in schema public to newsloom_worker;
  alter default privileges in schema public grant select, insert, update, delete on tables to newsloom_worker;
  alter default privileges in schema public grant usage on sequences to newsloom_worker;
  alter default privileges in schema news grant select on tables to newsloom_worker;
  -- Workers show and record what operators do, but only the owner makes operators.
  revoke insert, update, delete on operators from newsloom_worker;
  revoke update, delete on operator_actions from newsloom_worker;
  revoke insert, update, delete, truncate on newsloom_migrations from newsloom_worker;
exception when undefined_object then
  raise notice 'no rights were granted to newsloom_worker: the role does not exist';
end $$;
-- What harden_reader takes from everybody, workers need: advisory locks and temporary tables; and the functions of the
-- tables.
do $$
declare
  f text;
begin
  for f in
    select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where (n.nspname = 'pg_catalog' and p.proname like 'pg\_%advisory%') or n.nspname in ('public', 'news', 'newsloom')
  loop
    execute format('grant execute on function %s to newsloom_worker', f);
  end loop;
  execute format('grant temporary on database %I to newsloom_worker', current_database());
  execute 'alter default privileges in schema public grant execute on functions to newsloom_worker';
  execute 'alter default privileges in schema news grant execute on functions to newsloom_worker';
exception
  when undefined_object then
    raise notice 'no rights were granted to newsloom_worker: the role does not exist';
  when insufficient_privilege then
    raise notice 'newsloom_worker was not given the lock functions (no right to): workers then use the owner''s role';
end $$;
