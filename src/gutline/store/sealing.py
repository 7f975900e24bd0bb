"""One file that holds a whole diary, sealed by a passphrase: packed, encrypted, and read back."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType

import pyrage

from gutline.store.errors import BackupError
from gutline.store.home import CATALOG, DATABASE

FORMAT, FORMAT_VERSION = "gutline-backup", 1
SHORTEST_PASSPHRASE = 8
MANIFEST = "manifest.json"
LARGEST_UNPACKED = 20_000_000_000
_PIECE = 1 << 20
_TRIES = 100
_TOO_MUCH_WORK = "Excessive work"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    Attributes
    ----------
    made_at, made_by : str
        When, ISO 8601, and by which version of Gutline.
    files : Mapping of str to str
        The SHA-256 of every file in it.
    tables : Mapping of str to int
        How many rows each table has.
    """

    made_at: str
    made_by: str
    files: Mapping[str, str]
    tables: Mapping[str, int]

    def text(self) -> str:
        """Return the manifest as the file that is packed."""
        return json.dumps(
            {
                "format": FORMAT,
                "version": FORMAT_VERSION,
                "made_at": self.made_at,
                "made_by": self.made_by,
                "files": dict(self.files),
                "tables": dict(self.tables),
            },
            indent=1,
        )


def check_passphrase(passphrase: str) -> None:
    """Refuse a passphrase that can be guessed by trying.

    Raises
    ------
    BackupError
    """
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise BackupError(
            f"the passphrase is shorter than {SHORTEST_PASSPHRASE} characters; several words in a "
            "row are easy to remember and hard to guess"
        )


def pack(files: Mapping[str, Path], made_at: str, made_by: str, tables: Mapping[str, int]) -> bytes:
    """Return some files and a manifest of them as one compressed archive."""
    manifest = Manifest(made_at, made_by, {n: sha256_of(p) for n, p in files.items()}, tables)
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz", compresslevel=6) as archive:
        _add(archive, MANIFEST, manifest.text().encode("utf-8"))
        for name, path in files.items():
            member = tarfile.TarInfo(name)
            member.size = path.stat().st_size
            member.mode = 0o600
            with path.open("rb") as stream:
                archive.addfile(member, stream)
    return packed.getvalue()


def _add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    member.mode = 0o600
    archive.addfile(member, io.BytesIO(data))


def seal(packed: bytes, passphrase: str) -> bytes:
    """Return an archive encrypted by a passphrase, in the age format."""
    check_passphrase(passphrase)
    sealed: bytes = pyrage.passphrase.encrypt(packed, passphrase)
    return sealed


def unseal(sealed: bytes, passphrase: str) -> bytes:
    """Return the archive in a sealed file.

    Raises
    ------
    BackupError
        When the passphrase is wrong, a single bit was changed, or the computer is too slow.
    """
    if not sealed.startswith(b"age-encryption.org/"):
        raise BackupError("this is no backup of Gutline; choose a file written by `gutline backup`")
    try:
        packed = opened(sealed, passphrase)
    except pyrage.DecryptError:
        raise BackupError(
            "the backup cannot be opened: the passphrase is wrong, or the file was damaged or "
            "changed; try the passphrase again, or another copy of the file"
        ) from None
    return packed


def opened(sealed: bytes, passphrase: str) -> bytes:
    """Return what was encrypted by a passphrase, however busy the computer is.

    age refuses what would take this computer very long, and for a millisecond measures how fast it
    is. One that has something else to do in that millisecond seems slow, so it is measured again.

    Raises
    ------
    pyrage.DecryptError
        When the passphrase is wrong, or something was changed.
    BackupError
        When the computer really is that much slower than the one on which it was sealed.
    """
    for _ in range(_TRIES):
        try:
            plain: bytes = pyrage.passphrase.decrypt(sealed, passphrase)
        except pyrage.DecryptError as error:
            if _TOO_MUCH_WORK not in str(error):
                raise
        else:
            return plain
    raise BackupError(
        "this computer is too slow or too busy to open what a much faster one has sealed; close "
        "other programs and try again, or open it on a faster computer"
    )


def unpack(packed: bytes, folder: Path) -> Manifest:
    """Unpack an archive into an empty folder and check every file against the manifest.

    Raises
    ------
    BackupError
        When it is not one of ours, holds a file with an odd name, or a file differs.
    """
    try:
        with gzip.open(io.BytesIO(packed)) as whole, tarfile.open(fileobj=whole) as archive:
            for member in archive:
                _take_out(archive, member, folder)
            # An archive says where it ends before its last bytes: these hold the check of it all.
            while whole.read(_PIECE):
                pass
    except (tarfile.TarError, EOFError, OSError, zlib.error) as error:
        raise BackupError(f"the backup cannot be unpacked ({error}); use another copy") from None
    manifest = _read_manifest(folder)
    for name, wanted in manifest.files.items():
        if not _is_as_packed(folder / name, wanted):
            raise BackupError(f"{name!r} in the backup is not what was packed; use another copy")
    if DATABASE not in manifest.files:
        raise BackupError("the backup holds no diary; use another copy")
    return manifest


def _is_as_packed(path: Path, wanted: str) -> bool:
    try:
        return sha256_of(path) == wanted
    except (OSError, ValueError):
        return False


def _take_out(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    parts = PurePosixPath(member.name).parts
    known = member.name in {MANIFEST, DATABASE} or (parts[:1] == (CATALOG,) and ".." not in parts)
    if not member.isreg() or not known or member.size > LARGEST_UNPACKED:
        raise BackupError(f"the backup holds {member.name[:80]!r}, which is none of ours; not used")
    stream = archive.extractfile(member)
    path = folder.joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("wb") as target:
        while stream is not None and (piece := stream.read(_PIECE)):
            target.write(piece)


def _read_manifest(folder: Path) -> Manifest:
    try:
        told = json.loads((folder / MANIFEST).read_text("utf-8"))
        if told["format"] != FORMAT:
            raise BackupError("the backup is not one of Gutline; choose another file")
        if told["version"] > FORMAT_VERSION:
            raise BackupError("the backup was written by a newer Gutline; install that version")
        files, tables = MappingProxyType(told["files"]), MappingProxyType(told["tables"])
        return Manifest(str(told["made_at"]), str(told["made_by"]), files, tables)
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        if isinstance(error, BackupError):
            raise
        raise BackupError("the backup does not say what it holds; use another copy") from None


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
