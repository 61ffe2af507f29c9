import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider'
import type { Construct } from 'constructs'
import { describeBootstrap, type Bootstrap, type BootstrapRole, type OwnBucket } from '../config/bootstrap'
import { prefix, switchedApps, switchParameterName } from '../config/names'
import { FOUNDATION_OUTPUTS } from '../config/outputs'
import { SWITCHED_PHASES } from '../config/phases'
import { INITIAL_SWITCH } from '../config/switch'
import type { Target } from '../config/target'
import { AlarmTopic } from '../constructs/alarm-topic'
import { EncryptionKey } from '../constructs/encryption-key'
import { JournalTable } from '../constructs/journal-table'
import { MonthlyBudget } from '../constructs/monthly-budget'
import { PrivateBucket } from '../constructs/private-bucket'
import { SwitchParameter } from '../constructs/switch-parameter'
import { WorkflowRole } from '../constructs/workflow-role'
import { TargetStack } from './target-stack'

const ALARM_PUBLISHERS = ['cloudwatch.amazonaws.com', 'budgets.amazonaws.com'] as const

/**
 * Phase 0: what every later stack stands on. State bucket, log bucket, backup bucket, journal and roles exist already:
 * `migrate bootstrap` made them, here they are imported, so the first plan changes none of them.
 */
export class FoundationStack extends TargetStack {
  constructor(scope: Construct, target: Target) {
    super(scope, target, 'foundation')
    const bootstrap = describeBootstrap(target)
    const key = this.addKey()
    const topic = this.addAlarms(key)
    this.addBuckets(bootstrap)
    this.addJournal(bootstrap)
    this.addGithub(bootstrap)
    this.addSwitches()
    this.write(FOUNDATION_OUTPUTS.dataKeyArn, key.key.arn)
    this.write(FOUNDATION_OUTPUTS.alarmTopicArn, topic.topic.arn)
  }

  private addKey(): EncryptionKey {
    return new EncryptionKey(this, 'data-key', {
      description: `Data of ${this.target.name}`,
      alias: prefix(this.target),
      accountId: this.target.environment.accountId,
      readByDistributions: true,
      usedByServices: ALARM_PUBLISHERS,
    })
  }

  private addAlarms(key: EncryptionKey): AlarmTopic {
    const { accountId, budget } = this.target.environment
    const topic = new AlarmTopic(this, 'alarms', {
      name: `${prefix(this.target)}-alarms`,
      accountId,
      key,
      publishers: ALARM_PUBLISHERS,
      emails: budget.emails,
    })
    new MonthlyBudget(this, 'budget', {
      name: `${prefix(this.target)}-monthly`,
      alertsUsd: budget.alertsUsd,
      topic,
    })
    return topic
  }

  private addBuckets({ buckets }: Bootstrap): void {
    this.addBucket('state-bucket', buckets.state)
    this.addBucket('log-bucket', buckets.logs)
    this.addBucket('backup-bucket', buckets.backup)
    this.write(FOUNDATION_OUTPUTS.logBucketName, buckets.logs.name)
    this.write(FOUNDATION_OUTPUTS.backupBucketName, buckets.backup.name)
  }

  private addBucket(id: string, { name, policy, ...settings }: OwnBucket): void {
    const bucket = new PrivateBucket(this, id, { ...settings, bucket: name, importExisting: true })
    bucket.attachPolicy(JSON.stringify(policy))
  }

  private addJournal({ journalTable }: Bootstrap): void {
    new JournalTable(this, 'journal', { ...journalTable, importExisting: true })
    this.write(FOUNDATION_OUTPUTS.journalTableName, journalTable.name)
  }

  private addGithub({ githubProvider, roles }: Bootstrap): void {
    if (this.target.environment.githubProvider === 'own') {
      const provider = new IamOpenidConnectProvider(this, 'github-provider', {
        url: githubProvider.url,
        clientIdList: [...githubProvider.clientIds],
        lifecycle: { preventDestroy: true },
      })
      provider.importFrom(githubProvider.arn)
    }
    this.write(FOUNDATION_OUTPUTS.planRoleArn, this.addRole('plan-role', roles.plan).role.arn)
    this.write(FOUNDATION_OUTPUTS.applyRoleArn, this.addRole('apply-role', roles.apply).role.arn)
  }

  private addRole(id: string, { trust, permissions, ...role }: BootstrapRole): WorkflowRole {
    return new WorkflowRole(this, id, {
      ...role,
      assumeRolePolicy: JSON.stringify(trust),
      policy: JSON.stringify(permissions),
      importExisting: true,
    })
  }

  private addSwitches(): void {
    for (const phase of SWITCHED_PHASES) {
      for (const app of switchedApps(this.target, phase)) {
        new SwitchParameter(this, `switch-${app}-${phase}`, {
          name: switchParameterName(this.target, app, phase),
          description: `Who serves ${phase} of ${app}`,
          initialValue: JSON.stringify(INITIAL_SWITCH),
        })
      }
    }
  }
}
