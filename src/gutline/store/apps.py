"""The store as a Django app; every SQLite connection is checked as it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from gutline.store.pragmas import assert_promises

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


class StoreConfig(AppConfig):
    """Tables of the diary."""

    name = "gutline.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have every new connection checked."""
        connection_created.connect(_check_connection, dispatch_uid="gutline.store")


def _check_connection(connection: BaseDatabaseWrapper, **_: Any) -> None:  # noqa: ANN401 - a signal's
    if connection.vendor == "sqlite":
        assert_promises(connection)
