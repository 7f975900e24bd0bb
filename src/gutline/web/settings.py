"""Django's settings for the pages, on top of what the store needs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gutline.store.home import prepare_home, secret_key
from gutline.store.settings import configure as configure_store
from gutline.store.settings import settings_for as store_settings_for
from gutline.web.accounts import with_accounts

FOLDER = Path(__file__).parent
UPLOADS = ".work-uploads"
"""Where files that are sent lie in the home while they are looked at; erasing reaches it."""
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
MIDDLEWARE = (
    # Outermost, so that answers to refused requests carry the headers too.
    "gutline.web.headers.StrictHeaders",
    "gutline.web.failures.PlainRefusals",
    "django.middleware.common.CommonMiddleware",
    # Before forms are looked at: what a stranger sends is not even read.
    "gutline.web.signing.SignedInOnly",
    "django.middleware.csrf.CsrfViewMiddleware",
)
LANGUAGE = "en-gb"
_AFTER_LANGUAGE = "django.middleware.common.CommonMiddleware"
LARGEST_BODY = 4 * 1024 * 1024
MOST_FIELDS = 300


def settings_for(
    home: Path,
    database_url: str | None = None,
    *,
    zone: str = "UTC",
    hosts: Sequence[str] = (),
    https: bool = False,
    accounts: bool = False,
) -> dict[str, Any]:
    """Return everything Django must be told to serve the pages of one home.

    Parameters
    ----------
    home : Path
        The folder of a person's things; made when it is not there, since its key is read.
    database_url : str, optional
        A PostgreSQL database instead of the SQLite file in `home`.
    zone : str
        The zone of this computer, in which a new person is added.
    hosts : sequence of str
        Names by which the pages may be asked for besides those of this computer itself.
    https : bool
        Whether the pages are reached over TLS, so that cookies are never sent without.
    accounts : bool
        Whether people sign in with accounts; otherwise it is one person, who comes by a link.

    Raises
    ------
    SettingError
        When the URL is wrong or the folder cannot be used.
    """
    prepare_home(home)
    made = {
        **store_settings_for(home, database_url),
        **_pages(),
        **_uploads(home),
        **_cookies(https=https),
        "SECRET_KEY": secret_key(home),
        "ALLOWED_HOSTS": [*LOOPBACK, *hosts],
        "GUTLINE_ZONE": zone,
    }
    return with_accounts(made) if accounts else made


def _pages() -> dict[str, Any]:
    return {
        "INSTALLED_APPS": ["gutline.store.apps.StoreConfig", "gutline.web.apps.WebConfig"],
        "MIDDLEWARE": _middleware(),
        "ROOT_URLCONF": "gutline.web.urls",
        "DEBUG": False,
        "APPEND_SLASH": True,
        "USE_I18N": True,
        "LANGUAGE_CODE": LANGUAGE,
        "LANGUAGES": [(code, code) for code in (LANGUAGE, *translations())],
        "LOCALE_PATHS": [str(FOLDER / "locale")],
        "DATA_UPLOAD_MAX_MEMORY_SIZE": LARGEST_BODY,
        "DATA_UPLOAD_MAX_NUMBER_FIELDS": MOST_FIELDS,
        "TEMPLATES": [_templates()],
    }


def _uploads(home: Path) -> dict[str, Any]:
    return {
        "FILE_UPLOAD_HANDLERS": ["gutline.web.uploads.PrivateUploads"],
        "FILE_UPLOAD_TEMP_DIR": str(home / UPLOADS),
        "FILE_UPLOAD_PERMISSIONS": 0o600,
    }


def translations() -> list[str]:
    """Return the languages that a translation is there for."""
    found = (FOLDER / "locale").glob("*/LC_MESSAGES/django.mo")
    return sorted(path.parents[1].name.lower().replace("_", "-") for path in found)


def _middleware() -> list[str]:
    """Return what every request goes through; the language is looked at where there is a choice."""
    chosen = list(MIDDLEWARE)
    if translations():
        chosen.insert(chosen.index(_AFTER_LANGUAGE), "django.middleware.locale.LocaleMiddleware")
    return chosen


def _templates() -> dict[str, Any]:
    return {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [str(FOLDER / "templates")],
        "OPTIONS": {
            "loaders": [
                ("django.template.loaders.cached.Loader", [
                    "django.template.loaders.filesystem.Loader",
                ]),
            ],
            "context_processors": [
                "django.template.context_processors.csrf",
                "gutline.web.surroundings.surroundings",
            ],
            "builtins": ["django.templatetags.i18n", "gutline.web.template_words"],
        },
    }  # fmt: skip


def _cookies(*, https: bool) -> dict[str, Any]:
    return {
        # Cookies of one computer are shared by all its ports, so ours have names of their own.
        "CSRF_COOKIE_NAME": "gutline_csrf",
        "CSRF_COOKIE_SAMESITE": "Strict",
        "CSRF_COOKIE_SECURE": https,
        "CSRF_FAILURE_VIEW": "gutline.web.failures.forged",
        "SESSION_COOKIE_SECURE": https,
    }


def computer_zone() -> str:
    """Return the zone of this computer, in which a new person is added."""
    from django.conf import settings  # noqa: PLC0415 - as below

    return str(getattr(settings, "GUTLINE_ZONE", "UTC"))


def configure(home: Path, database_url: str | None = None, **pages: Any) -> None:  # noqa: ANN401
    """Set Django up for the pages; called again, it points at another home.

    Parameters
    ----------
    home, database_url
        As in `settings_for`.
    **pages
        The other arguments of `settings_for`.

    Raises
    ------
    SettingError
        As in `settings_for`.
    """
    import django  # noqa: PLC0415 - half a second that reading settings must not cost
    from django.conf import settings  # noqa: PLC0415 - the same

    wanted = settings_for(home, database_url, **pages)
    if not settings.configured:
        settings.configure(**wanted)
        django.setup()
        return
    _add_to(wanted)
    configure_store(home, database_url)


def _add_to(wanted: dict[str, Any]) -> None:
    """Put the settings of the pages on top of those of the store, set up earlier."""
    from django.apps import apps  # noqa: PLC0415 - as above
    from django.conf import settings  # noqa: PLC0415 - the same
    from django.core.signals import setting_changed  # noqa: PLC0415 - the same

    for name, value in wanted.items():
        if name in {"DATABASES", "GUTLINE_HOME"}:
            continue
        setattr(settings, name, value)
        setting_changed.send(type(settings), setting=name, value=value, enter=True)
    if not apps.is_installed("gutline.web"):
        apps.set_installed_apps(wanted["INSTALLED_APPS"])
