import { isIn } from '../../helpers/source-files'
import type { Rule } from './rule'

const WATCHED = ['cdktf', 'services', 'scripts']
const ACTION_SOURCE = /^\.github\/actions\/[^/]+\/src\//
/** The local world itself, and the report that carries the rehearsal's name. */
const EXEMPT = ['scripts/rehearsal', 'scripts/report']

const FORBIDDEN = /emulator|emulat(ed|ion)|\bmoto\b|\bmoto_|rehears|localhost|127\.0\.0\.1/gi
/** The name of the npm script may be told to a user. */
const SCRIPT_NAME = /npm run rehearse\b/g

export const nobodyKnowsTheRehearsal: Rule = {
  states:
    'outside the rehearsal and the tests nothing mentions it, the emulator or this machine (DESIGN decision 11)',
  violations: (files) =>
    files
      .filter(({ path }) => WATCHED.some((folder) => isIn(path, folder)) || ACTION_SOURCE.test(path))
      .filter(({ path }) => !EXEMPT.some((folder) => isIn(path, folder)))
      .flatMap(({ path, text }) =>
        text.split('\n').flatMap((line, index) => {
          const words = line.replace(SCRIPT_NAME, '').match(FORBIDDEN) ?? []
          return words.map((word) => `${path}:${index + 1}: mentions ${word}`)
        }),
      ),
}
