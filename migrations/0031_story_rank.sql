-- What the front page reads, so that its cost does not grow with the database.

-- Over a long time: the best stories first, without sorting all of them.
create index if not exists stories_rank on stories (independent_count desc, outlet_count desc, last_published_at desc, id)
  where merged_into_id is null;

-- Strips, trends and timelines of stories from the index alone: a story's articles lie all over the table. It does all
-- that articles_story_outlet did.
create index if not exists articles_story_times on articles (story_id, outlet_id)
  include (published_at, first_seen_at, duplicate_of, version) where story_id is not null;
drop index if exists articles_story_outlet;
