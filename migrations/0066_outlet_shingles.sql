-- Runs of five words that an outlet repeats in articles that have little else in common: they do not count when copies
-- are looked for. Learned by the repair pass.
create table outlet_shingles (
  outlet_id bigint not null references outlets on delete cascade,
  shingle integer not null,
  -- Unrelated articles that had it at once, at most.
  article_count smallint not null check (article_count >= 3),
  last_seen_on date not null default current_date,
  primary key (outlet_id, shingle)
);
