import { withDatabase as connect } from '../../../scripts/adapters/postgres/connect'
import type { Database } from '../../../scripts/adapters/ports'
import { URL_REWRITES_DDL } from '../../../scripts/transfer/urls/schema'
import { withDatabase } from '../../helpers/postgres'
import { HOST, PUBLIC } from '../../unit/urls/mapping'

/** Every kind of column and table a rewrite meets. Each row's URL carries its table's name as the key. */
const SHAPES_SQL = `
create schema shapes;
create domain shapes.url as varchar(300) check (value like '%://%');

create table shapes.typed (
  id uuid primary key default gen_random_uuid(), note text, short varchar(120), fixed char(200), address shapes.url,
  plain json, binary_json jsonb, list text[], lengths varchar(200)[], documents jsonb[], page xml,
  length integer generated always as (length(note)) stored, copy text generated always as (note) stored,
  updated_at timestamptz not null default now()
);
create table shapes.history (at timestamptz not null default clock_timestamp(), what text not null);
create function shapes.remember() returns trigger language plpgsql as $$
begin
  new.updated_at := clock_timestamp();
  insert into shapes.history (what) values (tg_op);
  return new;
end $$;
create trigger remember before update on shapes.typed for each row execute function shapes.remember();

create table shapes."Mixed ""Case""" (a integer, "B c" text, "Url" text, primary key ("B c", a));
create table shapes.keyless (line text, extra jsonb);
create table shapes.parted (id integer, at date not null, url text, primary key (id, at)) partition by range (at);
create table shapes.parted_old partition of shapes.parted for values from (minvalue) to ('2020-01-01');
create table shapes.parted_new partition of shapes.parted for values from ('2020-01-01') to (maxvalue);
create table shapes.keyless_parted (kind text not null, url text) partition by list (kind);
create table shapes.keyless_a partition of shapes.keyless_parted for values in ('a');
create table shapes.keyless_b partition of shapes.keyless_parted for values in ('b');
create table shapes.addresses (url text primary key);
create table shapes.visits (id integer primary key, url text references shapes.addresses);
create table shapes.parent (id integer primary key, url text);
create table shapes.child (extra text) inherits (shapes.parent);
create table shapes.many (id integer primary key, url text);
create view shapes.seen as select id, note from shapes.typed;
create materialized view shapes.kept as select id, note from shapes.typed;
`

const FILL_SQL = `
insert into shapes.typed (note, short, fixed, address, plain, binary_json, list, lengths, documents, page) values
  ('See ${PUBLIC}/images/typed/note.png, please', '${PUBLIC}/images/typed/short.png',
   '${PUBLIC}/images/typed/fixed.png', '${PUBLIC}/images/typed/address.png',
   '{"b" : 1.10,  "a":"${`${PUBLIC}/images/typed/plain.png`.replaceAll('/', '\\/')}", "a": 2}',
   '{"n": 123456789012345678901234567890.10, "deep": [{"u": "${PUBLIC}/images/typed/jsonb.png"}, null]}',
   array['x,y', null, '${PUBLIC}/images/typed/list.png', 'q"\\'], '[0:1]={a,${PUBLIC}/images/typed/lengths.png}',
   array['{"u": "${PUBLIC}/images/typed/documents.png"}'::jsonb, null],
   '<a href="${PUBLIC}/images/typed/page.png"/>'),
  ('none', null, null, null, '{}', 'null', '{}', null, null, null),
  ('https://${HOST}/storage/v1/object/sign/videos/v.mp4?token=x.y.z', null, null, null, null, null, null, null, null, null);
insert into shapes."Mixed ""Case""" values (1, 'k1', '${PUBLIC}/images/mixed/1.png'), (2, 'k"1', '${PUBLIC}/videos/2.mp4');
insert into shapes.keyless select '${PUBLIC}/images/keyless/' || n % 3 || '.png', '{"u": "${PUBLIC}/images/keyless/extra.png"}'
  from generate_series(1, 7) n;
insert into shapes.parted values (1, '2019-01-01', '${PUBLIC}/images/parted/1.png'), (2, '2024-01-01', '${PUBLIC}/images/parted/2.png');
insert into shapes.keyless_parted values ('a', '${PUBLIC}/images/keyless/a.png'), ('b', '${PUBLIC}/images/keyless/b.png');
insert into shapes.addresses values ('${PUBLIC}/images/addresses/1.png');
insert into shapes.visits values (1, '${PUBLIC}/images/addresses/1.png');
insert into shapes.parent values (1, '${PUBLIC}/images/parent/1.png');
insert into shapes.child values (2, '${PUBLIC}/images/child/2.png', '${PUBLIC}/images/child/extra.png');
insert into shapes.many select n, '${PUBLIC}/images/many/' || n || '.png' from generate_series(1, 1203) n;
`

/** URLs in FILL_SQL that a rewrite maps: typed 10, mixed 1, keyless 14, parted 2, keyless_parted 2, parent 1, child 2, many. */
export const MAPPED_URLS = 10 + 1 + 14 + 2 + 2 + 1 + 2 + 1203

/** A database of its own with the shapes, as role postgres. */
export async function withShapes(work: (db: Database, superuserUrl: string) => Promise<void>): Promise<void> {
  await withUrlDatabase(async (db, superuserUrl) => {
    await db.query(SHAPES_SQL)
    await db.query(FILL_SQL)
    await work(db, superuserUrl)
  })
}

export async function withUrlDatabase(
  work: (db: Database, superuserUrl: string) => Promise<void>,
): Promise<void> {
  await withDatabase(({ url, superuserUrl }) =>
    connect({ url }, async (db) => {
      await db.query(URL_REWRITES_DDL)
      await work(db, superuserUrl)
    }),
  )
}

const TABLES_SQL = `
  select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and n.nspname in ('public', 'shapes') order by 1`

/** Every row of every application table as text, sorted: what a dump would show. */
export async function contentOf(db: Database): Promise<Record<string, string[]>> {
  const { rows: tables } = await db.query<{ name: string }>(TABLES_SQL)
  const content: Record<string, string[]> = {}
  for (const { name } of tables) {
    const { rows } = await db.query<{ row: string }>(
      `select t::text as row from only ${name} t order by t::text collate "C"`,
    )
    content[name] = rows.map(({ row }) => row)
  }
  return content
}

export async function values(db: Database, query: string): Promise<unknown[]> {
  const { rows } = await db.query(query)
  return rows.map((row) => Object.values(row)[0])
}
