-- Who leads among several schedulers, repairers and notifiers: a lease that its holder renews, where an advisory lock
-- was held by a connection. A process that is frozen (kill -STOP, a machine that pages, a suspended virtual machine)
-- keeps its connection, and so kept its lock for ever.
create table leases (
  role text primary key,
  epoch bigint not null default 1,
  holder bigint,
  renewed_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null
);
comment on table leases is 'Which process leads in a role that only one may have at a time.';
comment on column leases.epoch is 'Grows with each change of the holder: who renews an older one has been replaced.';
comment on column leases.holder is 'The key of the process that leads; null when it has given the lease back.';
comment on column leases.expires_at is 'From then on any other process may take the lease.';

create function process_lives(process_key bigint) returns boolean
language sql stable as $$
  select exists (
    select from pg_locks
    where locktype = 'advisory' and granted and objsubid = 1
      and database = (select oid from pg_database where datname = current_database())
      and ((classid::bigint << 32) | objid::bigint) = hashtextextended('newsloom:process:' || process_key, 0))
$$;
comment on function process_lives(bigint) is
  'Whether the process holds the advisory lock that shows that it lives. A frozen process holds it too.';

do $$ begin
  grant select, insert, update on leases to newsloom_worker;
  revoke execute on function process_lives(bigint) from public;
  grant execute on function process_lives(bigint) to newsloom_worker;
exception when undefined_object then
  raise notice 'no rights were granted to newsloom_worker: the role does not exist';
end $$;
