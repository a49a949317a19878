-- Making and dropping a partition takes the parent for itself. Behind a long reader it would wait, and whoever comes after
-- would wait behind it: rather give up within half a second and let the caller try again.
alter function ensure_partitions(date, integer) set lock_timeout = '400ms';
alter function drop_old_partitions(regclass, timestamptz) set lock_timeout = '400ms';
