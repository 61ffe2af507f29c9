import * as core from '@actions/core'

export interface Settings {
  files: string[]
  pullRequest: number
  token: string
  marker: string
  timeoutSeconds: number
  /** `owner/name`. */
  repository: string
  apiUrl: string
}

/** Reads every input, once. Defaults stand in action.yml only. */
export function readInputs(): Settings {
  const pullRequest = Number(core.getInput('pull-request'))
  if (!Number.isSafeInteger(pullRequest) || pullRequest < 1)
    throw new Error('pull-request: expected a number')
  const timeoutSeconds = Number(core.getInput('timeout-seconds'))
  if (!(timeoutSeconds > 0)) throw new Error('timeout-seconds: expected a number above 0')
  return {
    files: core.getMultilineInput('files', { required: true }),
    pullRequest,
    token: core.getInput('token', { required: true }),
    marker: core.getInput('marker', { required: true }),
    timeoutSeconds,
    repository: environment('GITHUB_REPOSITORY'),
    apiUrl: environment('GITHUB_API_URL'),
  }
}

function environment(name: string): string {
  const value = process.env[name]
  if (value === undefined || value === '')
    throw new Error(`${name} is not set: this runs inside GitHub Actions`)
  return value
}
