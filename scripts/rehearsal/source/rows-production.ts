import {
  minutesAfter,
  type RowMaker,
  type SeededProject,
  type SeededScene,
  type SeededUser,
} from './row-maker'

interface ProductionContext {
  user: SeededUser
  project: SeededProject
  scenes: readonly SeededScene[]
}

interface Shot {
  id: string
  /** The first of its project, which shows the rare shapes of addresses too. */
  opening: boolean
}

const CREDITS_PER_IMAGE = 1
const CREDITS_PER_VIDEO_SECOND = 8
const VIDEO_SECONDS = 8

/** Stages 7 to 12 of a project: locks, frames, videos, the checkout and what the models cost. */
export function addProduction(maker: RowMaker, context: ProductionContext): void {
  for (const scene of context.scenes) {
    addLocks(maker, context, scene)
    for (const [index, id] of scene.shotIds.entries()) {
      const shot = { id, opening: scene.number === 1 && index === 0 }
      addFrames(maker, context, shot)
      if (shot.opening || maker.random.chance(0.5)) addVideo(maker, context, shot)
    }
  }
  addCheckout(maker, context)
  addModelCalls(maker, context)
}

function addLocks({ random, add }: RowMaker, { user, project }: ProductionContext, scene: SeededScene): void {
  for (const stage of [7, 8, 10]) {
    const locked = random.chance(0.5)
    add('public.scene_stage_locks', {
      scene_id: scene.id,
      stage_number: stage,
      status: locked ? 'locked' : 'draft',
      locked_by: locked ? user.id : null,
      locked_at: locked ? minutesAfter(project.createdAt, 800 + stage) : null,
    })
  }
}

function addFrames({ random, urls, add }: RowMaker, { project }: ProductionContext, shot: Shot): void {
  for (const type of ['start', 'end']) {
    const at = minutesAfter(project.createdAt, random.int(900, 1500))
    const made = shot.opening || random.chance(0.9)
    add('public.frames', {
      id: random.uuid(),
      shot_id: shot.id,
      frame_type: type,
      status: made ? 'generated' : 'pending',
      prompt_used: 'wide, storm light, 35 mm',
      // Some addresses came through a client that encodes more than storage-js does.
      image_url: made ? urls[shot.opening ? 'percentEncoded' : 'plain']('images') : null,
      inpaint_history: random.chance(0.1) ? [{ mask: 'sky', before: { url: urls.plain('images') } }] : [],
      cost_usd: made ? 0.039 : 0,
      created_at: at,
      updated_at: at,
    })
  }
}

function addVideo({ random, urls, add }: RowMaker, { user, project }: ProductionContext, shot: Shot): void {
  const id = random.uuid()
  const at = minutesAfter(project.createdAt, random.int(1600, 4000))
  const done = shot.opening || random.chance(0.85)
  add('public.video_generation_jobs', {
    id,
    shot_id: shot.id,
    user_id: user.id,
    status: done ? 'completed' : 'failed',
    start_frame_url: urls.plain('images'),
    end_frame_url: urls.plain('images'),
    // The bucket is private. The first version of the worker stored getPublicUrl all the same; later ones a signed one.
    video_url: done ? urls[shot.opening ? 'signed' : 'plain']('videos') : null,
    duration_seconds: done ? VIDEO_SECONDS : null,
    operation_name: `models/veo-3.0-generate-preview/operations/${random.text(12, '0123456789abcdef')}`,
    provider_metadata: { fps: 24, resolution: '1280x720', seed: random.int(1, 2 ** 31) },
    error_message: done ? null : 'The prompt was blocked by the safety filter.',
    claimed_by: 'worker-1',
    claimed_at: at,
    created_at: at,
    completed_at: done ? minutesAfter(at, 3) : null,
  })
  if (!done) return
  const credits = CREDITS_PER_VIDEO_SECOND * random.int(1, 2)
  add('public.credit_transactions', {
    user_id: user.id,
    amount: -credits,
    reason: 'video',
    reference_id: id,
    created_at: at,
  })
}

function addCheckout({ random, add }: RowMaker, { user, project, scenes }: ProductionContext): void {
  const id = random.uuid()
  const at = minutesAfter(project.createdAt, 1550)
  const lines = scenes.map((scene) => ({ scene, quantity: scene.shotIds.length * 2 }))
  const images = lines.reduce((sum, line) => sum + line.quantity, 0)
  const confirmed = random.chance(0.7)
  add('public.checkouts', {
    id,
    user_id: user.id,
    project_id: project.id,
    branch_id: project.branchId,
    state: confirmed ? 'confirmed' : 'open',
    cost_breakdown: { images: { count: images, credits: images * CREDITS_PER_IMAGE } },
    total_credits: images * CREDITS_PER_IMAGE,
    created_at: at,
    confirmed_at: confirmed ? minutesAfter(at, 2) : null,
  })
  for (const [index, { scene, quantity }] of lines.entries()) {
    add('public.checkout_items', {
      checkout_id: id,
      line_number: index + 1,
      scene_id: scene.id,
      label: `Scene ${scene.number}: frames`,
      quantity,
      unit_credits: CREDITS_PER_IMAGE,
    })
  }
}

function addModelCalls({ random, add }: RowMaker, { project }: ProductionContext): void {
  for (const stage of [2, 4, 7, 7]) {
    add('public.model_call_log', {
      called_at: minutesAfter(project.createdAt, stage * 40),
      project_id: project.id,
      stage_number: stage,
      model: random.pick(['gemini-2.5-pro', 'gemini-2.5-flash']),
      prompt_tokens: random.int(400, 9000),
      completion_tokens: random.int(100, 4000),
      usd: random.int(1, 90_000) / 1_000_000,
      metadata: random.chance(0.5) ? { temperature: 0.7 } : null,
    })
  }
}
