"""Cognito.

Stands in for CreateUserPool and UpdateUserPool: a pool is of the tier ESSENTIALS where nobody named another, and one whose
deletion protection is on is not deleted; moto knows neither.
"""

from moto.cognitoidp.exceptions import InvalidParameterException
from moto.cognitoidp.models import CognitoIdpBackend, CognitoIdpUserPool

DEFAULT_TIER = "ESSENTIALS"


def install():
    configure = CognitoIdpUserPool.update_extended_config
    delete = CognitoIdpBackend.delete_user_pool

    def update_extended_config(self, extended_config):
        configure(self, extended_config)
        self.extended_config.setdefault("UserPoolTier", DEFAULT_TIER)

    def delete_user_pool(self, user_pool_id):
        pool = self.describe_user_pool(user_pool_id)
        if pool.extended_config.get("DeletionProtection") == "ACTIVE":
            raise InvalidParameterException(
                "The user pool cannot be deleted because deletion protection is activated. "
                "Deletion protection must be inactivated first."
            )
        delete(self, user_pool_id)

    CognitoIdpUserPool.update_extended_config = update_extended_config
    CognitoIdpBackend.delete_user_pool = delete_user_pool
