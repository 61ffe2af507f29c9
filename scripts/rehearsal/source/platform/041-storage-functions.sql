-- Functions policies are written with, and the triggers of the Storage service.

create function storage.foldername(name text) returns text[] language plpgsql immutable as $$
declare
  parts text[] := string_to_array(name, '/');
begin
  return parts[1 : array_length(parts, 1) - 1];
end
$$;

create function storage.filename(name text) returns text language plpgsql immutable as $$
declare
  parts text[] := string_to_array(name, '/');
begin
  return parts[array_length(parts, 1)];
end
$$;

create function storage.extension(name text) returns text language plpgsql immutable as $$
begin
  return reverse(split_part(reverse(storage.filename(name)), '.', 1));
end
$$;

create function storage.operation() returns text language plpgsql stable as $$
begin
  return current_setting('storage.operation', true);
end
$$;

create function storage.get_size_by_bucket() returns table (size bigint, bucket_id text)
language plpgsql stable as $$
begin
  return query
    select sum((o.metadata ->> 'size')::bigint)::bigint, o.bucket_id
    from storage.objects o
    group by o.bucket_id;
end
$$;

-- One level below a prefix: folders (without id) first by their name, then files.
create function storage.search(
  prefix text, bucketname text, limits integer default 100, levels integer default 1, offsets integer default 0,
  search text default '', sortcolumn text default 'name', sortorder text default 'asc'
) returns table (
  name text, id uuid, updated_at timestamptz, created_at timestamptz, last_accessed_at timestamptz, metadata jsonb
) language sql stable as $$
  with below as (
    select o.*, o.path_tokens[levels] as entry, array_length(o.path_tokens, 1) > levels as in_folder
    from storage.objects o
    where o.bucket_id = bucketname and o.archived_at is null and not o.is_delete_marker
      and starts_with(lower(o.name), lower(prefix || search))
  ), listed as (
    select distinct entry, null::uuid as id, null::timestamptz as updated_at, null::timestamptz as created_at,
      null::timestamptz as last_accessed_at, null::jsonb as metadata
    from below where in_folder
    union all
    select entry, id, updated_at, created_at, last_accessed_at, metadata from below where not in_folder
  )
  select entry, id, updated_at, created_at, last_accessed_at, metadata
  from listed
  order by
    case when sortorder = 'asc' and sortcolumn = 'name' then entry end collate "C" asc,
    case when sortorder = 'desc' and sortcolumn = 'name' then entry end collate "C" desc,
    case when sortorder = 'asc' then case sortcolumn
      when 'created_at' then created_at when 'updated_at' then updated_at else last_accessed_at end end asc,
    case when sortorder = 'desc' then case sortcolumn
      when 'created_at' then created_at when 'updated_at' then updated_at else last_accessed_at end end desc
  limit limits offset offsets
$$;

create function storage.update_updated_at_column() returns trigger language plpgsql as $$
begin
  new.updated_at = now();
  return new;
end
$$;
create trigger update_objects_updated_at before update on storage.objects
  for each row execute function storage.update_updated_at_column();

create function storage.enforce_bucket_name_length() returns trigger language plpgsql as $$
begin
  if length(new.name) > 100 then
    raise exception 'bucket name "%" is too long (% characters). Max is 100.', new.name, length(new.name);
  end if;
  return new;
end
$$;
create trigger enforce_bucket_name_length_trigger before insert or update of name on storage.buckets
  for each row execute function storage.enforce_bucket_name_length();

-- Since v1.35.0 a row is deleted by the API, which removes the bytes too, or not at all.
create function storage.protect_delete() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('storage.allow_delete_query', true), 'false') <> 'true' then
    raise exception 'Direct deletion from storage tables is not allowed. Use the Storage API instead.'
      using errcode = '42501', hint = 'This prevents accidental data loss from orphaned objects.';
  end if;
  return null;
end
$$;
create trigger protect_buckets_delete before delete on storage.buckets
  for each statement execute function storage.protect_delete();
create trigger protect_objects_delete before delete on storage.objects
  for each statement execute function storage.protect_delete();

-- Storage owns what it keeps. `postgres` holds ALL on objects and buckets, so also TRIGGER, but does not own them.
do $$
declare
  item record;
begin
  for item in select format('storage.%I', tablename) as name from pg_tables where schemaname = 'storage' loop
    execute format('alter table %s owner to supabase_storage_admin', item.name);
    execute format('alter table %s enable row level security', item.name);
  end loop;
  for item in select oid::regprocedure::text as name from pg_proc where pronamespace = 'storage'::regnamespace loop
    execute format('alter function %s owner to supabase_storage_admin', item.name);
  end loop;
end
$$;
alter type storage.buckettype owner to supabase_storage_admin;

grant usage on schema storage to anon, authenticated, service_role;
grant usage on schema storage to postgres with grant option;
grant all on schema storage to supabase_storage_admin, dashboard_user;
grant all on storage.objects, storage.buckets to anon, authenticated, service_role;
grant all on storage.objects, storage.buckets to postgres with grant option;
grant all on storage.s3_multipart_uploads, storage.s3_multipart_uploads_parts to service_role, postgres;
grant select on storage.s3_multipart_uploads, storage.s3_multipart_uploads_parts to anon, authenticated;
