-- The tables that matching and the chat use. In a project that lives on Supabase they exist already; here they stand for
-- a new database and for the tests. Safe to run again.

create table if not exists users (
  id uuid primary key,
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  -- Whoever is further away than either of two users wants is no match for them.
  match_radius_km double precision not null default 50 check (match_radius_km > 0),
  wants_matches boolean not null default true
);
create index if not exists users_latitude on users (latitude) where wants_matches;

create table if not exists hobbies (
  id integer generated always as identity primary key,
  name text not null unique,
  category text not null
);

create table if not exists user_hobbies (
  user_id uuid not null references users on delete cascade,
  hobby_id integer not null references hobbies on delete cascade,
  primary key (user_id, hobby_id)
);
create index if not exists user_hobbies_hobby on user_hobbies (hobby_id, user_id);

create table if not exists matches (
  id uuid primary key default gen_random_uuid(),
  -- A Monday.
  week date not null check (extract(isodow from week) = 1),
  user_a uuid not null references users on delete cascade,
  user_b uuid not null references users on delete cascade,
  shared_hobbies integer not null,
  distance_km double precision not null,
  created_at timestamptz not null default now(),
  -- One order for a pair, so that the key below sees (a, b) and (b, a) as the same two.
  check (user_a < user_b),
  -- Once in a lifetime, which is stricter than once a week.
  constraint matches_never_again unique (user_a, user_b)
);

-- The matched, and the two who may talk in the conversation that a match opens.
create table if not exists match_members (
  week date not null,
  user_id uuid not null references users on delete cascade,
  match_id uuid not null references matches on delete cascade,
  constraint match_members_once_a_week primary key (week, user_id)
);
create index if not exists match_members_user on match_members (user_id);
create index if not exists match_members_match on match_members (match_id);

create table if not exists conversations (
  id uuid primary key default gen_random_uuid(),
  match_id uuid unique references matches on delete cascade,
  created_at timestamptz not null default now()
);

create table if not exists conversation_participants (
  conversation_id uuid not null references conversations on delete cascade,
  user_id uuid not null references users on delete cascade,
  primary key (conversation_id, user_id)
);

create table if not exists messages (
  id uuid primary key default gen_random_uuid(),
  conversation_id uuid not null references conversations on delete cascade,
  sender_id uuid not null references users on delete cascade,
  text text not null check (char_length(text) between 1 and 4000),
  sent_at timestamptz not null default now()
);
create index if not exists messages_conversation on messages (conversation_id, sent_at);

-- With PostGIS distances are asked of an index; without it matching computes them.
do $$
begin
  if exists (select from pg_extension where extname = 'postgis') then
    alter table users add column if not exists location_point geography(Point, 4326)
      generated always as (st_setsrid(st_makepoint(longitude, latitude), 4326)::geography) stored;
    create index if not exists users_location on users using gist (location_point) where wants_matches;
  end if;
end
$$;
