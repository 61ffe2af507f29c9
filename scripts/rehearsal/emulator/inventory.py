"""What exists in the emulator, by name: for the proof that a destroy leaves nothing behind.

GET /rehearsal/inventory answers {"things": ["ec2 vpcs vpc-1", …]}: every entry that moto's backends, and our own stores,
hold under a name. Each backend keeps its things in dictionaries, whatever the service; this reads them all, and leaves out
what an account has from the start (default VPC, AWS's own policies) and what is marked as deleted (AWS shows that, too, for an
hour).
"""

import json
import re

from moto.core.base_backend import AccountSpecificBackend, BackendDict
from moto.core.common_models import BaseModel

import cloudfront
import cloudfront_functions
import elasticache
import elasticache_users
import logs
import xray

PATH = "/rehearsal/inventory"
# Made when somebody first asks for them.
AWS_POLICY = re.compile(r"arn:aws[a-z-]*:iam::aws:policy/")
OWN = {
    "cloudfront policies": cloudfront._policies,
    "cloudfront functions": cloudfront_functions._functions,
    "cloudfront key_value_stores": cloudfront_functions._stores,
    "elasticache parameter_groups": elasticache._parameter_groups,
    "elasticache user_groups": elasticache_users._user_groups,
    "logs query_definitions": logs._definitions,
    "xray groups": xray._groups,
    "xray sampling_rules": xray._rules,
}


_from_the_start = set()


def install():
    """Notes what a backend holds when it is made, before anybody can use it."""
    init = AccountSpecificBackend.__init__

    def noting(self, *args, **kwargs):
        init(self, *args, **kwargs)
        make = self.backend

        def made(*made_args, **made_kwargs):
            backend = make(*made_args, **made_kwargs)
            _from_the_start.update(_things_of(self.service_name, backend))
            return backend

        self.backend = made

    AccountSpecificBackend.__init__ = noting


def served(application):
    """The application, with this one address before it."""

    def serve(environ, start_response):
        if environ.get("PATH_INFO") != PATH:
            return application(environ, start_response)
        body = json.dumps({"things": things()}).encode()
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    return serve


def things():
    found = {f"{kind} {name}" for kind, store in OWN.items() for name in store}
    for backends in list(BackendDict._instances):
        for account in list(backends.values()):
            for backend in list(account.values()):
                found.update(_things_of(backends.service_name, backend))
    return sorted(name for name in found - _from_the_start if not AWS_POLICY.search(name))


def _things_of(service, backend):
    for attribute, value in list(vars(backend).items()):
        for name in _names(value):
            yield f"{service} {attribute} {name}"


def _names(value):
    """Names under which things are kept: keys of a dictionary, or of dictionaries in it."""
    if not isinstance(value, dict):
        return
    for key, entry in list(value.items()):
        if isinstance(entry, BaseModel) and getattr(entry, "state", None) != "deleted":
            yield str(key)
        elif isinstance(entry, dict):
            for inner in _names(entry):
                yield f"{key} {inner}"
