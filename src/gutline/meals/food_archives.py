"""A file nobody has checked: one table, a folder of tables or a zip of them, read with caps."""

from __future__ import annotations

import gzip
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, cast

from gutline.meals.table_records import TableError

MOST_MEMBERS = 10_000
MOST_BYTES = 20_000_000_000
"""More than the largest public table unpacks to."""
HIGHEST_RATIO = 200
FREE_BYTES = 10_000_000
"""The ratio is looked at when more than this has come out of a packed file."""
_PIECE = 1 << 20
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile, NotImplementedError)


class FoodFiles:
    """The files of one table, by their names without folders.

    Parameters
    ----------
    path : Path
        A file (CSV, XML, gzip or zip), or a folder.

    Raises
    ------
    TableError
        When it is not there, or a zip holds what no table does.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.read_bytes = 0
        self._zip: zipfile.ZipFile | None = None
        self._opened: dict[str, Callable[[], IO[bytes]]] = {}
        self._sizes: dict[str, int] = {}
        self._unpacked: dict[str, int] = {}
        try:
            self._look()
        except OSError as error:
            raise TableError(f"{str(path)!r} cannot be read: {error.strerror or error}") from None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the files, in lower case."""
        return tuple(sorted(self._opened))

    def size(self, *names: str) -> int:
        """Return how many bytes these files say they hold; for progress only."""
        return sum(self._unpacked.get(name, 0) for name in names)

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """Open one of the files.

        Raises
        ------
        TableError
            When it cannot be read, is damaged, or unpacks to far more than it should.
        """
        where = f"{self.path.name}: {name}" if len(self._opened) > 1 else self.path.name
        try:
            with self._opened[name]() as stream:
                yield cast("IO[bytes]", _Capped(stream, where, self._sizes[name], self))
        except _BROKEN as error:
            raise TableError(f"{where!r} is damaged ({error}); download it again") from None
        except RuntimeError:
            raise TableError(f"{where!r} is locked with a password; unpack it first") from None
        except OSError as error:
            raise TableError(f"{where!r} cannot be read: {error.strerror or error}") from None

    def digest(self, names: tuple[str, ...]) -> str:
        """Return the SHA-256 of what these files hold, however they are packed."""
        total = hashlib.sha256()
        for name in sorted(names):
            with self.open(name) as stream:
                one = hashlib.sha256()
                while piece := stream.read(_PIECE):
                    one.update(piece)
            total.update(f"{name} {one.hexdigest()}\n".encode())
        self.read_bytes = 0
        return total.hexdigest()

    def close(self) -> None:
        """Close the zip."""
        if self._zip is not None:
            self._zip.close()

    def _look(self) -> None:
        if not self.path.exists():
            raise TableError(f"There is no file {str(self.path)!r}; check the name")
        if self.path.is_dir():
            for file in sorted(p for p in self.path.iterdir() if p.is_file()):
                self._add_file(file)
        elif not self.path.is_file():
            # A device never ends, and a pipe can be read only once.
            raise TableError(f"{str(self.path)!r} is no ordinary file; save it as one first")
        elif zipfile.is_zipfile(self.path):
            self._look_into_zip()
        else:
            self._add_file(self.path)

    def _add_file(self, file: Path) -> None:
        name = _harmless(file.name)
        with file.open("rb") as stream:
            packed = stream.read(2) == b"\x1f\x8b"
        if packed:
            self._add(name.removesuffix(".gz"), file.stat().st_size, lambda: _gunzipped(file))
        else:
            self._add(name, file.stat().st_size, lambda: file.open("rb"))

    def _look_into_zip(self) -> None:
        try:
            packed = self._zip = zipfile.ZipFile(self.path)
            members = packed.infolist()
        except _BROKEN as error:
            raise TableError(f"{str(self.path)!r} is damaged ({error})") from None
        if len(members) > MOST_MEMBERS:
            raise TableError(
                f"{str(self.path)!r} holds {len(members):,} files; no food table has that many"
            )
        for member in members:
            if not member.is_dir() and not member.filename.startswith("__MACOSX/"):
                self._add_member(packed, member)

    def _add_member(self, packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
        parts = re.split(r"[/\\]", member.filename)
        if ".." in parts or member.filename[:1] in {"/", "\\"} or ":" in parts[0]:
            raise TableError(
                f"{str(self.path)!r} holds a file that points outside it "
                f"({member.filename[:80]!r}); it was not made by a food table's publisher"
            )
        name = _harmless(PurePosixPath(parts[-1]).name)
        self._add(name, max(1, member.compress_size), lambda: packed.open(member))
        self._unpacked[name] = member.file_size

    def _add(self, name: str, size: int, opened: Callable[[], IO[bytes]]) -> None:
        if name in self._opened:
            raise TableError(
                f"{str(self.path)!r} holds {name!r} twice; unpack it and name one folder"
            )
        self._opened[name] = opened
        self._sizes[name] = self._unpacked[name] = size


def _harmless(name: str) -> str:
    """Return a file's name in lower case; what a terminal would obey or cannot show is spelled."""
    return (name if name.isprintable() else ascii(name)[1:-1]).lower()


def _gunzipped(file: Path) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(file, "rb"))


class _Capped(io.RawIOBase):
    """A stream that ends with an error when far more comes out than went in."""

    def __init__(self, stream: IO[bytes], where: str, packed: int, files: FoodFiles) -> None:
        self._stream = stream
        self._where = where
        self._packed = packed
        self._files = files
        self._count = 0

    def read(self, size: int = -1) -> bytes:
        """Return some of what the file holds.

        Raises
        ------
        TableError
            When it holds more than a table can.
        """
        piece = self._stream.read(_PIECE if size < 0 else min(size, _PIECE))
        self._count += len(piece)
        self._files.read_bytes += len(piece)
        if self._count > FREE_BYTES and self._count > self._packed * HIGHEST_RATIO:
            raise TableError(
                f"{self._where!r} unpacks to more than {HIGHEST_RATIO} times its size; it is no "
                "food table"
            )
        if self._count > MOST_BYTES:
            raise TableError(f"{self._where!r} is larger than any food table")
        return piece
