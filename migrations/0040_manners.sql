-- Manners that need a memory: what a host was last asked for, and what a feed asks of those who poll it.
alter table hosts add column leased_for text check (leased_for in ('feed', 'live', 'backfill'));
comment on column hosts.leased_for is 'What the host is asked for now, or was last: feeds and articles take turns, and an archive has a budget.';
alter table feeds add column hints jsonb;
comment on column feeds.hints is 'ttl, skipHours, skipDays and update period of the last document: a 304 does not repeat them.';
