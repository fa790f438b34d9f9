create table inference_listing (
  name text primary key,
  entry text not null,
  drain_ends bigint
)
