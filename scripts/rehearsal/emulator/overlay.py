#!/usr/bin/env python3
"""moto_server 5.2.1 with what the stacks and the crossing need and moto lacks or does differently from AWS.

usage: overlay.py DIRECTORY

Listens on 127.0.0.1 at a free port and prints one line of JSON, {"port": N}, when it is ready. Object bytes lie in
DIRECTORY. Ends when standard input ends, so that it never outlives the process that started it.

One module per service, each naming the operations it stands in for:
  s3_bytes                  where object bytes lie (moto keeps objects under 5 MiB in memory)
  s3_objects                PutObject, UploadPart, GetObject, CompleteMultipartUpload: streaming, checksums, delete markers
  s3_policy                 bucket policies: real evaluation of principals and conditions
  s3_buckets                ListObjectVersions, Intelligent-Tiering configurations, access logs
  apigateway                status of a custom domain
  application_autoscaling   tags
  budgets                   subscribers, tags, updates
  cloudfront                distributions, cache / origin-request / response-headers policies, invalidations
  cloudfront_functions      functions and key value stores
  cognito                   tier and deletion protection of a user pool
  dynamodb                  conditional writes that nothing can come between
  ec2                       a subnet's IPv6 block, descriptions of security group rules, what goes with a VPC
  ecs                       what a service was made with
  elasticache               member clusters, parameter groups, deletion
  elasticache_users         users and user groups
  guardduty                 features one by one
  lambda_functions          what a function was made with, the alias an event source mapping names
  logs                      query definitions
  rds                       what an instance was made with, which parameters somebody set
  route53                   reusable delegation sets
  ses                       tags of an identity
  sqs                       redrive policies
  unknown_operations        an answer that nobody asks again
  xray                      groups, sampling rules, encryption
and inventory, which tells what exists.
"""

import json
import logging
import os
import sys
import threading

if len(sys.argv) != 2:
    sys.exit(__doc__)
DIRECTORY = os.path.abspath(sys.argv[1])
os.environ["MOTO_ACM_VALIDATION_WAIT"] = "0"  # a certificate is issued at once, not after a minute
os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"  # arn:aws:iam::aws:policy/… can be attached

import moto  # noqa: E402

EXPECTED = "5.2.1"
if moto.__version__ != EXPECTED:
    sys.exit(f"overlay.py patches moto {EXPECTED} and found {moto.__version__}")

import moto.core.config  # noqa: E402
from moto import backends  # noqa: E402
from moto.moto_api import state_manager  # noqa: E402
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app  # noqa: E402
from werkzeug.routing import Map  # noqa: E402
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler  # noqa: E402

import apigateway  # noqa: E402
import application_autoscaling  # noqa: E402
import budgets  # noqa: E402
import cloudfront  # noqa: E402
import cloudfront_functions  # noqa: E402
import cognito  # noqa: E402
import dynamodb  # noqa: E402
import ec2  # noqa: E402
import ecs  # noqa: E402
import elasticache  # noqa: E402
import elasticache_users  # noqa: E402
import guardduty  # noqa: E402
import inventory  # noqa: E402
import lambda_functions  # noqa: E402
import logs  # noqa: E402
import rds  # noqa: E402
import route53  # noqa: E402
import s3_buckets  # noqa: E402
import s3_bytes  # noqa: E402
import s3_objects  # noqa: E402
import s3_policy  # noqa: E402
import ses  # noqa: E402
import sqs  # noqa: E402
import unknown_operations  # noqa: E402
import xray  # noqa: E402

SERVICES = (
    s3_objects,
    s3_policy,
    s3_buckets,
    cloudfront,
    budgets,
    apigateway,
    application_autoscaling,
    cloudfront_functions,
    cognito,
    dynamodb,
    ec2,
    ecs,
    elasticache,
    elasticache_users,
    guardduty,
    inventory,
    lambda_functions,
    logs,
    rds,
    route53,
    ses,
    sqs,
    unknown_operations,
    xray,
)


class Handler(WSGIRequestHandler):
    # One connection per request: with keep-alive the Go SDK (Terraform) now and then sends a request again that
    # was already executed, when werkzeug closes an idle connection.
    protocol_version = "HTTP/1.0"

    def log_request(self, code="-", size="-"):
        """A line per request costs more than the small requests themselves; errors are still logged."""


class Server(ThreadedWSGIServer):
    daemon_threads = True
    request_queue_size = 512


def keep_slashes():
    """werkzeug merges `//` in a path and redirects; to S3 `a//b` and `/a` are keys like any other."""
    create = Map.__init__

    def init(self, *args, **kwargs):
        create(self, *args, **{**kwargs, "merge_slashes": False})

    Map.__init__ = init


def list_services_once():
    """moto lists the directories of its package for every request: half the time of a small one."""
    services = list(backends.list_of_moto_modules())
    backends.list_of_moto_modules = lambda: services


def without_docker():
    """Lambda functions are kept but not run (moto would start a container for each)."""
    moto.core.config.default_user_config["lambda"] = {"use_docker": False}


def exit_with_parent():
    """The parent holds our standard input open; if it dies, even by SIGKILL, reading ends."""

    def watch():
        sys.stdin.buffer.read()
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


def main():
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    keep_slashes()
    list_services_once()
    without_docker()
    state_manager.set_transition("cloudfront::distribution", {"progression": "immediate"})
    s3_bytes.install(os.path.join(DIRECTORY, "objects"))
    for service in SERVICES:
        service.install()
    application = inventory.served(DomainDispatcherApplication(create_backend_app))
    server = Server("127.0.0.1", 0, application, handler=Handler)
    exit_with_parent()
    print(json.dumps({"port": server.port}), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
