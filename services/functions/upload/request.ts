import { z } from 'zod'
import { AUDIO_BYTES_MAX, AUDIO_TYPES, COVER_ART_BYTES_MAX, COVER_ART_TYPES } from './limits'
import { GENRES, MOODS } from './vocabulary'

const title = z.string().trim().min(1).max(120)
const tag = z
  .string()
  .trim()
  .min(1)
  .max(50)
  .regex(/^[^,]*$/, 'holds a comma')

/** What is published with the audio. Limits and words are those of Audius. */
export const trackSchema = z.strictObject({
  title,
  genre: z.enum(GENRES),
  description: z.string().max(1000).optional(),
  mood: z.enum(MOODS).optional(),
  tags: z.array(tag).max(20).optional(),
})
export type TrackDetails = z.output<typeof trackSchema>

/** What "Log in with Audius" gave the browser: it names the account to publish to, and proves that it is the caller's. */
const audiusTokenSchema = z.string().min(1).max(4096)

const size = (max: number) => z.int().min(1).max(max)
const name = z.string().trim().min(1).max(200)

const audioSchema = z.strictObject({ name, contentType: z.enum(AUDIO_TYPES), size: size(AUDIO_BYTES_MAX) })
const coverArtSchema = z.strictObject({
  name,
  contentType: z.enum(COVER_ART_TYPES),
  size: size(COVER_ART_BYTES_MAX),
})

export const filesSchema = z.strictObject({ audio: audioSchema, coverArt: coverArtSchema })
export type DeclaredFiles = z.output<typeof filesSchema>
export type DeclaredFile = DeclaredFiles['audio'] | DeclaredFiles['coverArt']

/** Body of POST /api/uploads. */
export const uploadRequestSchema = z.strictObject({
  audiusToken: audiusTokenSchema,
  track: trackSchema,
  files: filesSchema,
})
