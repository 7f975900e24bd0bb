"""Zips from strangers: bombs, paths out of the folder, links and locked files are refused."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import BinaryIO, cast

from gutline.importers.errors import ImporterError

MOST_MEMBERS = 20_000
MOST_BYTES = 16 << 30
"""Most bytes that come out of one file inside."""
FREE_BYTES = 64 << 20
"""What may come out whatever the ratio."""
MOST_RATIO = 200
"""How many times larger than packed a longer file may be; Apple's exports reach 40."""
_LONGEST_NAME = 1_000
_READABLE = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_SYSTEM_UNIX = 3
# All that Python's zipfile is known to raise over a damaged file.
_DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, EOFError,
           ValueError, LookupError, struct.error, OverflowError, MemoryError)  # fmt: skip


def is_zip(first: bytes) -> bool:
    """Return whether a file that begins so is a zip."""
    return first[:4] in {b"PK\x03\x04", b"PK\x05\x06"}


class SafeZip:
    """A zip whose files may be read without harm.

    Parameters
    ----------
    name : str
        Its name, for messages.
    opener : callable
        Opens it; it is closed again whenever nothing is read.

    Raises
    ------
    ImporterError
        When it is damaged, or no real export.
    """

    def __init__(self, name: str, opener: Callable[[], BinaryIO]) -> None:
        self._name = name
        self._opener = opener
        with opener() as stream, self._opened(stream) as packed:
            infos = packed.infolist()
        if len(infos) > MOST_MEMBERS:
            raise ImporterError(f"{name} holds more than {MOST_MEMBERS:,} files; it is no export")
        self._infos = {i.filename: i for i in infos if _is_plain(i)}

    def _opened(self, stream: BinaryIO) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(stream)
        except _DAMAGE as error:
            raise ImporterError(
                f"{self._name} is a damaged zip; export or download it again"
            ) from error

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the files that may be opened."""
        return tuple(self._infos)

    def size(self, name: str) -> int:
        """Return the size in bytes that the zip gives for a file."""
        return self._infos[name].file_size

    def open(self, name: str) -> BinaryIO:
        """Open one file for reading from start to end.

        Raises
        ------
        ImporterError
            When it is locked with a password, packed in an unknown way or damaged.
        """
        info = self._infos[name]
        if info.flag_bits & 0x1:
            raise ImporterError(
                f"{name} in {self._name} is locked with a password; unpack it and give the file"
            )
        if info.compress_type not in _READABLE:
            raise ImporterError(f"{name} in {self._name} is packed in an unknown way; unpack it")
        outer = self._opener()
        try:
            packed = self._opened(outer)
            stream = cast("BinaryIO", packed.open(info))
        except ImporterError:
            outer.close()
            raise
        except _DAMAGE as error:
            outer.close()
            raise ImporterError(f"{self._name} is a damaged zip; export it again") from error
        where = f"{name} in {self._name}"
        limited = _Limited((stream, packed, outer), max(info.compress_size, 1), where)
        return cast("BinaryIO", io.BufferedReader(limited, 1 << 18))


def _is_plain(info: zipfile.ZipInfo) -> bool:
    """Return whether this is an ordinary file below the zip's own folder."""
    name = info.filename
    if not name or info.is_dir():  # a name may be empty, which the module itself does not expect
        return False
    if len(name) > _LONGEST_NAME or "\\" in name or name.startswith("/") or ":" in name[:2]:
        return False
    if ".." in name.split("/") or name.startswith("__MACOSX/"):
        return False
    mode = info.external_attr >> 16
    kind = stat.S_IFMT(mode)
    return info.create_system != _SYSTEM_UNIX or kind in {0, stat.S_IFREG}


class _Limited(io.RawIOBase):
    """Reads a file inside a zip, and stops when more comes out than is plausible."""

    def __init__(
        self, streams: tuple[BinaryIO, zipfile.ZipFile, BinaryIO], packed: int, name: str
    ) -> None:
        super().__init__()
        self._streams = streams
        self._stream = streams[0]
        self._most = min(MOST_BYTES, max(FREE_BYTES, packed * MOST_RATIO))
        self._name = name
        self._seen = 0

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill a buffer with what comes next."""
        view = memoryview(cast("bytearray", buffer))
        data = self._read(lambda: self._stream.read(len(view)))
        view[: len(data)] = data
        self._seen += len(data)
        if self._seen > self._most:
            raise ImporterError(
                f"{self._name} unpacks to far more than a real export holds; it was not read on"
            )
        return len(data)

    def _read(self, read: Callable[[], bytes]) -> bytes:
        try:
            return read()
        except _DAMAGE as error:
            raise ImporterError(
                f"{self._name} is damaged or cut short; export or download it again"
            ) from error

    def close(self) -> None:
        """Close the file inside the zip, and the zip."""
        for stream in self._streams:
            stream.close()
        super().close()
