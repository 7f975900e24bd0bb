"""The one folder where a person's things live, readable by nobody else."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gutline.meals.private_files import write_private
from gutline.store.abandoned import held, remove_abandoned
from gutline.store.errors import SettingError

FOLDER_MODE, FILE_MODE = 0o700, 0o600
POSIX = os.name == "posix"
DATABASE = "gutline.db"
BACKUPS = "backups"
CATALOG = "catalog"
_SECRET_KEY = "secret_key"  # noqa: S105 - the name of the file that holds it
PEOPLE = "people"
_MAIL = "mail-{}.json"
_WORK, _WORK_END = ".work-", "-now"
_OF_PAGES = ("findings", "sign_ins.json")
PERSONAL = (BACKUPS, CATALOG, _SECRET_KEY, *_OF_PAGES)
"""What a home holds of its person beside the database. Nothing else is ever removed from it."""


def prepare_home(home: Path) -> None:
    """Make the folder, its owner's alone; a folder that others can read is closed to them.

    Raises
    ------
    SettingError
        When it cannot be made, or is not ours to close.
    """
    try:
        home.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
        for folder in (home, home / BACKUPS):
            folder.mkdir(exist_ok=True, mode=FOLDER_MODE)
            close_to_others(folder, FOLDER_MODE)
    except OSError as error:
        raise SettingError(
            f"the folder {str(home)!r} cannot be used ({error.strerror or error}); set GUTLINE_HOME"
            " to a folder of your own"
        ) from None


def close_to_others(path: Path, mode: int = FILE_MODE) -> None:
    """Take away what others may do with a file or folder."""
    if POSIX and path.stat().st_mode & 0o777 & ~mode:
        path.chmod(mode)


def make_private(path: Path) -> None:
    """Make an empty file that nobody else can read, unless there is one; never follow a link."""
    flags = os.O_CREAT | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        os.close(os.open(path, flags, FILE_MODE))
        close_to_others(path)
    except OSError as error:
        reason = error.strerror or error
        raise SettingError(
            f"{str(path)!r} cannot be made or opened ({reason}); move away what is there"
        ) from None


def secret_key(home: Path) -> str:
    """Return the key that sessions are signed with; drawn when first asked for."""
    path = home / _SECRET_KEY
    if not path.exists():
        write_private(path, secrets.token_urlsafe(48).encode("ascii"))
    close_to_others(path)
    return path.read_text(encoding="ascii").strip()


def foods_place(home: Path, person: int) -> Path:
    """Return the folder in which a person's own foods are: the home, or one of their own in it.

    Where several people share a home, each but its owner has one, made by `make_foods_place`; it
    lies within the catalog, so that backups carry it and erasing reaches it.
    """
    own = _foods_folder(home, person)
    return own if own.is_dir() else home


def mail_place(home: Path, person: int) -> Path:
    """Return the file that says how a person's reminders are mailed; it is in no backup."""
    return home / _MAIL.format(person)


def make_foods_place(home: Path, person: int) -> None:
    """Give a person who shares a home a folder for their own foods."""
    for folder in reversed((own := _foods_folder(home, person), *own.parents[:2])):
        folder.mkdir(exist_ok=True, mode=FOLDER_MODE)


def _foods_folder(home: Path, person: int) -> Path:
    return home / CATALOG / PEOPLE / str(person)


@contextmanager
def workplace(home: Path) -> Iterator[Path]:
    """Make a folder in the home for a while, so that nothing lies where others can read it.

    Those that programs left behind when they were killed are removed.
    """
    prepare_home(home)
    with tempfile.TemporaryDirectory(dir=home, prefix=_WORK, suffix=_WORK_END) as made:
        folder = Path(made)
        with held(folder):
            remove_abandoned(folder, f"{_WORK}*{_WORK_END}")
            yield folder


def remove_personal(home: Path) -> None:
    """Remove everything of the person that lies beside the database."""
    named = (f"{_WORK}*", _MAIL.format("*"))
    left_behind = [path.name for pattern in named for path in home.glob(pattern)]
    for name in (*PERSONAL, *left_behind):
        path = home / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    prepare_home(home)
