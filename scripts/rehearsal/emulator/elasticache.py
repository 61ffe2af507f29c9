"""ElastiCache.

Stands in for
  CreateReplicationGroup, DeleteReplicationGroup   moto makes no member clusters, which Terraform reads for engine
        version, security groups and parameter group; forgets a replica; and a group never ends being deleted
  ModifyReplicationGroup                            not in moto
  Create/Describe/Modify/DeleteCacheParameterGroup, DescribeCacheParameters
  DeleteCacheSubnetGroup, ModifyCacheSubnetGroup    not in moto
  tags of all of these                              moto refuses the ARNs of the last ones
"""

import inspect
import re

from moto.core.responses import ActionResult, EmptyResult
from moto.elasticache import models
from moto.elasticache.responses import ElastiCacheResponse

import elasticache_users
from elasticache_users import arn_of, fault

NEWEST = {"redis": "7.1.0", "valkey": "8.0.1"}
FAMILY = {"redis": "redis7", "valkey": "valkey8"}
CLUSTER_ARGUMENTS = [name for name in inspect.signature(models.CacheCluster.__init__).parameters if name != "self"]

_parameter_groups = {}


def install():
    _backend()
    _replication_groups()
    for operation in (
        modify_replication_group,
        delete_cache_subnet_group,
        modify_cache_subnet_group,
        create_cache_parameter_group,
        describe_cache_parameter_groups,
        modify_cache_parameter_group,
        describe_cache_parameters,
        delete_cache_parameter_group,
    ):
        setattr(ElastiCacheResponse, operation.__name__, operation)


def _backend():
    init = models.ElastiCacheBackend.__init__

    def any_arn(self, *args, **kwargs):
        init(self, *args, **kwargs)
        self.arn_regex = re.compile(r"^arn:aws:elasticache:[^:]*:[0-9]*:[a-z]+:.+$")

    models.ElastiCacheBackend.__init__ = any_arn


def _replication_groups():
    create = models.ElastiCacheBackend.create_replication_group
    delete = models.ElastiCacheBackend.delete_replication_group

    def create_replication_group(self, *args, **kwargs):
        wanted = kwargs.get("num_cache_clusters")
        if wanted and not kwargs.get("num_node_groups"):
            kwargs["replicas_per_node_group"] = wanted - 1
        group = create(self, *args, **kwargs)
        group.snapshot_window = kwargs.get("snapshot_window") or "05:00-06:00"
        if group.auto_minor_version_upgrade is None:
            group.auto_minor_version_upgrade = True
        if group.transit_encryption_enabled and not group.transit_encryption_mode:
            group.transit_encryption_mode = "required"
        for member in group.member_clusters:
            self.cache_clusters[member] = _member(self, group, member)
        elasticache_users.joined(group)
        return group

    def delete_replication_group(self, replication_group_id, retain_primary_cluster):
        group = delete(self, replication_group_id, retain_primary_cluster)
        del self.replication_groups[replication_group_id]
        self.cache_clusters = {
            name: cluster
            for name, cluster in self.cache_clusters.items()
            if getattr(cluster, "replication_group_id", None) != replication_group_id
        }
        elasticache_users.left(group)
        return group

    models.ElastiCacheBackend.create_replication_group = create_replication_group
    models.ElastiCacheBackend.delete_replication_group = delete_replication_group


def _member(backend, group, name):
    parameters = group.cache_parameter_group_name or f"default.{FAMILY.get(group.engine, 'redis7')}"
    arguments = {argument: getattr(group, argument, None) for argument in CLUSTER_ARGUMENTS}
    arguments.update(
        account_id=backend.account_id,
        region_name=backend.region_name,
        cache_cluster_id=name,
        num_cache_nodes=1,
        engine_version=_whole_version(group),
        preferred_availability_zone=f"{backend.region_name}a",
        cache_parameter_group_name=parameters,
        preferred_maintenance_window=group.preferred_maintenance_window or "sun:23:00-mon:01:30",
    )
    cluster = models.CacheCluster(**arguments)
    cluster.num_cache_nodes = 1
    cluster.replication_group_id = group.replication_group_id
    cluster.at_rest_encryption_enabled = group.at_rest_encryption_enabled
    cluster.transit_encryption_mode = group.transit_encryption_mode
    cluster.security_groups = [
        {"security_group_id": security_group, "status": "active"} for security_group in group.security_group_ids or []
    ]
    cluster.cache_parameter_group = {"cache_parameter_group_name": parameters, "parameter_apply_status": "in-sync"}
    return cluster


def _whole_version(group):
    """`7.1` is what one asks for, `7.1.0` is what runs."""
    version = group.engine_version or NEWEST.get(group.engine, NEWEST["redis"])
    return version if version.count(".") == 2 else f"{version}.0"


def modify_replication_group(self):
    group = self.elasticache_backend.describe_replication_groups(self._get_param("ReplicationGroupId"))[0]
    for parameter, attribute in (
        ("ReplicationGroupDescription", "description"),
        ("SnapshotRetentionLimit", "snapshot_retention_limit"),
        ("SnapshotWindow", "snapshot_window"),
        ("CacheNodeType", "cache_node_type"),
    ):
        if self._get_param(parameter) is not None:
            setattr(group, attribute, self._get_param(parameter))
    return ActionResult({"ReplicationGroup": group})


def delete_cache_subnet_group(self):
    name = self._get_param("CacheSubnetGroupName")
    groups = self.elasticache_backend.cache_subnet_groups
    if name not in groups:
        raise fault("CacheSubnetGroupNotFoundFault", f"CacheSubnetGroup {name} not found.")
    if any(group.cache_subnet_group_name == name for group in self.elasticache_backend.replication_groups.values()):
        raise fault("CacheSubnetGroupInUse", f"Cache subnet group {name} is currently in use by a cache cluster.")
    del groups[name]
    return EmptyResult()


def modify_cache_subnet_group(self):
    name = self._get_param("CacheSubnetGroupName")
    old = self.elasticache_backend.describe_cache_subnet_groups(name)[0]
    changed = models.CacheSubnetGroup(
        account_id=self.current_account,
        region_name=self.region,
        cache_subnet_group_name=name,
        cache_subnet_group_description=self._get_param("CacheSubnetGroupDescription")
        or old.cache_subnet_group_description,
        subnet_ids=self._get_param("SubnetIds") or old.subnet_ids,
        tags=old.tags,
    )
    self.elasticache_backend.cache_subnet_groups[name] = changed
    return ActionResult({"CacheSubnetGroup": changed})


def _parameter_group(self):
    name = self._get_param("CacheParameterGroupName")
    if name not in _parameter_groups:
        raise fault("CacheParameterGroupNotFound", f"CacheParameterGroup {name} not found.")
    return _parameter_groups[name]


def create_cache_parameter_group(self):
    name = self._get_param("CacheParameterGroupName")
    if name in _parameter_groups:
        raise fault("CacheParameterGroupAlreadyExists", f"Cache parameter group {name} already exists.")
    arn = arn_of(self, "parametergroup", name)
    _parameter_groups[name] = {
        "parameters": {},
        "answer": {
            "CacheParameterGroupName": name,
            "CacheParameterGroupFamily": self._get_param("CacheParameterGroupFamily"),
            "Description": self._get_param("Description"),
            "IsGlobal": False,
            "ARN": arn,
        },
    }
    self.elasticache_backend.tagging_service.tag_resource(arn, self._get_param("Tags", []))
    return ActionResult({"CacheParameterGroup": _parameter_groups[name]["answer"]})


def describe_cache_parameter_groups(self):
    found = [_parameter_group(self)] if self._get_param("CacheParameterGroupName") else _parameter_groups.values()
    return ActionResult({"CacheParameterGroups": [group["answer"] for group in found]})


def modify_cache_parameter_group(self):
    group = _parameter_group(self)
    for parameter in self._get_param("ParameterNameValues", []):
        group["parameters"][parameter["ParameterName"]] = parameter["ParameterValue"]
    return ActionResult({"CacheParameterGroupName": self._get_param("CacheParameterGroupName")})


def describe_cache_parameters(self):
    """Those that somebody set. AWS also lists the family's defaults, with Source `system`."""
    parameters = [
        {"ParameterName": name, "ParameterValue": value, "Source": "user"}
        for name, value in _parameter_group(self)["parameters"].items()
    ]
    return ActionResult({"Parameters": parameters})


def delete_cache_parameter_group(self):
    _parameter_group(self)
    del _parameter_groups[self._get_param("CacheParameterGroupName")]
    return EmptyResult()
