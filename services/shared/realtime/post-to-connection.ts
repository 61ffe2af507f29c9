import {
  GoneException,
  PostToConnectionCommand,
  type ApiGatewayManagementApiClient,
} from '@aws-sdk/client-apigatewaymanagementapi'

/** Sends one frame, as JSON. `gone`: the other end left, and nothing will ever reach it again. */
export type PostToConnection = (connectionId: string, frame: unknown) => Promise<'sent' | 'gone'>

/** By the API that manages the connections of a WebSocket API. */
export function postToConnectionBy(client: ApiGatewayManagementApiClient): PostToConnection {
  return async (connectionId, frame) => {
    const Data = Buffer.from(JSON.stringify(frame))
    try {
      await client.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data }))
      return 'sent'
    } catch (error) {
      if (error instanceof GoneException) return 'gone'
      throw error
    }
  }
}
