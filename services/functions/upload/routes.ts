import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { answer } from '../../shared/lambda/answer'
import { bodyJson, callerId, HttpProblem, json, type HttpResponse } from '../../shared/lambda/http'
import type { Log } from '../../shared/lambda/log'
import { validated } from '../../shared/lambda/validate'
import { startUpload, type UploadDependencies } from './create-upload'
import { viewOf } from './job'
import { uploadRequestSchema } from './request'
import { smallUpload } from './small-upload'

export interface RouteDependencies extends UploadDependencies {
  readonly log: Log
  readonly now?: () => number
}

/** One request of the HTTP API. */
export async function route(
  event: APIGatewayProxyEventV2,
  dependencies: RouteDependencies,
): Promise<HttpResponse> {
  return answer(dependencies.log, async () => {
    const userId = callerId(event)
    const path = (jobId: string) => ({ location: `/api/uploads/${jobId}` })
    switch (event.routeKey) {
      case 'POST /api/uploads': {
        const request = validated(uploadRequestSchema, bodyJson(event))
        const started = await startUpload({ userId, ...request }, dependencies)
        return json(201, started, path(started.jobId))
      }
      case 'POST /api/upload': {
        const { jobId, status } = await smallUpload(event, userId, dependencies)
        return json(202, { jobId, status }, path(jobId))
      }
      case 'GET /api/uploads/{jobId}':
        return showJob(event.pathParameters?.['jobId'] ?? '', userId, dependencies)
      default:
        throw new HttpProblem(404, 'Not Found', { detail: 'No such route.' })
    }
  })
}

/** A job of somebody else looks like one that does not exist. */
async function showJob(
  jobId: string,
  userId: string,
  { jobs, now = Date.now }: RouteDependencies,
): Promise<HttpResponse> {
  const job = jobId === '' ? undefined : await jobs.find(jobId)
  if (job?.userId !== userId) throw new HttpProblem(404, 'Not Found', { detail: 'No such upload.' })
  return json(200, viewOf(job, Math.floor(now() / 1000)))
}
