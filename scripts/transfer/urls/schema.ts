/**
 * The exact inverse of the URL rewrite, in the database that was rewritten. One row per value: a later rewrite of the
 * same value replaces the record of the earlier one. Values are the column's text form (`column::text`).
 */
export const URL_REWRITES_DDL = `
create schema if not exists supabase_to_aws;

create table if not exists supabase_to_aws.url_rewrites (
  schema_name text not null,
  table_name text not null,
  row_key jsonb not null,
  column_name text not null,
  before_value text not null,
  after_value text not null,
  before_md5 text not null,
  after_md5 text not null,
  rewritten_at timestamptz not null default now(),
  primary key (schema_name, table_name, row_key, column_name)
);

comment on column supabase_to_aws.url_rewrites.row_key is
  'primary key as an array of texts, in the order of the key; of a table without one the ctid after the rewrite';
`
