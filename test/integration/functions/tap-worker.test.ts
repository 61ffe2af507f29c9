import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  TransactionCanceledException,
  type TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb'
import type { SQSRecord } from 'aws-lambda'
import { dynamoTallies } from '../../../services/functions/tap-worker/tallies'
import { countTaps } from '../../../services/functions/tap-worker/work'
import { jsonLog } from '../../../services/shared/lambda/log'
import type { Emulator } from '../../../scripts/rehearsal/emulator/emulator'
import { createEmulator } from '../../helpers/emulator'

const TABLE = 'tallies'

function message(messageId: string, body: unknown): SQSRecord {
  const record: unknown = { messageId, body: typeof body === 'string' ? body : JSON.stringify(body) }
  return record as SQSRecord
}

describe('the worker behind the queue', () => {
  let emulator: Emulator
  let dynamo: DynamoDBClient

  beforeAll(async () => {
    emulator = await createEmulator()
    dynamo = new DynamoDBClient({
      endpoint: emulator.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    })
    await dynamo.send(
      new CreateTableCommand({
        TableName: TABLE,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'tallyId', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'tallyId', KeyType: 'HASH' }],
      }),
    )
  })
  afterAll(async () => {
    dynamo.destroy()
    await emulator.stop()
  })

  const work = (...records: SQSRecord[]) =>
    countTaps(
      { Records: records },
      { tallies: dynamoTallies(dynamo, TABLE), log: jsonLog('tap-worker', () => undefined) },
    )
  const item = async (tallyId: string) =>
    (await dynamo.send(new GetItemCommand({ TableName: TABLE, Key: { tallyId: { S: tallyId } } }))).Item
  const failedOf = ({ batchItemFailures }: Awaited<ReturnType<typeof work>>) =>
    batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)

  it('adds the events of a batch up, by tally', async () => {
    const answer = await work(
      message('1', { tallyId: 'a', amount: 2, eventId: 'a1' }),
      message('2', { tallyId: 'a', amount: 5, eventId: 'a2' }),
      message('3', { tallyId: 'a', amount: -1, eventId: 'a3' }),
      message('4', { tallyId: 'b', amount: 7, eventId: 'b1' }),
    )
    expect(failedOf(answer)).toEqual([])
    expect(await item('a')).toMatchObject({ total: { N: '6' }, events: { N: '3' } })
    expect(await item('b')).toMatchObject({ total: { N: '7' }, events: { N: '1' } })
  })

  it('counts an event once, however often and wherever it is delivered', async () => {
    const tap = { tallyId: 'once', amount: 3, eventId: 'same' }
    const answers = [await work(message('1', tap), message('2', tap)), await work(message('3', tap))]
    expect(answers.flatMap(failedOf)).toEqual([])
    expect(await item('once')).toMatchObject({ total: { N: '3' }, events: { N: '1' } })
  })

  it('counts 40 events once each where every one is delivered twice at the same time', async () => {
    const taps = Array.from({ length: 40 }, (_, i) =>
      message(`m${i}`, { tallyId: 'busy', amount: 1, eventId: `e${i}` }),
    )
    // What a transaction refuses because another one is in its way comes again, as from SQS.
    let open = [...taps, ...taps]
    for (let round = 0; round < 10 && open.length > 0; round++) {
      const answers = await Promise.all([
        work(...open.slice(0, open.length / 2)),
        work(...open.slice(open.length / 2)),
      ])
      const failed = new Set(answers.flatMap(failedOf))
      open = taps.filter(({ messageId }) => failed.has(messageId))
    }
    expect(open).toEqual([])
    expect(await item('busy')).toMatchObject({ total: { N: '40' }, events: { N: '40' } })
  })

  it('tries again at once where another transaction was in the way, and fails where that never ends', async () => {
    const conflict = new TransactionCanceledException({
      message: 'cancelled',
      $metadata: {},
      CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }],
    })
    const tap = { tallyId: 'hot', amount: 1, eventId: 'hot1' }
    const triesOf = async (conflicts: number) => {
      let tries = 0
      const send = (command: TransactWriteItemsCommand) =>
        ++tries <= conflicts ? Promise.reject(conflict) : dynamo.send(command)
      const crowded = dynamoTallies({ send } as Pick<DynamoDBClient, 'send'>, TABLE)
      const added = await crowded.add(tap).catch((error: unknown) => error)
      return { tries, added }
    }
    expect(await triesOf(3)).toEqual({ tries: 4, added: true })
    expect(await triesOf(Infinity)).toEqual({ tries: 8, added: conflict })
  })

  it('keeps a mark longer than a message can live, and then lets it go', async () => {
    await work(message('1', { tallyId: 'c', amount: 1, eventId: 'marked' }))
    const mark = await item('event#marked')
    const days = (Number(mark?.['expiresAt']?.N) - Date.now() / 1000) / 86_400
    expect(days).toBeGreaterThan(28)
    expect(days).toBeLessThan(31)
  })

  it.each([
    ['no JSON', 'tap'],
    ['no object', 'null'],
    ['no event id', { tallyId: 'd', amount: 1 }],
    ['a fraction', { tallyId: 'd', amount: 1.5, eventId: 'd2' }],
    ['an amount beyond the limit', { tallyId: 'd', amount: 1e9, eventId: 'd3' }],
    ['a tally that looks like a mark', { tallyId: 'event#marked', amount: 1, eventId: 'd4' }],
  ])('fails a message with %s, alone', async (_name, body) => {
    const good = message('good', {
      tallyId: `beside ${_name}`.replaceAll(' ', '-'),
      amount: 1,
      eventId: `ok-${_name.length}`,
    })
    expect(failedOf(await work(message('bad', body), good))).toEqual(['bad'])
    expect(await item('d')).toBeUndefined()
  })

  it('fails the message whose tally cannot be reached, and does not lose it', async () => {
    const tallies = dynamoTallies(dynamo, 'no-such-table')
    const answer = await countTaps(
      { Records: [message('1', { tallyId: 'x', amount: 1, eventId: 'x1' })] },
      { tallies, log: jsonLog('tap-worker', () => undefined) },
    )
    expect(failedOf(answer)).toEqual(['1'])
  })
})
