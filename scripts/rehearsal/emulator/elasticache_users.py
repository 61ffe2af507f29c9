"""Users and user groups of ElastiCache.

Stands in for
  Create/Describe/Modify/DeleteUserGroup   not in moto
  DescribeUsers, ModifyUser                the authentication of a user as AWS names it
"""

from moto.core.responses import ActionResult
from moto.elasticache import models
from moto.elasticache.exceptions import ElastiCacheException
from moto.elasticache.responses import ElastiCacheResponse

_user_groups = {}


def install():
    _users()
    for operation in (create_user_group, describe_user_groups, modify_user_group, delete_user_group, modify_user):
        setattr(ElastiCacheResponse, operation.__name__, operation)


def fault(code, message):
    exception = ElastiCacheException(message)
    exception.code = code
    return exception


def arn_of(self, kind, name):
    return f"arn:aws:elasticache:{self.region}:{self.current_account}:{kind}:{name}"


def joined(replication_group):
    for user_group_id in replication_group.user_group_ids:
        _user_groups[user_group_id]["ReplicationGroups"].append(replication_group.replication_group_id)


def left(replication_group):
    for user_group_id in replication_group.user_group_ids:
        _user_groups[user_group_id]["ReplicationGroups"].remove(replication_group.replication_group_id)


def _users():
    def authentication(self):
        kind = "no-password" if self.authentication_type == "no-password-required" else self.authentication_type
        count = {"PasswordCount": len(self.passwords)} if self.passwords else {}
        return {"Type": "no-password" if self.no_password_required else kind, **count}

    models.User.authentication = property(authentication)


def modify_user(self):
    user = self.elasticache_backend.describe_users(self._get_param("UserId"))[0]
    if self._get_param("AccessString"):
        user.access_string = self._get_param("AccessString")
    mode = self._get_param("AuthenticationMode")
    if mode:
        user.authentication_type = mode["Type"]
        user.passwords = mode.get("Passwords", [])
    return ActionResult(user)


def _user_group(self):
    name = self._get_param("UserGroupId")
    if name not in _user_groups:
        raise fault("UserGroupNotFound", f"User group {name} not found.")
    return _user_groups[name]


def _must_be_users(self, user_ids):
    users = [self.elasticache_backend.describe_users(user_id)[0] for user_id in user_ids]
    if [user.name for user in users].count("default") != 1:
        raise fault("DefaultUserRequired", "A user group must contain a user with the user name default.")


def create_user_group(self):
    name = self._get_param("UserGroupId")
    if name in _user_groups:
        raise fault("UserGroupAlreadyExists", f"User group {name} already exists.")
    user_ids = self._get_param("UserIds", [])
    _must_be_users(self, user_ids)
    arn = arn_of(self, "usergroup", name)
    _user_groups[name] = {
        "UserGroupId": name,
        "Status": "active",
        "Engine": self._get_param("Engine").lower(),
        "UserIds": list(user_ids),
        "MinimumEngineVersion": "6.0",
        "ReplicationGroups": [],
        "ARN": arn,
    }
    self.elasticache_backend.tagging_service.tag_resource(arn, self._get_param("Tags", []))
    return ActionResult(_user_groups[name])


def describe_user_groups(self):
    found = [_user_group(self)] if self._get_param("UserGroupId") else list(_user_groups.values())
    return ActionResult({"UserGroups": found})


def modify_user_group(self):
    group = _user_group(self)
    gone = self._get_param("UserIdsToRemove", [])
    user_ids = [user_id for user_id in group["UserIds"] if user_id not in gone]
    user_ids.extend(self._get_param("UserIdsToAdd", []))
    _must_be_users(self, user_ids)
    group["UserIds"] = user_ids
    return ActionResult(group)


def delete_user_group(self):
    group = _user_group(self)
    if group["ReplicationGroups"]:
        raise fault("InvalidUserGroupState", f"User group {group['UserGroupId']} is in use.")
    del _user_groups[group["UserGroupId"]]
    return ActionResult({**group, "Status": "deleting"})
