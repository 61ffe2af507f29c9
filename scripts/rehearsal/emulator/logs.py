"""CloudWatch Logs.

Stands in for PutQueryDefinition, DescribeQueryDefinitions and DeleteQueryDefinition.
"""

import json
import time
import uuid

from moto.logs.responses import LogsResponse

_definitions = {}


def install():
    for operation in (put_query_definition, describe_query_definitions, delete_query_definition):
        setattr(LogsResponse, operation.__name__, operation)


def put_query_definition(self):
    definition_id = self._get_param("queryDefinitionId") or str(uuid.uuid4())
    if self._get_param("queryDefinitionId") and definition_id not in _definitions:
        return _missing()
    _definitions[definition_id] = {
        "queryDefinitionId": definition_id,
        "name": self._get_param("name"),
        "queryString": self._get_param("queryString"),
        "logGroupNames": self._get_param("logGroupNames") or [],
        "lastModified": int(time.time() * 1000),
    }
    return json.dumps({"queryDefinitionId": definition_id})


def describe_query_definitions(self):
    prefix = self._get_param("queryDefinitionNamePrefix") or ""
    found = [definition for definition in _definitions.values() if definition["name"].startswith(prefix)]
    return json.dumps({"queryDefinitions": found})


def delete_query_definition(self):
    if _definitions.pop(self._get_param("queryDefinitionId"), None) is None:
        return _missing()
    return json.dumps({"success": True})


def _missing():
    return 400, {}, json.dumps({"__type": "ResourceNotFoundException", "message": "The query definition does not exist."})
