import {
  minutesAfter,
  minutesAfterOpening,
  type RowMaker,
  type SeededProject,
  type SeededScene,
  type SeededUser,
} from './row-maker'
import { CHARACTERS, LOCATIONS, PROPS, STYLE_LABELS } from './vocabulary'

interface Library {
  capsuleId: string
  globalAssets: readonly { id: string; name: string; type: string }[]
}

interface AssetContext extends Library {
  user: SeededUser
  project: SeededProject
  scenes: readonly SeededScene[]
}

const KINDS = [
  { type: 'character', names: CHARACTERS },
  { type: 'prop', names: PROPS },
  { type: 'location', names: LOCATIONS },
] as const

/** What a user keeps across projects: a style library, a prompt of their own, one asset of each kind. */
export function addLibrary(maker: RowMaker, user: SeededUser): Library {
  const { random, urls, add } = maker
  const [libraryId, capsuleId] = [random.uuid(), random.uuid()]
  const at = minutesAfterOpening(user.number * 1440 + 700)
  const times = { created_at: at, updated_at: at }
  add('public.style_capsule_libraries', { id: libraryId, user_id: user.id, name: 'My looks', ...times })
  add('public.style_capsules', {
    id: capsuleId,
    library_id: libraryId,
    user_id: user.id,
    name: `${random.pick(STYLE_LABELS)} study`,
    type: 'visual',
    style_labels: [random.pick(STYLE_LABELS), random.pick(STYLE_LABELS)],
    reference_image_urls: [urls.plain('asset-images'), urls.plain('images')],
    design_pillars: { palette: ['#10212b', '#c9b37e'], lens: '35 mm' },
    ...times,
  })
  add('public.prompt_templates', {
    id: random.uuid(),
    user_id: user.id,
    stage_number: 5,
    name: `asset-look-${user.number}`,
    body: `Paint {{asset_name}} in the manner of this sheet: ${urls.plain('asset-images')}.\n(No text, no watermark.)`,
    variables: ['asset_name'],
    ...times,
  })
  const globalAssets = KINDS.map(({ type, names }) => ({ id: random.uuid(), name: random.pick(names), type }))
  for (const asset of globalAssets) {
    add('public.global_assets', {
      id: asset.id,
      user_id: user.id,
      name: asset.name,
      asset_type: asset.type,
      description: `${asset.name}, weathered, seen from slightly below`,
      image_key_url: random.chance(0.85) ? urls.plain('asset-images') : null,
      visual_style_capsule_id: capsuleId,
      voice_profile: asset.type === 'character' ? { pitch: 'low', accent: 'northern' } : null,
      ...times,
    })
  }
  return { capsuleId, globalAssets }
}

/** The assets of a project, their image jobs, and where they appear. */
export function addAssets(maker: RowMaker, context: AssetContext): void {
  const { random, urls, add } = maker
  for (const asset of context.globalAssets) {
    const id = random.uuid()
    const url = urls.plain('asset-images')
    const at = minutesAfter(context.project.createdAt, random.int(200, 280))
    add('public.project_assets', {
      id,
      project_id: context.project.id,
      branch_id: context.project.branchId,
      global_asset_id: asset.id,
      name: asset.name,
      asset_type: asset.type,
      description: `${asset.name}, as in “${context.project.title}”`,
      image_key_url: url,
      locked_at: random.chance(0.5) ? at : null,
      created_at: at,
      updated_at: at,
    })
    addVersion(maker, id, at)
    addImageJob(maker, { projectId: context.project.id, assetId: id, url, at })
    for (const scene of context.scenes.filter(() => random.chance(0.6))) addInstance(maker, { scene, id, at })
  }
}

function addVersion({ random, urls, add }: RowMaker, assetId: string, at: Date): void {
  if (!random.chance(0.3)) return
  add('public.project_asset_versions', {
    project_asset_id: assetId,
    version: 0,
    description: 'First try: too clean.',
    image_key_url: urls.plain('asset-images'),
    replaced_at: at,
  })
}

function addInstance(
  { random, urls, add }: RowMaker,
  { scene, id, at }: { scene: SeededScene; id: string; at: Date },
): void {
  add('public.scene_asset_instances', {
    id: random.uuid(),
    scene_id: scene.id,
    project_asset_id: id,
    description_override: random.chance(0.3) ? 'Soaked, one sleeve torn.' : null,
    image_key_url: random.chance(0.25) ? urls.plain('asset-images') : null,
    status_tags: random.chance(0.4) ? ['wet', 'night'] : [],
    effective_description: { base: 'weathered', scene: scene.number },
    created_at: at,
    updated_at: at,
  })
}

function addImageJob(
  { random, urls, add }: RowMaker,
  job: { projectId: string; assetId: string; url: string; at: Date },
): void {
  const answer = { data: [{ url: job.url, alternates: [urls.plain('images')] }], usage: { images: 1 } }
  add('public.image_generation_jobs', {
    id: random.uuid(),
    project_id: job.projectId,
    project_asset_id: job.assetId,
    status: 'completed',
    prompt: 'portrait, three-quarter view, painted twilight',
    width: 1024,
    height: 1024,
    result_url: job.url,
    // The provider's JSON as it came, in a text column, with its slashes escaped.
    provider_response: JSON.stringify(answer).replaceAll('/', '\\/'),
    attempts: random.int(1, 2),
    idempotency_key: random.uuid(),
    created_at: job.at,
    completed_at: minutesAfter(job.at, 1),
  })
}
