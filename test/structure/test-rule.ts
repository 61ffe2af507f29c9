import { planted, repositoryFiles } from '../helpers/source-files'
import type { Rule } from './rules/rule'

export interface RuleCase {
  /** Files that break the rule, by path. */
  bad: Readonly<Record<string, string>>
  /** One pattern for each violation that `bad` holds, no more and no fewer. */
  caught: readonly RegExp[]
  /** Files that look alike and keep it. */
  good: Readonly<Record<string, string>>
}

const repository = repositoryFiles()

/** Sees the rule catch what is planted, leave alone what is right, and then holds the repository to it. */
export function testRule(rule: Rule, { bad, caught, good }: RuleCase): void {
  describe(rule.states, () => {
    it('catches each planted violation', () => {
      const violations = rule.violations(planted(bad))
      const missed = caught.filter((pattern) => !violations.some((violation) => pattern.test(violation)))
      expect(missed).toEqual([])
      expect(violations).toHaveLength(caught.length)
    })

    it('has nothing to say where the rule is kept', () => {
      expect(rule.violations(planted(good))).toEqual([])
    })

    it('is kept in this repository', () => {
      expect(rule.violations(repository)).toEqual([])
    })
  })
}
