-- Who asks: PostgREST and Storage put the claims of the request's JWT into settings of their transaction.

create function auth.uid() returns uuid language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.sub', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
  )::uuid
$$;
comment on function auth.uid() is 'Deprecated. Use auth.jwt() -> ''sub'' instead.';

create function auth.role() returns text language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.role', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
  )::text
$$;

create function auth.email() returns text language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.email', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email'
  )::text
$$;

create function auth.jwt() returns jsonb language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')
  )::jsonb
$$;

-- GoTrue owns what it keeps; `postgres` may read, write and hang triggers on it, but not alter or own it.
do $$
declare
  item record;
begin
  for item in select format('auth.%I', tablename) as name, tablename from pg_tables where schemaname = 'auth' loop
    execute format('alter table %s owner to supabase_auth_admin', item.name);
    if item.tablename <> 'schema_migrations' then
      execute format('alter table %s enable row level security', item.name);
      execute format('grant all on %s to postgres, dashboard_user', item.name);
    end if;
  end loop;
  for item in select oid::regtype::text as name from pg_type
              where typnamespace = 'auth'::regnamespace and typtype = 'e' loop
    execute format('alter type %s owner to supabase_auth_admin', item.name);
  end loop;
  for item in select oid::regprocedure::text as name from pg_proc where pronamespace = 'auth'::regnamespace loop
    execute format('alter function %s owner to supabase_auth_admin', item.name);
  end loop;
end
$$;

grant usage on schema auth to anon, authenticated, service_role, postgres;
grant all on schema auth to supabase_auth_admin, dashboard_user;
grant all on all sequences in schema auth to postgres, dashboard_user;
grant select on auth.schema_migrations to postgres with grant option;
