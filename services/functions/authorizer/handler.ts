import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SSMClient } from '@aws-sdk/client-ssm'
import { issuersOf } from '../../shared/auth/issuers'
import { tokenVerifier } from '../../shared/auth/verify-token'
import { jsonLog } from '../../shared/lambda/log'
import { cachedSecrets } from '../../shared/lambda/secrets'
import { authorize, type AuthorizerEvent } from './authorize'
import { readConfig } from './config'

const secrets = cachedSecrets({ secretsManager: new SecretsManagerClient(), ssm: new SSMClient() })
const dependencies = {
  verify: tokenVerifier({ issuers: issuersOf(readConfig(), secrets) }),
  log: jsonLog('authorizer'),
}

export const handler = (event: AuthorizerEvent) => authorize(event, dependencies)
