"""Django's settings as far as the store needs them; the web adds its own on top."""

from __future__ import annotations

from pathlib import Path
from typing import Any

# The library is chosen before Django looks for it.
from gutline.store import library  # noqa: F401
from gutline.store.database_url import database_settings

INSTALLED_APPS = ["gutline.store.apps.StoreConfig"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False
# Logging is the door's to set up.
LOGGING_CONFIG = None
GUTLINE_HOME = ""
"""The folder of a person's things; `configure` says which."""


def settings_for(home: Path, database_url: str | None = None) -> dict[str, Any]:
    """Return everything Django must be told, to be used as it is or extended.

    Parameters
    ----------
    home : Path
        The folder of a person's things.
    database_url : str, optional
        A PostgreSQL database to be used instead of the SQLite file in `home`.

    Raises
    ------
    SettingError
        When the URL is wrong.
    """
    return {
        "INSTALLED_APPS": list(INSTALLED_APPS),
        "DATABASES": {"default": database_settings(home, database_url)},
        "DEFAULT_AUTO_FIELD": DEFAULT_AUTO_FIELD,
        "USE_TZ": USE_TZ,
        "TIME_ZONE": TIME_ZONE,
        "USE_I18N": USE_I18N,
        "LOGGING_CONFIG": LOGGING_CONFIG,
        "GUTLINE_HOME": str(home),
    }


def current_home() -> Path:
    """Return the folder of the diary that Django is pointed at."""
    from django.conf import settings  # noqa: PLC0415 - as below

    return Path(settings.GUTLINE_HOME)


def configure(home: Path, database_url: str | None = None) -> None:
    """Set Django up for the store alone; called again, it points at another home.

    Raises
    ------
    SettingError
        When the URL is wrong.
    """
    import django  # noqa: PLC0415 - half a second that reading settings must not cost
    from django.conf import settings  # noqa: PLC0415 - the same

    wanted = settings_for(home, database_url)
    if settings.configured:
        _point_at(wanted)
        return
    settings.configure(**wanted)
    django.setup()


def _point_at(wanted: dict[str, Any]) -> None:
    from django.conf import settings  # noqa: PLC0415 - as above
    from django.db import connections  # noqa: PLC0415 - the same

    connections.close_all()
    handler: Any = connections
    settings.GUTLINE_HOME = wanted["GUTLINE_HOME"]
    settings.DATABASES = wanted["DATABASES"]
    handler.settings = handler.configure_settings(wanted["DATABASES"])
    if hasattr(handler._connections, "default"):  # noqa: SLF001 - Django offers no way to ask
        del handler["default"]
