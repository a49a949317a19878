-- People who may change things, each with a token of their own. Only the hash of a token is kept: it is shown once.
create table operators (
  id bigint generated always as identity primary key,
  name text not null check (name ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  removed_at timestamptz
);
-- A name can be given again once its holder has been removed.
create unique index operators_name on operators (name) where removed_at is null;

-- What operators changed: corrections, replays, takedowns, sources, settings. Written with the change itself.
create table operator_actions (
  id bigint generated always as identity primary key,
  made_at timestamptz not null default now(),
  -- `web:NAME` or `cli:ACCOUNT`.
  made_by text not null,
  action text not null check (action ~ '^[a-z_]+\.[a-z_]+$'),
  -- What was changed, such as `story 12`, `feed 3`.
  subject text,
  details jsonb not null default '{}'
);
create index operator_actions_made_at on operator_actions (made_at desc, id desc);

-- Workers show and record, but only the owner makes operators.
revoke insert, update, delete on operators from newsloom_worker;
revoke update, delete on operator_actions from newsloom_worker;
