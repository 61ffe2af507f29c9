import { mustBe } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const rdsMasterPasswordManaged: Rule = {
  id: 'rds-master-password-managed',
  title: 'RDS makes and rotates the password of the master',
  row: 'own',
  severity: 'high',
  appliesTo: ['aws_db_instance', 'aws_rds_cluster'],
  fix: 'Set manage_master_user_password.',
  exception: 'Read replicas: they have the users of their source.',
  check: (database) =>
    database.values['replicate_source_db'] !== undefined
      ? []
      : mustBe(database, 'manage_master_user_password', true),
}
