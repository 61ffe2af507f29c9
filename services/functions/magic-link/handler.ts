import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SESv2Client } from '@aws-sdk/client-sesv2'
import { jsonLog } from '../../shared/lambda/log'
import { readConfig } from './config'
import { Links } from './links'
import { createMagicLink } from './magic-link'

const { table, sender, page } = readConfig()

/** Cognito's triggers DefineAuthChallenge, CreateAuthChallenge and VerifyAuthChallengeResponse. */
export const handler = createMagicLink({
  links: new Links({ dynamodb: new DynamoDBClient(), table }),
  mail: { ses: new SESv2Client(), sender, page },
  log: jsonLog('magic-link'),
})
