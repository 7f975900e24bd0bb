"""One file to be imported, in memory or on disk, and what a zip among them holds."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from gutline.importers.errors import ImporterError
from gutline.importers.zips import SafeZip, is_zip

HEAD_BYTES = 65_536
_COPY_BYTES = 1 << 20
MOST_BYTES_ON_DISK = 4 << 30


class ImportFile:
    """One file as it was given; it may be opened several times.

    Parameters
    ----------
    name : str
        Its name without folders, as people know it.
    path : Path, optional
        Where it lies.
    data : bytes, optional
        Its contents, when it lies nowhere.
    """

    def __init__(self, name: str, *, path: Path | None = None, data: bytes = b"") -> None:
        self.name = name
        self._path = path
        self._data = data
        self._zip: SafeZip | None = None

    @classmethod
    def at(cls, path: Path | str) -> ImportFile:
        """Return the file at a path.

        Raises
        ------
        ImporterError
            When there is no such file, or it is a folder.
        """
        place = Path(path)
        if not place.is_file():
            what = "is a folder" if place.is_dir() else "does not exist"
            raise ImporterError(f"{place} {what}; give the file that the app exported")
        return cls(place.name, path=place)

    @property
    def size(self) -> int:
        """Size in bytes."""
        return len(self._data) if self._path is None else self._path.stat().st_size

    def open(self) -> BinaryIO:
        """Open it for reading from its start; the stream can seek.

        Raises
        ------
        ImporterError
            When it cannot be opened.
        """
        if self._path is None:
            return io.BytesIO(self._data)
        try:
            return self._path.open("rb")
        except OSError as error:
            raise ImporterError(f"{self.name} cannot be opened: {error.strerror}") from error

    def head(self) -> bytes:
        """Return its first 64 KiB."""
        with self.open() as stream:
            return stream.read(HEAD_BYTES)

    @property
    def is_zip(self) -> bool:
        """Whether it is a zip."""
        return is_zip(self.head()[:4])

    def members(self) -> tuple[str, ...]:
        """Return the names inside a zip that may be opened; empty for any other file.

        Raises
        ------
        ImporterError
            When it is a zip that cannot be read, or one that is not safe to open.
        """
        if self._zip is None:
            if not self.is_zip:
                return ()
            self._zip = SafeZip(self.name, self.open)
        return self._zip.names

    def open_member(self, name: str) -> BinaryIO:
        """Open one file inside a zip; the stream is read from start to end and cannot seek.

        Raises
        ------
        ImporterError
            When there is no such file inside, or it is not safe to open. The stream raises it too,
            when more comes out than a real export holds.
        """
        if name not in self.members() or self._zip is None:
            raise ImporterError(f"{self.name} holds no {name}; export it again")
        return self._zip.open(name)

    def member_size(self, name: str) -> int:
        """Return the size in bytes that a zip gives for one file inside; 0 when it is unknown."""
        return self._zip.size(name) if name in self.members() and self._zip else 0

    def member(self, name: str) -> ImportFile:
        """Return one file inside a zip as a file of its own, held in memory.

        Raises
        ------
        ImporterError
            When there is no such file inside, or it is too large to hold.
        """
        most = 64 << 20
        with self.open_member(name) as stream:
            data = stream.read(most + 1)
        if len(data) > most:
            raise ImporterError(f"{name} in {self.name} is larger than 64 MB; unpack it first")
        return ImportFile(name.rsplit("/", 1)[-1], data=data)

    @contextmanager
    def on_disk(self, member: str = "", *, workplace: Path | None = None) -> Iterator[Path]:
        """Give the path of a private copy of the file, or of one file inside it, for a while.

        Parameters
        ----------
        member : str
            Name inside the zip; by default the file itself.
        workplace : Path, optional
            The folder in which the copy may lie, in one that only its owner can open; by default
            that of the system.

        Raises
        ------
        ImporterError
            When it is larger than 4 GB.
        """
        with tempfile.TemporaryDirectory(prefix="gutline-import-", dir=workplace) as folder:
            copy = Path(folder) / "file"
            source = self.open_member(member) if member else self.open()
            with source, copy.open("wb") as target:
                _copy(source, cast("BinaryIO", target), member or self.name)
            yield copy


def _copy(source: BinaryIO, target: BinaryIO, name: str) -> None:
    written = 0
    while piece := source.read(_COPY_BYTES):
        written += len(piece)
        if written > MOST_BYTES_ON_DISK:
            raise ImporterError(f"{name} is larger than 4 GB; export a shorter span")
        target.write(piece)
