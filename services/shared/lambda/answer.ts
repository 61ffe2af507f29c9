import { HttpProblem, problem, type HttpResponse } from './http'
import { errorFields, type Log } from './log'

/** The one error boundary of an HTTP function: a problem is answered, anything else is logged and answered as a 500. */
export async function answer(log: Log, work: () => Promise<HttpResponse>): Promise<HttpResponse> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof HttpProblem) return problem(error)
    log.error('request failed', errorFields(error))
    return problem(
      new HttpProblem(500, 'Internal Server Error', { detail: 'Something failed here. Try again later.' }),
    )
  }
}
