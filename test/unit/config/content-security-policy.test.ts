import { contentSecurityPolicy } from '../../../cdktf/config/content-security-policy'
import { resolveTarget } from '../../../cdktf/config/target'
import { systems } from '../../../cdktf/systems'
import { at, changed } from './faulty'

function directives(policy: string): Record<string, string[]> {
  return Object.fromEntries(
    policy.split('; ').map((directive) => {
      const [name = '', ...values] = directive.split(' ')
      return [name, values]
    }),
  )
}

const dev = directives(contentSecurityPolicy(resolveTarget(systems, 'aiuteur/dev'), 'aiuteur'))

describe('the content security policy of pages', () => {
  it('runs scripts of the page alone, and lets nobody frame it', () => {
    expect(dev).toMatchObject({
      'default-src': ["'self'"],
      'script-src': ["'self'"],
      'object-src': ["'none'"],
      'base-uri': ["'self'"],
      'frame-ancestors': ["'none'"],
    })
    expect(JSON.stringify(dev['script-src'])).not.toMatch(/unsafe|\*|data:/)
  })

  it('connects to the API, to Cognito, to the buckets, and to Supabase as long as it is the source', () => {
    expect(dev['connect-src']).toEqual(
      expect.arrayContaining([
        'https://api.dev.aiuteur.example',
        'https://cognito-idp.us-east-1.amazonaws.com',
        'https://hvmtqzkwxplbnrcdfgse.supabase.co',
        'https://aiuteur-dev-videos-123456789012.s3.us-east-1.amazonaws.com',
      ]),
    )
  })

  it('forgets Supabase with the source, and Cognito where auth is kept', () => {
    const fresh = changed((input) => {
      input.phases.storage = input.phases.database = input.phases.auth = 'new'
      for (const environment of Object.values(input.environments)) environment.source = {}
    })
    expect(contentSecurityPolicy(resolveTarget([fresh], 'aiuteur/dev'), 'aiuteur')).not.toContain('supabase')
    const kept = changed((input) => {
      input.phases.auth = 'keep'
      input.phases.decommission = 'keep'
    })
    expect(contentSecurityPolicy(resolveTarget([kept], 'aiuteur/dev'), 'aiuteur')).not.toContain('cognito')
  })

  it('names the host of public objects where it is ours', () => {
    const named = changed((input) => {
      at(input, 'environments', 'dev', 'domains', 'aiuteur')['cdn'] = 'cdn.dev.aiuteur.example'
    })
    const policy = directives(contentSecurityPolicy(resolveTarget([named], 'aiuteur/dev'), 'aiuteur'))
    expect(policy['connect-src']).toContain('https://*.cdn.dev.aiuteur.example')
    expect(policy['connect-src']).not.toContain('https://*.cloudfront.net')
  })
})
