-- Whether a candidate is a short text is asked of every one that shares a single key: of an index that holds no others.
create index article_profiles_short on article_profiles (article_id) where word_count < 60;
