-- Stand-in for supautils.policy_grants: on the hosted platform `postgres` may create, alter and drop row level
-- security policies on tables of auth and storage although it owns none of them (supabase/postgres#994 took the
-- ownership by membership away in April 2025 and left this). Here a pair of event triggers lends `postgres` the
-- owners' membership for exactly one such command; nobody else sees it, because it is gone before the commit.
--
-- Left out on purpose: supautils.drop_trigger_grants, by which the platform also lets `postgres` DROP triggers on
-- those tables. That command locks all of them (about two dozen, auth.sessions included) until the commit, so our
-- tool must do without it, and here it fails: "must be owner of relation".

create function extensions.lend_policy_rights() returns event_trigger
language plpgsql security definer set search_path = '' as $$
begin
  if session_user = 'postgres' then
    grant supabase_storage_admin, supabase_auth_admin to postgres;
  end if;
end
$$;

create function extensions.take_back_policy_rights() returns event_trigger
language plpgsql security definer set search_path = '' as $$
begin
  if session_user = 'postgres' then
    revoke supabase_storage_admin, supabase_auth_admin from postgres;
  end if;
end
$$;

create event trigger lend_policy_rights on ddl_command_start
  when tag in ('CREATE POLICY', 'ALTER POLICY', 'DROP POLICY')
  execute function extensions.lend_policy_rights();
create event trigger take_back_policy_rights on ddl_command_end
  when tag in ('CREATE POLICY', 'ALTER POLICY', 'DROP POLICY')
  execute function extensions.take_back_policy_rights();
