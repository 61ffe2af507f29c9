import { logGroupsOf } from './log-groups'
import type { Target } from './target'

/** A query of CloudWatch Logs Insights, ready to run. */
export interface SavedQuery {
  /** In the folder of the system and environment. */
  readonly name: string
  readonly logGroupNames: readonly string[]
  readonly queryString: string
}

/** What one asks first when something is wrong. Only queries about what the system has. */
export function savedQueries(t: Target): SavedQuery[] {
  const { functions, services, apis, webSockets, database } = logGroupsOf(t)
  return [
    query('functions/errors', functions, [
      'fields @timestamp, program, event, message, @log, @message',
      'filter level = "error" or @message like /(?i)(Task timed out|Runtime exited|ERROR)/',
      'sort @timestamp desc',
      'limit 100',
    ]),
    query('functions/slow-and-large', functions, [
      'filter @type = "REPORT"',
      'stats count() as invocations, pct(@duration, 95) as p95ms, max(@maxMemoryUsed / 1000000) as usedMb, max(@memorySize / 1000000) as givenMb, sum(ispresent(@initDuration)) as coldStarts by @log',
      'sort p95ms desc',
    ]),
    query('services/errors', services, [
      'fields @timestamp, program, event, message, @log, @message',
      'filter level = "error" or @message like /(?i)error/',
      'sort @timestamp desc',
      'limit 100',
    ]),
    query('api/failed-requests', apis, [
      'fields @timestamp, method, path, status, integrationError, authorizerError, requestId',
      'filter status >= 500',
      'sort @timestamp desc',
      'limit 100',
    ]),
    query('api/slow-routes', apis, [
      'stats count() as requests, pct(latencyMs, 95) as p95ms, max(latencyMs) as maxMs by routeKey',
      'sort p95ms desc',
    ]),
    query('api/refused-callers', apis, [
      'filter status = 401 or status = 403 or status = 429',
      'stats count() as refused by ip, status, routeKey',
      'sort refused desc',
      'limit 50',
    ]),
    query('websocket/refused-connections', webSockets, [
      'filter eventType = "CONNECT" and status >= 400',
      'stats count() as refused by status, ip, bin(5m)',
      'sort refused desc',
    ]),
    query('database/slow-statements', database, [
      'parse @message /duration: (?<ms>[0-9.]+) ms/',
      'filter ispresent(ms)',
      'sort ms desc',
      'limit 50',
    ]),
    query('database/errors', database, [
      'filter @message like /(ERROR|FATAL|PANIC):/',
      'sort @timestamp desc',
      'limit 100',
    ]),
  ].filter(({ logGroupNames }) => logGroupNames.length > 0)
}

/** Insights reads at most so many log groups at once. */
const LOG_GROUPS_MAX = 50

function query(name: string, logGroupNames: readonly string[], lines: readonly string[]): SavedQuery {
  return { name, logGroupNames: logGroupNames.slice(0, LOG_GROUPS_MAX), queryString: lines.join('\n| ') }
}
