import {
  addressesIn,
  changesIn,
  faultsIn,
  refusedIn,
  tallyOf,
} from '../../../scripts/rehearsal/infrastructure/terraform-output'

// As Terraform 1.11 prints to a pipe with -no-color, shortened.

const FAILED = `╷
│ Error: creating EC2 Subnet: operation error EC2: CreateSubnet, https response error StatusCode: 400
│
│   with aws_subnet.vpc_private-a,
│   on cdk.tf.json line 413, in resource.aws_subnet.vpc_private-a:
╵
╷
│ Error: Backend initialization required
│
╵`.split('\n')

const REFUSED = `╷
│ Error: Instance cannot be destroyed
│
│   on cdk.tf.json line 83, in resource.aws_dynamodb_table:
│   83:         "journal_table": {
│
│ Resource aws_dynamodb_table.journal_table has lifecycle.prevent_destroy
│ set, but the plan calls for this resource to be destroyed. To avoid this
│ error and continue with the plan, either disable lifecycle.prevent_destroy
│ or reduce the scope of the plan using the -target option.
╵
╷
│ Error: Instance cannot be destroyed
│
│ Resource aws_s3_bucket.state-bucket has lifecycle.prevent_destroy set, but
│ the plan calls for this resource to be destroyed.
╵`.split('\n')

const PLANNED = `
Terraform will perform the following actions:

  # aws_vpc_security_group_ingress_rule.group will be updated in-place
  ~ resource "aws_vpc_security_group_ingress_rule" "group" {
  # aws_lb.main must be replaced
      # (8 unchanged attributes hidden)

Plan: 1 to add, 1 to change, 1 to destroy.`.split('\n')

describe('what Terraform prints', () => {
  it('names each error and its resource, where there is one', () => {
    expect(faultsIn(FAILED)).toEqual([
      {
        reason:
          'creating EC2 Subnet: operation error EC2: CreateSubnet, https response error StatusCode: 400',
        address: 'aws_subnet.vpc_private-a',
      },
      { reason: 'Backend initialization required', address: null },
    ])
  })

  it('names every resource that refused, wherever its lines break', () => {
    expect(refusedIn(REFUSED)).toEqual(['aws_dynamodb_table.journal_table', 'aws_s3_bucket.state-bucket'])
    expect(refusedIn(FAILED)).toEqual([])
  })

  it('lists what a plan would change, outputs too', () => {
    const changes = [
      { address: 'aws_vpc_security_group_ingress_rule.group', action: 'updated in-place' },
      { address: 'aws_lb.main', action: 'replaced' },
    ]
    expect(changesIn(PLANNED)).toEqual(changes)
    expect(changesIn([...PLANNED, 'Changes to Outputs:'])).toEqual([
      ...changes,
      { address: 'outputs', action: 'changed' },
    ])
  })

  it('counts what was done', () => {
    const line = 'Apply complete! Resources: 36 imported, 19 added, 0 changed, 0 destroyed.'
    expect(tallyOf(['', line])).toEqual({ imported: 36, added: 19, changed: 0, destroyed: 0 })
    expect(tallyOf(['Destroy complete! Resources: 55 destroyed.'])).toEqual({ destroyed: 55 })
    expect(tallyOf([])).toEqual({})
  })

  it('tells what is in a state, and what is there in name only', () => {
    const resource = (name: string, instances: object[], mode = 'managed'): object => ({
      mode,
      type: 'aws_route53_record',
      name,
      instances,
    })
    const resources = [resource('a', [{}]), resource('off', []), resource('read', [{}], 'data')]
    expect(addressesIn(JSON.stringify({ resources }))).toEqual(new Set(['aws_route53_record.a']))
  })
})
