import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { SQSEvent } from 'aws-lambda'
import { jsonLog } from '../../shared/lambda/log'
import { readConfig } from './config'
import { dynamoTallies } from './tallies'
import { countTaps } from './work'

const dependencies = {
  tallies: dynamoTallies(new DynamoDBClient(), readConfig().TABLE_TALLIES),
  log: jsonLog('tap-worker'),
}

export const handler = (event: SQSEvent) => countTaps(event, dependencies)
