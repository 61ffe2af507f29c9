-- Roles of a Supabase project, with the attributes and memberships of the hosted platform (after April 2025).
-- Roles belong to the server, not to one database: everything here may run again.
--
-- Known difference: on PostgreSQL 15 CREATEROLE lets `postgres` grant itself any role that is no superuser. The
-- platform forbids it by its extension supautils (reserved_roles, reserved_memberships); plain PostgreSQL cannot.

-- Two databases of one server prepared at the same moment would trip over each other's roles.
lock table pg_authid in share row exclusive mode;

do $$
declare
  wanted record;
begin
  for wanted in
    select * from (values
      -- what the owner of a project gets: no superuser
      ('postgres',                   'nosuperuser createdb createrole replication bypassrls login'),
      -- what PostgREST and Storage become for one request
      ('anon',                       'nologin noinherit'),
      ('authenticated',              'nologin noinherit'),
      ('service_role',               'nologin noinherit bypassrls'),
      ('authenticator',              'login noinherit'),
      -- one for each of the platform's services
      ('supabase_auth_admin',        'login noinherit'),
      ('supabase_storage_admin',     'login noinherit createrole'),
      ('supabase_realtime_admin',    'nologin noinherit'),
      ('supabase_replication_admin', 'login replication'),
      ('supabase_read_only_user',    'login bypassrls'),
      ('dashboard_user',             'nologin createdb createrole replication')
    ) as roles (name, attributes)
  loop
    if not exists (select from pg_roles where rolname = wanted.name) then
      execute format('create role %I', wanted.name);
    end if;
    execute format('alter role %I with %s', wanted.name, wanted.attributes);
  end loop;
end
$$;

grant anon, authenticated, service_role to authenticator;
grant anon, authenticated, service_role, authenticator to supabase_storage_admin;
grant anon, authenticated, service_role, authenticator to postgres with admin option;
grant pg_monitor, pg_read_all_data, pg_signal_backend to postgres;
grant pg_read_all_data to supabase_read_only_user;

alter role anon set statement_timeout = '3s';
alter role authenticated set statement_timeout = '8s';
alter role authenticator set statement_timeout = '8s';
alter role authenticator set lock_timeout = '8s';
alter role postgres set search_path to "$user", public, extensions;
alter role supabase_admin set search_path to "$user", public, auth, extensions;
alter role supabase_auth_admin set search_path to auth;
alter role supabase_auth_admin set idle_in_transaction_session_timeout to 60000;
alter role supabase_storage_admin set search_path to storage;

-- Supabase's list of settings `postgres` may change (supautils.privileged_role_allowed_configs) has this one: with
-- it a session applies rows that triggers and foreign keys have already seen elsewhere.
do $$
begin
  if current_setting('server_version_num')::int >= 150000 then
    execute 'grant set on parameter session_replication_role to postgres';
  end if;
end
$$;
