create table dataset (
  id text primary key,
  owner text not null unique,
  group_id text not null,
  membership text not null,
  public_log integer not null,
  created bigint not null
)
--;
create table version (
  dataset text not null references dataset (id),
  seq bigint not null,
  manifest_hash text not null,
  file_hash text not null,
  size bigint not null,
  prev_sig text not null,
  timestamp text not null,
  signature text not null,
  manifest blob,
  row_key blob,
  withdrawn bigint,
  withdrawn_reason text,
  primary key (dataset, seq)
)
--;
create table version_file (
  dataset text not null,
  seq bigint not null,
  position integer not null,
  name text not null,
  media_type text not null,
  size bigint not null,
  sha256 text not null,
  chunk_leaves blob not null,
  primary key (dataset, seq, position),
  foreign key (dataset, seq) references version (dataset, seq)
)
--;
create table object (
  sha256 text primary key,
  size bigint not null,
  stamp text not null,
  scrubbed bigint not null,
  damaged text
)
--;
create table entitlement (
  id text primary key,
  dataset text not null references dataset (id),
  subject text not null,
  from_version bigint not null,
  to_version bigint not null,
  source text not null,
  state text not null,
  reason text,
  changed bigint,
  created bigint not null
)
--;
create index entitlement_of_dataset on entitlement (dataset, created)
--;
create table token (
  hash text primary key,
  entitlement text not null references entitlement (id),
  created bigint not null
)
--;
create index token_of_entitlement on token (entitlement, created)
--;
create table device_code (
  hash text primary key,
  user_code text not null unique,
  dataset text not null references dataset (id),
  dialect text not null,
  client_id text not null,
  label text not null,
  source text not null,
  state text not null,
  entitlement text references entitlement (id),
  poll_interval integer not null,
  next_poll bigint not null,
  expires bigint not null
)
--;
create index device_code_of_source on device_code (source)
