import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { withEmulator } from '../../helpers/emulator'

const ROUNDS = 15
const AT_ONCE = 40

describe('conditional writes', () => {
  it('let exactly one of many requests at once pass', async () => {
    await withEmulator(async ({ endpoint, env }) => {
      const dynamo = new DynamoDBClient({
        endpoint,
        region: env.AWS_REGION ?? '',
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      })
      await dynamo.send(
        new CreateTableCommand({
          TableName: 'claims',
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        }),
      )
      const winners: number[] = []
      for (let round = 0; round < ROUNDS; round++) {
        const claims = Array.from({ length: AT_ONCE }, (_, by) =>
          dynamo.send(
            new PutItemCommand({
              TableName: 'claims',
              Item: { id: { S: String(round) }, by: { N: String(by) } },
              ConditionExpression: 'attribute_not_exists(id)',
            }),
          ),
        )
        const settled = await Promise.allSettled(claims)
        winners.push(settled.filter(({ status }) => status === 'fulfilled').length)
      }
      dynamo.destroy()
      expect(winners).toEqual(Array<number>(ROUNDS).fill(1))
    })
  })
})
