"""Buckets.

Stands in for
  ListObjectVersions            moto copies the bytes of every object in the bucket for each page, and loses entries
                                when a page starts at a key without a version or at one that has been deleted
  Put/Get/List/DeleteBucketIntelligentTieringConfiguration   not in moto
  DeleteObject(s)               moto fails when the last version of a key that goes is a delete marker
  access logs                   moto writes one log object per request at once; AWS does so hours later, if at all:
                                here none is written
  PutBucketLogging              moto admits a target bucket only if a statement names the very prefix, and fails on a
                                statement whose principal is "*". Conditions are not looked at: S3 does so on delivery
"""

import re

from moto.s3.models import FakeBucket, FakeDeleteMarker, FakeKey, S3Backend
from moto.s3.responses import S3Response

from s3_policy import error, names, statements

NAMESPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'


def install():
    S3Backend.list_object_versions = list_object_versions
    FakeDeleteMarker.dispose = lambda self: None
    S3Backend.log_incoming_request = lambda self, request, bucket_name: None
    FakeBucket._log_permissions_enabled_policy = staticmethod(_log_delivery_allowed)
    _intelligent_tiering()


def _log_delivery_allowed(target_bucket, target_prefix):
    resource = f"arn:aws:s3:::{target_bucket.name}/{target_prefix or ''}log"
    return target_bucket.policy is not None and any(
        statement["Effect"] == "Allow"
        and statement.get("Principal") == {"Service": "logging.s3.amazonaws.com"}
        and names(statement, "Action", "s3:putobject", fold=True)
        and names(statement, "Resource", resource)
        for statement in statements(target_bucket.policy)
    )


def list_object_versions(
    self, bucket_name, delimiter=None, key_marker=None, max_keys=1000, prefix="", version_id_marker=None
):
    """One page: versions, common prefixes, delete markers, next key marker, next version id marker."""
    entries = _after(_entries(self.get_bucket(bucket_name), prefix or ""), key_marker, version_id_marker)
    versions, markers, prefixes, last = [], [], [], None
    for entry in entries:
        folder = _folder(entry.name, prefix or "", delimiter)
        if folder is not None and (folder in prefixes or folder == key_marker):
            continue
        if len(versions) + len(markers) + len(prefixes) >= max_keys:
            return versions, prefixes, markers, *(last or ("", None))
        if folder is not None:
            prefixes.append(folder)
            last = (folder, None)
            continue
        (versions if isinstance(entry, FakeKey) else markers).append(entry)
        last = (entry.name, entry.version_id)
    return versions, prefixes, markers, None, None


def _entries(bucket, prefix):
    """Every version and delete marker: by key in byte order, newest first."""
    for name in sorted(key for key, _ in bucket.keys.iterlists() if key.startswith(prefix)):
        for position, entry in enumerate(reversed(bucket.keys.getlist(name, []))):
            entry.is_latest = position == 0
            yield entry


def _after(entries, key_marker, version_id_marker):
    if key_marker is None:
        yield from entries
        return
    passed = False
    for entry in entries:
        if entry.name < key_marker:
            continue
        if entry.name > key_marker or passed:
            yield entry
        elif version_id_marker and entry.version_id == version_id_marker:
            passed = True  # the rest of this key's versions follow


def _folder(name, prefix, delimiter):
    if not delimiter or delimiter not in name[len(prefix) :]:
        return None
    return name[: name.index(delimiter, len(prefix)) + len(delimiter)]


def _intelligent_tiering():
    handle = S3Response._bucket_response
    kept = {}

    def bucket_response(self, request, full_url):
        if "intelligent-tiering" not in request.args:
            return handle(self, request, full_url)
        configurations = kept.setdefault(self.backend.get_bucket(self.bucket_name), {})
        name = request.args.get("id")
        if request.method == "PUT":
            configurations[name] = re.sub(r"<\?xml.*?\?>", "", self.body.decode()).strip()
            return 200, {}, ""
        if name is None:
            return 200, {"content-type": "application/xml"}, _listing(configurations.values())
        if name not in configurations:
            return error(404, "NoSuchConfiguration", "The specified configuration does not exist.")
        if request.method == "DELETE":
            del configurations[name]
            return 204, {}, ""
        return 200, {"content-type": "application/xml"}, configurations[name]

    S3Response._bucket_response = bucket_response


def _listing(configurations):
    entries = "".join(configurations)
    name = "ListBucketIntelligentTieringConfigurationsOutput"
    return f"<{name} {NAMESPACE}><IsTruncated>false</IsTruncated>{entries}</{name}>"
