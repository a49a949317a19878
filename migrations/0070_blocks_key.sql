-- Every article counts up to fifty blocks, and each was checked against its outlet: a fifth of what learning cost.
-- What the key did, the outlet's blocks go with it, a trigger does.
alter table outlet_blocks drop constraint outlet_blocks_outlet_id_fkey;
create function outlets_forget_blocks() returns trigger language plpgsql as $$
begin
  delete from outlet_blocks where outlet_id = old.id;
  return null;
end $$;
create trigger outlets_forget_blocks after delete on outlets for each row execute function outlets_forget_blocks();
