/** Words of AWS that the pages use, each beside what a Supabase user knows. */
export const GLOSSARY: readonly (readonly [word: string, meaning: string])[] = [
  [
    'ACM',
    'AWS Certificate Manager: TLS certificates that AWS renews. A DNS record proves that the name is yours.',
  ],
  ['ALB', 'Application Load Balancer: takes HTTPS requests and hands each to a running task.'],
  [
    'API Gateway',
    'Takes HTTPS requests or WebSocket connections and starts a function for each. Ends a request after 30 s.',
  ],
  ['ARN', 'Amazon Resource Name: what one thing is called in policies, `arn:aws:s3:::my-bucket`.'],
  [
    'CloudFront',
    'The CDN: answers close to the user and asks the bucket or the API for what it does not have.',
  ],
  ['CloudWatch', 'Logs, metrics, alarms and dashboards.'],
  [
    'Cognito user pool',
    'What `auth.users` is to Supabase Auth: the users, and the tokens they get. An app signs in through a client of the pool.',
  ],
  ['DynamoDB', 'A table of items found by key, paid by request. Holds the journal, jobs and connections.'],
  ['ECR', 'Elastic Container Registry: where images lie, named by digest.'],
  [
    'ECS, Fargate',
    'Runs containers without servers of yours. A *task definition* says what runs, a *service* keeps so many tasks running.',
  ],
  ['ElastiCache', 'Redis, run by AWS.'],
  ['EventBridge', 'Starts things at a time or when something happened.'],
  ['GuardDuty', 'Watches the account for signs of intruders.'],
  [
    'IAM role',
    'What a program or a workflow may do. It is assumed, so nobody holds its key. A *permissions boundary* limits what any role may ever be given.',
  ],
  ['KMS key', 'The key under which data lies at rest. Whoever may read data must be allowed to use its key.'],
  ['Lambda', 'A function that runs when something happens, at most 15 minutes.'],
  ['NAT gateway', 'The way out of private subnets over IPv4. Nothing comes in through it.'],
  ['OAC', 'Origin access control: only this distribution can read the bucket.'],
  [
    'OIDC',
    'A workflow proves to AWS which repository, environment and file it runs from, instead of holding a key.',
  ],
  [
    'RDS',
    'Relational Database Service: PostgreSQL, run by AWS. *Multi-AZ* keeps a copy in a second zone that takes over.',
  ],
  ['Region, zone', 'A place with data centres (`us-east-1`), and a group of them that fails by itself.'],
  ['Route 53', 'DNS.'],
  [
    'S3 bucket',
    'What a Supabase Storage bucket is: objects by key. Ours are never public; CloudFront reads them, or a signed URL.',
  ],
  [
    'Secrets Manager, Parameter Store',
    'Where secrets and settings lie. Terraform makes the place, never the value.',
  ],
  ['Security group', 'A firewall around a thing: who may connect to it, and where it may connect to.'],
  ['SNS, SQS', 'A topic that tells many, and a queue that one works off.'],
  ['VPC, subnet', 'Your own network, and a part of it. Private subnets cannot be reached from the internet.'],
  ['WAF web ACL', 'Rules that look at each request before the load balancer or CloudFront does.'],
]
