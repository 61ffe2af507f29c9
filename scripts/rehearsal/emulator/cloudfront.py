"""CloudFront.

Stands in for
  CreateDistribution, UpdateDistribution, GetDistribution(Config)   moto drops an origin's access control, the
        certificate's ssl_support_method and function associations, adds ForwardedValues to behaviours that use a
        cache policy, never changes a distribution's ETag, and writes its ARN with a colon too few
  Create/Get/Update/Delete/List of CachePolicy, OriginRequestPolicy and ResponseHeadersPolicy   not in moto
  CreateInvalidation, GetInvalidation   moto's status is COMPLETED; SDK and Terraform wait for Completed
"""

import re
import uuid
from datetime import datetime, timezone

import moto.cloudfront.urls as urls
from moto.cloudfront import models
from moto.cloudfront.exceptions import OriginDoesNotExist

NAMESPACE = 'xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"'
KINDS = {
    "cache-policy": "CachePolicy",
    "origin-request-policy": "OriginRequestPolicy",
    "response-headers-policy": "ResponseHeadersPolicy",
}

_policies = {}


def install():
    _origins()
    _behaviours()
    _updates()
    for path in KINDS:
        urls.url_paths["{0}/2020-05-31/" + path + "$"] = policy
        urls.url_paths["{0}/2020-05-31/" + path + "/(?P<policy_id>[^/]+)$"] = policy
        urls.url_paths["{0}/2020-05-31/" + path + "/(?P<policy_id>[^/]+)/config$"] = policy


def _after_init(cls, adjust):
    init = cls.__init__

    def adjusted(self, *args, **kwargs):
        init(self, *args, **kwargs)
        adjust(self, *args, **kwargs)

    cls.__init__ = adjusted


def _origins():
    def origin(self, config):
        self.origin_access_control_id = config.get("OriginAccessControlId") or ""

    def certificate(self, config):
        if self.acm_certificate_arn or self.iam_certificate_id:
            self.cloud_front_default_certificate = False
        if str(self.cloud_front_default_certificate).lower() == "true":
            self.ssl_support_method = None

    def invalidation(self, *_):
        self.status = "Completed"

    def distribution(self, account_id, *_):
        self.arn = f"arn:aws:cloudfront::{account_id}:distribution/{self.distribution_id}"

    _after_init(models.Distribution, distribution)
    _after_init(models.Origin, origin)
    _after_init(models.ViewerCertificate, certificate)
    _after_init(models.Invalidation, invalidation)


def _behaviours():
    def behaviour(self, config):
        if config.get("CachePolicyId"):
            self.forwarded_values = None
        if config.get("FunctionAssociations"):
            self.function_associations = config["FunctionAssociations"]
        if config.get("LambdaFunctionAssociations"):
            self.lambda_function_associations = config["LambdaFunctionAssociations"]

    _after_init(models.DefaultCacheBehaviour, behaviour)

    # An origin group is a target like an origin; moto looks only among the origins.
    init = models.DistributionConfig.__init__

    def with_groups(self, config):
        groups = (config.get("OriginGroups") or {}).get("Items") or []
        members = {}
        origins = {origin["Id"] for origin in config["Origins"]["Items"]}
        for group in groups:
            ids = [member["OriginId"] for member in group["Members"]["Items"]]
            if not origins.issuperset(ids):
                raise OriginDoesNotExist
            members[group["Id"]] = ids[0]
        default = config.get("DefaultCacheBehavior") or {}
        target = default.get("TargetOriginId")
        default["TargetOriginId"] = members.get(target, target)
        init(self, config)
        self.DefaultCacheBehavior.target_origin_id = target

    models.DistributionConfig.__init__ = with_groups


def _updates():
    update = models.CloudFrontBackend.update_distribution

    def update_distribution(self, dist_config, _id, if_match):
        distribution, location, _ = update(self, dist_config, _id, if_match)
        distribution.etag = models.random_id()
        return distribution, location, distribution.etag

    models.CloudFrontBackend.update_distribution = update_distribution


def policy(request, full_url, headers):
    """Every operation on the three kinds of policy: the configuration is kept as the XML that was sent."""
    path, policy_id = re.search(r"/2020-05-31/([a-z-]+)(?:/([^/?]+))?", full_url).groups()
    kind = KINDS[path]
    if policy_id is None and request.method == "GET":
        return _list(kind)
    if policy_id is not None and policy_id not in _policies:
        return _missing(kind)
    if request.method == "DELETE":
        del _policies[policy_id]
        return 204, {}, ""
    if request.method in ("POST", "PUT"):
        policy_id = policy_id or str(uuid.uuid4())
        config = re.sub(r"<\?xml.*?\?>", "", request.data.decode()).strip()
        config = re.sub(r' xmlns="[^"]*"', "", config, count=1)
        modified = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        _policies[policy_id] = {"kind": kind, "config": config, "etag": models.random_id(), "modified": modified}
    kept = _policies[policy_id]
    status = 201 if request.method == "POST" else 200
    location = f"https://cloudfront.amazonaws.com/2020-05-31/{path}/{policy_id}"
    return status, {"ETag": kept["etag"], "Location": location}, _policy(policy_id, kept, f" {NAMESPACE}")


def _policy(policy_id, kept, namespace=""):
    head = f"<Id>{policy_id}</Id><LastModifiedTime>{kept['modified']}</LastModifiedTime>"
    return f"<{kept['kind']}{namespace}>{head}{kept['config']}</{kept['kind']}>"


def _list(kind):
    own = [(policy_id, kept) for policy_id, kept in _policies.items() if kept["kind"] == kind]
    items = "".join(f"<{kind}Summary><Type>custom</Type>{_policy(*entry)}</{kind}Summary>" for entry in own)
    body = f"<MaxItems>100</MaxItems><Quantity>{len(own)}</Quantity><Items>{items}</Items>"
    return 200, {}, f"<{kind}List {NAMESPACE}>{body}</{kind}List>"


def _missing(kind):
    fault = f"<Error><Type>Sender</Type><Code>NoSuch{kind}</Code><Message>The {kind} does not exist.</Message></Error>"
    return 404, {}, f"<ErrorResponse {NAMESPACE}>{fault}<RequestId>0</RequestId></ErrorResponse>"
