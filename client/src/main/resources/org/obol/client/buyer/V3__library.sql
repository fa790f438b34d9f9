-- Versions whose bytes were bought and verified, with what the owner signed.
create table held_version (
  owner text not null,
  dataset text not null,
  seq integer not null check (seq >= 1),
  server text not null,
  log text not null,
  -- Empty when the server signs none.
  manifest text not null,
  added integer not null,
  primary key (owner, dataset, seq)
);
--;
create table held_file (
  sha256 text not null,
  owner text not null,
  dataset text not null,
  seq integer not null,
  primary key (sha256, owner, dataset, seq)
);
