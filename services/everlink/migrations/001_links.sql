-- Short names for addresses that may move. A name is never given to somebody else, so a deleted link keeps its row.
create table if not exists links (
  id uuid primary key default gen_random_uuid(),
  name text not null unique check (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  target_url text not null check (target_url ~ '^https?://' and length(target_url) <= 2048),
  owner_id text not null check (owner_id <> ''),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);

-- Pages of an owner's links, newest first.
create index if not exists links_of_owner on links (owner_id, created_at desc, id desc) where deleted_at is null;
