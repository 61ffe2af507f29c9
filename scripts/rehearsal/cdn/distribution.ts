import { find, items, parseXml, textAt, type Element } from './xml'

const API = '2020-05-31'
/** How long a description is trusted. CloudFront itself takes minutes to follow a change. */
const TRUSTED_MS = 1000

export interface Origin {
  id: string
  domain: string
  path: string
  /** An S3 bucket, or a server of its own. */
  kind: 's3' | 'custom'
  /** Requests to S3 are signed by an origin access control. */
  signed: boolean
}

/** What the stand-in needs to know of a distribution, as Terraform left it. */
export interface Distribution {
  id: string
  arn: string
  hosts: readonly string[]
  enabled: boolean
  allowedMethods: readonly string[]
  /** In the order they are asked: one, or the members of an origin group. */
  origins: readonly Origin[]
  /** Answers of one origin on which the next is asked. */
  failoverOn: readonly number[]
}

export interface Describer {
  distributions(): Promise<readonly Distribution[]>
}

type Env = Readonly<Record<string, string | undefined>>

/** Reads distributions through the emulator's CloudFront API, at most once per TRUSTED_MS. */
export function describer(endpoint: string, env: Env): Describer {
  let known: { at: number; answer: Promise<readonly Distribution[]> } | undefined
  return {
    distributions: () => {
      if (known === undefined || Date.now() - known.at > TRUSTED_MS) {
        const answer = describeAll(endpoint, env)
        known = { at: Date.now(), answer }
        answer.catch(() => (known = undefined))
      }
      return known.answer
    },
  }
}

async function describeAll(endpoint: string, env: Env): Promise<Distribution[]> {
  const get = async (path: string): Promise<Element> => {
    const response = await fetch(`${endpoint}/${API}/${path}`, { headers: signature(env) })
    if (!response.ok) throw new Error(`CloudFront answered ${response.status} to ${path}`)
    return parseXml(await response.text())
  }
  const list = await get('distribution')
  return Promise.all(
    items(list).map(async (summary) => {
      const config = await get(`distribution/${textAt(summary, 'Id')}/config`)
      const controls = await Promise.all(
        items(config, 'Origins')
          .map((origin) => textAt(origin, 'OriginAccessControlId'))
          .filter((id) => id !== '')
          .map((id) => get(`origin-access-control/${id}`)),
      )
      return describe(summary, config, controls)
    }),
  )
}

function describe(summary: Element, config: Element, controls: readonly Element[]): Distribution {
  if (Number(textAt(config, 'CacheBehaviors', 'Quantity')) > 0) {
    throw new Error('this stand-in knows only the default cache behaviour')
  }
  const signing = new Set(controls.filter(signs).map((control) => textAt(control, 'Id')))
  const behaviour = find(config, 'DefaultCacheBehavior')
  const target = textAt(behaviour, 'TargetOriginId')
  const group = items(config, 'OriginGroups').find((candidate) => textAt(candidate, 'Id') === target)
  const members =
    group === undefined ? [target] : items(group, 'Members').map((one) => textAt(one, 'OriginId'))
  const origins = items(config, 'Origins').map((origin) => originOf(origin, signing))
  return {
    id: textAt(summary, 'Id'),
    arn: textAt(summary, 'ARN'),
    hosts: [textAt(summary, 'DomainName'), ...items(config, 'Aliases').map(({ text }) => text)],
    enabled: textAt(config, 'Enabled') === 'true',
    allowedMethods: items(behaviour, 'AllowedMethods').map(({ text }) => text),
    origins: members.flatMap((id) => origins.filter((origin) => origin.id === id)),
    failoverOn: items(group, 'FailoverCriteria', 'StatusCodes').map(({ text }) => Number(text)),
  }
}

function originOf(origin: Element, signing: ReadonlySet<string>): Origin {
  return {
    id: textAt(origin, 'Id'),
    domain: textAt(origin, 'DomainName'),
    path: textAt(origin, 'OriginPath'),
    kind: find(origin, 'CustomOriginConfig') === undefined ? 's3' : 'custom',
    signed: signing.has(textAt(origin, 'OriginAccessControlId')),
  }
}

function signs(control: Element): boolean {
  const config = find(control, 'OriginAccessControlConfig')
  return (
    textAt(config, 'OriginAccessControlOriginType') === 's3' && textAt(config, 'SigningBehavior') !== 'never'
  )
}

/** The emulator finds the service by the scope of the signature, and does not verify it. */
function signature(env: Env): Record<string, string> {
  const scope = `${env.AWS_ACCESS_KEY_ID ?? ''}/20250101/${env.AWS_REGION ?? ''}/cloudfront/aws4_request`
  return { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0` }
}
