-- A role's settings are defaults that whoever logs in may change, and roles that were granted news_reader do not get them.
-- So the limits on time are also held from outside: by the scheduler, which calls end_long_reads().

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
revoke execute on function end_long_reads(integer), reader_roles() from public;

do $$ begin
  grant execute on function end_long_reads(integer), reader_roles() to newsloom_worker;
  revoke insert, update, delete, truncate on newsloom_migrations from newsloom_worker;
exception when undefined_object then
  raise notice 'no rights were granted to newsloom_worker: the role does not exist';
end $$;

create or replace function harden_reader() returns void language plpgsql as $$
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
select harden_reader();
