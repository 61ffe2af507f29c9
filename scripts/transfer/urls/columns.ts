import type { Sql } from '../../adapters/ports'
import { identifier, qualified } from './sql'

/** Schemas of the platform and of ours: no rows of the application. */
const PLATFORM_SCHEMAS = [
  ...[
    'pg_catalog',
    'information_schema',
    'auth',
    'storage',
    'realtime',
    '_realtime',
    '_analytics',
    '_supavisor',
  ],
  ...[
    'extensions',
    'graphql',
    'graphql_public',
    'vault',
    'pgsodium',
    'pgsodium_masks',
    'pgbouncer',
    'cron',
    'net',
  ],
  ...['supabase_functions', 'supabase_migrations', 'supabase_to_aws'],
]

export interface UrlColumn {
  name: string
  /** To cast a text to: the type without a length, since a cast to varchar(n) would cut silently. */
  type: string
  isArray: boolean
  /** Characters that varchar(n) or char(n) holds; null where there is no limit. */
  maxLength: number | null
  /** Part of a key: rewriting it would break references or move the row. */
  isKey: boolean
}

export interface UrlTable {
  schema: string
  name: string
  /** Quoted, with ONLY where the rows of children are not meant. */
  reference: string
  /** Primary key; empty where rows can only be told by ctid. */
  key: { name: string; type: string }[]
  columns: UrlColumn[]
  /** False where we may read but not write. */
  isWritable: boolean
}

interface Row {
  schema: string
  name: string
  partitioned: boolean
  writable: boolean
  key: { name: string; type: string }[] | null
  columns: UrlColumn[]
}

/**
 * Tables that can hold URLs: text-like, xml, json and jsonb columns and arrays of them, domains included. A partitioned
 * table with a primary key is one table; without one each leaf is a table of its own.
 */
export async function urlTables(sql: Sql): Promise<UrlTable[]> {
  // format_type then names every type with its schema, so that the casts hold under any search path.
  await sql.query(`set local search_path = ''`)
  const { rows } = await sql.query<Row>(TABLES_SQL, [PLATFORM_SCHEMAS])
  return rows.map((row) => ({
    schema: row.schema,
    name: row.name,
    reference: `${row.partitioned ? '' : 'only '}${qualified(row.schema, row.name)}`,
    key: row.key ?? [],
    columns: row.columns,
    isWritable: row.writable,
  }))
}

/** The columns' text forms, in order, as an SQL array of `alias`. */
export function valuesOf(table: UrlTable, alias: string): string {
  return `array[${table.columns.map(({ name }) => `${alias}.${identifier(name)}::text`).join(', ')}]::text[]`
}

/** What tells rows apart, as an SQL array of texts. */
export function keyOf(table: UrlTable, alias: string): string {
  const parts = table.key.map(({ name }) => `${alias}.${identifier(name)}::text`)
  return `array[${parts.length > 0 ? parts.join(', ') : `${alias}.ctid::text`}]::text[]`
}

/** A domain's base type may be a domain again; the innermost length counts. */
const TABLES_SQL = `
with text_columns as (
  select a.attrelid, a.attnum, a.attname, pg_catalog.format_type(a.atttypid, -1) as type,
    base.typcategory = 'A' as is_array,
    case when coalesce(element.oid, base.oid) in (1042, 1043) and base.mod > 4 then base.mod - 4 end as max_length,
    exists (
      select 1 from pg_catalog.pg_constraint k
      where (k.conrelid = a.attrelid and k.contype in ('p', 'f') and a.attnum = any (k.conkey))
         or (k.confrelid = a.attrelid and k.contype = 'f' and a.attnum = any (k.confkey))
    ) or exists (
      select 1 from pg_catalog.pg_partitioned_table p where p.partrelid = a.attrelid and a.attnum = any (p.partattrs)
    ) as is_key
  from pg_catalog.pg_attribute a
  cross join lateral (
    with recursive unwrapped as (
      select t.oid, t.typtype, t.typbasetype, t.typtypmod, t.typcategory, t.typelem, a.atttypmod as mod
      from pg_catalog.pg_type t where t.oid = a.atttypid
      union all
      select t.oid, t.typtype, t.typbasetype, t.typtypmod, t.typcategory, t.typelem, u.typtypmod
      from unwrapped u join pg_catalog.pg_type t on t.oid = u.typbasetype where u.typtype = 'd'
    )
    select * from unwrapped where typtype <> 'd'
  ) base
  left join pg_catalog.pg_type element on base.typcategory = 'A' and element.oid = base.typelem
  where a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    and (coalesce(element.typcategory, base.typcategory) = 'S'
      or coalesce(element.oid, base.oid) in ('json'::regtype, 'jsonb'::regtype, 'xml'::regtype))
),
tables as (
  select c.*, n.nspname,
    (select i.indexrelid from pg_catalog.pg_index i where i.indrelid = c.oid and i.indisprimary) as pk,
    (select i.indexrelid from pg_catalog.pg_index i
      where i.indrelid = pg_catalog.pg_partition_root(c.oid) and i.indisprimary) as root_pk
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and c.relpersistence <> 't'
    and n.nspname <> all ($1::text[]) and n.nspname !~ '^pg_(toast|temp)'
    and pg_catalog.has_schema_privilege(n.oid, 'usage') and pg_catalog.has_table_privilege(c.oid, 'select')
    and not exists (
      select 1 from pg_catalog.pg_depend d
      where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
    )
)
select t.nspname as schema, t.relname as name, t.relkind = 'p' as partitioned,
  pg_catalog.has_table_privilege(t.oid, 'update') as writable,
  (select json_agg(json_build_object('name', a.attname, 'type', pg_catalog.format_type(a.atttypid, -1)) order by k.position)
   from pg_catalog.pg_index i
   cross join unnest(i.indkey::smallint[]) with ordinality as k (attnum, position)
   join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum = k.attnum
   where i.indexrelid = t.pk and k.position <= i.indnkeyatts) as key,
  json_agg(json_build_object('name', c.attname, 'type', c.type, 'isArray', c.is_array,
    'maxLength', c.max_length, 'isKey', c.is_key) order by c.attnum) as columns
from tables t join text_columns c on c.attrelid = t.oid
where case t.relkind when 'p' then t.pk is not null else not t.relispartition or t.root_pk is null end
group by t.oid, t.nspname, t.relname, t.relkind, t.pk
order by t.nspname, t.relname`
