import { z } from 'zod'
import { filled, parseEnvironment } from '../../shared/lambda/environment'

const variables = z.object({ TABLE_TALLIES: filled })

export function readConfig(): z.output<typeof variables> {
  return parseEnvironment(variables, process.env)
}
