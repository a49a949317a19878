-- news_reader can select in "news", and nothing else. A login of its own: settings of a role count only for who logs
-- in as it. "newsloom reader" sets its password; until then nobody can log in.

-- Whoever migrates keeps the use of "public" even where everybody else loses it.
do $$ begin
  execute format('grant usage, create on schema public to %I', current_user);
exception when insufficient_privilege then null; end $$;
revoke all on schema public from public;

do $$ begin
  grant usage on schema news to news_reader;
  grant select on all tables in schema news to news_reader;
  revoke execute on all functions in schema news from public;
  grant execute on all functions in schema news to news_reader;
  alter default privileges in schema news revoke execute on functions from public;
  alter default privileges in schema news grant execute on functions to news_reader;
exception when undefined_object then
  raise notice 'no rights were granted to news_reader: the role does not exist';
end $$;

-- What belongs to the server or to this database rather than to its tables; a copy of the database lacks it, so
-- "newsloom reader" calls it again.
create function harden_reader() returns void language plpgsql as $$
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
revoke execute on function harden_reader() from public;
select harden_reader();
