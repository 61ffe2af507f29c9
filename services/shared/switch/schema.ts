/** Channel that every change of a switch row is announced on. */
export const SWITCH_CHANNEL = 'supabase_to_aws_switch'

/**
 * The fast switch in the serving database. Idempotent. The trigger announces every change, whoever makes it, at
 * commit; ALWAYS, because the engine may work with session_replication_role = replica.
 */
export const SWITCH_DDL = `
create schema if not exists supabase_to_aws;

create table if not exists supabase_to_aws.switch (
  app text not null,
  phase text not null,
  epoch bigint not null,
  writes text not null check (writes in ('source', 'draining', 'aws')),
  reads text not null check (reads in ('source', 'aws')),
  changed_at timestamptz not null default now(),
  primary key (app, phase)
);

create or replace function supabase_to_aws.announce_switch() returns trigger
language plpgsql set search_path = '' as $$
begin
  perform pg_catalog.pg_notify('${SWITCH_CHANNEL}', new.app || '/' || new.phase);
  return null;
end
$$;

create or replace trigger announce_switch after insert or update on supabase_to_aws.switch
  for each row execute function supabase_to_aws.announce_switch();

alter table supabase_to_aws.switch enable always trigger announce_switch;
`
