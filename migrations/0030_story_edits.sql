-- Merges and splits made by hand: kept for ever, reversible, and never undone by the machine.

create table story_edits (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('merge', 'split')),
  -- The story that keeps its id, and the one that went into it (merge) or came out of it (split).
  story_id bigint not null references stories,
  other_story_id bigint not null references stories,
  -- Where each moved or confirmed article stood before: [{id, story_id, pinned_by}]. What an undo restores.
  before jsonb not null,
  made_by text not null default 'cli',
  made_at timestamptz not null default now(),
  undone_at timestamptz,
  constraint story_edits_two_stories check (story_id <> other_story_id)
);
create index story_edits_story on story_edits (story_id, id desc);
create index story_edits_other on story_edits (other_story_id, id desc);

-- The edit that put the article where it is. The machine moves no such article.
alter table articles add column story_pinned_by bigint references story_edits;
create index articles_pinned on articles (story_pinned_by) where story_pinned_by is not null;

-- The last line of that promise: whoever moves a pinned article without a new edit finds it where it was.
create function keep_pinned_story() returns trigger language plpgsql as $$
begin
  new.story_id := old.story_id;
  return new;
end $$;
create trigger articles_keep_pinned_story before update of story_id on articles for each row
  when (old.story_pinned_by is not null and new.story_id is distinct from old.story_id
        and new.story_pinned_by is not distinct from old.story_pinned_by)
  execute function keep_pinned_story();
