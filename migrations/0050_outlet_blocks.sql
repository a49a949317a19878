-- What an outlet repeats, apart from the many blocks it printed once: read for every article that is extracted.
create index outlet_blocks_repeated on outlet_blocks (outlet_id) include (block_hash) where article_count >= 3;
