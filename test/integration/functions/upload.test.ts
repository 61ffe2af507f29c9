import { PutObjectCommand } from '@aws-sdk/client-s3'
import { PutParameterCommand } from '@aws-sdk/client-ssm'
import { BUCKET, startUploadWorld, type UploadWorld } from '../../helpers/upload-world'

const AUDIO = Buffer.from('ID3 a song, more or less')
const COVER = Buffer.from('a picture')
const ORDER = {
  audiusToken: 'good',
  track: { title: 'Monstera', genre: 'Metal', tags: ['groove', 'battle'] },
  files: {
    audio: { name: 'song "one".mp3', contentType: 'audio/mpeg', size: AUDIO.length },
    coverArt: { name: 'cover.png', contentType: 'image/png', size: COVER.length },
  },
}

interface Signed {
  method: string
  url: string
  headers: Record<string, string>
  body?: string
}

describe('an upload', () => {
  let world: UploadWorld

  beforeAll(async () => {
    world = await startUploadWorld()
  })
  beforeEach(() => {
    world.audius.tokens.clear()
    world.audius.tokens.set('good', { apiKey: 'abcd', userId: '7eP5n' })
    world.audius.tokens.set('of another app', { apiKey: '0xother', userId: '7eP5n' })
    world.audius.files.clear()
    world.audius.tracks.clear()
    world.audius.faults.length = 0
    world.audius.secrets.length = 0
    world.logged.length = 0
    world.clock.seconds = 0
  })
  afterAll(() => world.close())

  const post = (order: unknown, userId = 'user-1') =>
    world.request('POST /api/uploads', { userId, body: JSON.stringify(order) })
  const show = async (jobId: string, userId = 'user-1') =>
    world.request('GET /api/uploads/{jobId}', { userId, pathParameters: { jobId } })

  async function started(
    order: typeof ORDER = ORDER,
  ): Promise<{ jobId: string; uploads: Record<string, Signed> }> {
    const { status, body } = await post(order)
    expect(status).toBe(201)
    return body as { jobId: string; uploads: Record<string, Signed> }
  }

  /** A job whose files a browser has sent, in the order the answer asks for. */
  async function uploaded(audio = AUDIO): Promise<string> {
    const { jobId, uploads } = await started({
      ...ORDER,
      files: { ...ORDER.files, audio: { ...ORDER.files.audio, size: audio.length } },
    })
    for (const [part, bytes] of [
      ['audio', audio],
      ['coverArt', COVER],
      ['complete', undefined],
    ] as const) {
      const signed = uploads[part]
      if (signed === undefined) throw new Error(`no URL for ${part}`)
      const body = bytes ?? signed.body ?? ''
      const response = await fetch(signed.url, { method: signed.method, headers: signed.headers, body })
      expect(response.status).toBe(200)
    }
    return jobId
  }

  it('goes to S3 by URLs that allow the announced type and size for 15 minutes', async () => {
    const { uploads } = await started()
    for (const signed of Object.values(uploads)) {
      const query = new URL(signed.url).searchParams
      expect(query.get('X-Amz-SignedHeaders')).toBe('content-length;content-type;host')
      expect(query.get('X-Amz-Expires')).toBe('900')
      expect([...query.keys()].filter((key) => /checksum/i.test(key))).toEqual([])
    }
    expect(uploads['audio']?.headers).toEqual({ 'content-type': 'audio/mpeg' })
    expect(Object.keys(uploads)).toEqual(['audio', 'coverArt', 'complete'])
  })

  it('is published with its files and details when complete.json arrives', async () => {
    const jobId = await uploaded()
    expect((await show(jobId)).body).toMatchObject({ status: 'waiting', title: 'Monstera' })
    await world.arrive(jobId)
    const { body } = await show(jobId)
    expect(body).toMatchObject({ jobId, status: 'published' })
    const [[trackId, track] = []] = [...world.audius.tracks]
    expect(body['trackId']).toBe(trackId)
    expect(track).toEqual({
      track_id: trackId,
      user_id: '7eP5n',
      title: 'Monstera',
      genre: 'Metal',
      tags: 'groove,battle',
      track_cid: 'cid-320-upload-1',
      orig_file_cid: 'cid-upload-1',
      orig_filename: 'song "one".mp3',
      cover_art_sizes: 'cid-upload-2',
      duration: 12,
    })
    expect([...world.audius.files.values()]).toEqual([
      { template: 'audio', userId: '1', type: 'audio/mpeg', name: 'song %22one%22.mp3', bytes: AUDIO },
      { template: 'img_square', type: 'image/png', name: 'cover.png', bytes: COVER },
    ])
  })

  it('is published once, however often the event is delivered', async () => {
    const jobId = await uploaded()
    await Promise.all([world.arrive(jobId), world.arrive(jobId), world.arrive(jobId)])
    await world.arrive(jobId)
    expect(world.audius.tracks.size).toBe(1)
    expect(world.audius.files.size).toBe(2)
  })

  it('is published once where Audius took the track and the answer was lost', async () => {
    const jobId = await uploaded()
    world.audius.faults.push({ on: 'POST /v1/tracks', answer: 'take and hang up' })
    await expect(world.arrive(jobId)).rejects.toThrow('create the track')
    expect((await show(jobId)).body['status']).toBe('waiting')
    await world.arrive(jobId)
    expect((await show(jobId)).body['status']).toBe('published')
    expect(world.audius.tracks.size).toBe(1)
  })

  it('is tried three times, then fails with a reason', async () => {
    const jobId = await uploaded()
    for (let i = 0; i < 3; i++) world.audius.faults.push({ on: 'POST /uploads', answer: 'hang up' })
    await expect(world.arrive(jobId)).rejects.toThrow('store the audio file')
    await expect(world.arrive(jobId)).rejects.toThrow('store the audio file')
    await world.arrive(jobId)
    expect((await show(jobId)).body).toMatchObject({
      status: 'failed',
      reason: 'Audius could not be reached. Upload the track again later.',
    })
    await world.arrive(jobId)
    expect(world.audius.tracks.size).toBe(0)
  })

  it('reads a secret again after Audius has refused it', async () => {
    const Name = '/studio/dev/secret/AUDIUS_API_SECRET'
    const put = (Value: string) =>
      world.ssm.send(new PutParameterCommand({ Name, Value, Type: 'SecureString', Overwrite: true }))
    const jobId = await uploaded()
    world.audius.faults.push({ on: 'POST /v1/tracks', answer: 401 })
    await expect(world.arrive(jobId)).rejects.toThrow('401')
    await put('replaced')
    await expect(world.arrive(jobId)).rejects.toThrow('401')
    await put('audius-secret')
    await world.arrive(jobId)
    expect(world.audius.secrets).toEqual(['replaced', 'audius-secret'])
    expect((await show(jobId)).body['status']).toBe('published')
    expect(world.logged.join()).not.toContain('audius-secret')
  })

  it('is taken up again after a program was killed, but not while that may still run', async () => {
    const jobId = await uploaded()
    await world.jobs.claim(jobId)
    await world.arrive(jobId)
    expect((await show(jobId)).body['status']).toBe('processing')
    world.clock.seconds = 331
    await world.arrive(jobId)
    expect((await show(jobId)).body['status']).toBe('published')
  })

  it('fails where the last attempt was killed, although nobody was left to say so', async () => {
    const jobId = await uploaded()
    for (const seconds of [0, 331, 662]) {
      world.clock.seconds = seconds
      await world.jobs.claim(jobId)
    }
    expect((await show(jobId)).body['status']).toBe('processing')
    world.clock.seconds = 993
    expect((await show(jobId)).body).toMatchObject({
      status: 'failed',
      reason: 'The publication took too long.',
    })
    await world.arrive(jobId)
    expect(world.audius.tracks.size).toBe(0)
  })

  it.each([
    [400, 'Audius does not accept the track.'],
    [403, 'This app may not publish to the Audius account: allow it there. Refused was the track.'],
  ])('fails for good where Audius answers %i', async (status, reason) => {
    const jobId = await uploaded()
    world.audius.faults.push({ on: 'POST /v1/tracks', answer: status })
    await world.arrive(jobId)
    expect((await show(jobId)).body).toMatchObject({ status: 'failed', reason })
  })

  it('fails for a file that Audius cannot read', async () => {
    const jobId = await uploaded(Buffer.from('not audio at all'))
    await world.arrive(jobId)
    expect((await show(jobId)).body).toMatchObject({ reason: 'Audius cannot read the audio file.' })
  })

  it('fails where a file is missing, or is not what was announced', async () => {
    const { jobId } = await started()
    await world.arrive(jobId)
    expect((await show(jobId)).body).toMatchObject({ reason: 'The audio file was not uploaded.' })

    const other = await uploaded()
    const Key = `${other}/audio`
    const put = (Body: string, ContentType: string) =>
      world.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body, ContentType }))
    await put('longer than it should be, by far', 'audio/mpeg')
    await world.arrive(other)
    expect((await show(other)).body['reason']).toMatch(/has 32 bytes, 24 were announced/)

    const third = await uploaded()
    const wrong = { Bucket: BUCKET, Key: `${third}/audio`, Body: AUDIO, ContentType: 'text/html' }
    await world.s3.send(new PutObjectCommand(wrong))
    await world.arrive(third)
    expect((await show(third)).body['reason']).toMatch(/is text\/html, audio\/mpeg was announced/)
    expect(world.audius.files.size).toBe(0)
  })

  it('shows itself to its owner alone', async () => {
    const { jobId } = await started()
    const [others, unknown] = [await show(jobId, 'user-2'), await show('no-such-job')]
    expect(others).toEqual(unknown)
    expect(others.status).toBe(404)
    expect(others.headers['content-type']).toBe('application/problem+json')
    expect((await world.request('GET /api/uploads/{jobId}', { pathParameters: { jobId } })).status).toBe(401)
  })

  it('fails for an Audius account that the caller has not shown to be theirs', async () => {
    for (const audiusToken of ['forged', 'of another app']) {
      expect(await post({ ...ORDER, audiusToken })).toMatchObject({ status: 403 })
    }
  })

  it('fails where it is not what may be published, and names every fault', async () => {
    const { status, body } = await post({
      ...ORDER,
      track: { title: ' ', genre: 'Noise', extra: 1 },
      files: {
        audio: { name: 'a', contentType: 'video/mp4', size: 1 },
        coverArt: { name: 'b', contentType: 'image/png', size: 11 * 1024 ** 2 },
      },
    })
    expect(status).toBe(400)
    const fields = (body['errors'] as { field: string }[]).map(({ field }) => field)
    expect(fields).toEqual([
      'track.title',
      'track.genre',
      'track',
      'files.audio.contentType',
      'files.coverArt.size',
    ])
    expect(await world.request('POST /api/uploads', { userId: 'user-1', body: '{' })).toMatchObject({
      status: 400,
    })
  })
})
