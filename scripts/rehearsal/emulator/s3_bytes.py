"""Where object bytes lie: one file per object version, small ones in memory.

Stands in for the SpooledTemporaryFile of moto.s3.models.FakeKey, which keeps up to 5 MiB per object in memory and an
open file descriptor for each larger one. Here memory is bounded by IN_MEMORY per object and no descriptor stays open.
"""

import itertools
import os

from moto.s3 import models

IN_MEMORY = 8 * 1024
CHUNK = 1024 * 1024

_numbers = itertools.count()
_directory = None


def install(directory):
    global _directory
    _directory = directory
    os.makedirs(directory, exist_ok=True)
    # moto's only use of `tempfile` in this module is to make the buffer of an object.
    models.tempfile = type("Buffers", (), {"SpooledTemporaryFile": staticmethod(lambda *a, **k: ObjectBytes())})
    models.FakeKey.value = property(lambda key: ObjectBody(key._value_buffer), _set_value)


class ObjectBytes:
    """The bytes of one object version. Written once, from the front; read at any position by any number of threads."""

    def __init__(self):
        self.size = 0
        self._memory = b""
        self._path = None
        self._file = None
        self._position = 0

    def write(self, data):
        self.size += len(data)
        if self._file is None and self._path is None and self.size <= IN_MEMORY:
            self._memory += data
            return
        if self._file is None:
            if self._path is None:
                self._path = os.path.join(_directory, str(next(_numbers)))
            self._file = open(self._path, "ab")
            self._file.write(self._memory)
            self._memory = b""
        self._file.write(data)

    def done(self):
        """After the last write: leaves no file open."""
        if self._file is not None:
            self._file.close()
            self._file = None
        return self

    def chunks(self, start=0, end=None):
        """The bytes from `start` up to, not including, `end`."""
        self.done()
        left = max(0, (self.size if end is None else min(end, self.size)) - start)
        if self._path is None:
            if left:
                yield self._memory[start : start + left]
            return
        with open(self._path, "rb") as file:
            file.seek(start)
            while left > 0 and (data := file.read(min(CHUNK, left))):
                left -= len(data)
                yield data

    # What else moto calls on the file it thinks this is.
    def seek(self, position):
        self._position = position

    def truncate(self):
        self.close()
        self.__init__()

    def read(self, size=None):
        end = self.size if size is None else self._position + size
        data = b"".join(self.chunks(self._position, end))
        self._position += len(data)
        return data

    def close(self):
        self.done()
        if self._path is not None:
            os.unlink(self._path)
            self._path = None


class ObjectBody:
    """A response body that streams from the disk; can be measured and cut, which is all moto does to a body."""

    def __init__(self, stored, start=0, end=None):
        self.stored, self.start, self.end = stored, start, stored.size if end is None else end

    def __len__(self):
        return max(0, self.end - self.start)

    def __getitem__(self, part):
        start, stop, _ = part.indices(len(self))
        return ObjectBody(self.stored, self.start + start, self.start + stop)

    def __iter__(self):
        return self.stored.chunks(self.start, self.end)

    def copy(self):
        copied = ObjectBytes()
        for data in self:
            copied.write(data)
        return copied.done()


def _set_value(key, value):
    if isinstance(value, ObjectBody):
        value = value.copy()
    if not isinstance(value, ObjectBytes):
        data = value.encode() if isinstance(value, str) else bytes(value)
        value = ObjectBytes()
        value.write(data)
    key._value_buffer = value.done()
    key.contentsize = value.size
