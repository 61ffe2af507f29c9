import {
  minutesAfter,
  minutesAfterOpening,
  type RowMaker,
  type SeededProject,
  type SeededScene,
  type SeededUser,
} from './row-maker'
import { ACTIONS, CAMERAS, CHARACTERS, GENRES, LINES, PLACES, PROJECT_TITLES } from './vocabulary'

const STAGES = 12
const SCENES_PER_BRANCH = 4
const DAY_MINUTES = 24 * 60

/** A project with its main branch, sometimes an alternate ending, and what every stage produced. */
export function addProject(maker: RowMaker, user: SeededUser, index: number): SeededProject {
  const { random, urls, add } = maker
  const [id, branchId] = [random.uuid(), random.uuid()]
  const createdAt = minutesAfterOpening((user.number + index * 9 + 1) * DAY_MINUTES + random.int(0, 900))
  const project = { id, branchId, title: random.pick(PROJECT_TITLES), createdAt }
  add('public.projects', {
    id,
    user_id: user.id,
    title: project.title,
    status: random.pick(['draft', 'in_progress', 'in_progress', 'completed']),
    target_length_seconds: random.pick([30, 60, 90, 180]),
    content_rating: random.pick(['G', 'PG', 'PG-13']),
    genres: [random.pick(GENRES), 'short'],
    tonal_precision: 'Quiet, salt-stained, funny when it hurts.',
    active_branch_id: branchId,
    // One cover goes through Supabase's image transformation, which S3 cannot answer.
    cover_url: user.number === 1 && index === 0 ? urls.rendered('images') : urls.plain('images'),
    created_at: createdAt,
    updated_at: minutesAfter(createdAt, random.int(60, 20_000)),
  })
  addBranch(maker, project, { id: branchId, parent: null, name: 'main' })
  if (random.chance(0.4)) {
    addBranch(maker, project, { id: random.uuid(), parent: branchId, name: 'alternate-ending' })
  }
  for (let stage = 1; stage <= STAGES; stage += 1) addStage(maker, { project, user, stage })
  return project
}

function addBranch(
  { add }: RowMaker,
  project: SeededProject,
  branch: { id: string; parent: string | null; name: string },
): void {
  add('public.branches', {
    id: branch.id,
    project_id: project.id,
    parent_branch_id: branch.parent,
    name: branch.name,
    commit_message: branch.parent === null ? null : 'What if she stays?',
    is_main: branch.parent === null,
    created_at: project.createdAt,
    updated_at: project.createdAt,
  })
}

function addStage(
  maker: RowMaker,
  { project, user, stage }: { project: SeededProject; user: SeededUser; stage: number },
): void {
  const versions = maker.random.int(1, 2)
  for (let version = 1; version <= versions; version += 1) {
    maker.add('public.stage_states', {
      id: maker.random.uuid(),
      branch_id: project.branchId,
      stage_number: stage,
      version,
      status: stage < 6 ? 'locked' : 'draft',
      content: stageContent(maker, project, stage),
      regeneration_guidance: version === 1 ? '' : 'Less exposition, more weather.',
      created_by: user.id,
      created_at: minutesAfter(project.createdAt, stage * 40 + version * 7),
    })
  }
}

/** Stage 5 keeps its pictures in the JSON, two levels deep, beside one that never was ours. */
function stageContent({ random, urls }: RowMaker, project: SeededProject, stage: number): unknown {
  const text = {
    stage,
    title: project.title,
    summary: random.pick(ACTIONS),
    confidence: random.int(60, 99) / 100,
  }
  if (stage !== 5) return text
  return {
    ...text,
    assets: [random.pick(CHARACTERS), random.pick(CHARACTERS)].map((name) => ({
      name,
      image: {
        url: urls.plain('asset-images'),
        variants: [urls.plain('asset-images'), urls.plain('images')],
      },
    })),
    moodboard: [{ source: 'web', url: 'https://images.example.org/moodboard/dusk.jpg' }],
  }
}

/** Scenes with their shots. Notes are markdown with pictures and links in running text. */
export function addScenes(maker: RowMaker, project: SeededProject): SeededScene[] {
  const { random, urls, add } = maker
  return Array.from({ length: SCENES_PER_BRANCH }, (_, index) => {
    const scene: SeededScene = { id: random.uuid(), number: index + 1, shotIds: [] }
    const reference = urls.plain('images')
    add('public.scenes', {
      id: scene.id,
      branch_id: project.branchId,
      scene_number: scene.number,
      slug: `${random.pick(PLACES)}-${scene.number}`,
      script_excerpt: `INT. ${random.pick(PLACES).toUpperCase()} - NIGHT\n\n${random.pick(ACTIONS)}`,
      notes: random.chance(0.5)
        ? `## Continuity\n\n![reference](${reference})\nCompare with <${urls.plain('asset-images')}>, but *wetter*.`
        : null,
      created_at: minutesAfter(project.createdAt, 300 + index),
      updated_at: minutesAfter(project.createdAt, 400 + index),
    })
    const shots = random.int(2, 4)
    for (let number = 1; number <= shots; number += 1)
      scene.shotIds.push(addShot(maker, { project, scene, number }))
    return scene
  })
}

function addShot(
  { random, add }: RowMaker,
  { project, scene, number }: { project: SeededProject; scene: SeededScene; number: number },
): string {
  const id = random.uuid()
  add('public.shots', {
    id,
    scene_id: scene.id,
    shot_number: number,
    duration_seconds: random.pick([4, 6, 8, 7.25]),
    camera: random.pick(CAMERAS),
    action: random.pick(ACTIONS),
    dialogue: random.chance(0.6) ? random.pick(LINES) : null,
    setting: random.pick(PLACES),
    continuity_flags: random.chance(0.3) ? ['wet hair', 'lamp lit'] : [],
    created_at: minutesAfter(project.createdAt, 500 + number),
    updated_at: minutesAfter(project.createdAt, 600 + number),
  })
  return id
}
