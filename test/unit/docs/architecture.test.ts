import { renderDiagram } from '../../../scripts/docs/architecture/diagram'
import { buildGraph, type Graph } from '../../../scripts/docs/architecture/graph'
import { contextOf, resourcesOf } from '../../../scripts/plan/resources/read-synthesized'
import type { PlannedResource } from '../../../scripts/plan/resources/resource'
import { synthesized } from '../../stacks/synthesized'

const everything = [...synthesized()].flatMap(([stack, { json }]) => [
  ...resourcesOf(stack, json),
  ...contextOf(stack, json),
])

function linesOf({ nodes, edges }: Graph): string[] {
  const labels = new Map(nodes.map(({ id, label }) => [id, label]))
  return edges.map(([from, to]) => `${labels.get(from) ?? from} -> ${labels.get(to) ?? to}`)
}

describe('the picture of a system', () => {
  it('shows how a request of a browser reaches the rows and objects of Aiuteur', () => {
    const lines = linesOf(buildGraph('aiuteur-prod', everything))
    expect(lines).toEqual(
      expect.arrayContaining([
        'CloudFront: aiuteur-web -> Application Load Balancer',
        'Application Load Balancer -> Fargate: aiuteur-api',
        'Fargate: aiuteur-api -> RDS PostgreSQL 16, db.t3.small, Multi-AZ',
        'Fargate: aiuteur-api -> S3: aiuteur-videos',
        'CloudFront: aiuteur-images -> S3: aiuteur-images',
      ]),
    )
    // Two services that wear one security group do not ask each other, and the worker has no images to read.
    expect(lines).not.toContain('Fargate: aiuteur-api -> Fargate: aiuteur-worker')
    expect(lines).not.toContain('Fargate: aiuteur-worker -> S3: aiuteur-images')
  })

  it('shows what starts the functions of the studio and of the community', () => {
    expect(linesOf(buildGraph('studio-prod', everything))).toEqual(
      expect.arrayContaining([
        'CloudFront: echo-web -> HTTP API',
        'HTTP API -> Lambda: echo-upload',
        'S3: echo-incoming -> Lambda: echo-upload',
        'SQS: tap-taps -> Lambda: tap-tap-worker',
      ]),
    )
    expect(linesOf(buildGraph('community-prod', everything))).toEqual(
      expect.arrayContaining([
        'EventBridge: cron(0 3 ? * MON *) -> Lambda: community-matching',
        'WebSocket API -> Lambda: community-websocket',
        'Fargate: community-fanout -> ElastiCache Redis 7.1',
        'S3: community-photos -> Lambda: community-image-processor',
      ]),
    )
  })

  it('fails to show a line whose cause is gone', () => {
    const gone = (type: string): PlannedResource[] => everything.filter((resource) => resource.type !== type)
    const without = (type: string): string[] => linesOf(buildGraph('aiuteur-prod', gone(type)))
    expect(without('aws_lb_listener_rule')).toContain('Application Load Balancer -> Fargate: aiuteur-api')
    const noGroups = gone('aws_vpc_security_group_ingress_rule').filter(
      ({ type }) => type !== 'aws_lb_listener_rule',
    )
    expect(
      linesOf(buildGraph('aiuteur-prod', noGroups)).filter((line) => /Balancer ->|-> RDS/.test(line)),
    ).toEqual([])
    expect(without('aws_iam_role_policy').filter((line) => /Fargate.*S3/.test(line))).toEqual([])
  })

  it('is a chart with a box for each stack, and every line between two of its nodes', () => {
    const graph = buildGraph('community-prod', everything)
    const chart = renderDiagram(graph)
    for (const stack of ['network', 'storage', 'realtime', 'backend', 'functions'])
      expect(chart).toContain(`["${stack}"]`)
    const ids = ['users', ...graph.nodes.map(({ id }) => id)]
    const ends = [...chart.matchAll(/^ {2}(\w+) --> (\w+)$/gm)].flatMap(([, from = '', to = '']) => [
      from,
      to,
    ])
    expect(ends.filter((id) => !ids.includes(id))).toEqual([])
    expect(ends.length).toBeGreaterThan(20)
  })
})
