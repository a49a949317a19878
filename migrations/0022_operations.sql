-- For those who run Newsloom: when anything last happened, corrections by hand, re-extraction, the worker's role.

alter table outcomes add column last_at timestamptz not null default now();
comment on column outcomes.last_at is 'When this was last counted: the age of the newest says whether anybody works.';

-- What people put right, field by field: it wins over whatever an extractor makes of the page, today's and the next one's.
alter table articles add column corrections jsonb;
comment on column articles.corrections is 'Fields that were corrected by hand: {field: value}; null without any.';

-- A takedown may concern several addresses of one text.
create index tombstones_article on tombstones (article_id);

-- The role of workers: reads and writes rows, and can neither change the tables nor the roles. See docs/operating.md.
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
do $$ begin
  grant usage on schema public, news to newsloom_worker;
  grant select, insert, update, delete on all tables in schema public to newsloom_worker;
  grant select on all tables in schema news to newsloom_worker;
  grant usage on all sequences in schema public to newsloom_worker;
  alter default privileges in schema public grant select, insert, update, delete on tables to newsloom_worker;
  alter default privileges in schema public grant usage on sequences to newsloom_worker;
  alter default privileges in schema news grant select on tables to newsloom_worker;
exception when undefined_object then
  raise notice 'no rights were granted to newsloom_worker: the role does not exist';
end $$;
