-- A story's page picks its articles by time from the index alone, and reads those that it shows: a story of 3,000 articles
-- had all of them read three times over. (The id was missing in the index before.)
create index articles_story_members on articles (story_id, outlet_id)
  include (id, published_at, first_seen_at, duplicate_of, version) where story_id is not null;
drop index articles_story_times;
