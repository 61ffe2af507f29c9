"""RDS.

Stands in for
  CreateDBInstance, ModifyDBInstance   moto forgets enhanced monitoring, performance insights and the network type, and
                                       gives every instance the same resource id, by which Terraform looks for it
  CreateDBInstanceReadReplica          the same: moto copies its source
  ModifyDBParameterGroup               parameters that somebody set say so (Source is `user`); moto leaves that out, and
                                       Terraform would set them again each time
"""

from moto.moto_api._internal import mock_random
from moto.rds.models import DBInstance, DBParameterGroup

# What is asked -> what is answered, and AWS's value where nothing was asked.
KEPT = {
    "monitoring_interval": ("monitoring_interval", 0),
    "monitoring_role_arn": ("monitoring_role_arn", None),
    "network_type": ("network_type", "IPV4"),
    "enable_performance_insights": ("performance_insights_enabled", False),
    "performance_insights_kms_key_id": ("performance_insights_kms_key_id", None),
    "performance_insights_retention_period": ("performance_insights_retention_period", None),
}
FREE_RETENTION_DAYS = 7


def install():
    init = DBInstance.__init__
    update = DBInstance.update
    set_as_replica = DBInstance.set_as_replica

    def with_kept(self, backend, *args, **kwargs):
        init(self, backend, *args, **kwargs)
        self.dbi_resource_id = _resource_id()
        for asked, (attribute, default) in KEPT.items():
            value = kwargs.get(asked)
            setattr(self, attribute, default if value is None else value)
        _complete(self)

    def update_instance(self, **kwargs):
        update(self, **kwargs)
        for asked, (attribute, _) in KEPT.items():
            if kwargs.get(asked) is not None:
                setattr(self, attribute, kwargs[asked])
        _complete(self)

    def with_own_id(self):
        set_as_replica(self)
        self.dbi_resource_id = _resource_id()

    def update_parameters(self, new_parameters):
        for changed in new_parameters:
            parameter = self.parameters[changed["ParameterName"]]
            parameter.update(changed)
            parameter["Source"] = "user"
            parameter.setdefault("ApplyMethod", "immediate")

    DBInstance.__init__ = with_kept
    DBInstance.update = update_instance
    DBInstance.set_as_replica = with_own_id
    DBParameterGroup.update_parameters = update_parameters


def _resource_id():
    return f"db-{mock_random.get_random_string(length=26).upper()}"


def _complete(instance):
    if instance.performance_insights_enabled and instance.performance_insights_retention_period is None:
        instance.performance_insights_retention_period = FREE_RETENTION_DAYS
