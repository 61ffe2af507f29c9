const MIB = 1024 ** 2

export const AUDIO_TYPES = [
  'audio/mpeg',
  'audio/mp4',
  'audio/aac',
  'audio/flac',
  'audio/x-flac',
  'audio/ogg',
  'audio/wav',
  'audio/x-wav',
  'audio/aiff',
] as const
export const COVER_ART_TYPES = ['image/jpeg', 'image/png'] as const

export const AUDIO_BYTES_MAX = 200 * MIB
export const COVER_ART_BYTES_MAX = 10 * MIB

/** Lambda takes 6 MB, and API Gateway hands binary bodies over in base64, which is a third larger. */
export const FORM_BYTES_MAX = Math.floor(4.4 * MIB)

/** Life of an upload URL. */
export const URL_SECONDS = 900
