-- What 0013 took from everybody for the reader's sake, the worker's role needs: locks, temporary tables, and the
-- functions of the tables.
do $$
declare
  f text;
begin
  for f in
    select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where (n.nspname = 'pg_catalog' and p.proname like 'pg\_%advisory%') or n.nspname in ('public', 'news')
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
