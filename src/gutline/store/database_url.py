"""Where the rows live: SQLite in the home folder, or PostgreSQL by one setting."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from gutline.store.errors import SettingError
from gutline.store.home import DATABASE
from gutline.store.pragmas import BUSY_TIMEOUT_S, first_commands

_EXAMPLE = "postgresql://user:password@host:5432/gutline"
_PASSED_ON = frozenset(
    {"sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "application_name"}
)


def sqlite_database(path: Path) -> dict[str, object]:
    """Return Django's setting for one SQLite file, with all that makes it safe."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": BUSY_TIMEOUT_S,
            # A transaction that reads first and writes later would be refused when another has
            # written in between: it asks for the right to write at its start.
            "transaction_mode": "IMMEDIATE",
            "init_command": first_commands(),
        },
    }


def database_settings(home: Path, url: str | None) -> dict[str, object]:
    """Return Django's setting for the database of a home, or of a URL.

    Raises
    ------
    SettingError
        When the URL is not one of PostgreSQL; its password is not shown.
    """
    if not url:
        return sqlite_database(home / DATABASE)
    try:
        parts = urlsplit(url)
        port = str(parts.port or "")
    except ValueError:
        raise SettingError(f"GUTLINE_DATABASE is not a URL; write it as {_EXAMPLE}") from None
    if parts.scheme not in {"postgresql", "postgres"}:
        raise SettingError(
            f"GUTLINE_DATABASE names {parts.scheme[:20]!r}, which is not supported; leave it out "
            f"for SQLite, or write it as {_EXAMPLE}"
        )
    name = unquote(parts.path.lstrip("/"))
    if not name or "/" in name:
        raise SettingError(f"GUTLINE_DATABASE names no database; write it as {_EXAMPLE}")
    given = dict(parse_qsl(parts.query, keep_blank_values=True))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": given.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": given.pop("port", "") or port,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": _options(given),
    }


def _options(given: dict[str, str]) -> dict[str, object]:
    unknown = sorted(set(given) - _PASSED_ON)
    if unknown:
        raise SettingError(
            f"GUTLINE_DATABASE has a part {unknown[0][:40]!r} that is not known; "
            f"it may have host, port, {', '.join(sorted(_PASSED_ON))}"
        )
    return dict(given)
