import type { z } from 'zod'
import { issuerVariables } from '../../shared/auth/issuers'
import { parseEnvironment } from '../../shared/lambda/environment'

export function readConfig(): z.output<typeof issuerVariables> {
  return parseEnvironment(issuerVariables, process.env)
}
