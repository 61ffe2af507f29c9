import type { Pool } from 'pg'
import { writeCursor, type Cursor } from './cursor'
import type { Link } from './link'

export interface LinkPage {
  readonly items: readonly Link[]
  /** Absent on the last page. */
  readonly nextCursor?: string
}

interface Row {
  readonly id: string
  readonly name: string
  readonly target_url: string
  readonly created_at: Date
  readonly created_at_text: string
  readonly updated_at: Date
}

const COLUMNS = 'id, name, target_url, created_at, created_at::text as created_at_text, updated_at'

/** Links in PostgreSQL. Every query of an owner names the owner: another's link looks like one that does not exist. */
export class LinkStore {
  constructor(private readonly pool: Pool) {}

  /** Undefined where the name is taken, or was once. */
  async create(ownerId: string, link: Pick<Link, 'name' | 'targetUrl'>): Promise<Link | undefined> {
    const { rows } = await this.pool.query<Row>(
      `insert into links (name, target_url, owner_id) values ($1, $2, $3)
       on conflict (name) do nothing returning ${COLUMNS}`,
      [link.name, link.targetUrl, ownerId],
    )
    return first(rows)
  }

  async find(ownerId: string, name: string): Promise<Link | undefined> {
    const { rows } = await this.pool.query<Row>(
      `select ${COLUMNS} from links where owner_id = $1 and name = $2 and deleted_at is null`,
      [ownerId, name],
    )
    return first(rows)
  }

  /** Newest first. */
  async page(ownerId: string, { limit, after }: { limit: number; after?: Cursor }): Promise<LinkPage> {
    const { rows } = await this.pool.query<Row>(
      `select ${COLUMNS} from links
        where owner_id = $1 and deleted_at is null
          and ($2::timestamptz is null or (created_at, id) < ($2::timestamptz, $3::uuid))
        order by created_at desc, id desc limit $4`,
      [ownerId, after?.createdAt ?? null, after?.id ?? null, limit + 1],
    )
    const shown = rows.slice(0, limit)
    const last = rows.length > limit ? shown.at(-1) : undefined
    return {
      items: shown.map(linkOf),
      ...(last === undefined
        ? {}
        : { nextCursor: writeCursor({ createdAt: last.created_at_text, id: last.id }) }),
    }
  }

  async change(ownerId: string, link: Pick<Link, 'name' | 'targetUrl'>): Promise<Link | undefined> {
    const { rows } = await this.pool.query<Row>(
      `update links set target_url = $3, updated_at = now()
        where owner_id = $1 and name = $2 and deleted_at is null returning ${COLUMNS}`,
      [ownerId, link.name, link.targetUrl],
    )
    return first(rows)
  }

  /** Returns false where the owner has no such link. */
  async remove(ownerId: string, name: string): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      'update links set deleted_at = now() where owner_id = $1 and name = $2 and deleted_at is null',
      [ownerId, name],
    )
    return rowCount === 1
  }

  /** Where a name leads, for anybody. */
  async target(name: string): Promise<string | undefined> {
    const { rows } = await this.pool.query<Pick<Row, 'target_url'>>(
      'select target_url from links where name = $1 and deleted_at is null',
      [name],
    )
    return rows[0]?.target_url
  }
}

function first(rows: readonly Row[]): Link | undefined {
  return rows[0] === undefined ? undefined : linkOf(rows[0])
}

function linkOf({ name, target_url, created_at, updated_at }: Row): Link {
  return {
    name,
    targetUrl: target_url,
    createdAt: created_at.toISOString(),
    updatedAt: updated_at.toISOString(),
  }
}
