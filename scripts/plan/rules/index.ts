import type { Rule } from '../judge/rule'
import { addressAttached } from './address-attached'
import { alarmTellsSomebody } from './alarm-tells-somebody'
import { apiDomainStrongTls } from './api-domain-strong-tls'
import { apiLimitsRequests } from './api-limits-requests'
import { apiLogsRequests } from './api-logs-requests'
import { apiRoutesAuthorized } from './api-routes-authorized'
import { auroraSafe } from './aurora-safe'
import { bucketAbortsFailedUploads } from './bucket-aborts-failed-uploads'
import { bucketAccessLogged } from './bucket-access-logged'
import { bucketAclsDisabled } from './bucket-acls-disabled'
import { bucketBlocksPublicAcls } from './bucket-blocks-public-acls'
import { bucketBlocksPublicPolicy } from './bucket-blocks-public-policy'
import { bucketEncrypted } from './bucket-encrypted'
import { bucketIgnoresPublicAcls } from './bucket-ignores-public-acls'
import { bucketLifecycle } from './bucket-lifecycle'
import { bucketPolicyNamesPrincipals } from './bucket-policy-names-principals'
import { bucketPublicAccessBlock } from './bucket-public-access-block'
import { bucketRestrictsPublicAccess } from './bucket-restricts-public-access'
import { bucketTlsOnly } from './bucket-tls-only'
import { bucketVersioned } from './bucket-versioned'
import { cognitoCallbacksExact } from './cognito-callbacks-exact'
import { cognitoCallbacksHttps } from './cognito-callbacks-https'
import { cognitoDeletionProtection } from './cognito-deletion-protection'
import { cognitoHidesUsers } from './cognito-hides-users'
import { cognitoMfa } from './cognito-mfa'
import { cognitoNoImplicitGrant } from './cognito-no-implicit-grant'
import { cognitoPasswordLength } from './cognito-password-length'
import { cognitoTokenLifetimes } from './cognito-token-lifetimes'
import { containerHealthCheck } from './container-health-check'
import { containerNotPrivileged } from './container-not-privileged'
import { containerReadOnly } from './container-read-only'
import { dataStorePreventDestroy } from './data-store-prevent-destroy'
import { defaultRouteByGateway } from './default-route-by-gateway'
import { defaultSecurityGroupLocked } from './default-security-group-locked'
import { deployToolOwnsReleases } from './deploy-tool-owns-releases'
import { distributionBehindWebAcl } from './distribution-behind-web-acl'
import { distributionLogs } from './distribution-logs'
import { distributionOwnCertificate } from './distribution-own-certificate'
import { distributionRootObject } from './distribution-root-object'
import { distributionSecurityHeaders } from './distribution-security-headers'
import { distributionSignsForBuckets } from './distribution-signs-for-buckets'
import { distributionStrongTls } from './distribution-strong-tls'
import { distributionViewersByHttps } from './distribution-viewers-by-https'
import { dmsSafe } from './dms-safe'
import { ecrEncryptedAndPrivate } from './ecr-encrypted-and-private'
import { ecrImmutableTags } from './ecr-immutable-tags'
import { ecrScanOnPush } from './ecr-scan-on-push'
import { ecsCircuitBreaker } from './ecs-circuit-breaker'
import { ecsContainerInsights } from './ecs-container-insights'
import { ecsDeploymentAlarms } from './ecs-deployment-alarms'
import { ecsExecLogged } from './ecs-exec-logged'
import { ecsGracePeriodCoversStart } from './ecs-grace-period-covers-start'
import { ecsLatestPlatform } from './ecs-latest-platform'
import { ecsNoPublicAddress } from './ecs-no-public-address'
import { ecsRolesDiffer } from './ecs-roles-differ'
import { everythingTagged } from './everything-tagged'
import { githubTrust } from './github-trust'
import { iamNoAdministrators } from './iam-no-administrators'
import { iamNoFullAccess } from './iam-no-full-access'
import { iamNoPrivilegeEscalation } from './iam-no-privilege-escalation'
import { iamPassRoleScoped } from './iam-pass-role-scoped'
import { iamResourcesNamed } from './iam-resources-named'
import { identityPoolNoGuests } from './identity-pool-no-guests'
import { imageByDigest } from './image-by-digest'
import { kmsKeyPolicy } from './kms-key-policy'
import { kmsKeyRotates } from './kms-key-rotates'
import { lambdaHasLogGroup } from './lambda-has-log-group'
import { lambdaInVpcWhereNeeded } from './lambda-in-vpc-where-needed'
import { lambdaPermissionNamesSource } from './lambda-permission-names-source'
import { lambdaRuntimeSupported } from './lambda-runtime-supported'
import { lambdaTraced } from './lambda-traced'
import { lambdaUrlAuthorized } from './lambda-url-authorized'
import { listenerHttps } from './listener-https'
import { listenerRedirectsToHttps } from './listener-redirects-to-https'
import { listenerStrongTls } from './listener-strong-tls'
import { loadBalancerAccessLogs } from './load-balancer-access-logs'
import { loadBalancerBehindWebAcl } from './load-balancer-behind-web-acl'
import { loadBalancerDeletionProtection } from './load-balancer-deletion-protection'
import { loadBalancerDesyncDefensive } from './load-balancer-desync-defensive'
import { loadBalancerDropsInvalidHeaders } from './load-balancer-drops-invalid-headers'
import { loadBalancerInternal } from './load-balancer-internal'
import { logGroupKeptAYear } from './log-group-kept-a-year'
import { logGroupUnderOwnKey } from './log-group-under-own-key'
import { networkAclAttached } from './network-acl-attached'
import { networkAclNotAllPorts } from './network-acl-not-all-ports'
import { noEgressToWorldOnAllPorts } from './no-egress-to-world-on-all-ports'
import { noHttpFromWorld } from './no-http-from-world'
import { noIngressOnAllPorts } from './no-ingress-on-all-ports'
import { noRdpFromWorld } from './no-rdp-from-world'
import { noSecretValues } from './no-secret-values'
import { noSecretsInEnvironment } from './no-secrets-in-environment'
import { noSshFromWorld } from './no-ssh-from-world'
import { oncePerAccount } from './once-per-account'
import { policyReadable } from './policy-readable'
import { providerPinsAccount } from './provider-pins-account'
import { queueEncrypted } from './queue-encrypted'
import { queuePolicyNamesPrincipals } from './queue-policy-names-principals'
import { rdsBackups } from './rds-backups'
import { rdsDeletionProtection } from './rds-deletion-protection'
import { rdsEncrypted } from './rds-encrypted'
import { rdsEngineWithoutFileRead } from './rds-engine-without-file-read'
import { rdsEnhancedMonitoring } from './rds-enhanced-monitoring'
import { rdsIamAuthentication } from './rds-iam-authentication'
import { rdsLogsExported } from './rds-logs-exported'
import { rdsMasterPasswordManaged } from './rds-master-password-managed'
import { rdsMinorUpgrades } from './rds-minor-upgrades'
import { rdsModernCertificateAuthority } from './rds-modern-certificate-authority'
import { rdsMultiAz } from './rds-multi-az'
import { rdsNotPublic } from './rds-not-public'
import { rdsPerformanceInsights } from './rds-performance-insights'
import { rdsPerformanceInsightsKey } from './rds-performance-insights-key'
import { rdsQueryLogging } from './rds-query-logging'
import { rdsSnapshotsNotPublic } from './rds-snapshots-not-public'
import { rdsTagsOnSnapshots } from './rds-tags-on-snapshots'
import { rdsTlsForced } from './rds-tls-forced'
import { redisAsksWho } from './redis-asks-who'
import { redisEncryptedAtRest } from './redis-encrypted-at-rest'
import { redisEncryptedInTransit } from './redis-encrypted-in-transit'
import { redisFailsOver } from './redis-fails-over'
import { redisSnapshots } from './redis-snapshots'
import { roleHasBoundary } from './role-has-boundary'
import { roleTrustsNamedPrincipals } from './role-trusts-named-principals'
import { secretRotates } from './secret-rotates'
import { secretUnderOwnKey } from './secret-under-own-key'
import { securityGroupAttached } from './security-group-attached'
import { securityGroupDescribed } from './security-group-described'
import { subnetNoPublicAddress } from './subnet-no-public-address'
import { tableDeletionProtection } from './table-deletion-protection'
import { tableEncrypted } from './table-encrypted'
import { tableRestorable } from './table-restorable'
import { targetGroupDrainsQuickly } from './target-group-drains-quickly'
import { targetGroupEncrypted } from './target-group-encrypted'
import { targetGroupHealthCheck } from './target-group-health-check'
import { topicEncrypted } from './topic-encrypted'
import { topicPolicyNamesPrincipals } from './topic-policy-names-principals'
import { vpcFlowLogs } from './vpc-flow-logs'
import { webAclKnownBadInputs } from './web-acl-known-bad-inputs'
import { weightsSumTo100 } from './weights-sum-to-100'
import { worldOpenForLoadBalancerOnly } from './world-open-for-load-balancer-only'

/** Every rule, in the order in which its findings are shown: the rows of the check list, then our own. */
export const RULES: readonly Rule[] = [
  vpcFlowLogs,
  defaultSecurityGroupLocked,
  subnetNoPublicAddress,
  noSshFromWorld,
  noRdpFromWorld,
  noHttpFromWorld,
  noIngressOnAllPorts,
  noEgressToWorldOnAllPorts,
  securityGroupDescribed,
  securityGroupAttached,
  networkAclNotAllPorts,
  networkAclAttached,
  defaultRouteByGateway,
  addressAttached,
  rdsEncrypted,
  rdsNotPublic,
  rdsDeletionProtection,
  rdsBackups,
  rdsMultiAz,
  rdsIamAuthentication,
  rdsEnhancedMonitoring,
  rdsLogsExported,
  rdsQueryLogging,
  rdsTlsForced,
  rdsMinorUpgrades,
  rdsPerformanceInsights,
  rdsPerformanceInsightsKey,
  rdsTagsOnSnapshots,
  rdsModernCertificateAuthority,
  rdsEngineWithoutFileRead,
  rdsSnapshotsNotPublic,
  auroraSafe,
  bucketPublicAccessBlock,
  bucketBlocksPublicAcls,
  bucketBlocksPublicPolicy,
  bucketIgnoresPublicAcls,
  bucketRestrictsPublicAccess,
  bucketEncrypted,
  bucketVersioned,
  bucketAccessLogged,
  bucketLifecycle,
  bucketAbortsFailedUploads,
  bucketPolicyNamesPrincipals,
  bucketAclsDisabled,
  listenerHttps,
  listenerRedirectsToHttps,
  listenerStrongTls,
  loadBalancerAccessLogs,
  loadBalancerDropsInvalidHeaders,
  loadBalancerDeletionProtection,
  loadBalancerDesyncDefensive,
  loadBalancerBehindWebAcl,
  targetGroupHealthCheck,
  targetGroupEncrypted,
  loadBalancerInternal,
  ecsContainerInsights,
  ecsExecLogged,
  ecsRolesDiffer,
  ecsNoPublicAddress,
  ecsLatestPlatform,
  containerNotPrivileged,
  containerReadOnly,
  noSecretsInEnvironment,
  ecrImmutableTags,
  ecrScanOnPush,
  ecrEncryptedAndPrivate,
  distributionViewersByHttps,
  distributionStrongTls,
  distributionLogs,
  distributionBehindWebAcl,
  webAclKnownBadInputs,
  distributionSecurityHeaders,
  distributionSignsForBuckets,
  distributionOwnCertificate,
  distributionRootObject,
  identityPoolNoGuests,
  kmsKeyRotates,
  kmsKeyPolicy,
  secretUnderOwnKey,
  secretRotates,
  logGroupUnderOwnKey,
  logGroupKeptAYear,
  topicEncrypted,
  queueEncrypted,
  topicPolicyNamesPrincipals,
  queuePolicyNamesPrincipals,
  redisEncryptedAtRest,
  redisEncryptedInTransit,
  redisAsksWho,
  redisFailsOver,
  redisSnapshots,
  iamNoFullAccess,
  iamResourcesNamed,
  iamNoPrivilegeEscalation,
  iamPassRoleScoped,
  iamNoAdministrators,
  dmsSafe,
  githubTrust,
  cognitoMfa,
  cognitoPasswordLength,
  cognitoDeletionProtection,
  cognitoHidesUsers,
  cognitoTokenLifetimes,
  cognitoNoImplicitGrant,
  cognitoCallbacksHttps,
  cognitoCallbacksExact,
  ecsCircuitBreaker,
  ecsDeploymentAlarms,
  ecsGracePeriodCoversStart,
  containerHealthCheck,
  imageByDigest,
  targetGroupDrainsQuickly,
  weightsSumTo100,
  deployToolOwnsReleases,
  dataStorePreventDestroy,
  worldOpenForLoadBalancerOnly,
  roleHasBoundary,
  roleTrustsNamedPrincipals,
  lambdaRuntimeSupported,
  lambdaInVpcWhereNeeded,
  lambdaTraced,
  lambdaHasLogGroup,
  lambdaUrlAuthorized,
  lambdaPermissionNamesSource,
  apiLogsRequests,
  apiLimitsRequests,
  apiRoutesAuthorized,
  apiDomainStrongTls,
  tableEncrypted,
  tableRestorable,
  tableDeletionProtection,
  bucketTlsOnly,
  noSecretValues,
  rdsMasterPasswordManaged,
  everythingTagged,
  providerPinsAccount,
  oncePerAccount,
  alarmTellsSomebody,
  policyReadable,
]
