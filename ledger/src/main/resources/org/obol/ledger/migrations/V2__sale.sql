create table sale_terms (
  dataset text primary key references dataset (id),
  price text not null,
  network text not null,
  asset text not null,
  token_name text not null,
  token_version text not null,
  decimals integer not null,
  pay_to text not null,
  changed bigint not null
)
--;
create table offer (
  hash text primary key,
  dataset text not null references dataset (id),
  seq bigint not null,
  from_version bigint not null,
  to_version bigint not null,
  valid_until bigint not null,
  requirements text not null,
  created bigint not null
)
--;
create index offer_of_version on offer (dataset, seq, created)
--;
create table payment (
  network text not null,
  asset text not null,
  payer text not null,
  nonce text not null,
  offer text not null references offer (hash),
  claim text,
  payment_id text unique,
  committed integer not null,
  pay_to text not null,
  amount text not null,
  valid_after bigint not null,
  valid_before bigint not null,
  payload text not null,
  requirements text not null,
  seen_at bigint not null,
  asked integer not null,
  state text not null,
  is_over integer not null,
  settled_in text,
  settled_block bigint,
  goods text references entitlement (id),
  changed bigint not null,
  created bigint not null,
  primary key (network, asset, payer, nonce)
)
--;
create index payment_open on payment (is_over, created)
--;
create index payment_of_payer on payment (payer, is_over)
--;
create index payment_of_offer on payment (offer)
--;
create table refund_note (
  network text not null,
  asset text not null,
  payer text not null,
  nonce text not null,
  note text not null,
  settled_in text,
  created bigint not null,
  foreign key (network, asset, payer, nonce) references payment (network, asset, payer, nonce)
)
--;
create table seller_record (
  dataset text primary key references dataset (id),
  serial bigint not null,
  document text not null
)
