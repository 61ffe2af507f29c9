import type { Pool } from 'pg'
import type { Random } from '../corpus/random'
import type { RowEntry } from './ledger'
import type { AppBucket } from './objects'

/** Ids that new rows hang on. */
export interface RowAnchors {
  shots: readonly { id: string; userId: string }[]
  projectAssets: readonly string[]
}

export interface RowRequest {
  bucket: AppBucket
  /** What the row keeps: the public URL, or for private videos their path. */
  value: string
}

export type WrittenRow = Pick<RowEntry, 'table' | 'column' | 'id'>

export async function loadAnchors(pool: Pool): Promise<RowAnchors> {
  const { rows: shots } = await pool.query<{ id: string; userId: string }>(
    `select sh.id, p.user_id as "userId" from public.shots sh join public.scenes s on s.id = sh.scene_id
       join public.branches b on b.id = s.branch_id join public.projects p on p.id = b.project_id order by sh.id`,
  )
  const { rows: assets } = await pool.query<{ id: string }>(
    'select id from public.project_assets order by id',
  )
  return { shots, projectAssets: assets.map(({ id }) => id) }
}

/** Writes the row that Aiuteur writes after an upload; undefined where there is nothing to hang it on. */
export async function writeRow(
  pool: Pool,
  { anchors, random }: { anchors: RowAnchors; random: Random },
  { bucket, value }: RowRequest,
): Promise<WrittenRow | undefined> {
  const shot = anchors.shots[random.between(0, anchors.shots.length - 1)]
  if (shot === undefined) return undefined
  const run = async (
    row: Omit<WrittenRow, 'id'>,
    sql: string,
    values: unknown[],
  ): Promise<WrittenRow | undefined> => {
    const { rows } = await pool.query<{ id: string }>(sql, values)
    return rows[0] && { ...row, id: rows[0].id }
  }
  if (bucket === 'videos') {
    return run({ table: 'video_generation_jobs', column: 'video_url' }, INSERT_VIDEO, [
      shot.id,
      shot.userId,
      value,
    ])
  }
  if (bucket === 'images') {
    const type = random.pick(['start', 'end'])
    return run({ table: 'frames', column: 'image_url' }, UPSERT_FRAME, [shot.id, type, value])
  }
  const asset = anchors.projectAssets[random.between(0, anchors.projectAssets.length - 1)]
  if (asset !== undefined && random.fraction() < 0.5) {
    return run({ table: 'project_assets', column: 'image_key_url' }, UPDATE_ASSET, [asset, value])
  }
  const name = `live ${random.uuid()}`
  return run({ table: 'global_assets', column: 'image_key_url' }, INSERT_ASSET, [shot.userId, name, value])
}

const INSERT_VIDEO = `
  insert into public.video_generation_jobs (shot_id, user_id, status, video_url, completed_at)
  values ($1, $2, 'completed', $3, now()) returning id`

const UPSERT_FRAME = `
  insert into public.frames (shot_id, frame_type, status, image_url) values ($1, $2, 'generated', $3)
  on conflict (shot_id, frame_type) do update set image_url = excluded.image_url, status = 'generated' returning id`

const UPDATE_ASSET = 'update public.project_assets set image_key_url = $2 where id = $1 returning id'

const INSERT_ASSET = `
  insert into public.global_assets (user_id, name, asset_type, image_key_url) values ($1, $2, 'prop', $3) returning id`
