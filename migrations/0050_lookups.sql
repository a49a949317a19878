-- What an outlet repeats, apart from the many blocks it printed once: read for every article that is extracted.
create index outlet_blocks_repeated on outlet_blocks (outlet_id) include (block_hash) where article_count >= 3;

-- With seen_on in them both lookups are answered by the index alone, and skip the partitions of weeks to come.
drop index article_terms_term;
create index article_terms_term on article_terms (term, day desc nulls last) include (article_id, seen_on);
drop index article_fingerprints_hash;
create index article_fingerprints_hash on article_fingerprints (hash, day) include (article_id, seen_on);

-- The bytes are compressed already: Postgres need not try again.
alter table documents alter column bytes set storage external;
