import type { PolicyStatement } from '../policy-document'
import type { Target } from '../target'
import { arnOf, ofThisTarget } from './scope'

/** Network, load balancer, web ACLs, certificates and names. */
export function networkStatements(t: Target): PolicyStatement[] {
  const { region } = t.environment
  return [
    {
      // EC2 checks a new thing and what it hangs on at once, and the VPC's own default group is there before any tag of
      // ours: the region is the limit. No instance, image or key pair can be made with these.
      Sid: 'Network',
      Effect: 'Allow',
      Action: [...MAKE_NETWORK, ...CHANGE_NETWORK],
      Resource: '*',
      Condition: { StringEquals: { 'aws:RequestedRegion': region } },
    },
    {
      Sid: 'RemoveNetwork',
      Effect: 'Allow',
      Action: ['ec2:Delete*', 'ec2:ReleaseAddress'],
      Resource: '*',
      Condition: { StringEquals: ofThisTarget(t) },
    },
    {
      Sid: 'LoadBalancers',
      Effect: 'Allow',
      Action: 'elasticloadbalancing:*',
      Resource: ['loadbalancer/app', 'targetgroup', 'listener/app', 'listener-rule/app'].map((kind) =>
        arnOf(t, 'elasticloadbalancing', `${kind}/{prefix}-*`),
      ),
    },
    {
      // `global` for CloudFront's, which are made in us-east-1.
      Sid: 'WebAcls',
      Effect: 'Allow',
      Action: 'wafv2:*',
      Resource: [
        arnOf(t, 'wafv2', 'regional/webacl/{prefix}-*'),
        arnOf(
          { ...t, environment: { ...t.environment, region: 'us-east-1' } },
          'wafv2',
          'global/webacl/{prefix}-*',
        ),
        // The rule groups of AWS itself, and what a web ACL is put before.
        `arn:aws:wafv2:*:${t.environment.accountId}:*/managedruleset/*`,
        arnOf(t, 'elasticloadbalancing', 'loadbalancer/app/{prefix}-*'),
      ],
    },
    ...nameStatements(t),
  ]
}

/** Certificates, zones and their records. */
function nameStatements(t: Target): PolicyStatement[] {
  const { zone } = t.environment.dns
  return [
    {
      // Names and certificates have ids that AWS makes up; ACM's can be limited by tag, Route 53's zones cannot.
      Sid: 'Certificates',
      Effect: 'Allow',
      Action: [
        'acm:AddTagsToCertificate',
        'acm:DeleteCertificate',
        'acm:RemoveTagsFromCertificate',
        'acm:RequestCertificate',
      ],
      Resource: '*',
    },
    {
      Sid: 'Zones',
      Effect: 'Allow',
      Action: [
        // An interface endpoint with private names.
        'route53:AssociateVPCWithHostedZone',
        'route53:ChangeTagsForResource',
        'route53:CreateHostedZone',
        'route53:UpdateHostedZoneComment',
      ],
      Resource: '*',
    },
    {
      // In whatever zone: no name but the environment's own, so dev cannot point production's elsewhere.
      Sid: 'Names',
      Effect: 'Allow',
      Action: 'route53:ChangeResourceRecordSets',
      Resource: '*',
      Condition: {
        'ForAllValues:StringLike': {
          'route53:ChangeResourceRecordSetsNormalizedRecordNames': [zone, `*.${zone}`],
        },
      },
    },
  ]
}

const MAKE_NETWORK = [
  'ec2:AllocateAddress',
  'ec2:CreateEgressOnlyInternetGateway',
  'ec2:CreateFlowLogs',
  'ec2:CreateInternetGateway',
  'ec2:CreateNatGateway',
  'ec2:CreateNetworkAcl*',
  'ec2:CreateRoute*',
  'ec2:CreateSecurityGroup',
  'ec2:CreateSubnet',
  'ec2:CreateTags',
  'ec2:CreateVpc',
  'ec2:CreateVpcEndpoint',
] as const

const CHANGE_NETWORK = [
  'ec2:AssociateRouteTable',
  'ec2:AssociateSubnetCidrBlock',
  'ec2:AssociateVpcCidrBlock',
  'ec2:AttachInternetGateway',
  'ec2:AuthorizeSecurityGroup*',
  'ec2:DeleteTags',
  'ec2:DetachInternetGateway',
  'ec2:DisassociateAddress',
  'ec2:DisassociateRouteTable',
  'ec2:DisassociateSubnetCidrBlock',
  'ec2:DisassociateVpcCidrBlock',
  'ec2:ModifySecurityGroupRules',
  'ec2:ModifySubnetAttribute',
  'ec2:ModifyVpcAttribute',
  'ec2:ModifyVpcEndpoint',
  'ec2:ReplaceNetworkAcl*',
  'ec2:ReplaceRoute*',
  'ec2:RevokeSecurityGroup*',
  'ec2:UpdateSecurityGroupRuleDescriptions*',
] as const
