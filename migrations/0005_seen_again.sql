-- The document that came from the address of a withdrawn article: only once it proves to be an article is it restored.
-- A replay of an older document says nothing of the address.
alter table articles add column seen_again_at timestamptz;
