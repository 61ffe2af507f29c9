"""One request body on its way to the disk: decoded, hashed once, and compared with every checksum the client sent.

Not verified, only kept as given: CRC32C and CRC64NVME (Python has neither built in), SigV4 signatures of chunks.
"""

import base64
import binascii
import hashlib
import re

from s3_bytes import CHUNK, ObjectBytes

ALGORITHMS = ("SHA256", "SHA1", "CRC32", "CRC32C", "CRC64NVME")


class Refused(Exception):
    """An upload that S3 answers with 400."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code, self.message = code, message


class Crc32:
    def __init__(self):
        self.value = 0

    def update(self, data):
        self.value = binascii.crc32(data, self.value)

    def digest(self):
        return self.value.to_bytes(4, "big")


HASHES = {"SHA256": hashlib.sha256, "SHA1": hashlib.sha1, "CRC32": Crc32}


class Upload:
    """One request body: stored, hashed once, and compared with every checksum that the client sent."""

    def __init__(self, request):
        self.headers = request.headers
        self.trailers = {}
        self.algorithm = self._announced()
        self.stored = ObjectBytes()
        content = self.headers.get("x-amz-content-sha256", "")
        md5, sha256 = hashlib.md5(usedforsecurity=False), None
        if self.algorithm == "SHA256" or re.fullmatch("[0-9a-f]{64}", content):
            sha256 = hashlib.sha256()
        other = HASHES[self.algorithm]() if self.algorithm in ("SHA1", "CRC32") else None
        try:
            for data in self._payload(request.stream, content):
                self.stored.write(data)
                for hasher in (md5, sha256, other):
                    if hasher is not None:
                        hasher.update(data)
        except BaseException:  # the client went away: an object that was not received whole must not exist
            self.stored.close()
            raise
        self.stored.done()
        self.md5 = md5.hexdigest()
        self.checksum = self._verify(md5, sha256, other, content)

    def _announced(self):
        for algorithm in ALGORITHMS:
            name = f"x-amz-checksum-{algorithm.lower()}"
            if name in self.headers or name in self.headers.get("x-amz-trailer", ""):
                return algorithm
        named = self.headers.get("x-amz-sdk-checksum-algorithm", "").upper()
        return named if named in ALGORITHMS else None

    def _payload(self, stream, content):
        if content.startswith("STREAMING-"):
            return self._unchunk(stream)
        return iter(lambda: stream.read(CHUNK), b"")

    def _unchunk(self, stream):
        """aws-chunked: `size[;chunk-signature=…]`, data, …, `0`, trailers."""
        while size := int(stream.readline().split(b";")[0].strip() or b"0", 16):
            while size:
                data = stream.read(min(CHUNK, size))
                if not data:
                    raise Refused("IncompleteBody", "The request body terminated unexpectedly")
                size -= len(data)
                yield data
            stream.readline()
        while line := stream.readline().strip():
            name, _, value = line.decode().partition(":")
            self.trailers[name.strip().lower()] = value.strip()

    def _verify(self, md5, sha256, other, content):
        if self.headers.get("Content-MD5") not in (None, encoded(md5)):
            self._refuse("The Content-MD5 you specified did not match what we received.")
        if sha256 is not None and len(content) == 64 and content != sha256.hexdigest():
            message = "The provided 'x-amz-content-sha256' header does not match what was computed."
            self._refuse(message, "XAmzContentSHA256Mismatch")
        expected = self.headers.get("x-amz-decoded-content-length")
        if expected is not None and int(expected) != self.stored.size:
            message = "You did not provide the number of bytes specified by the Content-Length HTTP header."
            self._refuse(message, "IncompleteBody")
        if self.algorithm is None:
            return None
        name = f"x-amz-checksum-{self.algorithm.lower()}"
        given = self.headers.get(name) or self.trailers.get(name)
        hasher = sha256 if self.algorithm == "SHA256" else other
        computed = encoded(hasher) if hasher is not None else given
        if given is not None and given != computed:
            self._refuse(f"The {self.algorithm} you specified did not match the calculated checksum.")
        return computed

    def _refuse(self, message, code="BadDigest"):
        self.stored.close()
        raise Refused(code, message)


def encoded(hasher):
    return base64.b64encode(hasher.digest()).decode()


def checksum(body, algorithm, encode_base64=True):
    hasher = HASHES.get(algorithm, hashlib.sha256)()
    for data in body if not isinstance(body, bytes) else [body]:
        hasher.update(data)
    return base64.b64encode(hasher.digest()) if encode_base64 else hasher.digest()
