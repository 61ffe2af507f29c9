import { setImmediate as turn } from 'node:timers/promises'
import { runGraph, type GraphNode } from '../../../scripts/rehearsal/infrastructure/graph'

const node = (name: string, needs: string[] = [], weight = 1): GraphNode => ({ name, needs, weight })
const nobody = (): void => undefined

async function orderOf(nodes: GraphNode[], limit: number, bad: string[] = []) {
  const started: string[] = []
  const skipped: string[] = []
  let atOnce = 0
  let most = 0
  await runGraph(nodes, {
    limit,
    work: async ({ name }) => {
      started.push(name)
      most = Math.max(most, ++atOnce)
      await turn()
      atOnce--
      return !bad.includes(name)
    },
    skipped: ({ name }, need) => skipped.push(`${name} waits for ${need}`),
  })
  return { started, skipped, most }
}

describe('a graph of stacks', () => {
  it('begins with the longest way and never before what is needed', async () => {
    const nodes = [
      node('short'),
      node('foundation'),
      node('database', ['network'], 90),
      node('network', ['foundation']),
    ]
    expect((await orderOf(nodes, 1)).started).toEqual(['foundation', 'network', 'database', 'short'])
  })

  it('works on as many at once as it may', async () => {
    const nodes = ['a', 'b', 'c', 'd', 'e'].map((name) => node(name))
    expect((await orderOf(nodes, 2)).most).toBe(2)
  })

  it('skips whatever is behind a failure, and goes on with the rest', async () => {
    const nodes = [node('a'), node('b', ['a']), node('c', ['b']), node('d')]
    const { started, skipped } = await orderOf(nodes, 2, ['a'])
    expect(started.sort()).toEqual(['a', 'd'])
    expect(skipped).toEqual(['b waits for a', 'c waits for b'])
  })

  it('does not wait for a need that is not in the graph', async () => {
    expect((await orderOf([node('a', ['elsewhere'])], 1)).started).toEqual(['a'])
  })

  it('fails for a circle', async () => {
    await expect(orderOf([node('a', ['b']), node('b', ['a'])], 1)).rejects.toThrow('needs itself')
  })

  it('fails with the first error, once what is under way has ended', async () => {
    const ended: string[] = []
    const work = async ({ name }: GraphNode): Promise<boolean> => {
      if (name === 'a') throw new Error('broken')
      await turn()
      ended.push(name)
      return true
    }
    const nodes = [node('a', [], 9), node('b', [], 8), node('c')]
    await expect(runGraph(nodes, { limit: 2, work, skipped: nobody })).rejects.toThrow('broken')
    expect(ended).toEqual(['b'])
  })
})
