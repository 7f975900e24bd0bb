"""The zone this computer's clock is set to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from gutline.diary.entries import DiaryError
from gutline.diary.zones import zone_named

LOCALTIME = Path("/etc/localtime")
TIMEZONE = Path("/etc/timezone")
_FOLDER = "zoneinfo/"


def local_zone(
    environ: Mapping[str, str],
    now: datetime,
    *,
    localtime: Path = LOCALTIME,
    timezone: Path = TIMEZONE,
) -> str:
    """Return the IANA name of the local zone; where it has none to be found, its offset now.

    Parameters
    ----------
    environ : Mapping of str to str
        The environment; `TZ` goes before what the computer is set to.
    now : datetime
        The present, aware.
    localtime, timezone : Path
        Where Unix systems keep the name.
    """
    for name in (environ.get("TZ", "").lstrip(":"), _linked(localtime), _written(timezone)):
        if name and _is_zone(name):
            return name
    offset = now.astimezone().isoformat()[-6:]
    return "UTC" if offset == "+00:00" else offset


def _linked(path: Path) -> str:
    try:
        target = path.resolve(strict=True).as_posix()
    except OSError:
        return ""
    return target.partition(_FOLDER)[2]


def _written(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _is_zone(name: str) -> bool:
    try:
        zone_named(name)
    except DiaryError:
        return False
    return True
