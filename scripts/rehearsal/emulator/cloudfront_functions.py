"""CloudFront functions and key value stores.

Stands in for
  Create/Describe/Get/Update/Publish/Delete/ListFunctions        not in moto; the code is kept, not run
  Create/Describe/Update/Delete/ListKeyValueStores               not in moto; ready at once. Their keys are another API
"""

import base64
import re
import uuid
from datetime import datetime, timezone
from urllib.parse import parse_qs, urlparse

import moto.cloudfront.urls as urls
from moto.cloudfront import models
from moto.core import DEFAULT_ACCOUNT_ID

NAMESPACE = 'xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"'
FUNCTION = "{0}/2020-05-31/function"
STORE = "{0}/2020-05-31/key-value-store"

# name -> stage -> function
_functions = {}
_stores = {}


def install():
    for end in ("$", "/(?P<name>[^/]+)$", "/(?P<name>[^/]+)/(?P<action>describe|publish)$"):
        urls.url_paths[FUNCTION + end] = function
    for end in ("$", "/(?P<name>[^/]+)$"):
        urls.url_paths[STORE + end] = key_value_store


def _now():
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def _inner(text, name):
    found = re.search(rf"<{name}(?:\s[^>]*)?>(.*?)</{name}>", text, re.DOTALL)
    return found[1] if found else ""


def _fault(status, code, message):
    fault = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>"
    return status, {}, f"<ErrorResponse {NAMESPACE}>{fault}<RequestId>0</RequestId></ErrorResponse>"


def function(request, full_url, headers):
    """Every operation on functions: the configuration is kept as the XML that was sent."""
    url = urlparse(full_url)
    name, action = re.search(r"/function(?:/([^/]+))?(?:/(describe|publish))?$", url.path).groups()
    stage = parse_qs(url.query).get("Stage", ["DEVELOPMENT"])[0]
    if name is None and request.method == "GET":
        return _list_functions()
    if name is None:
        return _create_function(request.data.decode())
    if name not in _functions or stage not in _functions[name]:
        return _fault(404, "NoSuchFunctionExists", "The specified function does not exist.")
    kept = _functions[name][stage]
    if request.method == "DELETE":
        del _functions[name]
        return 204, {}, ""
    if action == "publish":
        _functions[name]["LIVE"] = {**kept, "stage": "LIVE", "etag": models.random_id()}
        return 200, {}, _summary(_functions[name]["LIVE"], f" {NAMESPACE}")
    if request.method == "PUT":
        _functions[name]["DEVELOPMENT"] = kept = _function(name, request.data.decode())
        return 200, {"ETtag": kept["etag"], "ETag": kept["etag"]}, _summary(kept, f" {NAMESPACE}")
    if action == "describe":
        return 200, {"ETag": kept["etag"]}, _summary(kept, f" {NAMESPACE}")
    return 200, {"ETag": kept["etag"], "Content-Type": "application/octet-stream"}, kept["code"]


def _create_function(text):
    name = _inner(text, "Name")
    if name in _functions:
        return _fault(409, "FunctionAlreadyExists", "A function with this name already exists.")
    kept = _function(name, text)
    _functions[name] = {"DEVELOPMENT": kept}
    location = f"https://cloudfront.amazonaws.com/2020-05-31/function/{name}"
    return 201, {"ETag": kept["etag"], "Location": location}, _summary(kept, f" {NAMESPACE}")


def _function(name, text):
    return {
        "name": name,
        "config": _inner(text, "FunctionConfig"),
        "code": base64.b64decode(_inner(text, "FunctionCode")),
        "stage": "DEVELOPMENT",
        "etag": models.random_id(),
        "modified": _now(),
    }


def _summary(kept, namespace=""):
    status = "UNPUBLISHED" if "LIVE" not in _functions.get(kept["name"], {}) else "UNASSOCIATED"
    arn = f"arn:aws:cloudfront::{DEFAULT_ACCOUNT_ID}:function/{kept['name']}"
    times = f"<CreatedTime>{kept['modified']}</CreatedTime><LastModifiedTime>{kept['modified']}</LastModifiedTime>"
    metadata = f"<FunctionARN>{arn}</FunctionARN><Stage>{kept['stage']}</Stage>{times}"
    return (
        f"<FunctionSummary{namespace}><Name>{kept['name']}</Name><Status>{status}</Status>"
        f"<FunctionConfig>{kept['config']}</FunctionConfig><FunctionMetadata>{metadata}</FunctionMetadata></FunctionSummary>"
    )


def _list_functions():
    items = "".join(_summary(stages["DEVELOPMENT"]) for stages in _functions.values())
    body = f"<MaxItems>100</MaxItems><Quantity>{len(_functions)}</Quantity><Items>{items}</Items>"
    return 200, {}, f"<FunctionList {NAMESPACE}>{body}</FunctionList>"


def key_value_store(request, full_url, headers):
    """Every operation on the stores themselves."""
    name = re.search(r"/key-value-store(?:/([^/]+))?$", urlparse(full_url).path)[1]
    if name is None and request.method == "GET":
        items = "".join(_store(kept) for kept in _stores.values())
        body = f"<MaxItems>100</MaxItems><Quantity>{len(_stores)}</Quantity><Items>{items}</Items>"
        return 200, {}, f"<KeyValueStoreList {NAMESPACE}>{body}</KeyValueStoreList>"
    if name is None:
        return _create_store(request.data.decode())
    if name not in _stores:
        return _fault(404, "EntityNotFound", "The key value store does not exist.")
    kept = _stores[name]
    if request.method == "DELETE":
        if any(kept["id"] in stage["config"] for stages in _functions.values() for stage in stages.values()):
            return _fault(409, "CannotDeleteEntityWhileInUse", "The key value store is used by a function.")
        del _stores[name]
        return 204, {}, ""
    if request.method == "PUT":
        kept.update(comment=_inner(request.data.decode(), "Comment"), etag=models.random_id(), modified=_now())
    return 200, {"ETag": kept["etag"]}, _store(kept, f" {NAMESPACE}")


def _create_store(text):
    name = _inner(text, "Name")
    if name in _stores:
        return _fault(409, "EntityAlreadyExists", "A key value store with this name already exists.")
    kept = {
        "name": name,
        "id": str(uuid.uuid4()),
        "comment": _inner(text, "Comment"),
        "etag": models.random_id(),
        "modified": _now(),
    }
    _stores[name] = kept
    location = f"https://cloudfront.amazonaws.com/2020-05-31/key-value-store/{name}"
    return 201, {"ETag": kept["etag"], "Location": location}, _store(kept, f" {NAMESPACE}")


def _store(kept, namespace=""):
    arn = f"arn:aws:cloudfront::{DEFAULT_ACCOUNT_ID}:key-value-store/{kept['id']}"
    return (
        f"<KeyValueStore{namespace}><Name>{kept['name']}</Name><Id>{kept['id']}</Id><Comment>{kept['comment']}</Comment>"
        f"<ARN>{arn}</ARN><Status>READY</Status><LastModifiedTime>{kept['modified']}</LastModifiedTime></KeyValueStore>"
    )
