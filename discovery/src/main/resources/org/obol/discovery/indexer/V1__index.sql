create table subject (
  registry text primary key,
  first_block bigint not null
)
--;
create table block (
  number bigint primary key,
  hash text not null,
  time bigint not null,
  events integer not null
)
--;
create index block_without_events on block (events, number)
--;
create table event (
  block bigint not null references block (number),
  position bigint not null,
  tx text not null,
  agent text not null,
  kind text not null,
  name text not null,
  value text not null,
  primary key (block, position)
)
--;
create index event_of_agent on event (agent, block, position)
--;
create table agent (
  id text primary key,
  owner text not null,
  uri text not null,
  source text,
  name text not null,
  search text not null,
  created bigint not null,
  metadata text not null,
  record text not null
)
--;
create index agent_of_owner on agent (owner)
--;
create index agent_of_source on agent (source)
--;
create index agent_by_name on agent (name, id)
--;
create index agent_by_age on agent (created, id)
--;
create table agent_protocol (
  protocol text not null,
  agent text not null references agent (id),
  primary key (protocol, agent)
)
--;
create index protocol_of_agent on agent_protocol (agent)
--;
create table document (
  source text primary key,
  site text not null,
  content text,
  tag text,
  error text,
  attempts integer not null,
  due bigint not null
)
--;
create index document_due on document (due)
