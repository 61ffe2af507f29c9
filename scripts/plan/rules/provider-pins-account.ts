import { mustBeSet } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const providerPinsAccount: Rule = {
  id: 'provider-pins-account',
  title: 'No plan is made with the credentials of another account',
  row: 'own',
  severity: 'high',
  appliesTo: ['provider'],
  fix: 'Set allowed_account_ids.',
  check: (provider) =>
    /^aws(?:\.|$)/.test(provider.path)
      ? mustBeSet(provider, 'allowed_account_ids', 'the account of the target')
      : [],
}
