import { HOURS, type Price } from './price'

const page = (path: string): string => `https://aws.amazon.com/${path}/pricing/`
const monthly = (usdPerHour: number): number => usdPerHour * HOURS

/** Everything that has one price whatever its size. */
export const PRICES = {
  natGateway: { usd: monthly(0.045), unit: 'gateway', source: page('vpc') },
  natData: { usd: 0.045, unit: 'GB', source: page('vpc') },
  publicIpv4: { usd: monthly(0.005), unit: 'address', source: page('vpc') },
  interfaceEndpoint: {
    usd: monthly(0.01),
    unit: 'endpoint and zone',
    source: 'https://aws.amazon.com/privatelink/pricing/',
  },
  loadBalancer: { usd: monthly(0.0225), unit: 'load balancer', source: page('elasticloadbalancing') },
  loadBalancerUnit: { usd: monthly(0.008), unit: 'LCU', source: page('elasticloadbalancing') },
  dataOut: { usd: 0.09, unit: 'GB', source: 'https://aws.amazon.com/ec2/pricing/on-demand/', free: 100 },
  objectStorage: { usd: 0.023, unit: 'GB', source: page('s3') },
  objectWrites: { usd: 5, unit: 'million PUT', source: page('s3') },
  objectReads: { usd: 0.4, unit: 'million GET', source: page('s3') },
  distributionData: { usd: 0.085, unit: 'GB', source: page('cloudfront'), free: 1024 },
  distributionRequests: { usd: 1, unit: 'million requests', source: page('cloudfront'), free: 10 },
  edgeFunctionRuns: { usd: 0.1, unit: 'million runs', source: page('cloudfront'), free: 2 },
  edgeStoreReads: { usd: 0.03, unit: 'million reads', source: page('cloudfront') },
  webAcl: { usd: 5, unit: 'web ACL', source: page('waf') },
  webAclRule: { usd: 1, unit: 'rule', source: page('waf') },
  webAclRequests: { usd: 0.6, unit: 'million requests', source: page('waf') },
  activeUsers: { usd: 0.015, unit: 'active user (Essentials)', source: page('cognito'), free: 10_000 },
  secret: { usd: 0.4, unit: 'secret', source: page('secrets-manager') },
  key: { usd: 1, unit: 'key', source: page('kms') },
  keyRequests: { usd: 3, unit: 'million requests', source: page('kms'), free: 0.02 },
  logsIngested: { usd: 0.5, unit: 'GB', source: page('cloudwatch'), free: 5 },
  logsKept: { usd: 0.03, unit: 'GB', source: page('cloudwatch') },
  alarmMetric: { usd: 0.1, unit: 'metric', source: page('cloudwatch'), free: 10 },
  dashboard: { usd: 3, unit: 'dashboard', source: page('cloudwatch'), free: 3 },
  hostedZone: { usd: 0.5, unit: 'zone', source: page('route53') },
  imageStorage: { usd: 0.1, unit: 'GB', source: page('ecr') },
  httpApiRequests: { usd: 1, unit: 'million requests', source: page('api-gateway') },
  webSocketMessages: { usd: 1, unit: 'million messages', source: page('api-gateway') },
  webSocketMinutes: { usd: 0.25, unit: 'million minutes', source: page('api-gateway') },
  tableWrites: {
    usd: 0.625,
    unit: 'million writes',
    source: 'https://aws.amazon.com/dynamodb/pricing/on-demand/',
  },
  tableReads: {
    usd: 0.125,
    unit: 'million reads',
    source: 'https://aws.amazon.com/dynamodb/pricing/on-demand/',
  },
  queueRequests: { usd: 0.4, unit: 'million requests', source: page('sqs'), free: 1 },
  threatEvents: { usd: 4, unit: 'million events', source: page('guardduty') },
  threatFlows: { usd: 1, unit: 'GB', source: page('guardduty') },
  traces: { usd: 5, unit: 'million traces', source: page('xray'), free: 0.1 },
  mails: { usd: 100, unit: 'million mails', source: page('ses') },
} as const satisfies Record<string, Price>

export type PriceName = keyof typeof PRICES
