-- The interval that a person set ("newsloom feed set ID --interval 10m"); null: the feed's own rhythm decides.
alter table feeds add column set_interval_s integer check (set_interval_s between 60 and 604800);
