-- How rare a term is in this installation's stream: in how many originals of a day it stands, by language. The repair
-- pass counts the days that got new articles; a bounded number of days and of terms a day is kept.
create table document_frequencies (
  language text not null,
  day date not null,
  term text not null,
  articles integer not null check (articles > 0),
  primary key (language, day, term)
);
comment on table document_frequencies is 'In how many articles of a day each term stands, by language: what is rare in this stream.';
comment on column document_frequencies.term is
  'A stem as story profiles have it; = with a hash for a line of a text; empty for the day itself, with all its articles.';

-- What workers go by until the next one is published: all the same, and none reads the table for every batch.
alter table repair_state
  add column rarity_published_at timestamptz not null default '-infinity',
  add column rarity_articles integer not null default 0;
comment on column repair_state.rarity_published_at is 'When document_frequencies had last changed so much that workers should read it again.';
comment on column repair_state.rarity_articles is 'Articles that document_frequencies counted then.';
