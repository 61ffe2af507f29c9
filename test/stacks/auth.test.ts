import type { SystemInput } from '../../cdktf/config/schema'
import { aiuteur } from '../../cdktf/systems/aiuteur'
import { community } from '../../cdktf/systems/community'
import { studio } from '../../cdktf/systems/studio'
import { at, changed, faultsOf } from '../unit/config/faulty'
import { inside, keysOf, synthesized, type Config, type Synthesized } from './synthesized'

function migrating(): SystemInput {
  const system = structuredClone(community)
  // One word each.
  system.phases.database = 'migrate'
  system.phases.auth = 'migrate'
  return system
}

const stacks = synthesized([aiuteur, studio, migrating()])

function authOf(name: string, from = stacks): Synthesized {
  const stack = from.get(`${name}-auth`)
  if (stack === undefined) throw new Error(`no auth stack of ${name}`)
  return stack
}

const dev = authOf('aiuteur-dev')
const magic = authOf('community-dev')

function poolOf(stack: Synthesized): Config {
  const [pool] = stack.ofType('aws_cognito_user_pool')
  if (pool === undefined) throw new Error('no user pool')
  return pool.config
}

function clientsOf(stack: Synthesized): readonly Config[] {
  return stack.ofType('aws_cognito_user_pool_client').map(({ config }) => config)
}

/** What can never be put right once the pool exists, and what would let somebody be somebody else. */
function faultsOfPool(pool: Config): string[] {
  const checks: readonly [string, boolean][] = [
    ['e-mail is an alias', JSON.stringify(pool['alias_attributes']) === '["email"]'],
    ['user names are free to be UUIDs', pool['username_attributes'] === undefined],
    ['case does not matter', inside(pool, 'username_configuration', 'case_sensitive') === false],
    [
      'only the backend makes users',
      inside(pool, 'admin_create_user_config', 'allow_admin_create_user_only') === true,
    ],
    [
      'a new address is verified before it counts',
      JSON.stringify(
        inside(pool, 'user_attribute_update_settings', 'attributes_require_verification_before_update'),
      ) === '["email"]',
    ],
    ['it cannot be deleted', pool['deletion_protection'] === 'ACTIVE'],
    ['Terraform does not replace it', inside(pool, 'lifecycle', 'prevent_destroy') === true],
    ['passwords are long', Number(inside(pool, 'password_policy', 'minimum_length')) >= 12],
  ]
  return checks.filter(([, holds]) => !holds).map(([what]) => what)
}

describe('the user pool', () => {
  it.each([...stacks].filter(([name]) => name.endsWith('-auth')))(
    'of %s is right from the start',
    (_n, stack) => {
      expect(faultsOfPool(poolOf(stack))).toEqual([])
    },
  )

  it.each([
    ['e-mail is an alias', { alias_attributes: ['email', 'preferred_username'] }],
    ['user names are free to be UUIDs', { username_attributes: ['email'] }],
    ['case does not matter', { username_configuration: { case_sensitive: true } }],
    ['only the backend makes users', { admin_create_user_config: { allow_admin_create_user_only: false } }],
    ['a new address is verified before it counts', { user_attribute_update_settings: undefined }],
    ['it cannot be deleted', { deletion_protection: 'INACTIVE' }],
    ['Terraform does not replace it', { lifecycle: {} }],
    ['passwords are long', { password_policy: { minimum_length: 8 } }],
  ])('fails where not: %s', (what, change) => {
    expect(faultsOfPool({ ...poolOf(dev), ...change })).toEqual([what])
  })

  it('has a name of its own in each environment', () => {
    expect([dev, authOf('aiuteur-prod'), authOf('studio-dev')].map((stack) => poolOf(stack)['name'])).toEqual(
      ['aiuteur-users-dev', 'aiuteur-users-prod', 'studio-users-dev'],
    )
  })

  it('asks for a second factor as the system says', () => {
    expect(poolOf(dev)).toMatchObject({
      mfa_configuration: 'OPTIONAL',
      software_token_mfa_configuration: { enabled: true },
    })
    expect(poolOf(magic)['mfa_configuration']).toBe('OFF')
    const strict = changed((input) => (at(input, 'userPool')['mfa'] = 'required'))
    expect(poolOf(authOf('aiuteur-dev', synthesized([strict])))['mfa_configuration']).toBe('ON')
  })

  it('says the constraints of its attributes in full, and requires none', () => {
    for (const attribute of poolOf(dev)['schema'] as Config[]) {
      expect(attribute).toMatchObject({
        mutable: true,
        required: false,
        string_attribute_constraints: { min_length: '0', max_length: '2048' },
      })
    }
  })

  it('sends by SES where the system sends mail, else by Cognito', () => {
    expect(poolOf(dev)['email_configuration']).toEqual({ email_sending_account: 'COGNITO_DEFAULT' })
    expect(poolOf(magic)['email_configuration']).toEqual({
      email_sending_account: 'DEVELOPER',
      from_email_address: 'no-reply@dev.community.example',
      source_arn: 'arn:aws:ses:us-east-1:123456789012:identity/dev.community.example',
    })
  })
})

describe('the triggers', () => {
  it('give tokens their claims, in the version that reaches access tokens', () => {
    for (const stack of [dev, magic, authOf('studio-prod')]) {
      expect(inside(poolOf(stack), 'lambda_config', 'pre_token_generation_config')).toMatchObject({
        lambda_version: 'V2_0',
        lambda_arn: expect.stringContaining('aws_lambda_alias.pre-token-generation') as string,
      })
      // Claims in access tokens need this tier.
      expect(poolOf(stack)['user_pool_tier']).toBe('ESSENTIALS')
    }
  })

  it('ask Supabase for unknown users, only until the phase is complete', () => {
    expect(inside(poolOf(dev), 'lambda_config', 'user_migration')).toMatch(
      /^\$\{var\.auth_user_migration \? aws_lambda_alias\.user-migration_alias_\w+\.arn : null\}$/,
    )
    expect(inside(dev.json, 'variable', 'auth_user_migration')).toMatchObject({ type: 'bool', default: true })
  })

  it('ask nobody where users are new, or sign in without a password', () => {
    const fresh = changed((input) => {
      input.phases.storage = input.phases.database = input.phases.auth = 'new'
      for (const environment of Object.values(input.environments)) environment.source = {}
    })
    for (const stack of [magic, authOf('aiuteur-dev', synthesized([fresh]))]) {
      expect(inside(poolOf(stack), 'lambda_config', 'user_migration')).toBeUndefined()
      expect(inside(stack.json, 'variable')).toBeUndefined()
    }
  })

  it('send links where the system signs in by them', () => {
    const config = inside(poolOf(magic), 'lambda_config')
    for (const trigger of ['define', 'create']) {
      expect(inside(config, `${trigger}_auth_challenge`)).toContain('aws_lambda_alias.magic-link')
    }
    expect(inside(config, 'verify_auth_challenge_response')).toContain('aws_lambda_alias.magic-link')
    expect(inside(poolOf(dev), 'lambda_config', 'define_auth_challenge')).toBeUndefined()
    const [table] = magic.ofType('aws_dynamodb_table')
    expect(table?.config).toMatchObject({
      name: 'community-dev-magic-links',
      hash_key: 'tokenHash',
      ttl: { attribute_name: 'expiresAt', enabled: true },
    })
  })

  it('let links be sent from one address, and kept in one table', () => {
    const statements = statementsOf(magic, 'magic-link')
    expect(statements.find(({ Sid }) => Sid === 'Mail')).toMatchObject({
      Action: ['ses:SendEmail'],
      Resource: ['arn:aws:ses:us-east-1:123456789012:identity/dev.community.example'],
      Condition: { StringEquals: { 'ses:FromAddress': 'no-reply@dev.community.example' } },
    })
    // The table is under the data key, which DynamoDB uses in the function's name.
    expect(statements.find(({ Sid }) => Sid === 'DataKey')).toMatchObject({
      Condition: { StringEquals: { 'kms:ViaService': ['dynamodb.us-east-1.amazonaws.com'] } },
    })
    expect(inside(functionOf(magic, 'magic-link'), 'environment', 'variables')).toEqual({
      TABLE_MAGIC_LINKS: expect.stringContaining('aws_dynamodb_table.magic-links') as string,
      WEB_ORIGINS: 'https://dev.community.example',
      MAGIC_LINK_PATH: '/auth/callback',
      EMAIL_SENDER: 'no-reply@dev.community.example',
    })
  })

  it('read the key of the source by its name, never from the environment', () => {
    expect(inside(functionOf(dev, 'user-migration'), 'environment', 'variables')).toEqual({
      SUPABASE_URL: 'https://hvmtqzkwxplbnrcdfgse.supabase.co',
      SECRET_SUPABASE_SERVICE_ROLE_KEY:
        '${data.terraform_remote_state.foundation-state.outputs.secret_arns.SUPABASE_SERVICE_ROLE_KEY}',
    })
    expect(statementsOf(dev, 'user-migration').find(({ Sid }) => Sid === 'ReadSecret')).toMatchObject({
      Action: ['secretsmanager:GetSecretValue'],
    })
  })

  it('end when Cognito stops waiting, and answer the pool alone', () => {
    for (const stack of [dev, magic]) {
      const functions = stack.ofType('aws_lambda_function')
      expect(functions.map(({ config }) => config['timeout'])).toEqual(functions.map(() => 5))
      const permissions = stack.ofType('aws_lambda_permission')
      expect(permissions).toHaveLength(functions.length)
      for (const { config } of permissions) {
        expect(config).toMatchObject({ principal: 'cognito-idp.amazonaws.com' })
        expect(config['source_arn']).toMatch(/^\$\{aws_cognito_user_pool\..*\.arn\}$/)
      }
    }
  })
})

/** What would give tokens away, or let a user give himself a role. */
function faultsOfClient(client: Config): string[] {
  const urls = (client['callback_urls'] as string[]).concat(client['logout_urls'] as string[])
  const checks: readonly [string, boolean][] = [
    ['the code grant alone', JSON.stringify(client['allowed_oauth_flows']) === '["code"]'],
    ['no secret in a browser', client['generate_secret'] === false],
    ['exact https URLs', urls.length > 0 && urls.every((url) => /^https:\/\/[^*]+$/.test(url))],
    ['nobody learns who is a user', client['prevent_user_existence_errors'] === 'ENABLED'],
    ['tokens can be revoked', client['enable_token_revocation'] === true],
    ['nobody writes roles', !(client['write_attributes'] as string[]).includes('custom:app_metadata')],
    ['access tokens are short', Number(client['access_token_validity']) <= 60],
  ]
  return checks.filter(([, holds]) => !holds).map(([what]) => what)
}

describe('the clients', () => {
  it.each([...stacks].filter(([name]) => name.endsWith('-auth')))('of %s are safe', (_name, stack) => {
    expect(clientsOf(stack).flatMap(faultsOfClient)).toEqual([])
  })

  it.each([
    ['the code grant alone', { allowed_oauth_flows: ['code', 'implicit'] }],
    ['no secret in a browser', { generate_secret: true }],
    ['exact https URLs', { callback_urls: ['http://dev.aiuteur.example/'] }],
    ['exact https URLs', { callback_urls: ['https://*.aiuteur.example/'] }],
    ['nobody learns who is a user', { prevent_user_existence_errors: 'LEGACY' }],
    ['tokens can be revoked', { enable_token_revocation: false }],
    ['nobody writes roles', { write_attributes: ['custom:app_metadata'] }],
    ['access tokens are short', { access_token_validity: 1440 }],
  ])('fails where not: %s', (what, change) => {
    const [client] = clientsOf(dev)
    expect(faultsOfClient({ ...client, ...change })).toEqual([what])
  })

  it("come back to the app's own domain, or where it has none to the web origins", () => {
    const urls = clientsOf(authOf('studio-dev')).map(({ name, callback_urls: value }) => [name, value])
    expect(Object.fromEntries(urls)).toEqual({
      'echo-web': ['https://echo.dev.studio.example/'],
      'everlink-web': ['https://echo.dev.studio.example/', 'https://everlink.dev.studio.example/'],
    })
  })

  it('let a browser send the password only as long as Supabase has to see it', () => {
    const [echo, everlink] = ['echo-web', 'everlink-web'].map((wanted) =>
      clientsOf(authOf('studio-dev')).find(({ name }) => name === wanted),
    )
    expect(echo?.['explicit_auth_flows']).toMatch(
      /^\$\{var\.auth_user_migration \? \[.*ALLOW_USER_PASSWORD_AUTH.*\] : \[(?!.*USER_PASSWORD).*\]\}$/,
    )
    // New on AWS: nobody has to be asked.
    expect(everlink?.['explicit_auth_flows']).toEqual(['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH'])
    expect(clientsOf(magic)[0]?.['explicit_auth_flows']).toEqual([
      'ALLOW_REFRESH_TOKEN_AUTH',
      'ALLOW_CUSTOM_AUTH',
    ])
  })

  it('fails where a web origin is not https', () => {
    const open = changed((input) => (at(input, 'environments', 'dev')['webOrigins'] = ['http://a.example']))
    expect(faultsOf(open)).toContain(
      'environments.dev.webOrigins[0]: "http://a.example" given, expected an https origin',
    )
  })

  it('have ids by app', () => {
    const ids = inside(authOf('studio-dev').json, 'output', 'client_ids', 'value')
    expect(keysOf(ids)).toEqual(['echo', 'everlink'])
  })
})

describe('community', () => {
  it('keeps its users on Supabase today', () => {
    expect([...synthesized([community]).keys()].filter((name) => /-(auth|database)$/.test(name))).toEqual([])
  })

  it('gets both stacks by one word each', () => {
    expect([...stacks.keys()].filter((name) => /^community-.*-(auth|database)$/.test(name))).toEqual([
      'community-dev-database',
      'community-dev-auth',
      'community-prod-database',
      'community-prod-auth',
    ])
  })
})

function functionOf(stack: Synthesized, program: string): Config {
  const found = stack.ofType('aws_lambda_function').find(({ path }) => path.startsWith(`${program}/`))
  if (found === undefined) throw new Error(`no function ${program}`)
  return found.config
}

function statementsOf(stack: Synthesized, program: string): Config[] {
  const policy = stack.ofType('aws_iam_role_policy').find(({ path }) => path.startsWith(`${program}/`))
  return inside(JSON.parse(String(policy?.config['policy'])), 'Statement') as Config[]
}
