"""Objects: bodies that stream to and from the disk, checksums that are verified, answers as S3 gives them.

Stands in for
  PutObject, UploadPart         moto reads the whole body into memory, decodes aws-chunked bodies in quadratic time,
                                keeps a truncated object when the client goes away, and accepts any checksum
  PutObject If-None-Match, If-Match   moto checks, then stores: two writers can both win
  CompleteMultipartUpload       moto joins all parts in memory and keeps them for ever; composite checksums
  GetObject, HeadObject         stored checksum and its type; x-amz-delete-marker on the 404 of a deleted object
  CopyObject                    checksum of a body that is not in memory
  every path of a key           moto cuts a key at `;`, and reads `+` as a plus where S3 reads a space
"""

import base64
import hashlib
import threading
from urllib.parse import unquote

from moto.s3 import models, responses
from moto.s3.exceptions import EntityTooSmall, InvalidPart, MalformedXML, MissingKey
from moto.s3.models import FakeDeleteMarker, FakeMultipart
from moto.s3.responses import S3Response
from moto.settings import S3_UPLOAD_PART_MIN_SIZE

from s3_bytes import ObjectBytes
from s3_policy import error
from s3_upload import HASHES, Refused, Upload, checksum, encoded

# Headers that moto would give back as if they were the object's metadata.
TRANSPORT_HEADERS = {"content-md5", "x-amz-content-sha256", "x-amz-checksum-algorithm", "x-amz-checksum-type"}

_storing = threading.Lock()


def install():
    _setup_without_body()
    _put()
    _multipart()
    _get()


class _BodyLess:
    """A request whose body moto must not read. (`werkzeug` in the name of its class is what moto looks for.)"""

    def __init__(self, request):
        self._request = request
        self.body = b""

    def __getattr__(self, name):
        if name in ("form", "files"):
            raise AttributeError(name)
        return getattr(self._request, name)


_BodyLess.__qualname__ = "werkzeug.BodyLess"


def _carries_object(request):
    return (
        request.method == "PUT"
        and not {"acl", "tagging", "retention", "legal-hold"} & set(request.args)
        and "x-amz-copy-source" not in request.headers
    )


def _setup_without_body():
    setup, handle = S3Response.setup_class, S3Response.key_response

    def setup_class(self, request, full_url, headers):
        streams = getattr(self, "_is_key_request", False) and _carries_object(request)
        if streams:
            content = request.headers.get("x-amz-content-sha256", "")
            request = _BodyLess(request)
            # moto decodes aws-chunked here; _unchunk does it on the way to the disk.
            request.headers = dict(request._request.headers)
            request.headers["x-amz-content-sha256"] = content.removeprefix("STREAMING-")
        setup(self, request, full_url, headers)
        if streams:
            self.request = request._request
            self.headers = request._request.headers

    def key_response(self, request, full_url, headers):
        self._is_key_request = True
        return handle(self, request, full_url, headers)

    S3Response.setup_class, S3Response.key_response = setup_class, key_response
    S3Response.get_safe_path = _path


def _path(self):
    return unquote(self.request.environ["RAW_URI"].split("?", 1)[0].replace("+", " "))


def _put():
    put_object, upload_part = S3Response.put_object, S3Response.upload_part

    def stored(self, store):
        try:
            upload = Upload(self.request)
        except Refused as refused:
            return error(400, refused.code, refused.message)
        self.body = upload.stored
        self._get_checksum = lambda headers: _report(upload, headers)
        kept = False
        try:
            with _storing:
                answer = store(self, upload)
            kept = answer[0] == 200
            return answer
        finally:
            if not kept:
                upload.stored.close()

    def put(self):
        def store(self, upload):
            answer = put_object(self)
            key = self.backend.get_object(self.bucket_name, self.parse_key_name())
            key._etag, key.checksum_type = upload.md5, "FULL_OBJECT" if upload.algorithm else None
            answer[1]["ETag"] = key.etag
            return answer

        return stored(self, store)

    def part(self):
        def store(self, upload):
            bucket = self.backend.get_bucket(self.bucket_name)
            uploads = bucket.multiparts
            if self._get_param("uploadId") not in uploads:
                return error(404, "NoSuchUpload", "The specified upload does not exist.")
            answer = upload_part(self)
            stored_part = uploads[self._get_param("uploadId")].parts[self._get_int_param("partNumber")]
            stored_part._etag, stored_part.checksum_algorithm = upload.md5, upload.algorithm
            stored_part.checksum_value = upload.checksum
            return answer

        return stored(self, store)

    S3Response.put_object, S3Response.upload_part = put, part
    responses.compute_checksum = checksum


def _report(upload, headers):
    if upload.algorithm and upload.checksum:
        headers[f"x-amz-checksum-{upload.algorithm.lower()}"] = upload.checksum
    return upload.algorithm or "", upload.checksum


def _multipart():
    def complete(self, body):
        parts = [self._chosen_part(number, etag) for number, etag in body]
        if not parts:
            raise MalformedXML
        if any(part.size < S3_UPLOAD_PART_MIN_SIZE for part in parts[:-1]):
            raise EntityTooSmall
        whole, md5s = ObjectBytes(), b""
        for part in parts:
            md5s += bytes.fromhex(part.etag.strip('"'))
            for data in part.value:
                whole.write(data)
        for part in self.parts.values():
            part._value_buffer.close()
        etag = hashlib.md5(md5s, usedforsecurity=False).hexdigest()
        whole_object = self.metadata.get("x-amz-checksum-type") == "FULL_OBJECT"
        return whole.done(), f"{etag}-{len(parts)}", _full_object(self, whole) if whole_object else _composite(parts)

    def chosen_part(self, number, etag):
        part = self.parts.get(number)
        if part is None or part.etag.strip('"') != etag.strip('"'):
            raise InvalidPart
        return part

    FakeMultipart.complete, FakeMultipart._chosen_part = complete, chosen_part


def _full_object(upload, whole):
    algorithm = upload.metadata.get("x-amz-checksum-algorithm")
    if algorithm not in HASHES:
        return None
    return "FULL_OBJECT", checksum(whole.chunks(), algorithm).decode(), 1


def _composite(parts):
    """The checksum of the parts' checksums, if all parts came with one of the same kind."""
    algorithms = {part.checksum_algorithm for part in parts}
    if len(algorithms) != 1 or (algorithm := algorithms.pop()) not in HASHES:
        return None
    hasher = HASHES[algorithm]()
    for part in parts:
        hasher.update(base64.b64decode(part.checksum_value))
    return "COMPOSITE", encoded(hasher), len(parts)


def _get():
    get_object, head_object = S3Response.get_object, S3Response.head_object

    def get(self):
        try:
            return get_object(self)
        except MissingKey:
            bucket = self.backend.get_bucket(self.bucket_name)
            latest = bucket.keys.get(self.parse_key_name())
            if not isinstance(latest, FakeDeleteMarker):
                raise
            headers = {"x-amz-delete-marker": "true", "x-amz-version-id": latest.version_id}
            return error(404, "NoSuchKey", "The specified key does not exist.", **headers)

    def head(self, bucket_name, query, key_name, headers):
        answer = head_object(self, bucket_name, query, key_name, headers)
        key = self.backend.get_object(bucket_name, key_name, version_id=query.get("versionId", [None])[0])
        if answer[0] == 200 and key is not None and key.checksum_algorithm:
            name = f"x-amz-checksum-{key.checksum_algorithm.lower()}"
            if name in answer[1]:
                answer[1]["x-amz-checksum-type"] = key.checksum_type
                if key.checksum_type == "COMPOSITE":
                    answer[1][name] = f"{key.checksum_value}-{key.checksum_parts}"
        return answer

    set_metadata = models.FakeKey.set_metadata

    def own_metadata(self, metadata, replace=False):
        set_metadata(self, metadata, replace)
        for name in TRANSPORT_HEADERS:
            self._metadata.pop(name, None)

    S3Response.get_object, S3Response.head_object = get, head
    models.FakeKey.set_metadata = own_metadata
