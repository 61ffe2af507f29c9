import { BudgetsBudget } from '@cdktf/provider-aws/lib/budgets-budget'
import { Construct } from 'constructs'
import type { AlarmTopic } from './alarm-topic'

export interface MonthlyBudgetProps {
  readonly name: string
  /** Ascending. The last amount is the budget. */
  readonly alertsUsd: readonly number[]
  readonly topic: AlarmTopic
  /** @default the topic alone */
  readonly emails?: readonly string[]
}

/** Sends a message each time the month's spending passes one of the amounts. */
export class MonthlyBudget extends Construct {
  constructor(scope: Construct, id: string, props: MonthlyBudgetProps) {
    super(scope, id)
    const emails = props.emails ?? []
    new BudgetsBudget(this, 'budget', {
      name: props.name,
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      limitAmount: String(props.alertsUsd.at(-1)),
      limitUnit: 'USD',
      notification: props.alertsUsd.map((threshold) => ({
        threshold,
        thresholdType: 'ABSOLUTE_VALUE',
        comparisonOperator: 'GREATER_THAN',
        notificationType: 'ACTUAL',
        subscriberSnsTopicArns: [props.topic.topic.arn],
        ...(emails.length > 0 ? { subscriberEmailAddresses: [...emails] } : {}),
      })),
    })
  }
}
