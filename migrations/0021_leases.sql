-- Who works on a host: so that what a dead worker held is free at once, instead of when its lease runs out.
alter table hosts add column leased_by bigint;
comment on column hosts.leased_by is 'The process that asks the host now; null while its bell is still in line.';
create index hosts_leased on hosts (leased_until) where leased_until is not null;
