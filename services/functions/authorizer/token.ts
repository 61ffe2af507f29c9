import type { APIGatewayRequestAuthorizerEvent, APIGatewayRequestAuthorizerEventV2 } from 'aws-lambda'

/** Three parts in base64url. */
const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]*$/
const BEARER = /^Bearer +(?<token>\S+)$/i

/** `Authorization: Bearer <token>` */
export function tokenOfRequest({ headers }: APIGatewayRequestAuthorizerEventV2): string | undefined {
  return BEARER.exec(valueOf(headers, 'authorization') ?? '')?.groups?.['token']
}

/**
 * A browser cannot set headers when it opens a WebSocket: the token comes as `?token=`, or as one of the subprotocols
 * (`new WebSocket(url, ['bearer', token])`), which stays out of access logs.
 */
export function tokenOfConnection({
  headers,
  queryStringParameters,
}: APIGatewayRequestAuthorizerEvent): string | undefined {
  const protocols = (valueOf(headers, 'sec-websocket-protocol') ?? '').split(',').map((part) => part.trim())
  const token = protocols.find((protocol) => TOKEN.test(protocol)) ?? queryStringParameters?.['token']
  return token === undefined || token === '' ? undefined : token
}

function valueOf(
  headers: Readonly<Record<string, string | undefined>> | null | undefined,
  name: string,
): string | undefined {
  return Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1]
}
