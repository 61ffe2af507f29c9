import type { Waiver } from './judge/waiver'

const UNNAMED_DISTRIBUTIONS =
  'CloudFront names policies, functions and access controls by ids it makes up, and cannot limit them by tags; log deliveries likewise. Only a job that passed the approval of its GitHub Environment has this role, for a plan that was reviewed.'

/**
 * Every exception to a rule, each for a reason, in somebody's name and for a while. One that is expired, or that nothing
 * needs any more, is itself a finding of `migrate check-plan`.
 */
export const WAIVERS: readonly Waiver[] = [
  {
    rule: 'target-group-encrypted',
    stack: '*-backend',
    path: '*/targets/target-*',
    reason:
      'TLS ends at the load balancer. Behind it a request stays inside the VPC, between two security groups that name each other; a certificate in every task would have to be made, handed out and renewed.',
    owner: 'platform',
    expires: '2027-11-30',
  },
  {
    rule: 'load-balancer-internal',
    stack: '*-backend',
    path: 'load-balancer/lb',
    reason:
      'It is the one door of the system: the browsers of users reach the API through it. A web ACL stands before it, and ports 80 and 443 alone are open.',
    owner: 'platform',
    expires: '2027-11-30',
  },
  {
    rule: 'distribution-own-certificate',
    stack: '*-dev-storage',
    path: '*-cdn/distribution',
    reason:
      "Development reads objects under CloudFront's own domain, whose lowest TLS version AWS decides: no zone has to be delegated before the first phase. Production has `domains.<app>.cdn`.",
    owner: 'platform',
    expires: '2027-11-30',
  },
  {
    rule: 'distribution-root-object',
    stack: '*-storage',
    path: '*-cdn/distribution',
    reason: 'A bucket of objects has no first page: a request for the root is to be refused, and is (403).',
    owner: 'platform',
    expires: '2027-11-30',
  },
  {
    rule: 'secret-rotates',
    stack: '*-foundation',
    path: 'secret-SUPABASE_*/secret',
    reason:
      'Supabase issues these, and both sides need the same value while users and objects move. They go with the phases that need them.',
    owner: 'platform',
    expires: '2027-05-31',
  },
  {
    rule: 'secret-rotates',
    stack: 'aiuteur-*-foundation',
    path: 'secret-API_KEYS/secret',
    reason:
      'Keys that other companies issue: a function of ours could not make a new one. `migrate secrets set` replaces them by hand.',
    owner: 'platform',
    expires: '2027-05-31',
  },
  {
    rule: 'secret-rotates',
    stack: 'aiuteur-*-foundation',
    path: 'secret-GOOGLE_CREDENTIALS/secret',
    reason:
      'Google issues this key: a function of ours could not make a new one. `migrate secrets set` replaces it by hand.',
    owner: 'platform',
    expires: '2027-05-31',
  },
  {
    rule: 'secret-rotates',
    stack: '*-foundation',
    path: 'secret-*DATABASE_URL/secret',
    reason:
      'Until the database is cut over it may name Supabase, whose roles no function in AWS can alter. Services read it again when it is refused, so `migrate secrets set` changes it without a stop. RDS itself rotates the password of the master.',
    owner: 'platform',
    expires: '2027-05-31',
  },
  {
    rule: 'iam-no-full-access',
    stack: '*-foundation',
    path: 'apply-role/policy',
    attribute: 'statement Distributions',
    reason: UNNAMED_DISTRIBUTIONS,
    owner: 'platform',
    expires: '2027-05-31',
  },
  {
    rule: 'iam-resources-named',
    stack: '*-foundation',
    path: 'apply-role/policy',
    attribute: 'statement Distribution*',
    reason: UNNAMED_DISTRIBUTIONS,
    owner: 'platform',
    expires: '2027-05-31',
  },
  {
    rule: 'iam-resources-named',
    stack: '*-foundation',
    path: 'apply-role/network-policy',
    attribute: 'statement Network',
    reason:
      'What makes a VPC and its parts cannot name them before they exist. Changing and deleting is limited to those with the tags of this system and environment. Only an approved job has this role.',
    owner: 'platform',
    expires: '2027-05-31',
  },
  {
    rule: 'iam-resources-named',
    stack: '*-foundation',
    path: 'apply-role/network-policy',
    attribute: 'statement Certificates',
    reason:
      'A certificate is named by an id that ACM makes up. Only an approved job has this role, for a plan that was reviewed.',
    owner: 'platform',
    expires: '2027-05-31',
  },
  {
    rule: 'iam-resources-named',
    stack: '*-foundation',
    path: 'apply-role/network-policy',
    attribute: 'statement Zones',
    reason:
      'A hosted zone is named by an id that Route 53 makes up. Its records are limited by their names. Only an approved job has this role, for a plan that was reviewed.',
    owner: 'platform',
    expires: '2027-05-31',
  },
  {
    rule: 'security-group-attached',
    stack: '*-database',
    path: 'migration/group',
    reason:
      'Worn by the tasks that copy and relay: `migrate` starts them, not Terraform. It goes with the phase: `complete` turns the variable off, and the group is gone.',
    owner: 'platform',
    expires: '2027-11-30',
  },
]
