"""ECS.

Stands in for CreateService and UpdateService: moto forgets the deployment configuration (circuit breaker, alarms), the
grace period, managed tags, remote execution and the balance between zones. Deployments themselves do not proceed.
"""

from moto.ecs.responses import EC2ContainerServiceResponse

# What was asked -> attribute that is answered, and what AWS takes where nothing was asked.
KEPT = {
    "deploymentConfiguration": ("deployment_configuration", {}),
    "healthCheckGracePeriodSeconds": ("health_check_grace_period_seconds", 0),
    "enableECSManagedTags": ("enable_ecs_managed_tags", False),
    "enableExecuteCommand": ("enable_execute_command", False),
    "availabilityZoneRebalancing": ("availability_zone_rebalancing", "DISABLED"),
}
DEPLOYMENT = {"maximumPercent": 200, "minimumHealthyPercent": 100}


def install():
    create = EC2ContainerServiceResponse.create_service
    update = EC2ContainerServiceResponse.update_service

    def create_service(self):
        answer = create(self)
        service = answer.result["service"]
        for asked, (attribute, default) in KEPT.items():
            setattr(service, attribute, default)
            _keep(self, service, asked, attribute)
        service.deployment_configuration = {**DEPLOYMENT, **service.deployment_configuration}
        return answer

    def update_service(self):
        answer = update(self)
        for asked, (attribute, _) in KEPT.items():
            _keep(self, answer.result["service"], asked, attribute)
        return answer

    EC2ContainerServiceResponse.create_service = create_service
    EC2ContainerServiceResponse.update_service = update_service


def _keep(self, service, asked, attribute):
    value = self._get_param(asked)
    if value is not None:
        setattr(service, attribute, value)
