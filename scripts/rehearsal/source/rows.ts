import type { Client } from 'pg'
import { withTransaction } from '../postgres/with-client'
import { RowSet } from './insert-rows'
import { createRandom } from './random'
import { addAssets, addLibrary } from './rows-assets'
import { addProduction } from './rows-production'
import { addProject, addScenes } from './rows-story'
import { addUser, settleCredits } from './rows-users'
import type { RowMaker } from './row-maker'
import { createUrls, type StoredObject, type UrlMaker } from './urls'

export interface SeedOptions extends UrlMaker {
  users: number
  projectsPerUser: number
  /** What lies in the buckets asset-images, images and videos; every address in a row points at one of these. */
  objects: readonly StoredObject[]
  /** The same seed makes the same rows. */
  seed: number
}

/**
 * Fills every table of a migrated, empty source with believable rows in one transaction.
 * Users go in through auth.users, so the application's own trigger makes their profiles and credits.
 * Answers how many rows each table was given (what triggers made not counted).
 */
export async function seedRows(client: Client, options: SeedOptions): Promise<Record<string, number>> {
  const rows = new RowSet()
  const maker: RowMaker = {
    random: createRandom(options.seed),
    urls: createUrls(options.objects, options),
    add: (table, row) => rows.add(table, row),
  }
  for (let number = 1; number <= options.users; number += 1) {
    const user = addUser(maker, { number, projects: options.projectsPerUser })
    const library = addLibrary(maker, user)
    for (let index = 0; index < options.projectsPerUser; index += 1) {
      const project = addProject(maker, user, index)
      const scenes = addScenes(maker, project)
      addAssets(maker, { user, project, scenes, ...library })
      addProduction(maker, { user, project, scenes })
    }
  }
  return withTransaction(client, async () => {
    const counts = await rows.insertInto(client)
    await settleCredits(client)
    return counts
  })
}
