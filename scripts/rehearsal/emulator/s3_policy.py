"""Who may do what to an object: bucket policies.

Stands in for FakeBucket.get_permission, which takes an Allow whose condition is not met for a Deny (a policy that
lets only CloudFront read would refuse everybody), knows no principal but "*", and calls HEAD and POST by actions that
do not exist; and for presigned URLs, which moto serves past their time. Not looked at, as in moto: identity policies,
signatures, ACLs of buckets, KMS key policies.

A rehearsal speaks plain HTTP on the loopback in place of TLS, so aws:SecureTransport is always true.

A stand-in for an AWS service (the CDN) calls as that service by the header
`x-emulator-service: {"service": "cloudfront.amazonaws.com", "sourceArn": "arn:..."}`; it is let in only by a policy
that allows it, as a service has no identity policy.
"""

import fnmatch
import functools
import json
import re
import threading
from datetime import datetime, timedelta, timezone

from moto.core import DEFAULT_ACCOUNT_ID
from moto.iam.access_control import PermissionResult
from moto.s3.models import FakeBucket
from moto.s3.responses import S3Response
from moto.sts.models import sts_backends

_now = threading.local()
ACTIONS = {"HEAD": "GetObject", "GET": "GetObject", "PUT": "PutObject", "POST": "PutObject", "DELETE": "DeleteObject"}
LISTING = set(
    "list-type prefix delimiter marker max-keys encoding-type continuation-token start-after fetch-owner x-id".split()
)
SUBRESOURCES = {"acl": "Acl", "tagging": "Tagging", "retention": "Retention", "legal-hold": "LegalHold"}


def install():
    FakeBucket.get_permission = _get_permission
    handle_key, handle_bucket = S3Response._key_response, S3Response._bucket_response

    def key_response(self, request, full_url):
        _now.caller = Caller(request)
        if _expired(request):
            return error(403, "AccessDenied", "Request has expired")
        bucket = self.backend.buckets.get(self.bucket_name)
        if bucket is not None and request.method in ACTIONS:
            resource = f"arn:aws:s3:::{self.bucket_name}/{self.parse_key_name()}"
            if not _allowed(bucket, _action(request), resource):
                return denied()
            # Who may not list is not told what is missing.
            hidden = not _allowed(bucket, "s3:ListBucket", f"arn:aws:s3:::{self.bucket_name}")
            if hidden and self.backend.get_object(self.bucket_name, self.parse_key_name()) is None:
                if request.method in ("GET", "HEAD"):
                    return denied()
        return handle_key(self, request, full_url)

    def bucket_response(self, request, full_url):
        _now.caller = Caller(request)
        bucket = self.backend.buckets.get(self.bucket_name)
        if bucket is not None and request.method != "OPTIONS":
            action, path = _bucket_action(request), f"/{request.form['key']}" if _is_form(request) else ""
            if not _allowed(bucket, action, f"arn:aws:s3:::{self.bucket_name}{path}"):
                return denied()
        return handle_bucket(self, request, full_url)

    S3Response._key_response, S3Response._bucket_response = key_response, bucket_response


def denied():
    return error(403, "AccessDenied", "Access Denied")


def error(status, code, message, **headers):
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>'
    return status, {"content-type": "application/xml", **headers}, body


class Caller:
    """Who asks: an IAM identity, an AWS service, or nobody."""

    def __init__(self, request):
        service = request.headers.get("x-emulator-service")
        self.service = json.loads(service) if service else None
        signature = request.headers.get("Authorization") or request.args.get("X-Amz-Credential")
        if signature is None and _is_form(request):
            signature = request.form.get("X-Amz-Credential")
        self.anonymous = not self.service and not signature
        self.arn = None
        if not self.service and not self.anonymous:
            match = re.match(r"(?:.*Credential=)?([^/]+)/", signature)
            role = sts_backends[DEFAULT_ACCOUNT_ID]["aws"].get_assumed_role_from_access_key(match[1] if match else "")
            self.arn = role.role_arn if role else f"arn:aws:iam::{DEFAULT_ACCOUNT_ID}:root"

    def context(self):
        values = {"aws:securetransport": "true"}
        if self.service:
            values["aws:sourcearn"] = self.service["sourceArn"]
            values["aws:sourceaccount"] = DEFAULT_ACCOUNT_ID
            values["aws:principalisawsservice"] = "true"
        if self.arn:
            values["aws:principalarn"] = self.arn
            values["aws:principalaccount"] = DEFAULT_ACCOUNT_ID
        return values


def _expired(request):
    """A presigned URL past its time. (Its signature is not looked at.)"""
    signed, seconds = request.args.get("X-Amz-Date"), request.args.get("X-Amz-Expires")
    if signed is None or seconds is None:
        return False
    start = datetime.strptime(signed, "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
    return datetime.now(timezone.utc) > start + timedelta(seconds=int(seconds))


def _action(request):
    if request.method == "DELETE" and "uploadId" in request.args:
        return "s3:AbortMultipartUpload"
    action = ACTIONS[request.method]
    for name, suffix in SUBRESOURCES.items():
        if name in request.args:
            return f"s3:{action}{suffix}"
    if "versionId" in request.args and action != "PutObject":
        return f"s3:{action}Version"
    return f"s3:{action}"


def _bucket_action(request):
    if _is_form(request):
        return "s3:PutObject"
    if request.method in ("GET", "HEAD") and "versions" in request.args:
        return "s3:ListBucketVersions"
    if request.method in ("GET", "HEAD") and set(request.args) <= LISTING:
        return "s3:ListBucket"
    return "s3:Configure"  # stands for the many actions on a bucket itself: matched by s3:*, named by no policy


def _is_form(request):
    """An upload by a browser (presigned POST). Its conditions are not looked at."""
    return request.method == "POST" and (request.content_type or "").startswith("multipart/form-data")


def _allowed(bucket, action, resource):
    verdict = _evaluate(bucket.policy, action, resource)
    if verdict == PermissionResult.DENIED:
        return False
    caller = _now.caller
    if caller.service:
        return verdict == PermissionResult.PERMITTED
    if caller.anonymous:
        block = getattr(bucket, "public_access_block", None)
        closed = block is not None and str(block.restrict_public_buckets).lower() == "true"
        return verdict == PermissionResult.PERMITTED and not closed
    return True  # the emulator's identities are administrators


def _get_permission(bucket, action, resource):
    verb = action.removeprefix("s3:").removesuffix("Object").upper()
    return _evaluate(bucket.policy, f"s3:{ACTIONS.get(verb, action.removeprefix('s3:'))}", resource)


def _evaluate(policy, action, resource):
    if policy is None:
        return PermissionResult.NEUTRAL
    matching = [s for s in statements(policy) if _matches(s, action, resource)]
    if any(s["Effect"] == "Deny" for s in matching):
        return PermissionResult.DENIED
    return PermissionResult.PERMITTED if matching else PermissionResult.NEUTRAL


@functools.lru_cache(maxsize=64)
def statements(policy):
    return _list(json.loads(policy)["Statement"])


def _matches(statement, action, resource):
    return (
        names(statement, "Action", action.lower(), fold=True)
        and names(statement, "Resource", resource)
        and _principal(statement)
        and all(_condition(o, k, v) for o, keys in statement.get("Condition", {}).items() for k, v in keys.items())
    )


def names(statement, element, value, fold=False):
    if f"Not{element}" in statement:
        return not any(_like(p.lower() if fold else p, value) for p in _list(statement[f"Not{element}"]))
    return any(_like(p.lower() if fold else p, value) for p in _list(statement.get(element, [])))


def _principal(statement):
    negated = "NotPrincipal" in statement
    principal = statement.get("NotPrincipal" if negated else "Principal")
    named = principal == "*" or (isinstance(principal, dict) and _in_principal(principal, _now.caller))
    return named != negated


def _in_principal(principal, caller):
    if "*" in _list(principal.get("AWS", [])):
        return True
    if caller.service:
        return caller.service["service"] in _list(principal.get("Service", []))
    account = (DEFAULT_ACCOUNT_ID, f"arn:aws:iam::{DEFAULT_ACCOUNT_ID}:root")
    return caller.arn is not None and any(p == caller.arn or p in account for p in _list(principal.get("AWS", [])))


def _condition(operator, key, expected):
    """One operator of IAM's condition language; a key that the request lacks matches only negated and IfExists."""
    name, negated = operator.split(":")[-1], "Not" in operator
    actual = _now.caller.context().get(key.lower())
    if name == "Null":
        return (actual is None) == (str(_list(expected)[0]).lower() == "true")
    if actual is None:
        return negated or name.endswith("IfExists")
    like = "Like" in name or name.startswith("Arn")
    fold = "IgnoreCase" in name or name.startswith("Bool")
    given = actual.lower() if fold else actual
    wanted = [str(e).lower() if fold else str(e) for e in _list(expected)]
    return any(_like(w, given) if like else w == given for w in wanted) != negated


@functools.lru_cache(maxsize=1024)
def _pattern(pattern):
    # In IAM only * and ? are special; fnmatch also knows [..].
    return re.compile(fnmatch.translate(pattern.replace("[", "[[]")))


def _like(pattern, value):
    return _pattern(pattern).match(value) is not None


def _list(value):
    return value if isinstance(value, list) else [value]
