-- The names that an outlet is known by, each in the form that is compared: without case, blanks and punctuation (nameKey in
-- core/outlet-name.ts). Filled by the program: SQL knows no such form for every script. An outlet that was merged into
-- another leaves its names here, so that the next row that names it finds the other.
create table outlet_names (
  name_key text primary key,
  name text not null,
  outlet_id bigint not null references outlets on delete cascade
);
create index outlet_names_outlet on outlet_names (outlet_id);
