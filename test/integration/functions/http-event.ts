import type { APIGatewayProxyEventV2 } from 'aws-lambda'

export interface Caller {
  userId: string
  role?: string | undefined
}

/** A request as an HTTP API hands it over (payload 2.0), with what a Lambda authorizer said about the caller. */
export function httpEvent(
  routeKey: string,
  caller: Caller | undefined,
  body?: unknown,
): APIGatewayProxyEventV2 {
  const [method = '', path = ''] = routeKey.split(' ')
  const context = {
    accountId: '123456789012',
    apiId: 'api',
    domainName: 'api.example',
    domainPrefix: 'api',
    http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
    requestId: 'request',
    routeKey,
    stage: '$default',
    time: '05/Jan/2026:03:00:00 +0000',
    timeEpoch: 1767582000000,
    ...(caller === undefined ? {} : { authorizer: { lambda: caller } }),
  }
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: '',
    headers: { 'content-type': 'application/json' },
    requestContext: context,
    isBase64Encoded: false,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  }
}
