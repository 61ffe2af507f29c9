/** Words the seeded rows are made of: what people who make short films might have typed. */

export const FIRST_NAMES = [
  'Amara',
  'Björn',
  'Chiara',
  'Devi',
  'Elif',
  'Farid',
  'Grace',
  'Hana',
  'Iker',
  'Joanna',
  'Kofi',
  'Lena',
  'Mateo',
  'Noor',
  'Oksana',
  'Pavel',
  'Rosa',
  'Sanne',
  'Tariq',
  'Zoë',
] as const

export const LAST_NAMES = [
  'Adeyemi',
  'Bergström',
  'Conti',
  'Demir',
  'Eriksen',
  'Fontaine',
  'Guerrero',
  'Haddad',
  'Ivanova',
  'Janssen',
  'Kovács',
  'Lindqvist',
  "O'Connor",
  'Okafor',
  'Sato',
  'Varga',
] as const

export const PROJECT_TITLES = [
  'The Lighthouse at Varanger',
  'Paper Boats',
  'Last Train to Cádiz',
  'Salt and Static',
  'A Field Guide to Leaving',
  'Understudy',
  'Nine Minutes of Snow',
  'The Beekeeper’s Ledger',
  'Kestrel',
  'Low Tide, High Street',
  'What the Radio Said',
  'Room for One More Moon',
  'The Glassblower of Altona',
  'Everything but the Piano',
  'Night Shift at the Aquarium',
  'Tin Sky',
] as const

export const GENRES = ['drama', 'thriller', 'comedy', 'fantasy', 'sci-fi', 'documentary', 'horror'] as const

export const CHARACTERS = [
  'Marit, lighthouse keeper',
  'Old Tomás',
  'The Inspector',
  'Nine-year-old Ana',
  'Captain Duarte',
  'The Understudy',
  'Ingrid',
] as const

export const PROPS = [
  'Brass sextant',
  'Red suitcase',
  'Cracked radio',
  'Paper boat',
  'Ledger with pressed flowers',
] as const

export const LOCATIONS = [
  'Lighthouse gallery',
  'Night train corridor',
  'Flooded aquarium',
  'Harbour market',
  'Snowed-in petrol station',
] as const

export const PLACES = [
  'lighthouse-stairs',
  'harbour-at-dawn',
  'train-corridor',
  'kitchen-after-midnight',
  'aquarium-pump-room',
  'roof-of-the-theatre',
  'market-in-the-rain',
] as const

export const ACTIONS = [
  'She climbs without looking down; the lamp turns above her.',
  'He folds the letter twice and puts it under the plate.',
  'The corridor empties. One suitcase stays behind.',
  'Water on the floor, ankle high. A light flickers behind the tank.',
  'They run, laughing, into the first snow.',
  'The radio finds a station that closed years ago.',
] as const

export const LINES = [
  'You said the tide would wait.',
  'Don’t tell me the time. Tell me when.',
  'It’s only a boat until it sails.',
  'I counted nine minutes. You?',
  'Nobody asks the understudy.',
] as const

export const CAMERAS = ['static', 'pan', 'tilt', 'dolly', 'handheld', 'crane', 'drone'] as const

export const STYLE_LABELS = [
  'gouache',
  'low key',
  '16 mm grain',
  'neon',
  'overcast',
  'warm rim light',
] as const
