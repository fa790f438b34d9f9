alter table counter add column note text
