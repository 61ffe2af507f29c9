// Audius writes its numeric ids as Hashids (hashids.org), with a salt that its SDK shows to everybody, and only ever one
// number in each. What several numbers would need is left out.

const SALT = 'azowernasdfoia'
const LENGTH_MIN = 5
const CHARACTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890'
/** Set numbers apart; no other character takes part in a number. */
const SEPARATORS = new Set('cfhistuCFHISTU')
/** One character in twelve fills short ids up. */
const GUARD_SHARE = 12

const shuffled = shuffle(
  Array.from(CHARACTERS)
    .filter((character) => !SEPARATORS.has(character))
    .join(''),
  SALT,
)
const guardCount = Math.ceil(shuffled.length / GUARD_SHARE)
const GUARDS = shuffled.slice(0, guardCount)
const ALPHABET = shuffled.slice(guardCount)

/** `1` -> `7eP5n` */
export function encodeHashId(id: number): string {
  const checksum = id % 100
  const lottery = at(ALPHABET, checksum)
  const alphabet = alphabetFor(lottery)
  return filled(lottery + digits(id, alphabet), checksum, alphabet)
}

/** `7eP5n` -> `1`; undefined for a text that Audius would not have written. */
export function decodeHashId(text: string): number | undefined {
  const parts = text.split(new RegExp(`[${GUARDS}]`))
  const [lottery = '', ...rest] =
    parts.length === 2 || parts.length === 3 ? (parts[1] ?? '') : (parts[0] ?? '')
  const alphabet = alphabetFor(lottery)
  const id = rest.reduce((sum, character) => sum * alphabet.length + alphabet.indexOf(character), 0)
  return Number.isSafeInteger(id) && id >= 0 && encodeHashId(id) === text ? id : undefined
}

function alphabetFor(lottery: string): string {
  return shuffle(ALPHABET, (lottery + SALT + ALPHABET).slice(0, ALPHABET.length))
}

function digits(id: number, alphabet: string): string {
  const rest = Math.floor(id / alphabet.length)
  return (rest > 0 ? digits(rest, alphabet) : '') + at(alphabet, id)
}

function filled(text: string, checksum: number, alphabet: string): string {
  let result = text
  if (result.length < LENGTH_MIN) result = at(GUARDS, checksum + result.charCodeAt(0)) + result
  if (result.length < LENGTH_MIN) result += at(GUARDS, checksum + result.charCodeAt(2))
  const half = Math.floor(alphabet.length / 2)
  while (result.length < LENGTH_MIN) {
    alphabet = shuffle(alphabet, alphabet)
    result = alphabet.slice(half) + result + alphabet.slice(0, half)
    const excess = result.length - LENGTH_MIN
    if (excess > 0) result = result.slice(Math.floor(excess / 2), Math.floor(excess / 2) + LENGTH_MIN)
  }
  return result
}

/** The same order for the same salt, as all of Hashids rests on. */
function shuffle(text: string, salt: string): string {
  const characters = Array.from(text)
  let sum = 0
  for (let i = characters.length - 1, v = 0; i > 0; i--, v = (v + 1) % salt.length) {
    const code = salt.charCodeAt(v)
    sum += code
    const j = (code + v + sum) % i
    const kept = characters[i] ?? ''
    characters[i] = characters[j] ?? ''
    characters[j] = kept
  }
  return characters.join('')
}

function at(text: string, index: number): string {
  return text.charAt(index % text.length)
}
