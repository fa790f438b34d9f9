-- Owners that the buyer named or confirmed by hand for money, and since when.
create table known_owner (
  origin text not null,
  dataset text not null,
  owner text not null,
  since text not null,
  primary key (origin, dataset, owner)
);
--;
-- The highest serial of an owner's seller records that was seen (protocol section 7).
create table seller_serial (
  owner text not null,
  dataset text not null,
  serial integer not null check (serial >= 1),
  primary key (owner, dataset)
);
--;
-- Payments that were signed; the whole header is here before its first byte leaves.
create table purchase (
  id text primary key,
  created text not null,
  server text not null,
  dataset text not null,
  owner text not null,
  seq integer not null check (seq >= 1),
  manifest_hash text not null,
  grants_from integer not null,
  grants_to integer not null,
  network text not null,
  asset text not null,
  symbol text not null,
  decimals integer not null,
  amount text not null,
  pay_to text not null,
  payer text not null,
  nonce text not null,
  valid_before integer not null,
  claim text not null,
  payment text not null,
  offer text,
  seller text,
  state text not null check (state in ('planned', 'sent', 'settled', 'refused', 'unknown')),
  reason text not null default '',
  transaction_hash text not null default '',
  entitlement text not null default '',
  receipt text
);
--;
create unique index purchase_nonce on purchase (network, asset, payer, nonce);
--;
create index purchase_of on purchase (owner, dataset, seq);
