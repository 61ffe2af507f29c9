import {
  CreateSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { cachedSecrets } from '../../../services/shared/lambda/secrets'
import { withEmulator } from '../../helpers/emulator'

const MINUTE = 60_000

it('a secret is read from either store, kept, read again when it is old or forgotten, and a failure is not kept', async () => {
  await withEmulator(async ({ endpoint }) => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
    const secretsManager = new SecretsManagerClient({ endpoint, region: 'us-east-1', credentials })
    const ssm = new SSMClient({ endpoint, region: 'us-east-1', credentials })
    let now = 0
    const secrets = cachedSecrets({ secretsManager, ssm }, () => now)
    const put = (Value: string) =>
      ssm.send(new PutParameterCommand({ Name: '/a', Value, Type: 'SecureString', Overwrite: true }))
    try {
      await expect(secrets.read('/a')).rejects.toThrow()
      await put('one')
      expect(await secrets.read('/a')).toBe('one')
      await put('two')
      now = 4 * MINUTE
      expect(await secrets.read('/a')).toBe('one')
      now = 6 * MINUTE
      expect(await Promise.all([secrets.read('/a'), secrets.read('/a')])).toEqual(['two', 'two'])
      await put('three')
      secrets.forget('/a')
      expect(await secrets.read('/a')).toBe('three')

      const { ARN = '' } = await secretsManager.send(new CreateSecretCommand({ Name: 'b' }))
      await expect(secrets.read(ARN)).rejects.toThrow()
      await secretsManager.send(new PutSecretValueCommand({ SecretId: ARN, SecretString: 'filled' }))
      expect(await secrets.read(ARN)).toBe('filled')
    } finally {
      ssm.destroy()
      secretsManager.destroy()
    }
  })
})
