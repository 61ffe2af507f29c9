import { addClaims } from '../../../services/functions/pre-token-generation/add-claims'

const USER = '3b241101-e2bb-4255-8caf-4136c566a962'

function event(change: object = {}, request: object = {}): object {
  return {
    version: '2',
    region: 'us-east-1',
    userPoolId: 'us-east-1_pool',
    userName: USER,
    triggerSource: 'TokenGeneration_Authentication',
    callerContext: { awsSdkVersion: '3', clientId: 'client' },
    request: {
      userAttributes: { sub: 'another-id', email: 'anna@example.com', email_verified: 'true' },
      groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
      scopes: ['aws.cognito.signin.user.admin'],
      ...request,
    },
    response: { claimsAndScopeOverrideDetails: null },
    ...change,
  }
}

const claims = (idToken: object, accessToken: object) => ({
  response: {
    claimsAndScopeOverrideDetails: {
      idTokenGeneration: { claimsToAddOrOverride: idToken },
      accessTokenGeneration: { claimsToAddOrOverride: accessToken },
    },
  },
})

const SIGNED_IN = { role: 'authenticated', user_id: USER }

describe('claims of a token', () => {
  it('say the role and the id in both tokens, and the address in the access token too', () => {
    const expected = claims(SIGNED_IN, { ...SIGNED_IN, email: 'anna@example.com' })
    expect(addClaims(event())).toEqual({ ...event(), ...expected })
  })

  it('make an administrator of a member of the group admin, and of nobody else', () => {
    const inGroups = (groupsToOverride: string[]) =>
      addClaims(event({}, { groupConfiguration: { groupsToOverride } }))
    expect(inGroups(['editors', 'admin'])).toMatchObject(claims({ role: 'admin' }, { role: 'admin' }))
    expect(inGroups(['administrators', 'service_role'])).toMatchObject(claims(SIGNED_IN, SIGNED_IN))
  })

  it('take no role from an attribute, which a user could write', () => {
    const userAttributes = { role: 'admin', 'custom:role': 'admin' }
    expect(addClaims(event({}, { userAttributes }))).toMatchObject(claims(SIGNED_IN, SIGNED_IN))
  })

  it('leave out an address that is not confirmed', () => {
    const userAttributes = { email: 'anna@example.com', email_verified: 'false' }
    expect(addClaims(event({}, { userAttributes }))).toMatchObject({ ...claims(SIGNED_IN, SIGNED_IN) })
    expect(
      JSON.stringify(Reflect.get(Object(addClaims(event({}, { userAttributes }))), 'response')),
    ).not.toContain('@')
  })

  it('are given at a refresh and where there are no groups', () => {
    const refresh = event({ triggerSource: 'TokenGeneration_RefreshTokens' }, { groupConfiguration: null })
    expect(addClaims(refresh)).toMatchObject(claims(SIGNED_IN, SIGNED_IN))
  })

  it('fail for an event of version 1, which could not change the access token', () => {
    expect(() => addClaims(event({ version: '1' }))).toThrow()
    expect(() => addClaims(event({ triggerSource: 'PostAuthentication_Authentication' }))).toThrow()
  })
})
