import { asList, block, type PlannedResource } from '../resources/resource'
import { fixed, shared, used, type CostContext, type CostItem, type Estimator } from './item'
import { PRICES } from './prices-services'

export const NETWORK_KINDS: Readonly<Record<string, Estimator>> = {
  aws_nat_gateway: (resource, context) => [
    fixed('hours', PRICES.natGateway, { quantity: 1, basis: 'one gateway' }),
    used('data', PRICES.natData, {
      quantity: shared(context.usage.natGb, { resource, context }),
      basis: 'calls to the outside, images',
    }),
  ],
  aws_eip: () => [fixed('public IPv4 address', PRICES.publicIpv4, { quantity: 1, basis: 'one address' })],
  aws_vpc_endpoint: (resource) =>
    resource.values['vpc_endpoint_type'] === 'Interface'
      ? [fixed('hours', PRICES.interfaceEndpoint, { quantity: zonesOf(resource), basis: 'one in each zone' })]
      : [],
  aws_lb: (resource, { usage }) => [
    fixed('hours', PRICES.loadBalancer, { quantity: 1, basis: 'one load balancer' }),
    used('capacity', PRICES.loadBalancerUnit, { quantity: usage.loadBalancerUnits, basis: 'LCU on average' }),
    fixed('public IPv4 addresses', PRICES.publicIpv4, {
      quantity: zonesOf(resource),
      basis: 'one in each zone',
    }),
    used('data to the internet', PRICES.dataOut, { quantity: usage.apiOutGb, basis: 'answers of the API' }),
  ],
  aws_wafv2_web_acl: (resource, { usage }) => [
    fixed('web ACL', PRICES.webAcl, { quantity: 1, basis: 'one web ACL' }),
    fixed('rules', PRICES.webAclRule, {
      quantity: block(resource.values, 'rule').length,
      basis: 'rules of the web ACL',
    }),
    used('requests', PRICES.webAclRequests, {
      quantity:
        resource.values['scope'] === 'CLOUDFRONT' ? usage.deliveredRequestsMillion : usage.apiRequestsMillion,
      basis: 'requests it looks at',
    }),
  ],
  aws_route53_zone: () => [fixed('zone', PRICES.hostedZone, { quantity: 1, basis: 'one zone' })],
  aws_cloudfront_distribution: (resource, context): CostItem[] => {
    const { deliveredGb, deliveredRequestsMillion } = context.usage
    return [
      used('data to users', PRICES.distributionData, {
        quantity: shared(deliveredGb, { resource, context }),
        basis: 'spread over all distributions',
      }),
      used('requests', PRICES.distributionRequests, {
        quantity: shared(deliveredRequestsMillion, { resource, context }),
        basis: 'HTTPS, spread over all distributions',
      }),
    ]
  },
  aws_cloudfront_function: (resource, context) => [
    used('runs', PRICES.edgeFunctionRuns, {
      quantity: edgeRuns(resource, context),
      basis: 'one for each request of a page',
    }),
  ],
  aws_cloudfront_key_value_store: (resource, context) => [
    used('reads', PRICES.edgeStoreReads, {
      quantity: edgeRuns(resource, context),
      basis: 'one for each run of the function',
    }),
  ],
}

/** Pages are a tenth of what the distributions deliver. */
function edgeRuns(resource: PlannedResource, context: CostContext): number {
  return shared(context.usage.deliveredRequestsMillion / 10, { resource, context })
}

/** Zones of a thing that stands in subnets. A plan may know the list only after the network is applied. */
function zonesOf(resource: PlannedResource): number {
  const ids = asList(resource.values['subnet_ids'] ?? resource.values['subnets'])
  return ids.length > 1 ? ids.length : ZONES_UNLESS_KNOWN
}

const ZONES_UNLESS_KNOWN = 2
