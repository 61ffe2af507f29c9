import type { Database } from '../../../scripts/adapters/ports'
import { withClient } from '../../../scripts/rehearsal/postgres/with-client'
import { seedRows } from '../../../scripts/rehearsal/source/rows'
import { restoreUrls } from '../../../scripts/transfer/urls/restore'
import { rewriteUrls } from '../../../scripts/transfer/urls/rewrite'
import { ASSETS, HOST, IMAGES, MAPPING, PUBLIC, token } from '../../unit/urls/mapping'
import { contentOf, MAPPED_URLS, values, withShapes, withUrlDatabase } from './fixture'

const CDN = `https://${IMAGES}`
const records = (db: Database): Promise<unknown[]> =>
  values(db, 'select count(*)::int from supabase_to_aws.url_rewrites')

describe('restoring the URLs of a database', () => {
  it.each([500, 1, 7])('leaves exactly what was there, in batches of %d rows', async (batchRows) => {
    await withShapes(async (db) => {
      if (batchRows === 1) await db.query('delete from shapes.many where id > 20')
      const before = await contentOf(db)
      await rewriteUrls(db, MAPPING, { batchRows })
      expect(await contentOf(db)).not.toEqual(before)
      const report = await restoreUrls(db, MAPPING, { batchRows })
      expect(report).toMatchObject({ mapped: 0, superseded: 0 })
      expect(await contentOf(db)).toEqual(before)
      expect(await records(db)).toEqual([0])
    })
  })

  it('finds nothing to do the second time, and goes forward again', async () => {
    await withShapes(async (db) => {
      const before = await contentOf(db)
      await rewriteUrls(db, MAPPING)
      const rewritten = await contentOf(db)
      expect(await restoreUrls(db, MAPPING)).toMatchObject({ urls: MAPPED_URLS })
      expect(await restoreUrls(db, MAPPING)).toMatchObject({ urls: 0, values: 0 })
      expect(await contentOf(db)).toEqual(before)
      expect(await rewriteUrls(db, MAPPING)).toMatchObject({ urls: MAPPED_URLS })
      expect(await contentOf(db)).toEqual(rewritten)
    })
  })

  it('never overwrites what the application changed since: only the URLs in it go home', async () => {
    await withShapes(async (db) => {
      await rewriteUrls(db, MAPPING)
      await db.query(`update shapes.many set url = 'was ${CDN}/many/new%20one.png' where id = 3`)
      await db.query(`update shapes.many set url = 'gone' where id = 4`)
      await db.query(`delete from shapes.many where id = 5`)
      await db.query(
        `update shapes.typed set binary_json = jsonb_set(binary_json, '{n}', '7') where short is not null`,
      )
      const report = await restoreUrls(db, MAPPING)
      expect(report).toMatchObject({ superseded: 4, mapped: 2 })
      expect(await values(db, 'select url from shapes.many where id in (3, 4, 5, 6) order by id')).toEqual([
        `was ${PUBLIC}/images/many/new%20one.png`,
        'gone',
        `${PUBLIC}/images/many/6.png`,
      ])
      expect(await values(db, 'select binary_json::text from shapes.typed where short is not null')).toEqual([
        `{"n": 7, "deep": [{"u": "${PUBLIC}/images/typed/jsonb.png"}, null]}`,
      ])
    })
  })

  it('maps rows born since, in every notation', async () => {
    await withShapes(async (db) => {
      await rewriteUrls(db, MAPPING)
      await db.query('insert into shapes.many values (-1, $1)', [`${CDN}/many/a%2Bb.png?t=1`])
      await db.query('insert into shapes.keyless values ($1, $2)', [
        `//${ASSETS}/x.png`,
        `{"u": "${CDN}/y.png"}`,
      ])
      await db.query('insert into shapes.typed (plain, list) values ($1, $2)', [
        String.raw`{"u":"https:\/\/${IMAGES}\/born.png"}`,
        [`?u=${encodeURIComponent(`${CDN}/born.png`)}`],
      ])
      expect(await restoreUrls(db, MAPPING)).toMatchObject({ mapped: 5, superseded: 0 })
      expect(await values(db, 'select url from shapes.many where id = -1')).toEqual([
        `${PUBLIC}/images/many/a%2Bb.png?t=1`,
      ])
      expect(await values(db, `select line from shapes.keyless where line like '//%'`)).toEqual([
        `//${HOST}/storage/v1/object/public/asset-images/x.png`,
      ])
      expect(
        await values(db, `select plain::text from shapes.typed where plain::text like '%born%'`),
      ).toEqual([String.raw`{"u":"https:\/\/${HOST}\/storage\/v1\/object\/public\/images\/born.png"}`])
      expect(await values(db, `select list[1] from shapes.typed where plain::text like '%born%'`)).toEqual([
        `?u=${encodeURIComponent(`${PUBLIC}/images/born.png`)}`,
      ])
      expect(JSON.stringify(await contentOf(db))).not.toContain('cloudfront')
    })
  })

  it('finds rows without a key by their value when an update moved them', async () => {
    await withShapes(async (db) => {
      const before = await contentOf(db)
      await rewriteUrls(db, MAPPING)
      await db.query(`update shapes.keyless set extra = extra || '{"moved": true}'`)
      await restoreUrls(db, MAPPING)
      await db.query(`update shapes.keyless set extra = extra - 'moved'`)
      expect(await contentOf(db)).toEqual(before)
    })
  })

  it('flags what does not fit when mapped back, since the old URLs are longer', async () => {
    await withShapes(async (db) => {
      await rewriteUrls(db, MAPPING)
      await db.query('insert into shapes.typed (short) values ($1)', [`${CDN}/${'k'.repeat(80)}`])
      const report = await restoreUrls(db, MAPPING)
      expect(report.found.kinds).toEqual({ 'too-long': 1 })
      expect(report.found.flagged).toEqual([expect.objectContaining({ column: 'short', kind: 'too-long' })])
    })
  })

  it('drops the records of a table that the application dropped', async () => {
    await withShapes(async (db) => {
      await rewriteUrls(db, MAPPING)
      await db.query('drop table shapes.many')
      expect(await restoreUrls(db, MAPPING)).toMatchObject({ superseded: 1203 })
      expect(await records(db)).toEqual([0])
    })
  })

  it("brings Aiuteur's own tables there and back, its versions and times untouched", async () => {
    await withUrlDatabase(async (db, superuserUrl) => {
      const objects = ['asset-images', 'images', 'videos'].flatMap((bucket) =>
        ['a/b.png', 'c d+e.png', "f's (1).png"].map((key) => ({ bucket, key })),
      )
      await withClient(superuserUrl, (client) =>
        seedRows(client, {
          objects,
          users: 2,
          projectsPerUser: 2,
          seed: 7,
          publicUrl: (bucket, key) => `${PUBLIC}/${bucket}/${encodeURI(key)}`,
          signedUrl: (bucket, key) =>
            `https://${HOST}/storage/v1/object/sign/${bucket}/${key}?token=${token({ url: `${bucket}/${key}`, exp: 9 })}`,
        }),
      )
      const before = await contentOf(db)
      const report = await rewriteUrls(db, MAPPING)
      expect(report.urls).toBeGreaterThan(50)
      expect(JSON.stringify(await contentOf(db))).not.toMatch(/object\/public\/(asset-)?images/)
      await restoreUrls(db, MAPPING)
      expect(await contentOf(db)).toEqual(before)
    })
  })
})
