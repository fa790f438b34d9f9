-- What a buyer saw (protocol section 3). Rows are only ever added or raised.
create table owner_pin (
  origin text not null,
  dataset text not null,
  owner text not null,
  primary key (origin, dataset)
);
--;
-- The furthest point of an owner's log: its number and the digest that was signed there.
create table log_pin (
  owner text not null,
  dataset text not null,
  seq integer not null check (seq >= 1),
  digest text not null,
  primary key (owner, dataset)
);
--;
-- Origins that have shown a manifest: from then on it may not be missing.
create table manifest_pin (
  origin text not null,
  dataset text not null,
  primary key (origin, dataset)
);
