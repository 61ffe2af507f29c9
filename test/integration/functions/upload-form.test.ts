import { HeadObjectCommand } from '@aws-sdk/client-s3'
import { BUCKET, startUploadWorld, type UploadWorld } from '../../helpers/upload-world'

const AUDIO = Buffer.from('ID3 a song, more or less')
const COVER = Buffer.from('a picture')

describe('an upload as a form', () => {
  let world: UploadWorld

  beforeAll(async () => {
    world = await startUploadWorld()
    world.audius.tokens.set('good', { apiKey: 'abcd', userId: '7eP5n' })
  })
  afterAll(() => world.close())

  const show = async (jobId: string) =>
    (await world.request('GET /api/uploads/{jobId}', { userId: 'user-1', pathParameters: { jobId } })).body

  async function form(changes: Record<string, string | Blob | undefined> = {}) {
    const data = new FormData()
    const parts: Record<string, string | Blob | undefined> = {
      audiusToken: 'good',
      title: 'Small',
      genre: 'Folk',
      tags: 'one, two',
      description: '',
      audioFile: new Blob([AUDIO], { type: 'audio/mpeg' }),
      coverArtFile: new Blob([COVER], { type: 'image/png' }),
      ...changes,
    }
    for (const [name, value] of Object.entries(parts)) {
      if (typeof value === 'string') data.append(name, value)
      else if (value !== undefined) data.append(name, value, `${name}.bin`)
    }
    const request = new Request('http://form', { method: 'POST', body: data })
    const bytes = Buffer.from(await request.arrayBuffer())
    const contentType = request.headers.get('content-type') ?? ''
    return { bytes, contentType }
  }
  const send = ({ bytes, contentType }: { bytes: Buffer; contentType: string }, headers = {}) =>
    world.request('POST /api/upload', {
      userId: 'user-1',
      headers: { 'content-type': contentType, ...headers },
      body: bytes.toString('base64'),
      isBase64Encoded: true,
    })

  it('is stored and published the same way', async () => {
    const { status, body } = await send(await form())
    expect(status).toBe(202)
    const jobId = String(body['jobId'])
    // Its arrival is what starts the publication.
    await world.s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: `${jobId}/complete.json` }))
    await world.arrive(jobId)
    expect(await show(jobId)).toMatchObject({ status: 'published', title: 'Small' })
    expect([...world.audius.files.values()].map(({ bytes }) => bytes)).toEqual([AUDIO, COVER])
    expect([...world.audius.tracks.values()][0]).toMatchObject({ tags: 'one,two' })
  })

  it('fails beyond 4.4 MB with the name of the other route', async () => {
    const large = await form({
      audioFile: new Blob([Buffer.alloc(4.5 * 1024 ** 2)], { type: 'audio/mpeg' }),
    })
    const expected = { status: 413, body: { alternative: 'POST /api/uploads' } }
    expect(await send(large)).toMatchObject(expected)
    expect(await send(await form(), { 'content-length': '5000000' })).toMatchObject(expected)
  })

  it.each([
    ['without a file', { coverArtFile: undefined }, 'The form has no file coverArtFile.'],
    [
      'with a file of another type',
      { audioFile: new Blob(['x'], { type: 'text/html' }) },
      'files.audio.contentType',
    ],
    ['with an empty file', { audioFile: new Blob([], { type: 'audio/mpeg' }) }, 'files.audio.size'],
    ['without a title', { title: '' }, 'track.title'],
    ['with too many files', { more: new Blob(['x']) }, 'too many parts'],
  ])('fails %s', async (_name, changes, detail) => {
    const { status, body } = await send(await form(changes))
    expect(status).toBe(400)
    expect(body['detail']).toContain(detail)
  })

  it('fails where it is cut off, or no form at all', async () => {
    const { bytes, contentType } = await form()
    expect((await send({ bytes: bytes.subarray(0, -20), contentType })).status).toBe(400)
    expect((await send({ bytes, contentType: 'application/json' })).status).toBe(400)
    expect((await send({ bytes, contentType: 'multipart/form-data' })).status).toBe(400)
  })
})
