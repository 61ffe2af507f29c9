"""X-Ray.

Stands in for
  CreateGroup, GetGroup, GetGroups, UpdateGroup, DeleteGroup
  CreateSamplingRule, GetSamplingRules, UpdateSamplingRule, DeleteSamplingRule
  PutEncryptionConfig, GetEncryptionConfig
  ListTagsForResource, TagResource, UntagResource
"""

import json
import time
import uuid

import moto.xray.urls as urls
from moto.core import DEFAULT_ACCOUNT_ID

_groups, _rules, _tags = {}, {}, {}
_encryption = {"Type": "NONE", "Status": "ACTIVE"}
_REGION = "us-east-1"


def install():
    operations = (
        create_group,
        get_group,
        get_groups,
        update_group,
        delete_group,
        create_sampling_rule,
        get_sampling_rules,
        update_sampling_rule,
        delete_sampling_rule,
        put_encryption_config,
        encryption_config,
        list_tags_for_resource,
        tag_resource,
        untag_resource,
    )
    for operation in operations:
        path = "".join(word.capitalize() for word in operation.__name__.split("_"))
        urls.url_paths["{0}/" + path + "$"] = _handler(operation)


def _handler(operation):
    def handle(request, full_url, headers):
        asked = json.loads(request.data or b"{}")
        status, answer = operation(asked)
        return status, {"content-type": "application/json"}, json.dumps(answer)

    return handle


def _invalid(message):
    return 400, {"__type": "InvalidRequestException", "Message": message}


def _arn(kind, name):
    return f"arn:aws:xray:{_REGION}:{DEFAULT_ACCOUNT_ID}:{kind}/{name}"


def _keep_tags(arn, tags):
    _tags[arn] = {tag["Key"]: tag["Value"] for tag in tags or []}


def _group_named(asked):
    return next(
        (
            group
            for group in _groups.values()
            if asked.get("GroupName") == group["GroupName"] or asked.get("GroupARN") == group["GroupARN"]
        ),
        None,
    )


def create_group(asked):
    name = asked["GroupName"]
    if name in _groups:
        return _invalid(f"The group {name} already exists.")
    arn = f"{_arn('group', name)}/{uuid.uuid4().hex[:26].upper()}"
    insights = {"InsightsEnabled": False, "NotificationsEnabled": False, **(asked.get("InsightsConfiguration") or {})}
    _groups[name] = {
        "GroupName": name,
        "GroupARN": arn,
        "FilterExpression": asked.get("FilterExpression", ""),
        "InsightsConfiguration": insights,
    }
    _keep_tags(arn, asked.get("Tags"))
    return 200, {"Group": _groups[name]}


def get_group(asked):
    group = _group_named(asked)
    return (200, {"Group": group}) if group else _invalid("Group not found")


def get_groups(asked):
    return 200, {"Groups": list(_groups.values())}


def update_group(asked):
    group = _group_named(asked)
    if group is None:
        return _invalid("Group not found")
    if "FilterExpression" in asked:
        group["FilterExpression"] = asked["FilterExpression"]
    group["InsightsConfiguration"].update(asked.get("InsightsConfiguration") or {})
    return 200, {"Group": group}


def delete_group(asked):
    group = _group_named(asked)
    if group is None:
        return _invalid("Group not found")
    del _groups[group["GroupName"]]
    return 200, {}


def _rule_named(asked):
    return next(
        (
            record
            for record in _rules.values()
            if record["SamplingRule"]["RuleName"] == asked.get("RuleName")
            or record["SamplingRule"]["RuleARN"] == asked.get("RuleARN")
        ),
        None,
    )


def create_sampling_rule(asked):
    rule = {"Attributes": {}, **asked["SamplingRule"]}
    name = rule["RuleName"]
    if name in _rules:
        return _invalid(f"The sampling rule {name} already exists.")
    rule["RuleARN"] = _arn("sampling-rule", name)
    _rules[name] = {"SamplingRule": rule, "CreatedAt": time.time(), "ModifiedAt": time.time()}
    _keep_tags(rule["RuleARN"], asked.get("Tags"))
    return 200, {"SamplingRuleRecord": _rules[name]}


def get_sampling_rules(asked):
    return 200, {"SamplingRuleRecords": list(_rules.values())}


def update_sampling_rule(asked):
    changes = asked["SamplingRuleUpdate"]
    record = _rule_named(changes)
    if record is None:
        return _invalid("Sampling rule does not exist.")
    record["SamplingRule"].update(changes)
    record["ModifiedAt"] = time.time()
    return 200, {"SamplingRuleRecord": record}


def delete_sampling_rule(asked):
    record = _rule_named(asked)
    if record is None:
        return _invalid("Sampling rule does not exist.")
    return 200, {"SamplingRuleRecord": _rules.pop(record["SamplingRule"]["RuleName"])}


def put_encryption_config(asked):
    _encryption.clear()
    _encryption.update({"Type": asked["Type"], "Status": "ACTIVE"})
    if asked.get("KeyId"):
        _encryption["KeyId"] = asked["KeyId"]
    return 200, {"EncryptionConfig": _encryption}


def encryption_config(asked):
    """GetEncryptionConfig."""
    return 200, {"EncryptionConfig": _encryption}


def list_tags_for_resource(asked):
    tags = _tags.get(asked["ResourceARN"], {})
    return 200, {"Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}


def tag_resource(asked):
    _tags.setdefault(asked["ResourceARN"], {}).update({tag["Key"]: tag["Value"] for tag in asked["Tags"]})
    return 200, {}


def untag_resource(asked):
    for key in asked["TagKeys"]:
        _tags.get(asked["ResourceARN"], {}).pop(key, None)
    return 200, {}
