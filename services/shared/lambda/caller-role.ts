import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { z } from 'zod'

const schema = z.object({ authorizer: z.object({ lambda: z.object({ role: z.string().min(1) }) }) })

/** The `role` claim of the caller's token, as the authorizer passed it on: `authenticated`, `service_role`, `admin`. */
export function callerRole({ requestContext }: APIGatewayProxyEventV2): string | undefined {
  return schema.safeParse(requestContext).data?.authorizer.lambda.role
}
