"""The one folder where a person's things live, for its owner's eyes only."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

VARIABLE = "GUTLINE_HOME"


class HomeError(ValueError):
    """The folder of a person's things cannot be used; the message says why and what to do."""


def home_place(environ: Mapping[str, str], platform: str = sys.platform) -> Path:
    """Return where the folder is or would be, without making it.

    Parameters
    ----------
    environ : Mapping of str to str
        The environment: `GUTLINE_HOME`, else what the platform names for data of its users.
    platform : str
        As in `sys.platform`.

    Raises
    ------
    HomeError
        When the environment names no place.
    """
    own = environ.get(VARIABLE, "")
    if own:
        return _absolute(own, environ)
    if platform == "win32":
        return _data(environ, "APPDATA", "AppData/Roaming") / "Gutline"
    if platform == "darwin":
        return _data(environ, "", "Library/Application Support") / "Gutline"
    return _data(environ, "XDG_DATA_HOME", ".local/share") / "gutline"


def home_folder(environ: Mapping[str, str], platform: str = sys.platform) -> Path:
    """Return the folder, made when it is not there, readable for its owner alone.

    Raises
    ------
    HomeError
        When there is no place for it or it cannot be made.
    """
    home = home_place(environ, platform)
    make_private(home)
    return home


def make_private(folder: Path) -> None:
    """Make a folder that only its owner can look into; one that is there is left as it is.

    Raises
    ------
    HomeError
        When it cannot be made.
    """
    try:
        if folder.is_dir():
            return
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise HomeError(f"{str(folder)!r} is a file; set {VARIABLE} to a folder") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise HomeError(
            f"the folder {str(folder)!r} cannot be made ({why}); set {VARIABLE} to one that can"
        ) from None


def _absolute(text: str, environ: Mapping[str, str]) -> Path:
    if "\x00" in text:
        raise HomeError(f"{VARIABLE} cannot be the name of a folder; set it to one")
    start, _, rest = text.replace("\\", "/").partition("/")
    path = _user(environ) / rest if start == "~" else Path(text)
    if not path.is_absolute():
        raise HomeError(
            f"{VARIABLE} is {text[:80]!r}; give the whole path, so that it is the same everywhere"
        )
    return path


def _data(environ: Mapping[str, str], variable: str, below_user: str) -> Path:
    named = environ.get(variable, "") if variable else ""
    # The standard says that a relative path there is to be passed over.
    return Path(named) if Path(named).is_absolute() else _user(environ) / below_user


def _user(environ: Mapping[str, str]) -> Path:
    user = environ.get("HOME") or environ.get("USERPROFILE") or ""
    if not Path(user).is_absolute():
        raise HomeError(f"there is no home folder; set {VARIABLE} to the folder for your things")
    return Path(user)
