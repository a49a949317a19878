-- Documents whose bytes are kept outside of the database: in a folder, or on an S3-compatible server. See
-- docs/decisions/document-store.md for why nothing is lost between the two.

alter table documents alter column bytes drop not null;
alter table documents add column object text collate "C";
alter table documents add constraint documents_place_check check ((bytes is null) <> (object is null));
comment on column documents.object is
  'The SHA-256 of the packed bytes where they are kept elsewhere, under this name; null where they are in "bytes".';
create index documents_object on documents (object) where object is not null;

-- Objects that may have no document: each is written here before its bytes are stored, and again when a document that
-- refers to it goes. What no document refers to after "keep_until" is deleted.
create table loose_objects (
  hash text collate "C" primary key,
  keep_until timestamptz not null,
  -- Since when it is being deleted: meanwhile nobody stores it.
  deleting_at timestamptz
);
create index loose_objects_due on loose_objects (keep_until);

-- What a store is marked with, so that two installations do not delete each other's documents.
create table installation (id uuid primary key default gen_random_uuid());
create unique index installation_one on installation ((true));
insert into installation default values;

create function loosen_objects() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  insert into loose_objects (hash, keep_until)
  select object, clock_timestamp() + interval '5 minutes'
  from (select distinct object from gone where object is not null) as g
  order by object
  on conflict (hash) do update set keep_until = greatest(loose_objects.keep_until, excluded.keep_until);
  return null;
end $$;
comment on function loosen_objects() is
  'Notes the objects of documents that were deleted: they go when no other document refers to them.';
create trigger documents_deleted after delete on documents
  referencing old table as gone for each statement execute function loosen_objects();

revoke execute on function loosen_objects() from public;
do $$ begin
  revoke insert, update, delete on installation from newsloom_worker;
exception when undefined_object then
  null; -- without the role, workers use the owner's
end $$;
