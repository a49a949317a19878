-- An article on several pages: each page's bytes are a document of their own, with a time a millisecond apart.
-- Which page of its article a document is, and (on the first) how many were stored with it.
alter table documents add column page smallint not null default 1;
alter table documents add column page_count smallint not null default 1;
