"""Files that are about to be imported: set aside in the home until that is done or called off."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gutline.importers.source import ImportFile
from gutline.store.errors import NotThereError, StoreError
from gutline.web.settings import UPLOADS

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

FOLDER = ".work-imports"
"""In the home; erasing everything reaches whatever begins so."""
LASTS = timedelta(days=1)
MOST_FILES = 20
_FACTS = "facts.json"
_TOKEN_BYTES = 16
_LONGEST_NAME = 120


class FilesGoneError(NotThereError):
    """Files that were set aside are not there any more."""


@dataclass(frozen=True, slots=True)
class Staged:
    """Files that were sent and not imported yet.

    Attributes
    ----------
    token : str
        By which they are asked for.
    folder : Path
        Where they lie.
    files : tuple of ImportFile
        The files, under the names they were sent with.
    choices : Mapping
        What the person has said about them: source, zone, mapping.
    """

    token: str
    folder: Path
    files: tuple[ImportFile, ...]
    choices: Mapping[str, Any]


def stage(home: Path, person: int, sent: Iterable[UploadedFile[bytes]]) -> Staged:
    """Set files aside.

    Raises
    ------
    StoreError
        When there are none, or too many.
    """
    files = list(sent)
    if not files or len(files) > MOST_FILES:
        raise StoreError(f"choose a file, and {MOST_FILES} at most at once")
    token = secrets.token_hex(_TOKEN_BYTES)
    folder = _place(home, person) / token
    folder.mkdir(parents=True, mode=0o700)
    for number, one in enumerate(files):
        _keep(one, folder / str(number))
    _write(folder, [_plain_name(one.name or "file") for one in files], {})
    return staged(home, person, token)


def _place(home: Path, person: int) -> Path:
    place = home / FOLDER
    place.mkdir(mode=0o700, exist_ok=True)
    own = place / str(person)
    own.mkdir(mode=0o700, exist_ok=True)
    return own


def _keep(sent: UploadedFile[bytes], target: Path) -> None:
    """Give a file that was sent another name; it is copied only where that cannot be."""
    path = getattr(sent, "temporary_file_path", None)
    if path is not None:
        with suppress(OSError):
            os.link(path(), target)
            target.chmod(0o600)
            return
    with target.open("wb") as kept:
        target.chmod(0o600)
        for piece in sent.chunks():
            kept.write(piece)


def _plain_name(name: str) -> str:
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in last if c.isprintable())[-_LONGEST_NAME:] or "file"


def _write(folder: Path, names: list[str], choices: Mapping[str, Any]) -> None:
    text = json.dumps({"names": names, "choices": dict(choices)}, ensure_ascii=False)
    (folder / _FACTS).write_text(text, encoding="utf-8")


def staged(home: Path, person: int, token: str) -> Staged:
    """Return files that were set aside.

    Raises
    ------
    FilesGoneError
        When this person set none aside under this token.
    """
    folder = _place(home, person) / token
    if not (token.isascii() and token.isalnum()) or not (folder / _FACTS).is_file():
        raise FilesGoneError("these files are not here any more; choose them again")
    facts = json.loads((folder / _FACTS).read_text(encoding="utf-8"))
    files = tuple(
        ImportFile(name, path=folder / str(number)) for number, name in enumerate(facts["names"])
    )
    return Staged(token, folder, files, facts["choices"])


def keep_choices(found: Staged, choices: Mapping[str, Any]) -> Staged:
    """Remember what a person says about files."""
    _write(found.folder, [file.name for file in found.files], choices)
    return Staged(found.token, found.folder, found.files, dict(choices))


def forget(found: Staged) -> None:
    """Remove files that were set aside."""
    shutil.rmtree(found.folder, ignore_errors=True)


def forget_old(home: Path, now: datetime) -> None:
    """Remove what was set aside, or was being sent, more than a day ago."""
    before = (now - LASTS).timestamp()
    for place in (*(home / FOLDER).glob("*/*"), *(home / UPLOADS).glob("*")):
        with suppress(OSError):
            if place.stat().st_mtime < before:
                shutil.rmtree(place) if place.is_dir() else place.unlink()
